"""Scripts of Tropo's own time: Python 2, tabs, print statements; they run, and the log says how they were helped."""

import pytest

from tests.hosting import PHONE, error, logged, play, received, rules

HELPED = {
    "print statements": ("print 'one', 2\nprint\nprint 'three',\nprint ''\nlog('x')", ["x"]),
    "print to a file": ("import sys\nprint >> sys.stderr, 'one'\nlog('x')", ["x"]),
    "except with a comma": ("try:\n    1 / 0\nexcept ZeroDivisionError, e:\n    log(str(e))", ["division by zero"]),
    "raise with a comma": ("try:\n    raise ValueError, 'odd'\nexcept ValueError as e:\n    log(str(e))", ["odd"]),
    "has_key": ("d = {'a': 1}\nif d.has_key('a'): log('yes')", ["yes"]),
    "lists of keys": ("d = {'a': 1}\nlog(d.keys()[0])\nprint d", ["a"]),
    "pairs of a dictionary": ("for key, value in {'a': 1}.iteritems(): log(key + str(value))", ["a1"]),
    "xrange": ("for n in xrange(2): log(n)", ["0", "1"]),
    "unicode": ("log(unicode(u'caf\\u00e9') + u'!')", ["café!"]),
    "backquotes": ("log(`1 + 1`)", ["2"]),
    "unequal": ("log('x' if 1 <> 2 else 'y')", ["x"]),
    "octal and long": ("log(0777 + 1L)", ["512"]),
    "exec": ("exec 'x = 5'\nlog(x)", ["5"]),
    "reduce": ("log(reduce(lambda a, b: a + b, [1, 2, 3]))", ["6"]),
    "map gives a list": ("print 1\nlog(len(map(str, [1, 2])))", ["2"]),
    "tuples as parameters": ("def f((a, b)):\n    return a + b\nlog(f((1, 2)))", ["3"]),
    "StringIO": ("import StringIO\nlog(StringIO.StringIO('text').read())", ["text"]),
    "urlencode": ("import urllib\nlog(urllib.urlencode({'q': 'a b'}))", ["q=a+b"]),
    "quote by its name": ("from urllib import quote\nlog(quote('a b'))", ["a%20b"]),
    "urlparse": ("import urlparse\nlog(urlparse.urlparse('http://a.example/b').path)", ["/b"]),
    "Windows line ends": ("print 'one'\r\nlog('x')\r\n", ["x"]),
    "a call within print": (f"print call('{PHONE}').name\nlog('x')", ["x"]),
}


@pytest.mark.parametrize("idiom", HELPED)
def test_a_script_in_python_2_runs_and_the_log_says_how(lab, idiom):
    script, lines = HELPED[idiom]
    trace = play(lab, script)
    assert trace.outcome.ok, trace.outcome
    assert logged(trace) == lines and rules(trace)[0] == "python-2"


MIXED = """
def greet(name):
\tif name:
\t    return "hello " + name
        return "nobody"
log(greet("you"))
"""


def test_tabs_reach_to_the_next_eighth_column(lab):
    trace = play(lab, MIXED)
    assert logged(trace) == ["hello you"] and rules(trace)[0] == "tabs-expanded"


def test_tabs_within_long_texts_stay(lab):
    trace = play(lab, MIXED + 'log("""a\n\tb""")')
    assert logged(trace)[1] == "a\n\tb"


def test_a_whole_catcher_of_the_time_sends_its_text(lab):
    script = """
import urllib2, urllib

class Menu:
\tdef __init__(self, items):
\t\tself.items = items
\tdef text(self):
\t\treturn ", ".join(["%s %s" % (k, v) for k, v in sorted(self.items.items())])

try:
        menu = Menu({u"tea": 1, u"coffee": 2})
\tprint "menu:", menu.text()
        event = call("+" + numbertodial, {"network": "SMS", "onAnswer": lambda e: log("answered")})
        if event.name == 'answer':
\t\tsay("%s: %s" % (msg, urllib.quote(menu.text())))
except Exception, e:
        log("failed: " + str(e))
"""
    trace = play(lab, script, msg="menu")
    assert received(lab) == ["menu: coffee%202%2C%20tea%201"] and logged(trace) == ["answered"]
    assert rules(trace) == ["tabs-expanded", "python-2"]


def test_urllib2_sends_and_gives_text(lab):
    script = f"""
import urllib, urllib2
url = "http://{lab.address}/lab/health"
answer = urllib2.urlopen(url)
log(answer.read()[:9] + str(answer.getcode()))
request = urllib2.Request(url, urllib.urlencode({{'a': 'b'}}))
log(request.get_method() + request.get_data())
try:
    urllib2.urlopen(request)
except urllib2.HTTPError, e:
    log(e.code)
opener = urllib2.build_opener(urllib2.HTTPCookieProcessor())
log("".join(opener.open(url))[:9])
urllib2.install_opener(opener)
log(urllib.urlopen(url).readline()[:9])
"""
    trace = play(lab, script)
    assert trace.outcome.ok, trace.outcome
    health = logged(trace)
    assert health[0].endswith("200") and health[1] == "POSTa=b" and health[2].startswith("4")
    assert health[3] == health[4] == health[0][:9]


LINES = {
    "a name that is missing": ("print 'a'\n\nnothing", "Line 3: NameError"),
    "after lines that were put in": ("x = reduce(max, [1])\nprint x\nnothing", "Line 3: NameError"),
    "in a function": ("def f():\n\tprint 'x'\n\treturn 1 / 0\nf()", "Line 3: ZeroDivisionError"),
    "of a call": ("print 'x'\nsay('hi')", "Line 2: AttributeError: say has nobody"),
}


@pytest.mark.parametrize("where", LINES)
def test_errors_have_the_scripts_own_lines_after_it_was_converted(lab, where):
    script, sentence = LINES[where]
    assert play(lab, script).outcome.sentence.startswith(sentence)


BROKEN = {
    "Python 3 with an error": ("if True\n    print('x')", "Line 1: SyntaxError: expected ':'"),
    "an error before print": ("if True\n    print 'x'", "Line 1: SyntaxError: expected ':'"),
    "an error after print": (
        "print 'x'\nif True\n    pass",
        "Line 2: SyntaxError: invalid syntax, in Python 2 likewise",
    ),
    "no end": ("print 'x'\nlog(", "Line 2: SyntaxError"),
    "odd indentation": ("print 'x'\n  log('x')", "Line 2: "),
    "nothing but brackets": ("(" * 5000, "SyntaxError"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_script_that_is_neither_says_where(lab, how):
    script, sentence = BROKEN[how]
    trace = play(lab, script)
    assert trace.outcome.name == "script does not compile" and sentence in trace.outcome.sentence, trace.outcome


def test_a_broken_print_is_helped_with_a_hint(lab):
    assert "Python 2" in error(play(lab, "print 'x' 'y' if")).fix


NEW = {
    "a name of its own": ("unicode = str\nlog(unicode('x'))", ["x"]),
    "a function of its own": ("def reduce(x): return x\nlog(reduce('x'))", ["x"]),
    "an import that replaces it": ("from functools import reduce\nlog(reduce(max, [1, 2]))", ["2"]),
    "both Pythons": ("try:\n    import urllib2\nexcept ImportError:\n    log('three')", ["three"]),
    "a parameter": ("log(long)", ["way"]),
    "a module of Python 3": ("import urllib.parse\nlog(urllib.parse.urlencode({'q': 1}))", ["q=1"]),
    "words in a text": ("log('xrange and has_key')", ["xrange and has_key"]),
    "print as a function": ("print('a', 'b', sep='-')\nlog('x')", ["x"]),
}


@pytest.mark.parametrize("how", NEW)
def test_a_script_in_python_3_is_left_as_it_is(lab, how):
    script, lines = NEW[how]
    trace = play(lab, script, long="way")
    assert logged(trace) == lines and "python-2" not in rules(trace), trace.log


def test_java_is_not_within_reach_and_the_fix_says_so(lab):
    assert "Classes of Java" in error(play(lab, "from java.net import URL")).fix


def test_nothing_of_the_conversion_is_left_in_the_scratch_folder(lab):
    assert logged(play(lab, "import os\nprint 'x'\nlog(os.listdir('.'))")) == ["[]"]
