"""A Flask catcher around a learner's functions."""

from __future__ import annotations

import inspect
from collections.abc import Callable

from flask import Flask, current_app, request
from werkzeug.exceptions import HTTPException, InternalServerError

from tropo_lab.practice.checking import Wrong
from tropo_lab.practice.learners_code import name_of
from tropo_lab.practice.shown_values import said


def catcher(handlers: dict[str, Callable], call: Callable, told: Callable[[Wrong], None]) -> Flask:
    """An app that answers a POST to each path by `call(function, …)`. What goes wrong is told, and becomes a 500."""

    def view(function: Callable):
        try:
            # what Flask itself raises to answer, such as abort(404), is an answer
            return _reply(function, call(function, *_arguments(function), passing=(HTTPException,)))
        except Wrong as wrong:
            told(wrong)
            raise InternalServerError() from None

    app = Flask("catcher")
    for number, (path, function) in enumerate(handlers.items()):
        app.post(path, endpoint=f"handler-{number}", defaults={"function": function})(view)
    return app


def _reply(function: Callable, result: object):
    if result is None:
        raise Wrong(f"Your function `{name_of(function)}` returns nothing: end it with `return` and a document.")
    try:
        return current_app.make_response(result)
    except Exception as error:
        raise Wrong(f"What your function `{name_of(function)}` returns is no reply ({said(error)}).") from None


def _arguments(function: Callable) -> list:
    takes = inspect.signature(function).parameters if callable(function) else ()
    return [request.get_json(silent=True)] if takes else []
