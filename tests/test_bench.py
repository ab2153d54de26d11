"""The benchmark's own parts deliver what they count: a smoke test, nothing is timed."""

import asyncio
import json
import re

import pytest

from bench import scripts
from bench.figure import Figure, table
from bench.latency import percentile
from bench.load import Load
from bench.messages import take
from bench.platforms import ask, start_floor, start_lab
from tests.fake_platform import required


@pytest.fixture(scope="module")
def load():
    with Load() as load:
        yield load


@pytest.fixture(scope="module")
def floor(load):
    with start_floor(load.catcher) as floor:
        yield floor


def test_the_floor_delivers_every_text_that_was_launched(load, floor):
    run = load.run(floor.url, floor.token, 30, 4)
    delivered = [text for text, _ in ask(f"{floor.url}/deliveries")]
    assert len(run.launched) == 30
    assert sorted(delivered) == sorted(run.launched)


def test_each_text_is_delivered_after_its_launch(load, floor):
    run = load.run(floor.url, floor.token, 10, 2)
    moments = dict(ask(f"{floor.url}/deliveries"))
    assert all(moments[msg] > began for msg, began in run.launched.items())


def test_the_stamped_lab_notes_every_text_that_was_launched(load, tmp_path):
    command = ("-m", "bench.stamped_serve", str(tmp_path / "stamps.json"))
    with start_lab(f"{load.catcher}/text", tmp_path / "journal.db", *command) as lab:
        run = load.run(lab.url, lab.token, 30, 4)
    moments = dict(json.loads((tmp_path / "stamps.json").read_text()))
    assert sorted(moments) == sorted(run.launched)
    assert all(moments[msg] > began for msg, began in run.launched.items())


def test_a_text_that_never_comes_is_an_error_and_no_figure(load, capfd):
    with start_floor("http://127.0.0.1:1") as floor, pytest.raises(TimeoutError, match="Not all of 1 launches"):
        load.run(floor.url, floor.token, 1, 1, seconds=0.5)
    assert "session failed" in capfd.readouterr().err


def test_a_message_is_taken_when_it_is_whole():
    buffer = bytearray(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no")
    assert take(buffer) is None
    buffer += b"kHTTP"
    assert take(buffer)[1] == b"ok"
    assert buffer == b"HTTP"


def test_the_99th_percentile_of_a_hundred_is_the_second_largest():
    assert percentile(list(range(1, 101)), 99) == 99


@pytest.mark.parametrize(
    ("least", "values", "verdict"),
    [(True, [1, 2, 3], "met"), (True, [1, 1, 3], "not met"), (False, [1, 2, 3], "met"), (False, [1, 3, 3], "not met")],
)
def test_the_verdict_holds_the_median_against_the_target(least, values, verdict):
    assert Figure("name", values, "", 2, least).verdict == verdict


def test_the_table_shows_median_range_target_and_verdict():
    line = table([Figure("ratio", [2.0, 2.5, 3.0], "", 2.0, True)]).splitlines()[1]
    assert re.split(" {2,}", line) == ["ratio", "2.50 [2..3]", "at least 2", "met"]


@pytest.mark.parametrize("hosted", scripts.LANGUAGES, ids=lambda hosted: hosted.title)
def test_the_start_of_a_hosted_script_can_be_measured(hosted, monkeypatch):
    required(hosted.script.language)
    monkeypatch.setattr(scripts, "REPEATS", 3)
    first, later, bare = asyncio.run(scripts._starts(hosted))
    assert min(first, later, bare) > 0
