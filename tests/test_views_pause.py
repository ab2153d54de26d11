"""Breakpoints and held messages: what is shown, what can be edited, and what an edit in a browser means."""

import re
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import traces  # noqa: F401 (its hypothesis profile)
from tropo_lab.views.pause import chosen, pause, rewritten

WIRE = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"tropo":[]}'


def held(**other):
    """One message as `GET /lab/held` lists it."""
    message = {"id": "1", "session": "s", "app": "sms", "number": 6, "kind": "document", "sender": "catcher"}
    return {**message, "receiver": "tropo", "summary": "200, []", "wire": WIRE, "editable": True, **other}


def test_nothing_is_stopped_and_nothing_held():
    assert str(pause([], [])) == "There are no breakpoints: nothing is stopped.\nNo message is held."


def test_stops_and_held_messages_are_listed():
    shown = pause([{"kind": "document", "app": "sms"}, {"kind": "text", "app": None}], [held(), held(id="2")])
    assert str(shown).startswith(
        "Stops before: document of sms, text.\nHeld before hop 6: catcher → Tropo, document. 1 more"
    )
    assert '{"tropo":[]}' in str(shown) and shown.inner.count('class="tl-held"') == 2


def test_controls_are_there_only_when_asked():
    assert "<form" not in pause([], [held()]).html and "<textarea" in pause([], [held()], controls=True).html


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"editable": False}, "nothing to edit"),
        ({"wire": WIRE + "\u202e"}, "cannot show as it is"),
        ({"wire": WIRE + "\x1b[2J"}, "cannot show as it is"),
        ({"wire_base64": "/w=="}, "cannot show as it is"),
        ({"wire": "x" * 20_000}, "too long"),
    ],
)
def test_what_cannot_be_edited_in_a_page_is_shown_with_a_reason(other, why):
    shown = pause([], [held(**other)], controls=True).html
    assert why in shown and "<textarea" not in shown and "Drop it" in shown
    assert "\u202e" not in shown and "\x1b" not in shown and len(shown) < 60_000


def test_of_what_is_no_text_the_beginning_is_shown_byte_by_byte():
    sound = {"wire": "�", "wire_base64": b64encode(b"POST / HTTP/1.1\r\n\r\nRIFF\xff" + b"\xa0" * 9000).decode()}
    shown = pause([], [held(**sound)])
    assert "RIFF\\xff\\xa0" in str(shown) and "�" not in str(shown) and len(str(shown)) < 3000
    assert "POST / HTTP/1.1\n" in shown.html and len(shown.html) < 12_000


def test_markup_in_a_message_stays_text():
    shown = pause([], [held(wire=WIRE + "</textarea><script>x</script>", app="<b>")], controls=True).html
    assert "<script>" not in shown and "<b>:" not in shown and "&lt;/textarea&gt;" in shown


def test_the_ticked_kinds_are_chosen():
    assert chosen({"do": "stop", "stop-text": "on", "stop-every": "on"}) == ["text", "every"]


@given(st.text(alphabet="ab: \r\n{}é", max_size=30))
def test_what_was_not_edited_stays_byte_by_byte(body):
    original = f"POST / HTTP/1.1\r\nHost: x\r\n\r\n{body}".encode()
    in_a_browser = re.sub("\r\n?", "\n", original.decode())
    assert rewritten(original, in_a_browser) == rewritten(original, in_a_browser.replace("\n", "\r\n")) == original


def test_an_edited_heading_keeps_its_line_ends_and_the_body_those_it_had():
    original = b"SMS\r\nTo: 1\r\n\r\none\ntwo"
    assert rewritten(original, "SMS\nTo: 2\n\none\nthree") == b"SMS\r\nTo: 2\r\n\r\none\nthree"
    assert rewritten(b"A\r\n\r\none\r\ntwo", "A\n\none\ntwo!") == b"A\r\n\r\none\r\ntwo!"
