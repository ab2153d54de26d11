"""Mistakes in the code of handlers and of hosted scripts, by rule."""

from __future__ import annotations

import re

from tests.mutations import HANDLERS, SCRIPTS, rule


def _each(pattern: str, new: str):
    """A source for each place where the pattern fits, with the new text there."""

    def make(source):
        for found in re.finditer(pattern, source):
            yield source[: found.start()] + found.expand(new) + source[found.end() :]

    return make


@rule(HANDLERS, "handler: the wrong level")
def level(source):
    for new in ('body["session"]', 'body["parameters"]', "body"):
        yield source.replace('body["session"]["parameters"]', new)


HANDLERS["handler: a name in other letters"] = _each(r'given\["numbertodial"\]', 'given["numberToDial"]')
HANDLERS["handler: a name misspelt"] = _each(r'given\["(\w+)(\w)(\w)"\]', r'given["\1\3\2"]')
HANDLERS["handler: a value that is missing, in words"] = _each(r'given\["(\w+)"\]', r'str(body.get("\1"))')
HANDLERS["handler: undefined"] = _each(r'given\["msg"\]', '"undefined"')
HANDLERS["handler: the caller of a launch"] = _each(r'given\["numbertodial"\]', 'body["session"]["from"]["id"]')
HANDLERS["handler: one action as a list"] = _each(r'body\["result"\]\["actions"\]', 'body["result"]["actions"][0]')
HANDLERS["handler: a list as one action"] = _each(r"told = told if .*", "return [{'say': {'value': told['value']}}]")
HANDLERS["handler: the wrong field"] = _each(r'\["value"\]', '["utterance"]')
HANDLERS["handler: no return"] = _each(r"return (?=\[)", "")
HANDLERS["handler: returns nothing"] = _each(r"return \[.*", "return []")
HANDLERS["handler: a prefix too many"] = _each(r'"\+" \+', '"+1" +')
HANDLERS["handler: a prefix too few"] = _each(r'"\+" \+ ', "")
HANDLERS["handler: an error"] = _each(r"return (?=\[)", "return 1 / 0 or ")
HANDLERS["handler: the actions of a session"] = _each(r'body\["session"\]\["parameters"\]', 'body["result"]["actions"]')


@rule(SCRIPTS, "script: a variable misspelt")
def variable(source):
    yield from _each(r"(?<![\w\"'$])(numbertodia|ms)[lg](?![\w\"'])", r"\1x")(source)


SCRIPTS["script: a variable in other letters"] = _each(r"\bnumbertodial\b", "numberToDial")
SCRIPTS["script: a function misspelt"] = _each(r"\b(call|say|ask|message|transfer|record)\(", r"\1s(")
SCRIPTS["script: a function in other letters"] = _each(r"\b(c)all\(|\b(s)ay\(|\b(m)essage\(", "XCall(")
SCRIPTS["script: no call"] = _each(r"(?m)^call\(.*\n(?=say|ask)", "")
SCRIPTS["script: no network"] = _each(r',? *\{?"network": "SMS"(?=\})|, network: "SMS"', "")
SCRIPTS["script: an option misspelt"] = _each(r'"network"', '"netwrok"')
SCRIPTS["script: a bracket is left out"] = _each(r"\)$|\)(?=\n)", "")
SCRIPTS["script: an open text"] = _each(r'(?<=\w)"(?=[,)])', "")
SCRIPTS["script: indented"] = _each(r"(?m)^(?=(?:say|message|call)\()", "   ")
SCRIPTS["script: typographic quotes"] = _each(r'"(\w+)"', "“\\1”")
SCRIPTS["script: no plus"] = _each(r'"\+" [+.] ', "")
SCRIPTS["script: no country code"] = _each(r'"\+" \+ numbertodial', '"+" + numbertodial[1:]')
SCRIPTS["script: the caller of a launch"] = _each(r'"\+" \+ numbertodial', "currentCall.callerID")
SCRIPTS["script: no number"] = _each(r', \{"to": "\+" \+ numbertodial, "network": "SMS"\}', "")


@rule(SCRIPTS, "script: a document in its place")
def document(source):
    yield '{"tropo": [{"say": {"value": "hi"}}]}'


@rule(SCRIPTS, "script: a page in its place")
def page(source):
    yield "<!doctype html><title>Sign in</title><h1>Sign in</h1>"


@rule(SCRIPTS, "script: nothing in its place")
def nothing(source):
    yield "\n"


@rule(SCRIPTS, "script: another language")
def language(source):
    yield f"<?php\n{source.replace('msg', '$msg').replace('numbertodial', '$numbertodial')};\n?>"
    yield source.replace("{", "array(").replace("}", ")").replace(": ", " => ")


# the names of these rules
NAMES = (*HANDLERS, *SCRIPTS)
