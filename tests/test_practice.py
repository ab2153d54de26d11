"""What a lesson calls: check, hint and solution, and what a check works with."""

import sys
from types import SimpleNamespace

import pytest

from tropo_lab import check, hint, solution
from tropo_lab.errors import NotFound
from tropo_lab.practice import records
from tropo_lab.practice.arrivals import expect_text
from tropo_lab.practice.checking import Wrong, expect, expect_a, fail, findings, shown
from tropo_lab.practice.checks import verdict
from tropo_lab.practice.faces import prose
from tropo_lab.practice.given import Given
from tropo_lab.practice.limits import caught_printing
from tropo_lab.practice.stubs import left_as_it_was
from tropo_lab.practice.task_book import Task, task_of

ID = "00-own-words"
RIGHT = {"to": "+14075550134", "msg": "Two apps, one text.", "send": "text"}
LAUNCH = {"action": "create", "token": "T", "numbertodial": "14075550112", "msg": "hi"}


@pytest.fixture(autouse=True)
def fresh(tmp_path, monkeypatch):
    monkeypatch.setenv("TROPO_LAB_PROGRESS", str(tmp_path / "progress.json"))


@pytest.fixture
def given_of():
    """What a check gets, of a task that wants `x`, when the notebook has these names."""
    made = []

    def given(stub="", **namespace):
        made.append(Given(Task("99-x", "", "answer", ("x",), (), "", stub, (), (), "", None), namespace))
        return made[-1]

    yield given
    for one in made:
        one.close()


# check, hint, solution


def test_check_reads_the_names_of_its_caller(capsys):
    namespace = {"check": check, "my_form": RIGHT}
    exec(f"check({ID!r})", namespace)
    del namespace["my_form"]
    exec(f"check({ID!r})", namespace)
    done, missing = capsys.readouterr().out.splitlines()
    assert done.startswith("Done: ") and missing.startswith("Not yet: There is no `my_form` yet")


def test_in_a_notebook_check_reads_the_names_of_the_notebook(capsys, monkeypatch):
    shell = SimpleNamespace(user_ns={"my_form": RIGHT})
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    check(ID)
    assert capsys.readouterr().out.startswith("Done: ")


def test_a_check_says_the_same_each_time_and_is_noted(capsys):
    for _ in range(3):
        exec(f"check({ID!r})", {"check": check, "my_form": {**RIGHT, "to": "+14075550112"}})
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 3 and len(set(said)) == 1 and said[0].startswith("Not yet: ")
    assert records.read()[0]["tasks"][ID]["tries"] == 3


@pytest.mark.parametrize("name", ["lab", "print", "given", "expect", "Lab", "str", "len"])
def test_names_that_the_learner_replaces_or_deletes_change_nothing(name):
    assert verdict(task_of(ID), {"my_form": RIGHT, name: None}).done


def test_hints_come_one_by_one_and_then_point_at_the_solution():
    said = [str(hint(ID)) for _ in range(5)]
    assert [one.partition(":")[0] for one in said[:3]] == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3"]
    assert said[3] == said[4] == f'That was the last hint. There is a solution, too: `solution("{ID}")`.'
    assert records.read()[0]["tasks"][ID]["hints"] == 3


def test_the_solution_comes_with_its_reason():
    task, said = task_of(ID), str(solution(ID))
    assert task.solutions[0] in said and task.explanation in said
    assert records.read()[0]["tasks"][ID]["solution"] is True


@pytest.mark.parametrize("call", [check, hint, solution])
def test_an_unknown_id_is_one_sentence_with_the_nearest(call):
    with pytest.raises(NotFound, match=r"There is no task '01-byget'; did you mean '01-by-get'\?"):
        call("01-byget")


@pytest.mark.parametrize("id", [None, 1, ["00"], "../../etc", ""])
def test_an_id_of_any_kind_is_told_in_a_sentence(id):
    with pytest.raises(NotFound, match="There is no task"):
        task_of(id)


# checking


@pytest.mark.parametrize(
    ("got", "wanted", "said"),
    [
        ("cafe", "café", "It: expected 'café', got 'cafe'. Because."),
        ("a\u202eb\x00", "ab", "It: expected 'ab', got 'a\\u202eb\\x00'. Because."),
        (3, "3", "It: expected '3', got 3. Because."),
        ({"b": 1, "a": 2}, {}, "It: expected {}, got {'b': 1, 'a': 2}. Because."),
        (object(), None, "It: expected None, got <object object>. Because."),
    ],
)
def test_expect_says_both_sides(got, wanted, said):
    with pytest.raises(Wrong) as wrong:
        expect("It", got, wanted, "Because.")
    assert str(wrong.value) == said


def test_expect_lets_equals_pass():
    assert expect("It", [1, {"a": "b"}], [1, {"a": "b"}]) is None


def test_a_wrong_kind_is_told_with_the_value():
    with pytest.raises(Wrong, match=r"`x`: expected a dict, got 'text' \(a text\). Keep the brackets."):
        expect_a("`x`", "text", dict, "Keep the brackets.")


@pytest.mark.parametrize("value", ["x" * 10**6, ["x"] * 10**6, {n: n for n in range(10**4)}, [[[[[[1]]]]]], 10**4000])
def test_a_value_of_any_size_is_shown_short(value):
    assert len(shown(value)) <= 160


def test_a_value_within_itself_is_shown():
    value = []
    value.append(value)
    assert len(shown(value)) <= 160


def test_fail_is_wrong_with_that_sentence():
    with pytest.raises(Wrong, match=r"^No\.$"):
        fail("No.")


def test_the_first_finding_is_a_sentence_with_its_hop(given_of):
    lab = given_of().lab()
    lab.app("a", messaging=given_of().serve(lab, lambda: "nonsense"), messaging_token="T")
    lab.http.get("http://api.tropo.com/1.0/sessions", params=LAUNCH)
    assert findings(lab.trace()).startswith("Hop 4: ")


def test_a_sound_trace_has_no_finding(given_of):
    lab = given_of().lab()
    lab.app("a", messaging=given_of().serve(lab, catch), messaging_token="T")
    lab.http.get("http://api.tropo.com/1.0/sessions", params=LAUNCH)
    assert findings(lab.trace()) == "" and lab.phone("+14075550112").texts


def test_a_text_that_comes_twice_is_told(given_of):
    given = given_of()
    lab = given.lab()
    url = given.serve(lab, lambda sent: {"tropo": catch(sent)["tropo"] * 2})
    lab.app("a", messaging=url, messaging_token="T")
    lab.http.get("http://api.tropo.com/1.0/sessions", params=LAUNCH)
    with pytest.raises(Wrong, match=r"^The text came 2 times\. Once is enough\.$"):
        expect_text(lab.trace(), "+14075550112", "hi")


def test_html_in_the_prose_of_a_task_is_shown_and_not_obeyed():
    assert prose("<b>loud</b> *so*") == "<p>&lt;b&gt;loud&lt;/b&gt; <em>so</em></p>\n"


# stubs


@pytest.mark.parametrize(
    ("stub", "state"),
    [
        ("x = None", "empty"),
        ("x = ...", "empty"),
        ("x = ''", "empty"),
        ("x = {'to': '', 'send': 'text'}", "empty"),
        ("x = []", "empty"),
        ("def x(a):\n    pass", "empty"),
        ("def x(a):\n    '''Says what.'''\n    ...", "empty"),
        ("x = 'call()'", "as it was at first"),
        ("def x(a):\n    return a.upper()", "as it was at first"),
        ("x = {'to': '4', 'send': 'text'}", "as it was at first"),
    ],
)
def test_what_is_left_as_it_was_is_told(given_of, stub, state):
    namespace = {}
    exec(stub, namespace)
    with pytest.raises(Wrong, match=f"`x` is still {state}: change its cell, and run it."):
        given_of(stub, x=namespace["x"]).x  # noqa: B018
    assert left_as_it_was(stub, "x", [1]) == ""


@pytest.mark.parametrize("code", ["def x(a=1):\n    return a + 2", "def x(a=2):\n    return a + 1"])
def test_a_function_that_was_changed_in_a_constant_or_a_default_is_no_stub(code):
    changed = {}
    exec(code, changed)
    assert left_as_it_was("def x(a=1):\n    return a + 1", "x", changed["x"]) == ""


def test_a_stub_that_needs_other_cells_is_not_compared():
    assert left_as_it_was("x = lab.app('a')", "x", None) == ""


# given


def catch(document):
    session = document["session"]["parameters"]
    message = {"to": f"+{session['numbertodial']}", "say": {"value": session["msg"]}, "network": "SMS"}
    return {"tropo": [{"message": message}]}


def test_what_the_learners_function_prints_is_kept_from_the_cell(given_of, capsys):
    given = given_of()
    with caught_printing():
        assert given.call(lambda: print("aside") or 3) == 3
        assert given.printed == "aside\n"
    assert given.printed == "" and capsys.readouterr().out == ""


def test_what_is_no_function_is_told(given_of):
    with pytest.raises(Wrong, match="Expected a function, got 'text'"):
        given_of().call("text")


def test_a_function_with_other_parameters_is_told(given_of):
    with pytest.raises(Wrong, match=r"Your function `catch` raised TypeError: .* argument"):
        given_of().call(catch)


def launch(given, handler, **options):
    lab = given.lab(**options)
    lab.app("a", messaging=given.serve(lab, handler), messaging_token="T")
    lab.http.get("http://api.tropo.com/1.0/sessions", params=LAUNCH)
    lab.trace()
    return [text.text for text in lab.phone("+14075550112").texts]


@pytest.mark.parametrize("sockets", [True, False])
def test_a_function_is_served_as_a_catcher(given_of, sockets):
    assert launch(given_of(), catch, sockets=sockets) == ["hi"]


def test_a_function_without_parameters_reads_flasks_request(given_of):
    from flask import request

    assert launch(given_of(), lambda: catch(request.get_json())) == ["hi"]


def test_a_wsgi_app_is_served_as_it_is(given_of):
    from flask import Flask, request

    app = Flask("learner")
    app.post("/")(lambda: catch(request.get_json()))
    assert launch(given_of(), app) == ["hi"]


def test_functions_are_served_under_their_paths(given_of):
    heard = []
    paths = {
        "/": lambda sent: {
            **catch(sent),
            "tropo": [*catch(sent)["tropo"], {"on": {"event": "continue", "next": "/end"}}],
        }
    }
    paths["/end"] = lambda sent: heard.append(list(sent)) or {"tropo": []}
    assert launch(given_of(), paths) == ["hi"] and heard == [["result"]]


@pytest.mark.parametrize("sockets", [True, False])
@pytest.mark.parametrize(
    ("handler", "said"),
    [
        (lambda sent: sent["msg"], "Your function `<lambda>` raised KeyError: 'msg' in its line 1."),
        (lambda sent: None, "Your function `<lambda>` returns nothing: end it with `return` and a document."),
        (lambda sent: 3, "What your function `<lambda>` returns is no reply (TypeError: "),
        ("no function", "Expected a function, got 'no function': write it with `def`."),
    ],
)
def test_what_goes_wrong_in_a_served_function_is_kept(given_of, sockets, handler, said):
    given = given_of()
    assert launch(given, handler, sockets=sockets) == []
    assert [str(one).startswith(said) for one in given.troubles] == [True]


def test_what_flask_raises_to_answer_is_an_answer(given_of):
    from flask import abort

    given = given_of()
    assert launch(given, lambda sent: abort(404)) == [] and given.troubles == []


def test_the_labs_of_a_check_are_closed_with_it(given_of):
    given = given_of()
    labs = [given.lab(), given.lab(sockets=True)]
    given.close()
    assert [repr(lab) for lab in labs] == ["Lab (closed)"] * 2


def test_a_check_that_stumbles_over_an_answer_says_so_in_a_sentence(tmp_path):
    path = tmp_path / "check.py"
    path.write_text("def check(given):\n    return given.x['to'].upper()")
    task = Task("99-x", "", "answer", ("x",), (), "", "", (), (), "", path)
    said = verdict(task, {"x": {}}).sentence
    assert said == "The check cannot read `x` (KeyError: 'to'): compare it with what the task asks for."


def test_a_catcher_that_failed_comes_before_what_it_led_to(tmp_path):
    path = tmp_path / "check.py"
    path.write_text(
        "from tropo_lab.practice.checking import fail\n\n\ndef check(given):\n    lab = given.lab()\n"
        "    lab.http.post(given.serve(lab, given.x), json={})\n    fail('No text came.')"
    )
    task = Task("99-x", "", "answer", ("x",), (), "", "", (), (), "", path)
    assert verdict(task, {"x": catch}).sentence == "Your function `catch` raised KeyError: 'session' in its line 2."
    assert verdict(task, {"x": lambda: "{}"}).sentence == "No text came."
