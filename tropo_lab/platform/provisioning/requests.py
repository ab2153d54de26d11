"""The provisioning API: applications, their tokens and their numbers. JSON in and out, for the account alone."""

from __future__ import annotations

from tropo_lab.platform.cloud import Cloud
from tropo_lab.platform.messages import Reply, Request
from tropo_lab.platform.provisioning import addresses, applications
from tropo_lab.platform.provisioning.account import refusal
from tropo_lab.platform.provisioning.body import answered, problem
from tropo_lab.platform.routes import Routes

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
_TABLE = Routes(ROUTES)


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
        nothing = f"There is nothing at {request.path:.100}; the lab has applications, addresses and exchanges here."
        return _TABLE.answer(
            request, lambda work, *parts: answered(work(self.cloud, request, *parts)), problem, nothing
        )
