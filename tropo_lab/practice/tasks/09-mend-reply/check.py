"""The answer is given to one launch; both phones get the text, each once."""

from tropo_lab.practice.arrivals import answered_with
from tropo_lab.practice.checking import expect, fail, findings

NUMBERS = ("+14075550112", "+14075550134")


def check(given):
    trace = answered_with(given, "mended_reply")
    texts = trace.of_kind("text")
    if trace.of_kind("call"):
        fail("A phone rang, and a text was expected. Without a network, Tropo calls.")
    if not texts:
        fail(f"Nobody got a text. {findings(trace) or trace.outcome.sentence}")
    got = sorted(_to(hop) for hop in texts)
    expect("The numbers that were texted", got, list(NUMBERS), findings(trace) or "Each number needs a message.")
    for hop in texts:
        expect(f"The text at {_to(hop)}", hop.body.decode("utf-8", "replace"), "Bus at 9")
    return "both phones show it."


def _to(hop) -> str:
    heading = hop.wire.partition(b"\r\n\r\n")[0].decode("utf-8", "replace").split("\r\n")
    return next(line[4:] for line in heading if line.startswith("To: "))
