"""Each job with the flow that the article advises for it."""

from tropo_lab.practice.checking import expect, fail

FLOWS = ("scripting", "webapi")
ADVISED = {
    "every night": ("scripting", "The words are always the same, and nobody has to hear of the text afterwards."),
    "text the price": ("scripting", "The price travels as a parameter; once launched, nothing is left to decide."),
    "ask": ("webapi", "The answer has to reach your database, so your server has to be asked."),
    "show on your page": ("webapi", "Your page has to hear how it went, so Tropo has to tell your server."),
}


def check(given):
    choices = given.choices
    if not isinstance(choices, dict):
        fail("`choices` is no dictionary any more: run its cell with the four jobs on the left, a flow on the right.")
    for start, (flow, because) in ADVISED.items():
        job = next((job for job in choices if str(job).startswith(start)), None)
        if job is None:
            fail(f"The job that starts with '{start}' is gone from `choices`: put it back.")
        chosen = str(choices[job]).strip().lower()
        if chosen == "?":
            fail(f"The job '{start} …' still has a question mark: put one of {' and '.join(FLOWS)} there.")
        if chosen not in FLOWS:
            fail(f"{choices[job]!r} for '{start} …' is the name of neither flow: they are {' and '.join(FLOWS)}.")
        expect(f"The flow for '{start} …'", chosen, flow, because)
    return "two jobs end with the text, and two go on."
