"""The provisioning API: applications, their tokens and their numbers. JSON in and out, for the account alone."""

from __future__ import annotations

import re
from urllib.parse import unquote

from tropo_lab.errors import LabError, NotFound
from tropo_lab.platform.cloud import Cloud
from tropo_lab.platform.messages import Reply, Request
from tropo_lab.platform.provisioning import addresses, applications
from tropo_lab.platform.provisioning.account import refusal
from tropo_lab.platform.provisioning.body import answered, problem

_ONE = "/v1/applications/ID/addresses/TYPE/VALUE"
# method, path (words in capitals stand for a part of it), and what answers
ROUTES = [
    ("GET", "/v1/applications", applications.every),
    ("POST", "/v1/applications", applications.create),
    ("GET", "/v1/applications/ID", applications.one),
    ("PUT", "/v1/applications/ID", applications.change),
    ("DELETE", "/v1/applications/ID", applications.remove),
    ("GET", "/v1/applications/ID/addresses", addresses.of_app),
    ("POST", "/v1/applications/ID/addresses", addresses.add),
    ("GET", _ONE, addresses.one),
    ("DELETE", _ONE, addresses.drop),
    ("GET", "/v1/addresses", addresses.every),
    ("GET", "/v1/exchanges", addresses.exchanges),
]
_COMPILED = [(method, re.compile(re.sub("[A-Z]+", "([^/]+)", path) + "/?"), work) for method, path, work in ROUTES]


class Provisioning:
    """Answers `/v1/applications`, `/v1/addresses` and `/v1/exchanges` for one cloud."""

    def __init__(self, cloud: Cloud):
        self.cloud = cloud

    @staticmethod
    def serves(path: str) -> bool:
        """True for what is, or would have been, this API's."""
        return path.startswith("/v1/")

    def answer(self, request: Request) -> Reply:
        """The reply to one request."""
        refused = refusal(request)
        if refused:
            said = problem(401, refused)
            return said._replace(headers=(*said.headers, ("WWW-Authenticate", 'Basic realm="Tropo Lab"')))
        found = [(method, pattern.fullmatch(request.path), work) for method, pattern, work in _COMPILED]
        found = [(method, match, work) for method, match, work in found if match]
        if not found:
            had = "the lab has applications, addresses and exchanges here"
            return problem(404, f"There is nothing at {request.path:.100}; {had}.")
        for method, match, work in found:
            if method == request.method:
                try:
                    return answered(work(self.cloud, request, *map(unquote, match.groups())))
                except NotFound as missing:
                    return problem(404, str(missing))
                except LabError as bad:
                    return problem(400, str(bad))
        allowed = ", ".join(method for method, _, _ in found)
        said = problem(405, f"{request.method} is not for {request.path:.100}; use {allowed}.")
        return said._replace(headers=(*said.headers, ("Allow", allowed)))
