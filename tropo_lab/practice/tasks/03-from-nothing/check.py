"""The script is launched twice, with values of its own each time."""

from tropo_lab.practice.arrivals import expect_text, run_script
from tropo_lab.practice.checking import fail


def check(given):
    for customer, words in (
        ("14075550134", "Your table is ready"),
        ("14075550145", "It's 5 o'clock, \"tea\" is ready"),
    ):
        trace = run_script(given, "reminder", customer=customer, words=words)
        if trace.outcome.ok and not trace.of_kind("text") and not trace.of_kind("call"):
            fail("The script ran to its end, and nobody was texted or called. `call` opens a line, `say` speaks on it.")
        expect_text(trace, f"+{customer}", words)
    return "a catcher of your own, at Tropo, and two customers have their texts."
