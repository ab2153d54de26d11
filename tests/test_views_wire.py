"""The bytes of a hop: part by part for reading, or as they crossed, and in one document for both."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import traces
from tests.test_views_spans import PARTIES, WIRES, hop
from tropo_lab.escapes import decoded, visible
from tropo_lab.trace import KINDS, Hop
from tropo_lab.views import wire
from tropo_lab.views.octets.spans import LIMIT, spans

BODY = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"tropo":[{"say":{"value":"%s"}}]}'
DOCUMENT = Hop(1, 0, "catcher", "tropo", "document", "200, say", BODY)


class Bytes(HTMLParser):
    """Collects the parts in the order in which they stand in the document."""

    def __init__(self, html):
        super().__init__()
        self.parts, self.inside = [], 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        kinds = (dict(attributes).get("class") or "").split()
        if self.inside:
            self.inside += 1
        elif {"tl-lay", "tl-key", "tl-val"} & set(kinds):
            self.inside = 1
            self.parts.append("")

    def handle_endtag(self, tag):
        self.inside -= self.inside > 0

    def handle_data(self, data):
        if self.inside:
            self.parts[-1] += data


def shown_bytes(html):
    # a line feed is written out; the break after it is there for the eye
    return [part.replace("\n", "") for part in Bytes(html).parts]


@given(WIRES, st.sampled_from(list(KINDS)), PARTIES)
@settings(max_examples=60)
def test_every_part_is_in_the_document_once_and_in_order(data, kind, parties):
    one = hop(data, kind, *parties)
    assert shown_bytes(wire(one).html) == [visible(decoded(span.sent)) for span in spans(one)]


@pytest.mark.parametrize("number", range(1, 10))
def test_for_reading_and_raw_are_one_document(number):
    one = traces.webapi().hop(number)
    pretty, raw = wire(one).html, wire(one, pretty=False).html
    assert raw == pretty.replace('<div class="tl-octets">', '<div class="tl-octets tl-raw">')
    assert raw != pretty


@given(WIRES)
@settings(max_examples=60)
def test_raw_text_is_the_bytes_and_nothing_else(data):
    title, _, raw = str(wire(hop(data), pretty=False)).partition("\n\n")
    assert title.endswith(f"{len(data)} byte{'s' * (len(data) != 1)}") or not data
    assert raw.replace("\n", "") == visible(decoded(data))


def test_raw_bytes_show_their_line_ends():
    assert str(wire(hop(b"GET / HTTP/1.1\r\nHost: x\r\n\r\na\nb"), pretty=False)).split("\n")[2:] == [
        "GET / HTTP/1.1\\r\\n",
        "Host: x\\r\\n",
        "\\r\\n",
        "a\\n",
        "b",
    ]


def line(one, part):
    """The line on that part, without the blanks that align it."""
    found = re.search(rf"(?m)^ +{re.escape(part)} +(.*)$", str(wire(one)))
    return re.sub(" +", " ", found[1])


def test_a_parameter_is_shown_as_sent_as_meant_and_explained():
    assert line(traces.webapi().hop(2), "msg").startswith("test+Tropo+message → test Tropo message The words to send;")


def test_a_value_that_is_meant_as_it_is_sent_is_shown_once():
    assert line(traces.webapi().hop(2), "action") == "create create: start a session. (documented)"


def test_what_is_meant_stands_in_a_column_beside_or_where_it_is_long_below_in_lines():
    short, long = (wire(DOCUMENT._replace(wire=BODY % words)).html for words in (b"a\\nb", b"a\\nb" * 60))
    cell = '<td class="tl-meant"><code>a<span class="tl-esc">\\n</span>\nb</code></td>'
    assert cell in short and '<th scope="col">as meant</th>' in short
    below = cell.replace("<td class", "</code><div class").replace(
        "<code>", '<span class="tl-cap">as meant</span><code>'
    )
    assert below.partition("</code></td>")[0] in long and '<th scope="col">as meant</th>' not in long


def test_raw_bytes_are_broken_after_each_line_end_in_both_faces():
    raw = wire(traces.webapi().hop(6), pretty=False)
    assert "".join(Bytes(raw.html).parts).splitlines() == raw.plain.splitlines()[2:]


def test_the_keys_of_json_are_indented_as_they_nest():
    told = str(wire(traces.webapi().hop(6))).splitlines()
    assert [re.match(r" *(\[\d\] )?\w+", row)[0] for row in told[-9:-4]] == [
        "    [0] message",
        "      say",
        "        value",
        "      to",
        "      channel",
    ]


def test_a_text_is_shown_with_its_addresses():
    assert str(wire(traces.webapi().hop(7))).splitlines() == [
        "hop 7: Tropo → phone, text, 63 bytes",
        "",
        "Phone network",
        "  what happens  SMS                 A text message. (our choice)",
        "",
        "Addresses",
        "  From          +13215550100        Who sends or calls, with the country code. (our choice)",
        "  To            +14075550112        Who is reached, with the country code. (our choice)",
        "  empty line    \\r\\n                An empty line: the heading ends here. (documented)",
        "",
        "Text",
        "  text          test Tropo message  What the person reads or hears, in UTF-8. (our choice)",
    ]


def test_an_xml_launch_is_shown_by_its_elements_and_attributes():
    body = b'POST /x HTTP/1.1\r\nContent-Type: text/xml\r\n\r\n<session><var name="a" value="&lt;"/></session>'
    assert line(hop(body), "value").startswith("&lt; → < The parameter’s value")


def test_a_name_that_is_not_sent_as_it_is_meant_is_shown_both_ways():
    assert line(hop(b"GET /?%61b=%63 HTTP/1.1\r\n\r\n"), "%61b").startswith("%63 → ab = c")


def test_items_of_a_list_are_numbered():
    assert line(hop(b'HTTP/1.1 200 OK\r\n\r\n{"to":["a","b"]}'), "[1]") == '"b"'


def test_a_strangers_brackets_are_no_place_in_a_list():
    html = wire(hop(b'HTTP/1.1 200 OK\r\n\r\n{"a[<b>]c":{"d":1}}')).html
    assert "<b>]" not in html and "[&lt;b&gt;]" in html


ODD = hop(b'POST / HTTP/1.1\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n{"a":1,"a":"\xff"}')


def test_what_looks_odd_is_said_before_everything_else_and_beside_the_part():
    html = wire(ODD).html
    told = "It says 3; the body has 15 bytes."
    assert html.index("4 things look odd") < html.index(told) < html.index("<table") < html.rindex(told)
    assert html.count('<span class="tl-odd">') == 4
    assert "⚠ It says 3; the body has 15 bytes." in str(wire(ODD))


def test_a_message_in_order_carries_no_mark():
    assert "tl-odd-row" not in wire(traces.webapi().hop(2)).inner
    assert "⚠" not in str(wire(traces.webapi().hop(2)))


def test_the_table_has_a_caption_and_headers_and_a_column_for_meanings_that_differ_only_where_there_are_some():
    html = wire(traces.webapi().hop(2)).inner
    assert re.findall('<th scope="col">(.*?)</th>', html) == ["part", "bytes as sent", "as meant", "what it means"]
    assert "as meant" not in wire(traces.webapi().hop(6)).inner
    assert html.count("<caption>") == 1 and html.count('scope="rowgroup"') == 2
    assert html.count("<tr") == html.count('scope="row') + 1


def test_how_a_meaning_is_known_stands_beside_it_with_its_source():
    html = wire(traces.webapi().hop(5)).inner
    assert 'title="documented: https://www.tropo.com/docs/webapi/session">D</span>' in html
    assert "D: documented. C: captured." in html


def test_a_long_body_is_cut_with_the_number_of_bytes_left_out():
    one = hop(b"POST / HTTP/1.1\r\n\r\n" + b"A" * 1_000_000)
    note = f"({1_000_000 - LIMIT:,} more bytes are left out here; hop.wire holds them all.)"
    for shown in (str(wire(one)), wire(one).html, str(wire(one, pretty=False))):
        assert "A" * LIMIT in shown and "A" * (LIMIT + 1) not in shown
        assert note in shown


def test_a_hop_without_bytes_is_shown_by_its_title_alone():
    assert str(wire(hop(b""))) == "hop 1: launcher → Tropo, launch, 0 bytes"
    assert "<table" not in wire(hop(b"")).html


def test_line_feeds_within_a_value_break_the_line():
    html = wire(Hop(1, 0, "tropo", "phone", "text", "x", b"SMS\r\n\r\na\nb")).inner
    assert 'a<span class="tl-esc">\\n</span>\nb' in html


def test_wire_shows_hops_only():
    with pytest.raises(TypeError, match="one hop"):
        wire(traces.webapi())
