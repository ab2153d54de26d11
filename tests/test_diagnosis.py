"""The diagnosis of a trace: quiet where it is sound, never at a loss, and in step with what the platform can say."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tropo_lab.support.rules
from tests.conversations import EVERY
from tests.diagnosing import ASK, CALL, NEXT, PHONE, TEXT, exchange, rules
from tests.refusals import refusals
from tests.scenarios import APP, SCENES
from tests.test_two_front_ends import catcher, recordings
from tests.traces import LAUNCH, ROUTED, any_trace, message, trace
from tropo_lab import Lab
from tropo_lab.escapes import visible
from tropo_lab.platform.network import routing
from tropo_lab.platform.webapi.verbs import VERBS
from tropo_lab.support.diagnosis import diagnose_trace
from tropo_lab.support.evidence import EVIDENCE, OUR_CHOICE, evidence
from tropo_lab.support.finding import BROKEN, SUSPICIOUS, Finding, quoted
from tropo_lab.support.rules.log_table import ROWS, SILENT, row_of
from tropo_lab.support.verbs import KEYS, NEEDED, TEXT_NETWORKS, VOICE_NETWORKS
from tropo_lab.trace import AT_LAUNCH, FROM_CATCHER, KINDS, RESULT, TO_CATCHER, TO_PHONE, LogLine

PLACES = (AT_LAUNCH, TO_CATCHER, FROM_CATCHER, TO_PHONE, RESULT)
SAMPLES = [make() for make in EVERY.values()]
SOUND = [name for name in EVERY if name not in ("refused", "broken")]
REFUSALS = refusals()
# these ask, and throw the answer away: the rule says so, and the platform, too
LOSING_ANSWERS = (
    "a call comes in, is answered and asked",
    "a text comes in and answers the first question",
    "a text comes in, is thrown away, and the person is asked",
    "a person who holds the phone answers in the conversation",
)


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_conversation_gives_no_finding(name):
    assert diagnose_trace(EVERY[name]()) == ()


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_conversation_that_is_not_over_gives_none_either(name):
    whole = EVERY[name]()
    for length in range(len(whole.hops)):
        assert diagnose_trace(whole._replace(hops=whole.hops[:length], outcome=None)) == ()


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_scene_gives_a_finding_only_where_its_answer_is_lost(scene):
    by_text = '"network": "SMS"' in json.dumps(scene.documents["/"])
    with Lab(sockets=False) as lab:
        address = lab.host(catcher(scene.documents)) + "/"
        lab.host(recordings, "recordings.example")
        app = lab.app("scene", voice=address, messaging=address, number=APP)
        for number, behaviour in scene.phones.items():
            lab.phone(number).behave(**behaviour)
        phone = lab.phone(PHONE)
        if scene.begins == "launch":
            token = app.messaging_token if by_text else app.voice_token
            lab.http.get(f"http://api.tropo.com/1.0/sessions?action=create&token={token}")
        else:
            phone.call(APP) if scene.begins == "call" else phone.text(APP, scene.begins)
        id = lab.traces()[0].id
        for said in scene.said:
            what, _, words = said.partition(" ")
            {"input": phone.say, "signal": lambda name: lab.signal(id, name), "hangup": lambda _: phone.hang_up()}[
                what
            ](words)
        found = diagnose_trace(lab.trace(id))
    assert [one.rule for one in found] == ["answer-goes-nowhere"] * (scene.name in LOSING_ANSWERS), found


# what a finding is


def test_a_finding_can_be_shown_as_json_and_as_a_sentence():
    found = Finding("a-rule", 4, FROM_CATCHER, BROKEN, "Found.", "Why.", "Fix.")
    assert found.message == "Found. Why."
    assert list(found.as_dict()) == ["rule", "hop", "severity", "message", "fix"]
    assert str(found) == "Hop 4, broken (catcher → platform): Found. Why. Fix."


def test_what_is_quoted_is_short_and_has_nothing_unseen():
    assert quoted("a\nb\x1b\u202e") == r"'a\nb\x1b\u202e'"
    assert quoted("it's") == '"it\'s"'
    assert quoted("x" * 10_000) == f"'{'x' * 59}…'"


def test_what_is_broken_comes_before_what_is_suspicious():
    found = diagnose_trace(exchange([TEXT, {"message": {**TEXT["message"], "to": "4075550112", "say": "hi"}}]))
    assert [one.severity for one in found] == [BROKEN, SUSPICIOUS]


def test_a_cause_at_the_launch_leaves_out_what_came_of_it():
    told = [{"message": {**TEXT["message"], "to": "+1 14075550112"}}]
    assert rules(exchange(told)) == ["country-code-twice"]
    assert rules(exchange(told, query="numbertodial=+14075550112")) == ["plus-became-blank"]


def test_a_fault_switch_is_the_only_cause():
    with Lab(sockets=False) as lab:
        lab.faults.add("garbage", "document")
        url = lab.host(catcher({"/": [TEXT]}))
        app = lab.app("app", messaging=f"{url}/")
        lab.http.get(f"http://api.tropo.com/1.0/sessions?action=create&token={app.messaging_token}")
        (found,) = diagnose_trace(lab.trace())
    assert (found.rule, found.hop, found.where, found.severity) == ("fault-garbage", 4, FROM_CATCHER, BROKEN)


# in step with the platform


def test_every_rule_of_the_platform_is_mapped_or_silenced_with_a_reason():
    assert not REFUSALS.unread
    lost = [name for name in REFUSALS.whole if row_of(name) is None and name not in SILENT]
    lost += [name for name in REFUSALS.patterns if row_of(name.replace(".+", "x").replace("\\", "")) is None]
    assert lost == []
    assert all(len(reason) > 20 for reason in SILENT.values())


def test_the_table_knows_nothing_that_the_platform_does_not():
    names = {name.replace("*", "x") for name in (*ROWS, *SILENT)}
    assert REFUSALS.unknown(names) == set()


@pytest.mark.parametrize("rule", sorted({name.replace("*", "x") for name in ROWS}))
def test_each_mapped_line_becomes_a_finding_with_a_hop_and_a_fix(rule):
    sample = EVERY["voice_ask"]()
    line = LogLine(0, 4, "error", "Something is wrong.", rule, "Mend it.")
    (found,) = diagnose_trace(sample._replace(log=(line,)))
    assert 1 <= found.hop <= 4 and found.where in PLACES and found.severity in (BROKEN, SUSPICIOUS)
    assert found.found and found.why and found.fix


def test_a_rule_that_nobody_mapped_is_told_all_the_same():
    line = LogLine(0, 3, "error", "Something new.", "brand-new", "")
    (found,) = diagnose_trace(EVERY["webapi"]()._replace(log=(line,)))
    assert (found.rule, found.hop, found.severity, found.found) == ("brand-new", 3, BROKEN, "Something new.")


def test_the_verbs_are_those_of_the_platform_with_the_same_keys():
    assert {name: set(keys) for name, keys in KEYS.items()} == {name: set(shape.keys) for name, shape in VERBS.items()}
    needed = {name: {key.name for key in shape.required} for name, shape in VERBS.items() if shape.required}
    assert {name: set(keys) for name, keys in NEEDED.items()} == needed
    assert (TEXT_NETWORKS, VOICE_NETWORKS) == (routing.TEXT_NETWORKS, routing.VOICE_NETWORKS)


# whatever is given


@st.composite
def mutilated(draw):
    """A sound trace with bytes cut out and put in, kinds mixed up, and lines of a log that do not fit."""
    whole = draw(st.sampled_from(SAMPLES))
    hops = list(whole.hops)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(hops) - 1))
        wire = hops[place].wire
        start = draw(st.integers(0, len(wire)))
        end = draw(st.integers(start, min(len(wire), start + 40)))
        new = draw(
            st.one_of(st.binary(max_size=8), st.sampled_from([b"null", b"[]", b"{}", b'"', b"%", b"&", b"\r\n\r\n"]))
        )
        kind = draw(st.sampled_from([hops[place].kind, hops[place].kind, *KINDS]))
        hops[place] = hops[place]._replace(wire=wire[:start] + new + wire[end:], kind=kind)
    lines = st.builds(
        LogLine,
        st.just(0),
        st.integers(-1, 99),
        st.sampled_from(["warning", "error"]),
        st.text(max_size=30),
        st.sampled_from([*ROWS, *SILENT, "something-else"]),
    )
    log = tuple(draw(st.lists(lines, max_size=2)))
    return whole._replace(hops=tuple(hops), log=log, outcome=draw(st.sampled_from([None, whole.outcome])))


@settings(max_examples=150)
@given(st.one_of(any_trace(), mutilated()), st.sampled_from(["", "text", "call"]))
def test_no_trace_is_too_broken_to_be_looked_at(any_one, wanted):
    for found in diagnose_trace(any_one, wanted):
        assert 0 <= found.hop <= len(any_one.hops)
        assert found.found and found.fix and found.where in PLACES
        shown = found.found + found.why + found.fix
        assert visible(shown) == shown


_WORDS = [
    "tropo",
    "message",
    "call",
    "say",
    "ask",
    "on",
    "to",
    "value",
    "network",
    "event",
    "next",
    "name",
    "choices",
    "id",
    "transfer",
    "record",
    "from",
    "actions",
]
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=6), st.sampled_from([PHONE, "SMS", "None"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(_WORDS), inner, max_size=4)),
    max_leaves=10,
)


@settings(max_examples=150)
@given(_JSON, _JSON, _JSON)
def test_no_json_is_too_odd_to_be_looked_at(told, entry, verb):
    def hop(sender, receiver, kind, start, data):
        return (1, sender, receiver, kind, kind, message(start, data))

    documents = [{"tropo": [entry, {"message": verb}, {"ask": verb}, {"on": verb}]}, {"tropo": entry}]
    hops = [
        hop("tropo", "catcher", "session", "POST / HTTP/1.1", {"session": told}),
        hop("catcher", "tropo", "document", "HTTP/1.1 200 OK", documents[0]),
        hop("tropo", "catcher", "result", "POST / HTTP/1.1", {"result": {"actions": verb}}),
        hop("catcher", "tropo", "document", "HTTP/1.1 200 OK", documents[1]),
    ]
    assert len(diagnose_trace(trace("webapi", LAUNCH, ROUTED, *hops))) <= 20


# how it is built


def test_the_pure_part_imports_neither_the_platform_nor_the_lab():
    code = (
        "import sys; from tropo_lab.support import diagnosis, evidence; "
        "far = ('tropo_lab.platform', 'tropo_lab.lab', 'aiohttp', 'flask'); "
        "print(*[name for name in sys.modules if name.startswith(far)])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == []


def written_rules():
    """The names of rules as they are written in the source of the rules, and in the table."""
    out = {row.rule or name for name, row in ROWS.items()}
    for path in Path(tropo_lab.support.rules.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                out.add(node.value)
    return out


def test_evidence_is_kept_for_rules_that_there_are():
    known = {"message-names-no-network", "call-names-no-network", "say-is-a-string", "choices-is-a-string"}
    assert set(EVIDENCE) - written_rules() - known == set()
    assert all("http" in where for where in EVIDENCE.values())


def test_what_has_no_page_of_its_own_is_our_choice():
    (found,) = diagnose_trace(exchange([CALL, ASK, NEXT, {"on": {"event": "hangup"}}], [], inputs=["1"], side="voice"))
    assert evidence(found).startswith("https://www.tropo.com/docs/webapi/on")
    assert evidence(found._replace(rule="value-not-filled-in")) == OUR_CHOICE
