"""Two sessions compared: one entry for each real difference, none for what follows from it."""

import json
import re
from urllib.parse import parse_qsl, quote_plus, urlencode
from xml.etree import ElementTree

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests import conversations, traces
from tests.catchers import MESSAGE, app_with, launch
from tests.test_views_harmless import PAYLOADS, UNSEEN, trace_with
from tropo_lab.launcher import LaunchRequest
from tropo_lab.trace import COMPLETED, FROM_CATCHER, LOST, PHONE, TROPO, Hop, Outcome
from tropo_lab.views import diff
from tropo_lab.views.difference.face import SHOWN
from tropo_lab.views.difference.table import marked
from tropo_lab.views.difference.tree_changes import joined

SAMPLES = [make() for make in conversations.EVERY.values()]
NEVER = Outcome("no answer", "platform → handset", "Nobody took the call.")
samples = st.sampled_from(SAMPLES)
MIRRORED = {"missing": "extra", "extra": "missing"}


def told(one, other):
    """The entries without their sentences; the other direction must tell the same."""
    entries = [entry[:6] for entry in diff(one, other).entries]
    back = [entry[:6] for entry in diff(other, one).entries]
    turned = [(b, a, MIRRORED.get(what, what), d, c) for a, b, what, _, c, d in entries]
    assert turned == [(*entry[:3], *entry[4:]) for entry in back]
    return entries


def the_one(one, other):
    entries = told(one, other)
    assert len(entries) == 1, diff(one, other)
    return entries[0]


def with_hops(trace, hops):
    return trace._replace(hops=tuple(hop._replace(number=number) for number, hop in enumerate(hops, 1)))


def with_wire(trace, number, wire):
    hops = list(trace.hops)
    hops[number - 1] = hops[number - 1]._replace(wire=wire)
    return trace._replace(hops=tuple(hops))


def with_body(trace, number, body, counted=True):
    """The trace with another body in one hop, and its length stated as it is."""
    heading = trace.hop(number).wire.partition(b"\r\n\r\n")[0]
    if counted:
        heading = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % len(body), heading)
    return with_wire(trace, number, heading + b"\r\n\r\n" + body)


def replaced(trace, number, old, new):
    assert old in trace.hop(number).wire
    return with_wire(trace, number, trace.hop(number).wire.replace(old, new))


def numbers_of(trace, *kinds, start=b""):
    return [hop.number for hop in trace.hops if hop.kind in kinds and hop.wire.startswith(start)]


# nothing differs


@pytest.mark.parametrize("trace", SAMPLES)
def test_a_session_does_not_differ_from_itself(trace):
    assert told(trace, trace) == []
    assert diff(trace, trace).verdict == "No difference: the same hops, the same bytes, the same pace, the same end."


@given(traces.any_trace())
def test_no_trace_differs_from_itself(trace):
    assert told(trace, trace) == []


@given(traces.any_trace(), traces.any_trace())
def test_without_an_entry_all_bytes_are_the_same_and_both_directions_agree(one, other):
    if told(one, other) == []:
        assert [hop[2:] for hop in one.hops] == [hop[2:] for hop in other.hops]


# one change is one entry


@given(samples, st.data())
def test_a_dropped_hop_is_one_entry(trace, data):
    number = data.draw(st.sampled_from(trace.hops)).number
    fewer = with_hops(trace, [hop for hop in trace.hops if hop.number != number])
    assert the_one(trace, fewer)[:3] == (number, 0, "missing")
    assert the_one(fewer, trace)[:3] == (0, number, "extra")


@given(samples, st.data(), st.booleans())
def test_two_neighbours_swapped_are_one_entry(trace, data, times_stay):
    number = data.draw(st.integers(1, len(trace.hops) - 1))
    first, second = trace.hops[number - 1 : number + 1]
    if times_stay:
        first, second = first._replace(at=second.at), second._replace(at=first.at)
    other = with_hops(trace, [*trace.hops[: number - 1], second, first, *trace.hops[number + 1 :]])
    entry = the_one(trace, other)
    assert entry[2] == "order"
    assert sorted(entry[:2]) == [number, number + 1]


HEADING = st.sampled_from([(trace, hop.number) for trace in SAMPLES for hop in trace.hops])
VALUE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=8)


@given(HEADING, VALUE, st.data())
def test_a_header_added_altered_or_removed_is_one_entry(place, value, data):
    trace, number = place
    heading, _, body = trace.hop(number).wire.partition(b"\r\n\r\n")
    start, *headers = heading.decode().split("\r\n")
    at = data.draw(st.integers(0, len(headers)))
    if at == len(headers) or data.draw(st.booleans()):
        name, change = "X-Extra", [f"X-Extra: {value}"]
        headers[at:at] = change
    else:
        name, _, old = headers[at].partition(": ")
        assume(old.lower() != value.lower())
        headers[at : at + 1] = data.draw(st.sampled_from([[], [f"{name}: {value}"]]))
    wire = "\r\n".join([start, *headers]).encode() + b"\r\n\r\n" + body
    assert the_one(trace, with_wire(trace, number, wire))[:4] == (number, number, "header", name)


def places(tree, path=""):
    """Each member of the tree: the container, the key, the path."""
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        here = f"{path}[{key}]" if isinstance(key, int) else joined(path, key)
        yield tree, key, here
        if isinstance(value, dict | list):
            yield from places(value, here)


DOCUMENTS = st.sampled_from(
    [(trace, hop.number) for trace in SAMPLES for hop in trace.hops if hop.body.startswith(b"{")]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()


@given(DOCUMENTS, st.data(), st.booleans(), st.sampled_from([json.dumps, lambda tree: json.dumps(tree, indent=1)]))
def test_a_json_member_altered_removed_or_added_is_one_entry_at_its_path(place, data, counted, dumps):
    trace, number = place
    tree = json.loads(trace.hop(number).body)
    one = with_body(trace, number, dumps(tree).encode())
    container, key, path = data.draw(st.sampled_from(list(places(tree))))
    change = data.draw(st.sampled_from(["alter", "remove", "add"]))
    if change == "alter":
        value = data.draw(LEAVES)
        assume(json.dumps(value) != json.dumps(container[key]))
        container[key] = value
    elif change == "remove":
        del container[key]
    elif isinstance(container, dict):
        path = path.removesuffix(key) + "added"
        container["added"] = data.draw(LEAVES)
    else:
        container.insert(key, "added")
    other = with_body(trace, number, dumps(tree).encode(), counted=counted)
    entries = [entry for entry in told(one, other) if entry[3] != "Content-Length"]
    assert [entry[:4] for entry in entries] == [(number, number, "JSON", path)]


QUERIES = st.sampled_from(
    [(trace, number) for trace in SAMPLES for number in numbers_of(trace, "launch", "click", start=b"GET")]
)


def with_query(trace, number, pairs, encode=urlencode):
    start, rest = trace.hop(number).wire.split(b" HTTP", 1)
    path = start.partition(b"?")[0]
    return with_wire(trace, number, path + b"?" + encode(pairs).encode() + b" HTTP" + rest)


def query_of(trace, number):
    return parse_qsl(trace.hop(number).wire.split(b" ")[1].decode().partition("?")[2], keep_blank_values=True)


@given(QUERIES, st.data(), st.text(max_size=9))
def test_a_parameter_altered_removed_or_added_is_one_entry(place, data, value):
    trace, number = place
    pairs = query_of(trace, number)
    at = data.draw(st.integers(0, len(pairs)))
    if at == len(pairs):
        pairs.append(("added", value))
        name = "added"
    else:
        name, old = pairs[at]
        assume(old != value)
        pairs[at : at + 1] = data.draw(st.sampled_from([[], [(name, value)]]))
    assert the_one(trace, with_query(trace, number, pairs))[:4] == (number, number, "parameter", name)


@given(QUERIES, st.data())
def test_a_parameter_encoded_in_another_way_is_one_entry(place, data):
    trace, number = place
    pairs = query_of(trace, number)
    name, value = data.draw(st.sampled_from(pairs))

    def encode(pairs):
        every = {name: "".join(f"%{byte:02x}" for byte in value.encode())}
        return "&".join(f"{name}={every.get(name) or quote_plus(value)}" for name, value in pairs)

    entry = the_one(trace, with_query(trace, number, pairs, encode))
    assert entry[:4] == (number, number, "encoding", name)


SEPARATORS = st.sampled_from([(",", ":"), (", ", ": "), (" ,", ":")])


@given(DOCUMENTS, st.booleans(), st.sampled_from([None, 1, 4]), SEPARATORS)
def test_json_laid_out_in_another_way_is_one_entry(place, turned, indent, separators):
    trace, number = place
    tree = json.loads(trace.hop(number).body, object_pairs_hook=lambda pairs: dict(pairs[::-1] if turned else pairs))
    body = json.dumps(tree, indent=indent, separators=separators).encode()
    assume(body != trace.hop(number).body)
    assert the_one(trace, with_body(trace, number, body))[:4] == (number, number, "encoding", "body")


@given(DOCUMENTS, st.data())
def test_a_json_string_with_other_escapes_is_one_entry_at_its_path(place, data):
    trace, number = place
    tree = json.loads(trace.hop(number).body)
    strings = [where for where in places(tree) if isinstance(where[0][where[1]], str)]
    container, key, path = data.draw(st.sampled_from(strings or [({"": ""}, "", "")]))
    assume(0 < len(container[key]) < 27)  # a longer value is cut
    escaped = "".join(f"\\u{ord(char):04x}" for char in container[key])
    meant, container[key] = container[key], "HERE"
    body = json.dumps(tree).replace("HERE", escaped).encode()
    entry = the_one(trace, with_body(trace, number, body))
    assert entry == (number, number, "encoding", path, json.dumps(meant), f'"{escaped}"')


@given(HEADING, st.data())
def test_a_header_in_other_letters_is_one_entry(place, data):
    trace, number = place
    heading, _, body = trace.hop(number).wire.partition(b"\r\n\r\n")
    start, *headers = heading.decode().split("\r\n")
    assume(headers)
    at = data.draw(st.integers(0, len(headers) - 1))
    name, _, value = headers[at].partition(": ")
    headers[at] = data.draw(st.sampled_from([f"{name.upper()}: {value}", f"{name}:  {value}"]))
    wire = "\r\n".join([start, *headers]).encode() + b"\r\n\r\n" + body
    assert the_one(trace, with_wire(trace, number, wire))[:4] == (number, number, "encoding", name)


@given(samples, st.data(), st.integers(1, 60_000), st.booleans())
def test_a_delayed_hop_is_one_entry_whether_or_not_the_later_ones_wait_for_it(trace, data, delay, alone):
    number = data.draw(st.integers(2, len(trace.hops)))
    late = (number,) if alone else range(number, len(trace.hops) + 1)
    hops = [hop._replace(at=hop.at + delay) if hop.number in late else hop for hop in trace.hops]
    assert the_one(trace, with_hops(trace, hops))[:4] == (number, number, "time", f"since hop {number - 1}")


@given(samples)
def test_another_outcome_is_one_entry(trace):
    assert the_one(trace, trace._replace(outcome=NEVER))[:3] == (0, 0, "outcome")
    running = the_one(trace, trace._replace(outcome=None))
    assert running[:6] == (0, 0, "outcome", trace.outcome.where, str(trace.outcome), "still running")


@given(samples, st.data())
@settings(max_examples=300)
def test_no_byte_changes_unsaid(trace, data):
    hop = data.draw(st.sampled_from(trace.hops))
    at = data.draw(st.integers(0, len(hop.wire) - 1))
    byte = data.draw(st.integers(0, 255))
    assume(hop.wire[at] != byte)
    assert told(trace, with_wire(trace, hop.number, hop.wire[:at] + bytes([byte]) + hop.wire[at + 1 :]))


@st.composite
def edited(draw):
    """A trace and what came of it after a few hops were dropped, doubled, moved, or given other bytes."""
    one = draw(st.one_of(samples, traces.any_trace()))
    hops = list(one.hops)
    for _ in range(draw(st.integers(0, 4))):
        at, to = draw(st.integers(0, max(len(hops) - 1, 0))), draw(st.integers(0, len(hops)))
        edit = draw(st.sampled_from(["drop", "double", "move", "bytes"])) if hops else "none"
        if edit == "bytes":
            hops[at] = hops[at]._replace(wire=draw(st.sampled_from(one.hops)).wire + draw(st.sampled_from([b"", b"x"])))
        elif edit != "none":
            hop = hops[at] if edit == "double" else hops.pop(at)
            hops[to:to] = [] if edit == "drop" else [hop]
    return one, with_hops(one, hops)


@given(edited())
@settings(max_examples=200)
def test_many_changes_are_told_the_same_in_both_directions_and_each_hop_is_in_its_place(pair):
    one, other = pair
    kinds = [entry[2] for entry in told(one, other)]
    assert len(one.hops) - kinds.count("missing") == len(other.hops) - kinds.count("extra")
    if not kinds:
        assert [hop[2:] for hop in one.hops] == [hop[2:] for hop in other.hops]


# what follows from something else


def launches(lab, *requests, reply=(MESSAGE,)):
    """The traces of launches of one app, each `(form, parameters)`."""
    app, _ = app_with(lab, list(reply))
    happened = []
    for form, parameters in requests:
        LaunchRequest(app.messaging_token, parameters).send(lab.http, form)
        happened.append(lab.trace())
    return happened


CALLING = ({"call": {"to": "+14075550112"}}, {"say": {"value": "hi"}}, {"on": {"event": "continue", "next": "/on"}})


@pytest.mark.parametrize("reply", [(MESSAGE,), CALLING], ids=["text", "call"])
def test_the_same_launch_twice_differs_in_nothing_but_ids_and_times_of_start(sealed, reply):
    one, other = launches(sealed, *[("get", {"msg": "hi"})] * 2, reply=reply)
    compared = diff(one, other)
    assert compared.entries == () and compared.same_but_ids
    assert compared.verdict == "No difference but ids and times of start."
    assert f"{one.id[:8]}… and {other.id[:8]}…" in compared.remark
    assert "2016-05-23T16:00:01.000Z and 2016-05-23T16:00:02.000Z" in compared.remark
    assert len(compared.ids) == (1 if reply == (MESSAGE,) else 2)  # session id, call id


def test_an_id_that_corresponds_to_two_others_is_an_entry():
    one = traces.webapi()
    mine, its = traces.SESSION.encode(), b"0123456789abcdef" * 2
    other = one._replace(id=its.decode())
    for hop in one.hops:
        other = with_wire(other, hop.number, hop.wire.replace(mine, its))
    assert diff(one, other).same_but_ids
    wrong = replaced(other, 8, its, b"fedcba9876543210" * 2)
    assert the_one(one, wrong)[:4] == (8, 8, "JSON", "result.sessionId")


def test_a_value_that_is_carried_on_is_one_entry_at_its_first_hop(sealed):
    one, other = launches(sealed, *[("get", {"msg": text, "to": "x"}) for text in ("hi", "hello")])
    entry = diff(one, other).entries
    assert [its[:6] for its in entry] == [(1, 1, "parameter", "msg", "hi", "hello")]
    assert entry[0].note == "Hop 3 follows from it."


def test_the_same_wrong_value_from_a_party_that_did_not_receive_it_is_an_entry_of_its_own():
    one = traces.webapi()
    other = replaced(one, 1, b"test+Tropo", b"Test+Tropo")
    assert [entry[:4] for entry in told(one, replaced(other, 3, b"true", b"True"))] == [
        (1, 1, "parameter", "msg"),
        (3, 3, "XML", "session.success"),
    ]
    # Tropo spoke to the catcher before the launcher did
    early = traces.trace("webapi", traces.ASKED, traces.LAUNCH)
    late = replaced(replaced(early, 1, b"test Tropo", b"Test Tropo"), 2, b"test+Tropo", b"Test+Tropo")
    assert [entry[:4] for entry in told(early, late)] == [
        (1, 1, "JSON", "session.parameters.msg"),
        (2, 2, "parameter", "msg"),
    ]


@pytest.mark.parametrize("form", ["form", "json", "xml"])
def test_a_launch_in_another_form_is_one_entry_and_its_consequences_none(sealed, form):
    one, other = launches(sealed, ("get", {"msg": "é + ü"}), (form, {"msg": "é + ü"}))
    name = {"form": "form fields", "json": "JSON", "xml": "XML"}[form]
    assert told(one, other) == [(1, 1, "encoding", "form", "a query", name)]


def test_a_launch_in_another_form_and_with_another_value_is_two_entries(sealed):
    one, other = launches(sealed, ("json", {"msg": "a", "n": "1"}), ("xml", {"msg": "b", "n": "1"}))
    assert [entry[2:] for entry in told(one, other)] == [
        ("encoding", "form", "JSON", "XML"),
        ("parameter", "msg", "a", "b"),
    ]


def test_a_refusal_is_one_entry_and_the_hops_that_it_prevented_belong_to_the_outcome():
    one, other = traces.scripting(), traces.refused()
    assert [entry[:4] for entry in told(one, other)] == [
        (2, 2, "XML", "session.success"),
        (0, 0, "outcome", "launcher → platform"),
    ]
    assert diff(one, other).entries[1].note == "Only the one has what comes after that: hop 3."


def test_a_body_that_differs_takes_its_length_along():
    one = traces.webapi()
    shorter = with_body(one, 6, one.hop(6).body.replace(b'"network": "SMS"', b'"network": "S"'))
    entry = the_one(one, shorter)
    assert entry == (6, 6, "JSON", "tropo[0].message.network", "SMS", "S")


def test_a_stated_length_that_is_wrong_is_an_entry():
    one = traces.webapi()
    length = b"Content-Length: %d" % len(one.hop(6).body)
    assert the_one(one, replaced(one, 6, length, b"Content-Length: 7"))[:4] == (6, 6, "header", "Content-Length")


def test_later_ids_durations_and_times_follow_from_a_delay():
    one = traces.webapi()
    hops = [hop._replace(at=hop.at + 4000 * (hop.number >= 7)) for hop in one.hops]
    late = replaced(with_hops(one, hops), 8, b'"sessionDuration": 1', b'"sessionDuration": 5')
    assert the_one(one, late) == (7, 7, "time", "since hop 6", "1 s", "5 s")
    wrong = replaced(one, 8, b'"sessionDuration": 1', b'"sessionDuration": 5')
    assert the_one(one, wrong)[2:4] == ("JSON", "result.sessionDuration")


def test_a_later_start_is_no_entry_but_a_wrong_timestamp_is():
    one = traces.webapi()
    later = with_hops(one, [hop._replace(at=hop.at + 60_000) for hop in one.hops])
    right = replaced(later, 5, b"16:00:01.000Z", b"16:01:01.000Z")
    assert diff(one, right).verdict == "No difference but times of start."
    wrong = replaced(later, 5, b"16:00:01.000Z", b"16:01:01.001Z")
    assert the_one(one, wrong)[:4] == (5, 5, "JSON", "session.timestamp")
    impossible = replaced(later, 5, b"05-23T16:00:01.000Z", b"02-31T16:00:01.000Z")
    assert the_one(one, impossible)[:4] == (5, 5, "JSON", "session.timestamp")


def test_a_page_that_counts_its_visits_differs_by_nature():
    page = list(traces.PAGE)
    one = traces.trace("webapi", (*page[:5], b"HTTP/1.1 303 See Other\r\nLocation: /#sent-1\r\n\r\nSee /#sent-1."))
    other = traces.trace("webapi", (*page[:5], b"HTTP/1.1 303 See Other\r\nLocation: /#sent-2\r\n\r\nSee /#sent-2."))
    assert diff(one, other).ids == (("/#sent-1", "/#sent-2"),)
    assert told(one, other) == []


# each kind of difference, in words


def said(one, other):
    (entry,) = diff(one, other).entries
    return entry.sentence


def test_the_sentences_say_hop_place_and_both_values():
    one = traces.webapi()
    without = with_body(one, 6, one.hop(6).body.replace(b', "network": "SMS"', b""))
    assert said(one, without) == 'Hop 6: `tropo[0].message.network` is "SMS" in the one and missing in the other.'
    other = replaced(one, 2, b"msg=test+Tropo+message", b"msg=test%20Tropo+message")
    assert said(one, other) == (
        "Hop 2: `msg` is written test+Tropo+message in the one and test%20Tropo+message in the other. "
        'Both mean "test Tropo message".'
    )
    spaced = with_body(one, 6, json.dumps(json.loads(one.hop(6).body), separators=(",", ":")).encode())
    assert said(one, spaced) == "Hop 6: the body means the same in both. The bytes differ in white space."
    assert said(one, with_hops(one, [hop for hop in one.hops if hop.number != 4])) == (
        "Hop 4 of the one (launcher → browser, page: 303 See Other) is missing in the other."
    )


@pytest.mark.parametrize(
    ("number", "old", "new", "entry"),
    [
        (1, b"POST /send", b"PUT /send", ("method", "method", "POST", "PUT")),
        (1, b"/send", b"/sent", ("path", "path", "/send", "/sent")),
        (1, b"/send", b"/%73end", ("encoding", "path", "/send", "/%73end")),
        (1, b"HTTP/1.1", b"HTTP/1.0", ("method", "version", "HTTP/1.1", "HTTP/1.0")),
        (1, b"msg=", b"message=", ("parameter", "msg", "msg", "message")),
        (1, b"msg=test", b"&msg=test", ("encoding", "form")),
        (2, b"msg=test", b"msg=%ff", ("parameter", "msg", "test Tropo message", "\udcff Tropo message")),
        (2, b"msg=test", b"msg=%2574est", ("parameter", "msg", "test Tropo message", "%74est Tropo message")),
        (3, b"200 OK", b"404 Not Found", ("status", "status", "200 OK", "404 Not Found")),
        (3, b"<success>", b"<success >", ("encoding", "body")),
        (3, b"</success>", b"!</success>", ("XML", "session.success", "true", "true!")),
        (5, b"application/json", b"Application/JSON", ("encoding", "Content-Type")),
        (6, b'"to"', b'"too"', ("JSON", "tropo[0].message.to", "to", "too")),
        (6, b'{"tropo"', b'\xef\xbb\xbf{"tropo"', ("encoding", "body")),
        (6, b'"+14075550112"', b"14075550112", ("JSON", "tropo[0].message.to", '"+14075550112"', "14075550112")),
        (6, b'{"tropo": ', b'{"tropo": 1, "tropo": ', ("text", "body")),
        (7, b"SMS\r\n", b"MMS\r\n", ("method", "event", "SMS", "MMS")),
        (7, b"test Tropo", b"Test Tropo", ("text", "text", "test Tropo message", "Test Tropo message")),
        (7, b"From: +1321", b"From: +1322", ("header", "From", "+13215550100", "+13225550100")),
        (8, b'"sequence": 1', b'"sequence": 1.0', ("encoding", "result.sequence", "1", "1.0")),
        (8, b'"sequence": 1', b'"sequence": true', ("JSON", "result.sequence", "1", "true")),
        (9, b"HTTP/1.1 200 OK\r\n", b"huh", ("text", "bytes")),
    ],
)
def test_a_changed_byte_is_told_for_what_it_is(number, old, new, entry):
    one = traces.webapi()
    wire = one.hop(number).wire.replace(old, new, 1)
    heading, end, body = wire.partition(b"\r\n\r\n")
    wire = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % len(body), heading) + end + body
    assert the_one(one, with_wire(one, number, wire))[2 : 2 + len(entry)] == entry


def test_verbs_that_changed_places_are_one_entry():
    one = traces.webapi()
    tree = json.loads(one.hop(6).body)
    tree["tropo"].reverse()
    entry = the_one(one, with_body(one, 6, json.dumps(tree).encode()))
    assert entry[2] == "JSON" and set(entry[4:]) == {"tropo[0]", "tropo[1]"}


def test_a_verb_put_in_front_does_not_shift_the_comparison_of_the_others():
    one = traces.webapi()
    tree = json.loads(one.hop(6).body)
    tree["tropo"].insert(0, {"wait": {"milliseconds": 5}})
    tree["tropo"][1]["message"]["channel"] = "VOICE"
    other = with_body(one, 6, json.dumps(tree).encode())
    assert [entry[2:] for entry in told(one, other)] == [
        ("JSON", "tropo[0]", None, '{"wait": {"milliseconds": 5}}'),
        ("JSON", "tropo[0].message.channel", "TEXT", "VOICE"),
    ]
    assert diff(one, other).entries[1].note == "In the other it stands at `tropo[1].message.channel`."


def test_odd_keys_are_written_so_that_the_path_can_be_read():
    one = with_body(traces.webapi(), 6, b'{"a b": {"\xc3\xa9": [1]}}')
    assert the_one(one, with_body(one, 6, b'{"a b": {"\xc3\xa9": [2]}}'))[3] == '["a b"].é[0]'


def test_a_hop_that_moved_far_and_changed_a_little_is_still_that_hop():
    one = traces.webapi()
    page = one.hop(4)._replace(wire=one.hop(4).wire.replace(b"/sent", b"/sent#done"))
    hops = [hop for hop in one.hops if hop.number != 4]
    entries = told(one, with_hops(one, [*hops[:7], page, *hops[7:]]))
    assert [entry[:4] for entry in entries] == [(4, 8, "order", "page"), (4, 8, "header", "Location")]


# big and nasty


def one_hop(wire):
    return traces.Trace("x", "app", "", (Hop(1, 0, TROPO, PHONE, "text", "x", wire),), (), COMPLETED)


@pytest.mark.parametrize(
    ("one", "other", "offset"),
    [
        (b"\x00\x01\xff\xfe\x02", b"\x00\x01\xff\xfe\x03", 4),
        (b"SMS\r\n\r\n" + "é".encode() * 200 + b"a", b"SMS\r\n\r\n" + "é".encode() * 200 + b"b", 400),
        (b"X\r\n\r\n" + b"[" * 9000 + b"1", b"X\r\n\r\n" + b"[" * 9000 + b"2", 9000),
        (b"X\r\n\r\n" + b"A" * 1_000_000 + b"1", b"X\r\n\r\n" + b"A" * 1_000_000 + b"2", 1_000_000),
        (b"X\r\n\r\n" + b'{"a": "' + b'\\"' * 300_000, b"X\r\n\r\n" + b'{"a": "' + b'\\"' * 299_999, 600_005),
    ],
    ids=["binary", "text", "deep", "large", "unclosed"],
)
def test_what_cannot_be_read_is_compared_by_bytes_and_the_offset_is_said(one, other, offset):
    assert said(one_hop(one), one_hop(other)).endswith(f"They first differ at offset {offset:,}.")


def test_long_values_are_cut_around_the_place_where_they_differ():
    entry = the_one(one_hop(b"SMS\r\n\r\n" + b"a" * 500 + b"b"), one_hop(b"SMS\r\n\r\n" + b"a" * 500 + b"c" * 400))
    assert entry[4] == "…" + "a" * 30 + "b"
    assert entry[5].startswith("…" + "a" * 30 + "ccc") and entry[5].endswith("c…") and len(entry[5]) < 170


def test_more_than_two_hundred_entries_are_counted():
    one, other = (with_body(traces.webapi(), 6, json.dumps({f"k{at}": at + by for at in range(500)}).encode())
                  for by in (0, 1))  # fmt: skip
    compared = diff(one, other)
    assert len(compared.entries) == 500
    assert compared.html.count("<tr>") == SHOWN + 1
    assert str(compared).endswith("\n300 more differences are left out here; .entries holds them all.")


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_payload_is_harmless_and_of_bounded_size(payload):
    trace = trace_with(payload)
    bent = trace._replace(app="b", hops=tuple(hop._replace(wire=hop.wire[:-1] + b"\x1b<") for hop in trace.hops))
    for other in (traces.webapi(), bent, trace_with(b"<b>" + payload)):
        for compared in (diff(trace, other), diff(other, trace)):
            words = "".join(ElementTree.fromstring(f"<div>{compared.inner}</div>").itertext())
            assert not UNSEEN.search(words) and not UNSEEN.search(str(compared))
            assert "<script" not in compared.html
            assert len(compared.html) < 200_000 and len(str(compared)) < 100_000


def test_hundreds_of_hostile_names_stay_bounded():
    one, other = (one_hop(b"POST / HTTP/1.1\r\n" + b"\r\n".join(b"X%d\xe2\x80\xae: %s" % (at, value * 400)
                  for at in range(400)) + b"\r\n\r\n") for value in (b"\x01", b"\x02"))  # fmt: skip
    assert len(diff(one, other).html) < 200_000
    assert "are left out here" in str(diff(one, other))


@given(traces.any_trace(), traces.any_trace())
@settings(max_examples=60)
def test_any_two_traces_have_a_wellformed_face_that_shows_nothing_unseen(one, other):
    compared = diff(one, other)
    words = "".join(ElementTree.fromstring(f"<div>{compared.inner}</div>").itertext())
    assert not UNSEEN.search(words) and not UNSEEN.search(str(compared))
    assert f"{len(compared.entries)} difference" in words or not compared.entries


# the faces


def test_what_differs_is_marked_in_both_values_unless_it_is_nearly_all():
    assert marked("test+Tropo", "test%20Tropo") == ("test<del>+</del>Tropo", "test<ins>%20</ins>Tropo")
    assert marked("+14075550112", "+14075550113") == ("+1407555011<del>2</del>", "+1407555011<ins>3</ins>")
    assert marked("ab cd", "ab") == ("ab<del> cd</del>", "ab")
    assert marked("a numbertodial", "a numbertodail") == ("a numbertod<del>ia</del>l", "a numbertod<ins>ai</ins>l")
    assert marked("an xyz one", "an abcd one") == ("an <del>xyz</del> one", "an <ins>abcd</ins> one")
    assert marked("left", "right") == ("left", "right")


def test_the_table_has_a_caption_and_headers_and_one_row_for_each_entry():
    compared = diff(traces.webapi(), traces.broken())
    table = ElementTree.fromstring(f"<div>{compared.inner}</div>").find("table")
    caption = "".join(table.find("caption").itertext())
    assert "4 differences between two sessions" in caption and "sms · WebAPI flow · 9 hops · b81ad71b…" in caption
    assert [cell.get("scope") for cell in table.find("thead/tr")] == ["col"] * 5
    rows = table.findall("tbody/tr")
    assert len(rows) == len(compared.entries) == 4
    assert all(row.find("th").get("scope") == "row" for row in rows)


def test_plain_and_html_tell_the_same_entries():
    compared = diff(traces.webapi(), traces.scripting())
    lines = str(compared).splitlines()
    assert lines[:2] == ["the one:   sms · WebAPI flow · 9 hops · b81ad71b…",
                         "the other: sms · Scripting flow · 3 hops · b81ad71b…"]  # fmt: skip
    assert [line[4:] for line in lines if line.startswith("  - ")] == [entry.sentence for entry in compared.entries]
    assert compared.html.count('<th scope="row">') == len(compared.entries)
    assert compared._repr_mimebundle_() == {"text/html": compared.html, "text/plain": str(compared)}


def test_a_running_session_is_compared_with_an_ended_one():
    one = traces.webapi()
    running = with_hops(one, one.hops[:5])._replace(outcome=None)
    assert said(one, running) == (
        "The session ended like this in the one: completed; and like this in the other: still running. "
        "Only the one has what comes after that: hops 6, 7, 8 and 9."
    )


def test_outcomes_of_one_name_with_other_sentences_differ():
    one, other = (
        traces.trace("webapi", traces.LAUNCH, outcome=Outcome("bad", FROM_CATCHER, sentence))
        for sentence in ("Mend line 1.", "Mend line 2.")
    )
    assert the_one(one, other)[4:] == ("Mend line 1.", "Mend line 2.")


@pytest.mark.parametrize("given", [([], traces.webapi()), (traces.webapi(), None)])
def test_what_is_no_trace_is_named(given):
    with pytest.raises(TypeError, match=r"A view shows a trace, such as lab\.trace\(\); this is a"):
        diff(*given)


# conversations


def altered(trace, *changes):
    """The trace with other bytes in some hops, and in their summaries."""
    hops = list(trace.hops)
    for number, old, new in changes:
        hop = hops[number - 1]
        assert old in hop.wire
        summary = hop.summary.replace(old.decode(), new.decode())
        hops[number - 1] = hop._replace(wire=hop.wire.replace(old, new), summary=summary)
    return trace._replace(hops=tuple(hops))


PEPPER, SALT = b"pepper", b"salt"


def test_another_prompt_in_an_ask_is_one_entry_however_long_it_takes_to_say():
    trace, longer = conversations.voice_ask(), b"press 1 if you would rather have some fine"
    other = altered(trace, *((number, b"press 1 for", longer) for number in (4, 7)))
    later = [hop._replace(at=hop.at + 2000 * (hop.number > 7)) for hop in other.hops]
    entry = the_one(trace, other._replace(hops=tuple(later)))
    assert entry[:4] == (4, 4, "JSON", "tropo[1].ask.say.value")


def test_another_name_of_a_choice_is_one_entry():
    trace = conversations.voice_ask()
    other = altered(trace, (4, b"pepper(1)", b"pimento(1)"), (9, PEPPER, b"pimento"))
    assert the_one(trace, other)[:4] == (4, 4, "JSON", "tropo[1].ask.choices.value")


def test_another_answer_is_one_entry_with_all_that_comes_of_it():
    trace = conversations.voice_ask()
    told = [(9, b'"1"', b'"2"'), (9, b"dtmf-1", b"dtmf-2")]
    told += [(number, PEPPER, SALT) for number in (9, 10, 11, 14, 15)]
    other = altered(trace, (8, b"\r\n\r\n1", b"\r\n\r\n2"), *told)
    assert the_one(trace, other)[:4] == (8, 8, "text", "text")
    assert "Hops 9, 10, 11, 14 and 15 follow from it." in str(diff(trace, other))


def test_no_answer_is_one_entry_with_the_report_of_it():
    trace = conversations.voice_ask()
    hops = [hop for hop in trace.hops if hop.number != 8]
    silent = conversations.reported(
        9300, "/spice", 1, complete=False, actions={"name": "spice", "attempts": 1, "disposition": "TIMEOUT"}
    )
    hops[7] = Hop(8, *silent)
    assert the_one(trace, with_hops(trace, hops))[:3] == (8, 0, "missing")


def test_a_question_that_was_asked_once_more_is_one_entry():
    trace = conversations.voice_ask()
    hops = list(trace.hops)
    hops[8] = hops[8]._replace(wire=hops[8].wire.replace(b'"attempts": 1', b'"attempts": 2'))
    again = with_hops(trace, [*hops[:7], hops[6], *hops[7:]])
    assert the_one(trace, again)[2:4] == ("extra", "speech")


def test_another_answer_in_a_result_alone_is_one_entry():
    trace = conversations.voice_ask()
    other = altered(trace, (9, b'"1"', b'"2"'), (9, b"dtmf-1", b"dtmf-2"), (9, PEPPER, SALT))
    assert the_one(trace, other)[:4] == (9, 9, "JSON", "result.actions.interpretation")


def test_a_recording_with_another_sound_is_one_entry():
    trace = conversations.recorded()
    assert the_one(trace, with_wire(trace, 7, trace.hop(7).wire.replace(b"\xa0\r\n", b"\xa1\r\n")))[:3] == (
        7,
        7,
        "text",
    )


def test_two_recorded_calls_differ_in_nothing_but_ids(sealed):
    record = {"record": {"say": {"value": "Speak."}, "url": "http://catcher.example/tape", "name": "message"}}
    ask = {"ask": {"say": {"value": "1 or 2?"}, "choices": {"value": "a(1), b(2)"}, "name": "number"}}
    verbs = [{"call": {"to": "+14075550112"}}, ask, record, {"on": {"event": "continue", "next": "/end"}}]
    sealed.phone("+14075550112").behave(inputs=["1", "hello"])
    app, _ = app_with(sealed, verbs, [], [], verbs, [], [])
    traces_of = [launch(sealed, app) for _ in range(2)]
    assert [trace.of_kind("upload") != () for trace in traces_of] == [True, True]
    assert diff(*traces_of).same_but_ids, diff(*traces_of)


def test_a_text_that_was_lost_is_told_even_where_its_bytes_differ():
    trace = traces.scripting()
    hop = trace.hops[2]
    lost = hop._replace(summary=hop.summary + LOST, wire=hop.wire.replace(b"From: +1321555", b"From: +1407555"))
    assert lost.wire != hop.wire
    found = told(trace, trace._replace(hops=(*trace.hops[:2], lost)))
    assert [entry[:4] for entry in found] == [(3, 3, "text", "summary"), (3, 3, "header", "From")]
    assert found[0][5].endswith("(lost on the way)")
