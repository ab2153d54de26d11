"""Mermaid source that parses whatever the texts are, and an output that draws one picture."""

import re

import pytest
from hypothesis import given

from tests import traces
from tropo_lab.views import mermaid
from tropo_lab.views.mermaid_source import quoted


def unquoted(text):
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text)


def test_the_source_declares_its_parties_and_its_accessible_title():
    source = str(mermaid(traces.scripting()))
    assert source.startswith("sequenceDiagram\n    accTitle: ")
    assert "    participant tropo as Tropo\n" in source
    assert "    launcher->>tropo: 1. GET /1.0/sessions?action=create#38;token=…" in source


@pytest.mark.parametrize("text", ["a;b", "a#b", '"x"', "<br/>", "%%{init", "end", "the End", "style:#1;", "`", "$$"])
def test_what_mermaid_would_read_is_written_as_codes(text):
    assert quoted(text) != text
    assert not re.search(r'[;#"<>%{}`$]|\bend\b|style', re.sub(r"#\d+;", "·", quoted(text)), re.IGNORECASE)
    assert unquoted(quoted(text)) == text


@given(traces.summaries())
def test_a_quoted_text_reads_back_as_it_was(text):
    assert unquoted(quoted(text)) == text


@given(traces.any_trace())
def test_each_line_is_one_statement(trace):
    for line in str(mermaid(trace)).split("\n")[3:]:
        assert re.fullmatch(r"    (participant \w+ as \w+|Note over \w+,\w+: .+|\w+--?>>\w+: \d+\. .*)", line)


def test_the_output_is_markdown_alone_so_that_one_picture_is_drawn():
    face = mermaid(traces.webapi())
    assert list(face._repr_mimebundle_()) == ["text/markdown", "text/plain"]
    assert face.markdown == f"```mermaid\n{face}\n```"
    assert "sequenceDiagram" in face.html
