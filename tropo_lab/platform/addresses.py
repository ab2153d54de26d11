"""What answers at which address: the session API, provisioning, the lab's own interface, and nothing elsewhere."""

from __future__ import annotations

from typing import Protocol

from tropo_lab.platform.cloud import Cloud
from tropo_lab.platform.lab_api import LabApi
from tropo_lab.platform.launching.click import Click
from tropo_lab.platform.messages import Reply, Request, reply
from tropo_lab.platform.provisioning.requests import Provisioning
from tropo_lab.platform.recordings import Recordings


class Pages(Protocol):
    """What shows a cloud to a browser (see `tropo_lab.pages`)."""

    def serves(self, request: Request) -> bool: ...

    async def answer(self, request: Request) -> Reply: ...


class Addresses:
    """The paths of one cloud, for a request that is meant for it; `pages` are there where a browser can come."""

    def __init__(self, cloud: Cloud, pages: Pages | None = None):
        self.api, self.provisioning = cloud.api, Provisioning(cloud)
        self.recordings = Recordings(cloud.sessions)
        self.lab_api, self.pages = LabApi(cloud), pages

    async def answer(self, request: Request, click: Click | None = None, waits: bool = True) -> Reply | None:
        """The reply to one request, or None when nothing comes back.

        `click` is the page request during which it was made, when the lab saw one; see `SessionApi.answer`.
        """
        if self.api.serves(request.path):
            return await self.api.answer(request, click, waits)
        if self.provisioning.serves(request.path):
            return self.provisioning.answer(request)
        if self.recordings.serves(request.path):
            return self.recordings.answer(request)
        if is_labs_own(request.path):
            return self.lab_api.answer(request)
        if self.pages is not None and self.pages.serves(request):
            return await self.pages.answer(request)
        return plain(404, f"There is nothing at {request.path[:200]}; launch at /1.0/sessions, or see /lab/health.")


def is_labs_own(path: str) -> bool:
    """True for the lab's own interface, whose errors are JSON."""
    return path.startswith("/lab/")


def plain(status: int, sentence: str) -> Reply:
    """One sentence as plain text."""
    return reply(status, f"{sentence}\n", "text/plain; charset=utf-8")
