"""What goes wrong in a hosted JavaScript, and how it is told: with the script's own lines."""

import pytest

from tests.fake_platform import GONE, QUIET, FakePlatform


def play(script, parameters=None, **replies):
    return FakePlatform("javascript").play(script, parameters, **replies)


def logged(script, **replies):
    played = play(script, **replies)
    assert played.last == {"op": "end"} and played.status == 0, played
    return played.logged


@pytest.mark.parametrize("kind, caught", [("no-call", "TypeError"), ("error", "Error"), ("call-over", "Error")])
def test_what_the_platform_refuses_is_thrown_with_its_sentence(kind, caught):
    script = "try { say('x') } catch (e) { log((e instanceof TypeError ? 'TypeError' : 'Error') + '|' + e.message) }"
    assert logged(script, say=[{"error": "Nobody is there.", "kind": kind}]) == [f"{caught}|Nobody is there."]


def test_a_refusal_that_nobody_catches_ends_the_script_on_its_line():
    over = {"error": "The call is over.", "kind": "call-over"}
    last = play("log('x');\nfunction f() {\n  say('x') }\nf()", say=[over]).last
    assert (last["stage"], last["line"], last["error"]) == ("run", 3, "The call is over.")
    last = play("say('x')", say=[{"error": "Nobody is there.", "kind": "no-call"}]).last
    assert (last["line"], last["error"]) == (1, "TypeError: Nobody is there.")


def test_an_error_within_a_loop_that_ignores_it_is_caught_as_a_text_would_be():
    assert logged("try { say('x') } catch (e) { log('said: ' + e) }", say=[{"error": "No.", "kind": "error"}]) == [
        "said: No."
    ]


# script → stage, line, error, and words of the fix
BROKEN = {
    "syntax": ("\nvar x = ;", "compile", 2, "SyntaxError: Unexpected token ';'", None),
    "end is missing": ("function f() {\n", "compile", 2, "SyntaxError: Unexpected end of input", None),
    "for each": (
        "var a;\nfor each (var x in a) {}",
        "compile",
        2,
        "SyntaxError: Unexpected identifier 'each'",
        "for (… of …)",
    ),
    "runtime": ("\n\nnull.foo", "run", 3, "TypeError: Cannot read properties of null (reading 'foo')", None),
    "deep": ("function f() {\n  g() }\nfunction g() {\n  null.x }\nf()", "run", 4, "TypeError: Cannot", None),
    "a text": ("\nthrow 'words'", "run", 2, "Uncaught words", None),
    "an object": ("\nthrow {a: 1}", "run", 2, "Uncaught Object", None),
    "endless recursion": ("\nfunction f() { f() }\nf()", "run", 2, "RangeError: Maximum call stack", None),
    "a promise": ("async function f() {\n  await null; null.x }\nf()", "run", 2, "TypeError: Cannot", None),
    "java": ("\nnew java.net.URL('http://x.example')", "run", 2, "ReferenceError: java is not defined", "Node.js"),
    "importPackage": ("importPackage(java.util)", "run", 1, "ReferenceError: importPackage", "Java classes"),
    "console": ("console.log(1)", "run", 1, "ReferenceError: console is not defined", "use log"),
    "require": ("require('fs')", "run", 1, "ReferenceError: require is not defined", "had no require"),
    "setTimeout": ("setTimeout(f, 1)", "run", 1, "ReferenceError: setTimeout", "had no setTimeout"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_script_that_breaks_says_how_with_its_own_line(name):
    script, stage, line, error, fix = BROKEN[name]
    last = play(script).last
    assert (last["op"], last["stage"], last["line"]) == ("failed", stage, line)
    assert last["error"].startswith(error) and "\n" not in last["error"]
    assert last["fix"] is None if fix is None else fix in last["fix"]


def test_a_variable_that_was_not_passed_is_named():
    assert play("log('+' + numberToDial)", parameters={"numbertodial": "1"}).last["missing"] == "numberToDial"


def test_a_script_that_bends_the_language_gets_no_further_than_its_own_harm():
    script = """
Error.stackTraceLimit = 0;
Error.prepareStackTrace = function() { throw 'bent' };
Object.prototype.extra = 'bent';
Array.prototype.find = undefined;
log('x', {});
"""
    played = play(script)
    assert (played.last["op"], played.last["line"], played.status) == ("failed", 6, 0), played


@pytest.mark.parametrize("way", ["this.constructor.constructor('return process')()", "(0, eval)('require(\"fs\")')"])
def test_the_usual_ways_to_nodejs_itself_are_closed(way):
    assert "is not defined" in play(way).last["error"]


def test_a_module_cannot_be_loaded():
    assert "TypeError" in play("import('fs').then(function(fs) { log(typeof fs.readFileSync) })").last["error"]


@pytest.mark.parametrize("script", ["say('x'); print('on')", "while (true) log('x')"])
def test_without_a_platform_it_leaves_at_once_and_quietly(script):
    played = play(script, say=[GONE], log=[QUIET, GONE])
    assert played.status == 0 and played.printed == ""
