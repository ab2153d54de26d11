"""The fault grid is what really comes of each fault, with both drivers, and lessons can show it."""

import re

import pytest

from tests.fault_flows import FLOWS, NEED_SOCKETS
from tests.fault_grid import FILE, HEAD, section, tried
from tests.holding import rules
from tropo_lab import fault_grid
from tropo_lab.errors import NotFound
from tropo_lab.platform.crossing.faults import POSSIBLE
from tropo_lab.trace import KINDS


def shipped(flow):
    """The grid's part about a flow."""
    return next(part for part in re.split(r"(?=\n## )", FILE.read_text("utf-8")) if part.startswith(f"\n## {flow}\n"))


@pytest.mark.parametrize("flow", FLOWS)
def test_the_grid_says_what_really_comes_of_each_fault(flow):
    assert section(flow) == shipped(flow), "renew it: python -m tests.fault_grid"


def test_the_grid_has_nothing_else():
    assert FILE.read_text("utf-8") == HEAD + "".join(map(shipped, FLOWS))


def test_the_grid_has_every_fault_of_every_kind_of_hop():
    found = {(row.hop, row.fault) for row in fault_grid()}
    assert found == {("", "")} | {(kind, fault) for kind in KINDS for fault in POSSIBLE[kind]}


@pytest.mark.parametrize("flow", [flow for flow in FLOWS if flow not in NEED_SOCKETS])
def test_both_drivers_record_the_same_and_each_fault_is_told(flow):
    for row in fault_grid(flow)[1:]:
        without, traces, _ = tried(flow, row.hop, row.fault)
        with_sockets, others, _ = tried(flow, row.hop, row.fault, sockets=True)
        assert (with_sockets, others) == (without, traces), row
        told = [rule for trace in traces for rule in rules(trace) if rule.startswith("fault-")]
        assert set(told) == {f"fault-{row.fault}"}, row
        assert any(line.text.endswith(", by a fault switch.") for trace in traces for line in trace.log)


def test_a_lesson_can_show_a_part_of_it():
    rows = fault_grid("WebAPI, text", hop="document")
    assert [row.fault for row in rows] == list(POSSIBLE["document"])
    assert {row.fault for row in fault_grid(fault="html")} == {"html"}
    (plain,) = fault_grid("WebAPI, text", "session", "refuse")
    assert plain[3:] == ("200 success", "platform → catcher: connection refused", "nothing", "0", "0.04 s")
    assert rows.plain.count("\n") == len(rows) and rows.html.count("<tr>") == len(rows) + 1


@pytest.mark.parametrize("given, words", [
    ({"flow": "x"}, "no flow 'x'; it has WebAPI, text; "), ({"hop": "x"}, "no hop 'x'; it has click; "),
    ({"fault": "x"}, "no fault 'x'; it has refuse; "),
])  # fmt: skip
def test_what_the_grid_lacks_is_one_sentence(given, words):
    with pytest.raises(NotFound, match=re.escape(words)):
        fault_grid(**given)
