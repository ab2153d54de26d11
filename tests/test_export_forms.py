"""Eight forms, by name or by the ending of a file."""

import pytest
from hypothesis import given, settings

from tests import traces
from tropo_lab import views
from tropo_lab.errors import BadSetup
from tropo_lab.exports import FORMS, export, from_har, save
from tropo_lab.exports.forms import SUFFIXES


def test_an_unknown_form_is_refused_with_their_names():
    with pytest.raises(BadSetup) as refusal:
        export(traces.webapi(), "pdf")
    assert str(refusal.value) == (
        "There is no export form 'pdf'; choose one of har, curl, python, raw, mermaid, svg, text, html."
    )


def test_what_is_no_trace_is_refused():
    with pytest.raises(TypeError, match="A view shows a trace"):
        export("a trace", "text")


@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_the_same_text_each_time(form):
    assert export(traces.webapi(), form) == export(traces.webapi(), form)


def test_list_mermaid_and_svg_are_those_of_the_views():
    trace = traces.webapi()
    assert export(trace, "text", unmasked=True) == f"{views.steps(trace)}\n"
    assert export(trace, "mermaid", unmasked=True) == f"{views.mermaid(trace)}\n"
    assert export(trace, "svg", unmasked=True) == f"{views.diagram(trace).svg}\n"


@given(traces.any_trace())
@settings(max_examples=40)
def test_any_trace_can_be_exported_in_every_form_and_written_as_utf8(trace):
    for form in FORMS:
        export(trace, form).encode("utf-8")


def test_raw_shows_every_byte_under_a_line_that_names_its_hop():
    wire = b"SMS\r\nTo: +14075550112\r\n\r\n\xff\x1b[31m\xe2\x80\xae end"
    trace = traces.trace("", (0, "tropo", "phone", "text", "", wire))
    assert export(trace, "raw") == (
        "──── hop 1 of 1 · Tropo → phone · text · 38 bytes ────\n"
        "SMS\\r\\n\nTo: +14075550112\\r\\n\n\\r\\n\n\\xff\\x1b[31m\\u202e end\n"
    )


@pytest.mark.parametrize(("suffix", "form"), SUFFIXES.items())
def test_the_ending_of_a_file_chooses_the_form(suffix, form, tmp_path):
    path = save(traces.webapi(), tmp_path / f"session{suffix}")
    assert path.read_bytes().decode("utf-8") == export(traces.webapi(), form)


def test_a_saved_har_can_be_read_again(tmp_path):
    path = save(traces.call(), str(tmp_path / "session.HAR"), unmasked=True)
    assert from_har(path.read_bytes()) == traces.call()


def test_an_ending_that_says_nothing_is_refused(tmp_path):
    with pytest.raises(BadSetup) as refusal:
        save(traces.webapi(), tmp_path / "session.doc")
    assert str(refusal.value) == (
        "'session.doc' does not say in which form to save; end it in one of "
        ".har, .sh, .py, .raw, .mmd, .svg, .txt, .html."
    )


def test_a_place_that_cannot_be_written_is_said_in_a_sentence(tmp_path):
    with pytest.raises(BadSetup, match="cannot be written"):
        save(traces.webapi(), tmp_path / "nowhere" / "session.txt")
