"""The one-file page: complete without a script, harmless, printable, and a stepper where scripts run."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from tests import traces
from tests.test_views_harmless import PAYLOADS, UNSEEN, trace_with
from tropo_lab.exports import export
from tropo_lab.exports.page import page, stepping
from tropo_lab.views import steps, walk

VOID = {"meta", "br", "hr", "input"}


class Reader(HTMLParser):
    """Keeps what matters of a page; fails on tags that do not nest, and on whatever acts or loads."""

    def __init__(self, html):
        super().__init__()
        self.open, self.frames, self.scripts, self.meta, self.words, self.root = [], [], [], {}, [], {}
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        assert not [name for name in given if name.startswith("on") or name in ("src", "href", "action", "id")]
        assert "url(" not in "".join(value or "" for value in given.values())
        if tag == "section":
            self.frames.append((given["data-label"], given["data-says"], given["data-marks"]))
        if tag == "meta":
            self.meta[given.get("http-equiv") or given.get("name") or "charset"] = given.get("content")
        if tag == "html":
            self.root = given
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        elif self.open and self.open[-1] != "style":
            self.words.append(data)


def test_every_hop_is_an_open_section_in_order():
    trace = traces.webapi()
    read = Reader(export(trace, "html"))
    assert [marks for _, _, marks in read.frames] == [str(hop.number) for hop in trace.hops]
    assert [(label, says) for label, says, _ in read.frames] == [
        (walk(trace, hop.number).place, walk(trace, hop.number).says) for hop in trace.hops
    ]


def test_it_is_complete_without_its_script():
    trace = traces.webapi()
    bare, full = (Reader(page(walk(trace), steps(trace), script)) for script in ("", None))
    assert bare.words == full.words and bare.frames == full.frames and bare.scripts == []
    assert "test Tropo message" in "".join(bare.words)


def test_it_may_load_nothing_and_run_its_own_script_alone():
    read = Reader(export(traces.webapi(), "html"))
    hashed = b64encode(sha256("".join(read.scripts).encode()).digest()).decode()
    assert read.meta["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
        f"script-src 'sha256-{hashed}'"
    )
    bare = Reader(page(walk(traces.webapi()), steps(traces.webapi()), ""))
    assert bare.meta["Content-Security-Policy"].endswith("script-src 'none'")


def test_it_says_its_language_its_letters_and_that_it_fits_small_screens():
    read = Reader(export(traces.webapi(), "html"))
    assert read.root == {"lang": "en"}
    assert read.meta["viewport"] == "width=device-width, initial-scale=1"
    assert "charset" in read.meta


def test_the_script_ends_no_element():
    assert not re.search(r"</script|<!--", stepping(), re.IGNORECASE)


def test_a_trace_without_hops_is_a_page_too():
    empty = traces.trace("", id="empty")
    assert Reader(export(empty, "html")).frames == []


@given(traces.any_trace())
@settings(max_examples=30)
def test_any_trace_is_a_wellformed_page_that_shows_nothing_unseen(trace):
    assert not UNSEEN.search("".join(Reader(export(trace, "html")).words).replace("\n", ""))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_payload_is_harmless_on_the_page(payload):
    read = Reader(export(trace_with(payload), "html"))
    assert len(read.scripts) == 1 and len(read.frames) == 2
