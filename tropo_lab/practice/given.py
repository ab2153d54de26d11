"""What the learner has made, as a check asks for it: names, functions to call, catchers to serve."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping

from tropo_lab.lab import Lab
from tropo_lab.practice.catcher import catcher
from tropo_lab.practice.checking import Wrong
from tropo_lab.practice.learners_code import called
from tropo_lab.practice.limits import printed_so_far
from tropo_lab.practice.stubs import left_as_it_was
from tropo_lab.practice.task_book import Task


class Given:
    """The answer to one task. `given.NAME` is the learner's value; what is missing or untouched raises Wrong."""

    def __init__(self, task: Task, namespace: Mapping[str, object]):
        self._task, self._namespace = task, namespace
        self._labs: list[Lab] = []
        # what went wrong in code that was not called from here: a served catcher's
        self.troubles: list[Wrong] = []

    def __getattr__(self, name: str):
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._namespace:
            raise Wrong(f"There is no `{name}` yet: run the cell that makes it.")
        value = self._namespace[name]
        to_change = () if self._task.mends else self._task.wants
        if name in to_change and (state := left_as_it_was(self._task.stub, name, value)):
            raise Wrong(f"`{name}` is still {state}: change its cell, and run it.")
        return value

    def call(self, function: Callable, *args, passing: tuple[type, ...] = ()):
        """What the learner's function gives; Wrong, in a sentence, when it never ends or raises (but for `passing`)."""
        return called(function, *args, passing=passing)

    @property
    def printed(self) -> str:
        """What was printed since the check began."""
        return printed_so_far()

    def lab(self, **options) -> Lab:
        """A lab of the check's own, closed when the check is over; without sockets if not asked otherwise."""
        lab = Lab(**{"sockets": False, **options})
        self._labs.append(lab)
        return lab

    def serve(self, lab: Lab, handler, name: str = "catcher.example", path: str = "/") -> str:
        """Host the learner's catcher in `lab`; gives its URL.

        `handler` is a WSGI app, or a function that gives what Flask takes for a reply: it gets Tropo's JSON as a dict,
        or nothing when it takes nothing. A dict of functions serves each under its path.
        """
        if not _is_wsgi(handler):
            handlers = handler if isinstance(handler, dict) else {path: handler}
            handler = catcher(handlers, self.call, self.troubles.append)
        return lab.host(handler, name) + path

    def close(self) -> None:
        """Close the labs of this check."""
        for lab in self._labs:
            lab.close()


def _is_wsgi(handler) -> bool:
    if inspect.isfunction(handler) or isinstance(handler, dict):
        return inspect.isfunction(handler) and len(inspect.signature(handler).parameters) == 2
    return callable(handler) and hasattr(handler, "wsgi_app")
