"""Addresses for harder and harder texts are opened, and each text reaches the phone as it was."""

from tropo_lab.practice.arrivals import expect_text
from tropo_lab.practice.checking import Wrong, fail, shown
from tropo_lab.practice.opened import opened, pass_on

TEXTS = (
    "Dentist at 3",
    "Fish & chips",
    "2 + 2",
    "see #7",
    "50% off",
    "%41 is a sign",
    "Café, Zoë & Łukasz 😀",
    "two\nlines",
    "a=b; c/d? 'e' \"f\" <g>",
)


def check(given):
    lab = given.lab()
    lab.app("lab", messaging=given.serve(lab, pass_on), messaging_token="WEBAPI-TOKEN")
    for text in TEXTS:
        address = given.call(given.launch_address, text)
        try:
            expect_text(opened(lab, address), "+14075550112", text)
        except Wrong as wrong:
            fail(f"For the text {shown(text)}: {wrong}")
    return f"{len(TEXTS)} texts, the last with every sign that means something, all came as they were."
