"""The case book: each case shows its symptom, is found at its hop, delivers once mended, and can be run and kept."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tropo_lab import Lab, entry
from tropo_lab.errors import BadSetup, LabError, NotFound
from tropo_lab.source import Source
from tropo_lab.support.case_book import GRADES, case, case_book
from tropo_lab.support.diagnosis import diagnose_trace
from tropo_lab.support.exchange import exchange
from tropo_lab.support.finding import BROKEN, SUSPICIOUS
from tropo_lab.support.reproduction import Repro, reproduce
from tropo_lab.trace import AT_LAUNCH, FROM_CATCHER, PHONE, RESULT, TO_CATCHER, TO_PHONE, TROPO, Trace
from tropo_lab.views import steps

BOOK = case_book()
IDS = [one.id for one in BOOK]
VARIANTS = [pytest.param(one, variant, id=f"{one.id}-{variant.name}") for one in BOOK for variant in one.variants]
PROGRAMS = [code for one in BOOK for code in (one.broken, one.mended, *(variant.code for variant in one.variants))]
_traces: dict[str, Trace] = {}


def run(code):
    """The trace of a program, which is run once for all tests of this file."""
    if code not in _traces:
        _traces[code] = Repro(code).run()
    return _traces[code]


def seen(trace):
    """What a case can say of a trace: what the phones got from Tropo, and how it ended."""
    texts = [hop for hop in trace.of_kind("text") if hop.sender == TROPO]
    last = texts[-1].at - trace.hops[0].at if texts else 0
    return {
        "texts": [hop.body.decode() for hop in texts],
        "phones": [re.search(rb"\r\nTo: (\S+)", hop.wire)[1].decode() for hop in texts],
        "last_text_after": last // 1000,
        "said": [hop.body.decode() for hop in trace.of_kind("speech") if hop.receiver == PHONE],
        "calls": len(trace.of_kind("answer")),
        "outcome": trace.outcome.name,
    }


def shows(trace, wanted):
    """The part of what can be seen that a case speaks of."""
    return {name: value for name, value in seen(trace).items() if name in wanted}


def found(trace, wanted):
    return [(one.rule, one.hop, one.severity, one.where) for one in diagnose_trace(trace, wanted)]


# every case


@pytest.mark.parametrize("one", BOOK, ids=IDS)
def test_the_broken_program_shows_the_symptom(one):
    assert shows(run(one.broken), one.shows) == one.shows


@pytest.mark.parametrize("one", BOOK, ids=IDS)
def test_the_cause_is_found_at_its_hop_and_nothing_else_is_broken(one):
    first, *others = found(run(one.broken), one.wanted)
    assert first == (one.expected.rule, one.expected.hop, one.expected.severity, one.expected.where)
    assert [rule for rule, _, severity, _ in others if severity == BROKEN] == []


@pytest.mark.parametrize("one", BOOK, ids=IDS)
def test_the_mended_program_delivers_and_nothing_is_found(one):
    trace = run(one.mended)
    assert shows(trace, one.delivers) == one.delivers
    assert found(trace, one.wanted) == []


@pytest.mark.parametrize("one, variant", VARIANTS)
def test_the_other_sides_of_a_case_are_found_or_silent_as_they_should_be(one, variant):
    trace, expected = run(variant.code), variant.expected
    assert shows(trace, variant.shows) == variant.shows
    wanted = [(expected.rule, expected.hop, expected.severity, expected.where)] if expected.rule else []
    assert found(trace, one.wanted) == wanted


@pytest.mark.parametrize("code", PROGRAMS, ids=[f"{place:02}" for place in range(len(PROGRAMS))])
def test_a_second_run_gives_the_same_bytes(code):
    assert Repro(code).run() == run(code)


# the data


def test_the_book_holds_all_cases_in_order_and_whole():
    assert [f"SC-{number:02}" for number in range(1, 26)] == IDS
    for one in BOOK:
        assert one.grade in GRADES and all(source.startswith("http") for source in one.sources)
        assert one.wanted in ("text", "call", "") and one.api in ("both", "WebAPI", "Scripting")
        assert one.channel in ("both", "text", "call") and len(one.symptom.split()) >= 15
        assert one.expected.severity in (BROKEN, SUSPICIOUS)
        assert one.expected.where in (AT_LAUNCH, TO_CATCHER, FROM_CATCHER, TO_PHONE, RESULT)
        # what cannot be seen proves nothing
        assert one.shows and (one.delivers.get("texts") or one.delivers.get("said"))
        assert all(entry(id).id == id for id in one.ledger)


def test_the_broken_and_the_mended_program_differ_in_few_lines():
    for one in BOOK:
        lines = set(one.broken.splitlines()) ^ set(one.mended.splitlines())
        assert 1 <= len(lines) <= 12, one.id


@pytest.mark.parametrize("code", PROGRAMS, ids=[f"{place:02}" for place in range(len(PROGRAMS))])
def test_a_program_is_short_and_reads_like_one(code):
    assert code.language == "python" and len([line for line in code.splitlines() if line.strip()]) <= 30
    assert max(map(len, code.splitlines())) <= 120
    assert code.rstrip().splitlines()[-1] == "print(trace)"


def test_numbers_in_cases_are_made_up_and_tokens_are_words():
    texts = [text for one in BOOK for text in (one.symptom, one.explanation, one.fix)] + PROGRAMS
    for text in texts:
        assert re.findall(r"(?<!\d)1?4075550(?!1\d\d(?!\d))", text) == []
        assert not re.findall(r"[?&]token=(?!MESSAGING-TOKEN|…)\S", text)


def test_a_program_runs_by_itself(tmp_path):
    file = tmp_path / "repro.py"
    file.write_text(case(4).mended, "utf-8")
    root = str(Path(__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": root}
    ran = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == f"{run(case(4).mended)}\n"


# asking for a case


@pytest.mark.parametrize("id", ["SC-07", "sc-07", "sc7", "SC 7", "7", "07", 7])
def test_a_case_is_found_by_its_id_in_any_spelling(id):
    assert case(id).id == "SC-07" and [one.id for one in case_book(id)] == ["SC-07"]


@pytest.mark.parametrize(
    "id, says",
    [
        ("SC-70", r"no case 'SC-70'; did you mean SC-\d\d"),
        (26, "no case '26'; did you mean SC-"),
        ("localhost", "no case 'localhost'; did you mean SC-07"),
        ("xyzzy", r"no case 'xyzzy'; case_book\(\) shows them all"),
    ],
)
def test_an_unknown_case_is_one_sentence_with_the_nearest(id, says):
    with pytest.raises(NotFound, match=says):
        case(id)


def test_the_lab_reproduces_a_case_in_labs_of_its_own(sealed):
    both = sealed.reproduce("SC-17")
    assert both.case is case(17) and (both.code, both.mended_code) == (case(17).broken, case(17).mended)
    assert both.broken.of_kind("call") and not both.broken.of_kind("text")
    assert both.mended.of_kind("text") and not both.mended.of_kind("call")
    assert both.findings == diagnose_trace(both.broken, "text") != ()
    assert sealed.traces() == []


def test_a_reproduction_shows_both_traces_the_finding_and_the_change():
    both = reproduce("SC-18")
    plain, html = repr(both), both._repr_mimebundle_()["text/html"]
    for part in (str(steps(both.broken)), str(steps(both.mended)), str(both.findings[0])):
        assert part in plain
    assert plain.startswith("SC-18: The say of a message is a bare string\n")
    assert '-    message = {"to": "+" + given["numbertodial"], "say": given["msg"], "network": "SMS"}' in plain
    assert html.count("<ol") >= 2 and "<script" not in html and steps(both.broken).inner in html


def test_the_book_is_a_table_and_a_list():
    html, plain = BOOK._repr_mimebundle_()["text/html"], repr(BOOK)
    assert html.count("<tr>") == len(BOOK) + 1 == len(plain.splitlines()) + 1
    assert all(one.id in html and f"{one.id}  {one.title}" in plain for one in BOOK)
    assert repr(case(7)).startswith("SC-07: The catcher lives on localhost\nMy Flask handler")


# programs of any kind


def test_a_repro_is_run_as_it_stands_and_prints_nothing(capfd):
    trace = Repro(case(17).broken).run()
    assert isinstance(trace, Trace) and capfd.readouterr() == ("", "")
    assert isinstance(Repro("trace = None").code, Source)


def test_a_repro_closes_every_lab_that_it_started(monkeypatch):
    closed = []
    close = Lab.close
    monkeypatch.setattr(Lab, "close", lambda lab: closed.append(lab._closed) or close(lab))
    head = "from tropo_lab import Lab\none, two = Lab(sockets=False), Lab(sockets=False)\n"
    with pytest.raises(LabError):
        Repro(head + "one.trace()").run()
    assert closed == [False, False]


@pytest.mark.parametrize(
    "code, says",
    [
        (
            "from tropo_lab import Lab\nlab = Lab(sockets=False)\nlab.trace()",
            "stopped in line 3: Nothing has been launch",
        ),
        ("x = 1\ny = {}['msg']\n", "stopped in line 2 with KeyError: 'msg'"),
        ("def f():\n    return 1 / 0\n\nf()\n", "stopped in line 2 with ZeroDivisionError"),
        ("print(\n", "stopped in line 1 with SyntaxError"),
        ("import sys\nsys.exit(3)", "stopped in line 2 with SystemExit: 3"),
        ("raise ValueError('\\x1b[2J')", r"with ValueError: \\x1b\[2J"),
        ("a = 1", r"left no trace: let it end with `trace = lab\.trace\(\)`"),
        ("trace = 'hops'", "left no trace"),
    ],
)
def test_a_repro_that_cannot_go_on_is_told_in_one_sentence(code, says):
    with pytest.raises(LabError, match=says):
        Repro(code).run()


# exchanges


REQUEST = b"GET /?msg=hi HTTP/1.1\r\nHost: catcher.example\r\n\r\n"


def test_a_catcher_that_is_called_directly_makes_a_trace_of_two_hops():
    trace = exchange(REQUEST, b'HTTP/1.1 200 OK\r\n\r\n{"tropo":[]}')
    assert [(hop.sender, hop.receiver, hop.kind) for hop in trace.hops] == [
        ("launcher", "catcher", "click"),
        ("catcher", "launcher", "document"),
    ]
    assert [hop.summary for hop in trace.hops] == ["GET /?msg=hi", "200 OK"]
    assert trace.outcome.where == TO_CATCHER and trace.hop(1).wire == REQUEST
    assert "no session" in str(steps(trace))


def test_what_requests_has_sent_and_got_makes_the_same_trace(sealed):
    def catcher(environ, start_response):
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b'{"tropo":[]}']

    reply = sealed.http.post(sealed.host(catcher), json={"msg": "hi"})
    trace = exchange(reply)
    assert trace.hop(1).summary == "POST /" and trace.hop(1).body == b'{"msg": "hi"}'
    assert trace.hop(2).body == b'{"tropo":[]}' and trace == exchange(trace.hop(1).wire, trace.hop(2).wire)


@pytest.mark.parametrize(
    "said, name, hops",
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\nno", "launch refused", 2),
        (b"HTTP/1.1 200 OK\r\n\r\n<session/>", "recorded", 2),
        (b"", "recorded", 1),
    ],
)
def test_what_goes_to_the_session_api_is_a_launch(said, name, hops):
    trace = exchange(b"GET /1.0/sessions?msg=a b HTTP/1.1\r\nHost: api.tropo.com\r\n\r\n", said)
    assert trace.hop(1).kind == "launch" and trace.outcome.name == name and len(trace.hops) == hops
    assert trace.outcome.ok is (name == "recorded")


def test_bytes_without_a_request_line_are_no_exchange():
    with pytest.raises(BadSetup, match="no request line"):
        exchange(b"nonsense")
