"""What one hosted script may use: time, memory, output, and the size of what it asks; alike in every language."""

import pytest

from tests.fake_platform import required
from tests.hosts import hosted, opened, played
from tropo_lab.platform.scripting import languages, output

LOOPS = {
    "python": "while True: pass",
    "javascript": "while (true);",
    "php": "<?php while (true);",
    "ruby": "loop {}",
    "groovy": "while (true) {}",
}
HOGS = {
    "python": "x = []\nwhile True: x.append('x' * 50_000_000)",
    "javascript": "var x = []; while (true) x.push(new Array(1000000).fill(1));",
    "php": "<?php $x = []; while (true) $x[] = str_repeat('x', 50000000);",
    "ruby": "x = []\nloop { x << 'x' * 50_000_000 }",
    "groovy": "def x = []\nwhile (true) x << new byte[50000000]",
}
PRINTS = {
    "python": "while True: print('x' * 999)",
    "javascript": "while (true) print('x'.repeat(999));",
    "php": "<?php while (true) echo str_repeat('x', 999), \"\\n\";",
    "ruby": "loop { puts 'x' * 999 }",
    "groovy": "while (true) println('x' * 999)",
}
LONG = {
    "python": "log('x' * (5 << 20))",
    "javascript": "log('x'.repeat(5 << 20));",
    "php": "<?php _log(str_repeat('x', 5 << 20));",
    "ruby": "log 'x' * (5 << 20)",
    "groovy": "log('x' * (5 << 20))",
}
ENDLESS = {
    "python": "while True: log('x' * (1 << 20))",
    "javascript": "while (true) log('x'.repeat(1 << 20));",
    "php": "<?php while (true) _log(str_repeat('x', 1 << 20));",
    "ruby": "loop { log 'x' * (1 << 20) }",
    "groovy": "while (true) log('x' * (1 << 20))",
}


@pytest.fixture(params=languages.LANGUAGES)
def language(request):
    """Each language in turn."""
    return required(request.param)


def last(language, script, patience=60.0):
    async def work(host):
        return (await played(host, language, script))[-1]

    return hosted(work, patience)


def test_a_script_that_computes_too_long_between_two_calls_is_stopped(language):
    assert last(language, LOOPS[language], patience=0.5).name == "script took too long"


@pytest.mark.parametrize("name", ["python", "javascript"])
def test_a_script_that_uses_too_much_processor_time_is_stopped(name, monkeypatch):
    monkeypatch.setitem(languages.LIMITS, "RLIMIT_CPU", 1)
    assert last(required(name), LOOPS[name]).name == "script used too much"


def test_a_script_that_takes_too_much_memory_is_stopped(language):
    ended = last(language, HOGS[language])
    if isinstance(ended, dict):
        assert ended["op"] == "failed" and "memory" in ended["error"].lower(), ended
    else:
        assert ended.name == "script used too much"


def test_what_v8_says_as_it_runs_out_of_memory_is_not_taken_for_the_scripts_own_words():
    async def work(host):
        script = await opened(host, required("javascript"), f"print('mine'); {HOGS['javascript']}")
        await script.receive()
        printed = script.printed()
        await script.close()
        return printed

    assert hosted(work) == ["mine"]


def test_a_script_that_prints_without_end_is_stopped_and_the_beginning_is_kept(language):
    async def work(host):
        script = await opened(host, language, PRINTS[language])
        ended = await script.receive()
        printed = script.printed()
        await script.close()
        return ended.name, len("\n".join(printed))

    name, kept = hosted(work, 60)
    assert name == "script printed too much" and 0 < kept <= output.KEPT


def test_a_request_that_is_too_large_stops_the_script(language):
    assert last(language, LONG[language]).name == "request too large"


def test_many_large_requests_stop_the_script(language):
    assert last(language, ENDLESS[language]).name == "script said too much"


def test_no_limit_is_above_what_binds_the_platform_itself(monkeypatch):
    monkeypatch.setattr(languages.resource, "getrlimit", lambda which: (7, 7))
    assert set(languages.LANGUAGES["python"].limits().values()) == {0, 7}
