"""What answers at which address: the session API, the lab's own interface, and nothing elsewhere. For every driver."""

from __future__ import annotations

from tropo_lab.platform.click import Click
from tropo_lab.platform.cloud import Cloud
from tropo_lab.platform.lab_api import LabApi
from tropo_lab.platform.messages import Reply, Request, reply


class Addresses:
    """The paths of one cloud, for a request that is meant for it."""

    def __init__(self, cloud: Cloud):
        self.api, self.lab_api = cloud.api, LabApi(cloud)

    def answer(self, request: Request, click: Click | None = None) -> Reply:
        """The reply to one request; `click` is the page request during which it was made, when the lab saw one."""
        if self.api.serves(request.path):
            return self.api.answer(request, click)
        if is_labs_own(request.path):
            return self.lab_api.answer(request)
        return plain(404, f"There is nothing at {request.path[:200]}; launch at /1.0/sessions, or see /lab/health.")


def is_labs_own(path: str) -> bool:
    """True for the lab's own interface, whose errors are JSON."""
    return path.startswith("/lab/")


def plain(status: int, sentence: str) -> Reply:
    """One sentence as plain text."""
    return reply(status, f"{sentence}\n", "text/plain; charset=utf-8")
