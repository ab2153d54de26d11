"""The script is launched for two people."""

from tropo_lab.practice.arrivals import expect_text, run_script
from tropo_lab.practice.checking import fail


def check(given):
    for name, number in (("Ada", "14075550134"), ("Émile & Co", "14075550145")):
        trace = run_script(given, "my_script", numbertodial=number, name=name)
        texts = [hop.body.decode() for hop in trace.of_kind("text")]
        if texts == ["Hello name, see you at 3"]:
            fail("The text says 'Hello name': inside quotation marks, name is four letters and no variable.")
        if any("{name}" in text for text in texts):
            fail(
                "The text holds the braces themselves: a string takes {name} for a variable when an f stands in front."
            )
        expect_text(trace, f"+{number}", f"Hello {name}, see you at 3")
    return "Ada got her text, and so did Émile & Co."
