"""The mended document answers a launched session, and Tropo carries it out."""

from tropo_lab.practice.arrivals import answered_with, expect_text


def check(given):
    trace = answered_with(given, "mended")
    expect_text(trace, "+14075550134", "On my way")
    return "both mistakes are mended, and the text is there."
