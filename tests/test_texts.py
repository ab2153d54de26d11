"""Text messages: the parts that the network would have made, and both directions of a conversation."""

import pytest

from tests.catchers import app_with
from tropo_lab.platform.texts import Text

PHONE = "+14075550112"


@pytest.mark.parametrize(
    "text, segments",
    [
        ("", 1),
        ("x" * 160, 1),
        ("x" * 161, 2),
        ("x" * 306, 2),
        ("x" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("я" * 70, 1),
        ("я" * 71, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_a_text_is_counted_in_parts_and_delivered_as_one(text, segments):
    assert Text("+13215550100", PHONE, text, 0, "in").segments == segments


def test_both_directions_of_a_conversation_say_who_texts_whom(sealed):
    app, _ = app_with(sealed, [{"say": {"value": "thanks"}}])
    sealed.phone(PHONE).text(app.number, "hello")
    there, back = (hop.wire.decode().splitlines()[1:3] for hop in sealed.trace().of_kind("text"))
    assert there == [f"From: {PHONE}", f"To: {app.number}"]
    assert back == [f"From: {app.number}", f"To: {PHONE}"]
