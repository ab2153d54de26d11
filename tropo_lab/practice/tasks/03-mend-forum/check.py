"""The mended script is launched as their launcher does it: the old spelling, and a count that is text."""

from tropo_lab.practice.arrivals import expect_text, run_script
from tropo_lab.practice.checking import expect


def check(given):
    for count in (3, 41):
        trace = run_script(given, "theirs", numbertodial="14075550134", count=count)
        wanted = f"You are number {count + 1} in line"
        for got in (hop.body.decode() for hop in trace.of_kind("text")):
            glued = got == f"You are number {count}1 in line"
            because = "Text and text were put together: make a number of `count` before you add." if glued else ""
            expect(f"The text for the count {count}", got, wanted, because)
        expect_text(trace, "+14075550134", wanted)
    return "delivered: one spelling on both sides, and a number made of text."
