"""Whatever a script sends, it gets an answer or its session ends with a sentence: generated requests, straight in."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hosting import OTHER, PHONE
from tropo_lab import Lab
from tropo_lab.platform.scripting.front_end import Ended
from tropo_lab.platform.scripting.functions import FUNCTIONS, Function

CURRENT = "the id of the current call"
CALLED = {"op": "call", "args": [PHONE], "options": {}, "leg": None}
# what a value of each kind may be when all is well
GOOD = {
    "address": ["", "http://catcher.example/x", "ftp://catcher.example/"],
    "anything": ["a line", 5, None],
    "attempts": [1, "2", 3.0],
    "choices": ["yes(1, y), no(2, n)", "[4 DIGITS]", "[ANY]", "1, 2", "#"],
    "flag": [True, False, "true", 0],
    "key": ["#", "*", ""],
    "map": [{}, {"x-colour": "red"}],
    "milliseconds": [0, "1000", 20_000],
    "names": ["*", "", "stop", ["stop", "go"]],
    "number": [None, PHONE, 14075550113],
    "numbers": [PHONE, OTHER, [PHONE, OTHER], 14075550112, "Q", []],
    "repeat": [0, "2"],
    "seconds": [0, 2, "12.5s", 30],
    "share": [0.3, "0.9", 50],
    "text": ["", "hello", "one two three", 5, "SMS"],
}
BAD = [
    "-1",
    "nan",
    "1e999",
    "http://[",
    "http://x:y/",
    -1,
    1e400,
    float("nan"),
    10**400,
    True,
    None,
    [],
    {},
    [[]],
    ["x"] * 101,
]
texts = st.text(st.characters(exclude_categories=()), max_size=20)
odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts | st.sampled_from(BAD),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=6,
)


@st.composite
def requests(draw):
    """A request: most often a sound one, with one odd value or another."""
    op = draw(st.sampled_from(sorted({*FUNCTIONS, "state", "note", "resume"} - {"getHeader"})))
    function = FUNCTIONS.get(op, Function())
    sound = draw(st.integers(0, 2))

    def value(kind):
        return draw(st.sampled_from(GOOD[kind]) if sound else st.one_of(st.sampled_from(GOOD[kind]), odd))

    args = [value(option.kind) for option in function.arguments.values()]
    names = draw(st.lists(st.sampled_from(sorted(function.options)), max_size=4)) if function.options else []
    options = {name: value(function.options[name].kind) for name in names}
    for name in draw(st.lists(st.sampled_from(function.callbacks), max_size=3)) if function.callbacks else []:
        options[name] = True
    if not sound:
        args = args[: draw(st.integers(0, 3))]
        options |= draw(st.dictionaries(texts, odd, max_size=2))
    leg = draw(st.sampled_from([CURRENT] * 5 + [None])) if sound else draw(odd)
    more = {} if sound else draw(st.dictionaries(st.sampled_from(["line", "null_call", "error", "args"]), odd))
    return {"op": op, "args": args, "options": options, "leg": leg, "line": 1, **more}


phones = st.fixed_dictionaries({
    "answer": st.sampled_from(["human", "machine", "busy", "never", "unreachable"]),
    "inputs": st.lists(st.sampled_from(["", "1", "2", "yes", "1234", "*", "#", "something else"]), max_size=6),
    "hangup_after": st.one_of(st.none(), st.floats(0, 100)),
})  # fmt: skip


class FakeRunning:
    """A script that sends these requests, one after the other, and goes on after callbacks when it has no more.

    A `resume` where no callback runs is left out, unless it is `blunt`.
    """

    def __init__(self, requests, blunt=False):
        self.requests, self.blunt = list(requests), blunt
        self.depth, self.current, self.sent = 0, None, []

    async def receive(self):
        while self.requests:
            request = self.requests.pop(0)
            if isinstance(request, dict):
                if request["leg"] == CURRENT:
                    request = {**request, "leg": self.current, **({} if self.current else {"null_call": True})}
                if request["op"] == "resume" and not self.blunt:
                    if not self.depth:
                        continue
                    self.depth -= 1
            return request
        self.depth -= 1
        return {"op": "end" if self.depth < 0 else "resume"}

    def send(self, reply):
        # as it would go over the line
        self.sent.append(json.loads(json.dumps(reply).encode()))
        self.depth += "callback" in reply
        self.turn(reply["currentCall"])

    def turn(self, call):
        self.current = call and call["id"]

    def printed(self):
        return []

    async def close(self):
        pass


@pytest.fixture(scope="module")
def quiet_lab():
    with Lab(sockets=False) as lab:
        yield lab


def played(lab, requests, start="launch", **how):
    """The trace of a session in which a script sends these requests, and what it was answered."""
    running = FakeRunning(requests, **how)

    async def open_script(session, script, hello):
        json.dumps(hello)
        running.turn(hello["currentCall"])
        return running

    lab.engine.cloud.sessions.port.open_script = open_script
    app = lab.app("generated", voice=lab.script(""), messaging=lab.script(""))
    if start == "call":
        lab.phone(PHONE).call(app.number)
    elif start == "text":
        lab.phone(PHONE).text(app.number, "hi")
    else:
        lab.http.get(f"http://api.tropo.com/1.0/sessions?action=create&token={app.messaging_token}")
    return lab.trace(), running.sent


@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(requests(), max_size=25), phones, st.sampled_from(["launch", "call", "text"]))
def test_no_script_breaks_the_platform(quiet_lab, requests, behaviour, start):
    quiet_lab.phone(PHONE).behave(**behaviour)
    trace, sent = played(quiet_lab, [CALLED, *requests] if start == "launch" else requests, start)
    assert trace.outcome is not None and trace.outcome.name != "platform error", trace.log[-2]
    for reply in sent:
        assert reply.keys() in ({"event", "value", "currentCall"}, {"error", "kind", "currentCall"},
                                {"callback", "event", "currentCall"})  # fmt: skip
        if "error" in reply:
            assert reply["error"].endswith(".") and "\n" not in reply["error"], reply["error"]
    json.dumps([line.text for line in trace.log], ensure_ascii=False).encode()


def test_what_is_neither_a_request_nor_an_end_ends_the_session(quiet_lab):
    for op in ("resume", "getHeader", "__class__", None, ["say"]):
        trace, _ = played(quiet_lab, [{**CALLED, "op": op}], blunt=True)
        assert trace.outcome.name == "unknown request", op


def test_a_script_whose_process_ends_ends_its_session(quiet_lab):
    trace, _ = played(quiet_lab, [Ended("script left", "It left.", "Let it stay.")])
    assert trace.outcome.name == "script left"
