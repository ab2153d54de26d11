"""The web view of `serve`: sessions as they happen, a session's steps, phones, breakpoints; the notebooks' views."""

from __future__ import annotations

from functools import cached_property

from tropo_lab.pages.places import is_page
from tropo_lab.platform.cloud import Cloud
from tropo_lab.platform.messages import Reply, Request


class Pages:
    """The pages of one cloud. What draws them is imported when a browser first comes: programs need none of it."""

    def __init__(self, cloud: Cloud):
        self.cloud = cloud

    @cached_property
    def _site(self):
        from tropo_lab.pages.site import Site

        return Site(self.cloud)

    def serves(self, request: Request) -> bool:
        """True for the addresses of pages."""
        return is_page(request)

    async def answer(self, request: Request) -> Reply:
        """The page, or what its form led to."""
        return await self._site.answer(request)
