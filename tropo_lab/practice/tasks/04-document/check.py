"""The document answers a launched session, and Tropo carries it out."""

from tropo_lab.practice.arrivals import answered_with, expect_text


def check(given):
    trace = answered_with(given, "my_document")
    expect_text(trace, "+14075550134", "On my way")
    return "Tropo read your document, and the phone shows: On my way."
