"""Launches one after the other, each of which has to end in its text."""

from __future__ import annotations

from tropo_lab.launcher import LaunchRequest
from tropo_lab.practice.arrivals import expect_text


def expect_texts(lab, messaging, launches, note: str = "") -> None:
    """Pass when an app with this messaging side brings the right words for each of `launches`.

    A launch is its parameters, `numbertodial` among them, and the words. `note` is told when no text came.
    """
    app = lab.app("practice", messaging=messaging)
    for parameters, words in launches:
        reply = LaunchRequest(app.messaging_token, parameters).send(lab.http)
        expect_text(lab.trace(reply.id), "+" + parameters["numbertodial"], words, note)
