"""Which function answers which method and path, for the interfaces whose addresses are a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote

from tropo_lab.errors import LabError, NotFound
from tropo_lab.platform.messages import Reply, Request


class Routes:
    """A table of method, path, and what answers there; words in capitals stand for a part of the path."""

    def __init__(self, table: Iterable[tuple[str, str, Any]]):
        self._rows = [
            (method, re.compile(re.sub("[A-Z]+", "([^/]+)", path) + "/?"), work) for method, path, work in table
        ]

    def answer(
        self, request: Request, carry_out: Callable[..., Reply], problem: Callable[[int, str], Reply], nothing: str
    ) -> Reply:
        """The reply to a request: `carry_out` gets what the table has for it, and the parts of the path.

        `problem` makes the reply to an error of the lab; `nothing` is said where the table has no such path.
        """
        found = [(method, pattern.fullmatch(request.path), work) for method, pattern, work in self._rows]
        found = [(method, match, work) for method, match, work in found if match]
        if not found:
            return problem(404, nothing)
        for method, match, work in found:
            if method == request.method:
                try:
                    return carry_out(work, *map(unquote, match.groups()))
                except NotFound as missing:
                    return problem(404, str(missing))
                except LabError as bad:
                    return problem(400, str(bad))
        allowed = ", ".join(method for method, _, _ in found)
        said = problem(405, f"{request.method} is not for {request.path:.100}; use {allowed}.")
        return said._replace(headers=(*said.headers, ("Allow", allowed)))


def _pattern(path: str) -> re.Pattern:
    return re.compile(re.sub("[A-Z]+", "([^/]+)", path) + "/?")
