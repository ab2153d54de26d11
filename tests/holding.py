"""Helpers for messages that are held: waiting for a change without sleeping, and sessions with every kind of hop."""

import threading

from tests.catchers import app_with
from tropo_lab import Lab

API = "http://api.tropo.com/1.0/sessions"
PHONE, OTHER = "+14075550112", "+14075550113"
CALL = [{"call": {"to": PHONE}}, {"say": {"value": "hello there"}}]


def wait_until(lab, condition):
    """Wait until `condition` holds where the platform runs, looking again after each change."""
    changed = threading.Event()
    stop = lab.engine.watch(changed.set)
    try:
        while not lab.engine.call(condition):
            assert changed.wait(20), "nothing changed any more"
            changed.clear()
    finally:
        stop()


def wait_for_held(lab, count=1):
    """The messages that are held, as soon as there are so many."""
    gate = lab.engine.cloud.gate
    wait_until(lab, lambda: len(gate.held) >= count)
    return gate.held


def send(lab, app, **parameters):
    """Launch the messaging side, and look at nothing."""
    return lab.http.get(API, params={"action": "create", "token": app.messaging_token, **parameters})


def held_at(lab, kind, *replies):
    """A launch of an app with these replies, held before its first hop of that kind: `(held, catcher)`."""
    lab.breakpoints.set(kind)
    app, catcher = app_with(lab, *replies)
    send(lab, app)
    return lab.breakpoints.held[0], catcher


def kinds(trace):
    return [hop.kind for hop in trace.hops]


def texts(lab, number=PHONE):
    return [text.text for text in lab.phone(number).texts]


def says(trace, words):
    """True when a line of the log has these words."""
    return any(words in line.text for line in trace.log)


def rules(trace):
    return [finding["rule"] for finding in trace.noticed]


def recorded(play, **options):
    """What a lab recorded while `play(lab)` ran, and everything that is at two phones."""
    with Lab(**options) as lab:
        play(lab)
        lab.breakpoints.set()
        phones = [lab.phone(number) for number in (PHONE, OTHER)]
        return [*lab.traces(), *lab.refused(), *[(phone.texts, phone.calls) for phone in phones]]
