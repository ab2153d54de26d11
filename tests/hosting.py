"""Hosted scripts to test with: launched or called, and what their sessions logged."""

from tests.catchers import launch

PHONE, OTHER = "+14075550112", "+14075550113"


def play(lab, script, **parameters):
    """Launch a script in Python by its messaging token, and give the trace once the lab is at rest."""
    given = {"numbertodial": PHONE[1:], "msg": "hello", **parameters}
    return launch(lab, lab.app("script", messaging=lab.script(script)), **given)


def ring(lab, script):
    """Let the phone call a script, and give the trace."""
    lab.phone(PHONE).call(lab.app("script", voice=lab.script(script)).number)
    return lab.trace()


def text(lab, script, words="hi"):
    """Let the phone text a script, and give the trace."""
    lab.phone(PHONE).text(lab.app("script", messaging=lab.script(script)).number, words)
    return lab.trace()


def logged(trace):
    """What the script logged."""
    return [line.text.removeprefix("log: ") for line in trace.log if line.text.startswith("log: ")]


def heard(lab, number=PHONE):
    """What the phone heard in its latest call."""
    return lab.phone(number).calls[-1]["heard"]


def received(lab, number=PHONE):
    """The texts that the phone got."""
    return [one.text for one in lab.phone(number).texts if one.direction == "in"]


def error(trace):
    """The line that says why the session failed."""
    return next(line for line in trace.log if line.level == "error")


def rules(trace):
    """The rules of what the log warns of."""
    return [line.rule for line in trace.log if line.rule]
