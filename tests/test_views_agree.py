"""List, table, diagram and Mermaid tell the same hops: each is parsed back."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from tests import conversations, traces
from tropo_lab.views import diagram, mermaid, steps, table
from tropo_lab.views.model import NAMES

PARTY = {shown: party for party, shown in NAMES.items()}


def hops(trace):
    return [(hop.number, hop.sender, hop.receiver) for hop in trace.hops]


def listed(text):
    found = re.findall(r"(?m)^[ ▶] *(\d+)\. (\w+) → (\w+): ", text)
    return [(int(number), PARTY[sender], PARTY[receiver]) for number, sender, receiver in found]


def tabled(text):
    found = re.findall(r"(?m)^ *(\d+)  +\+\d+\.\d{3} s  (\w+) +(\w+) +", text)
    return [(int(number), PARTY[sender], PARTY[receiver]) for number, sender, receiver in found]


def drawn(svg):
    groups = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}g")
    return [(int(g.get("data-hop")), g.get("data-sender"), g.get("data-receiver")) for g in groups if g.get("data-hop")]


def sequenced(source):
    found = re.findall(r"(?m)^    (\w+?)-?->>(\w+): (\d+)\. ", source)
    return [(int(number), sender, receiver) for sender, receiver, number in found]


ANY = st.one_of(traces.any_trace(), st.sampled_from([make() for make in conversations.EVERY.values()]))


@given(ANY)
def test_list_table_diagram_and_mermaid_parse_back_to_the_same_hops(trace):
    told = hops(trace)
    assert listed(str(steps(trace))) == told
    assert tabled(str(table(trace))) == told
    assert drawn(diagram(trace).svg) == told
    assert sequenced(str(mermaid(trace))) == told


@given(ANY)
def test_replies_are_dashed_in_the_diagram_and_in_mermaid_alike(trace):
    replies = [hop.number for hop in trace.hops if hop.kind in traces.REPLY_KINDS]
    groups = ElementTree.fromstring(diagram(trace).svg).iter("{http://www.w3.org/2000/svg}g")
    assert [int(g.get("data-hop")) for g in groups if "tl-reply" in g.get("class").split()] == replies
    assert [int(found) for found in re.findall(r"(?m)^    \w+-->>\w+: (\d+)\. ", str(mermaid(trace)))] == replies


@given(ANY)
def test_list_and_mermaid_name_the_same_steps_in_the_same_order(trace):
    titles = re.findall(r"(?m)^((?:Step \d|Round \d+|Afterwards): .*)$", str(steps(trace)))
    notes = re.findall(r"(?m)^    Note over \w+,\w+: ((?:Step \d|Round \d+|Afterwards): [^(\n]*)", str(mermaid(trace)))
    assert [note.split(" (")[0].strip() for note in notes] == [title.split(" (")[0] for title in titles]


def test_every_view_says_the_same_sentence_about_the_breakage():
    trace = traces.broken()
    for text in (str(steps(trace)), str(table(trace)), str(mermaid(trace)), diagram(trace).html):
        assert "Broke at hop 6 (catcher → platform): " in text


def test_every_view_names_the_phone_where_there_are_two():
    trace = conversations.transferred()
    for text in (str(steps(trace)), str(table(trace)), str(mermaid(trace)), diagram(trace).html):
        assert "+14075550113 · answered" in text or "+14075550113 · answered".replace("+", "#43;") in text
    assert ">2 phones<" in diagram(trace).svg
