"""Each verb beside its action; what is done by a request, or by the end of the list, is no action."""

from tropo_lab.practice.checking import expect, expect_a, fail

ACTIONS = {"ask": ("input",), "conference": ("conversation",), "say": ("talk", "stream"), "transfer": ("connect",)}
NO_ACTION = {
    "choices": "`maxDigits` bounds what is taken; what a digit means is for your code.",
    "hangup": "The call ends where the list ends; from outside a request ends it.",
    "message": "A text is a request of its own, and no part of a call.",
}
OTHERS = {"Gather": "Twilio", "Say": "Twilio", "Dial": "Twilio", "gather": "jambonz", "dial": "jambonz"}


def check(given):
    expect_a("`nearest`", given.nearest, dict)
    for verb in [verb for verb in given.nearest if verb not in ACTIONS | NO_ACTION]:
        fail(f"{verb!r:.40} is none of the seven verbs: leave the keys as they are.")
    for verb in sorted(ACTIONS | NO_ACTION):
        if verb not in given.nearest:
            fail(f"`nearest` has no {verb!r} any more.")
        says = given.nearest[verb]
        if says == "":
            fail(f"{verb!r} is still empty: name an action, or write None.")
        if says == "None":
            fail(f"{verb!r}: None stands between quotation marks, which makes it a word: leave them out.")
        if isinstance(says, str) and says in OTHERS:
            fail(f"{verb!r}: {says!r} is a word of {OTHERS[says]}, and this list is Vonage's.")
        if verb in NO_ACTION:
            expect(f"The action for {verb!r}", says, None, NO_ACTION[verb])
        elif says not in ACTIONS[verb]:
            expect(f"The action for {verb!r}", says, ACTIONS[verb][0])
    return "Four have a nearest action, three have none."
