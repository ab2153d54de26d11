"""Hosted scripts mended: small changes of text, in the spelling of the script's own language."""

from __future__ import annotations

import re

from tropo_lab.platform.applications import MESSAGING
from tropo_lab.support.desk.roles import roles
from tropo_lab.support.desk.story import Story
from tropo_lab.support.finding import Finding

# a key of an options object, such as `"to":`, `'to' =>`, `to:` or `:to =>`
_TO = re.compile(r"""(?P<open>["']?:?)\bto\b(?P<close>["']?)(?P<sign>\s*(?:=>|:)\s*)""")
_CALL = re.compile(r"""\bcall\s*\(\s*(?P<to>[^(),{}\[\]]*(?:\([^()]*\)[^(),{}\[\]]*)*)\)""")
_CALL_OF_RUBY = re.compile(r"(?m)^\s*call[ \t]+[^(\s][^,\n]*$")
_TEN = re.compile(r"""(["'])\+?([2-9][0-9]{2}[2-9][0-9]{6})\1""")
_OBJECT = {"python": '{"network": "SMS"}', "javascript": '{network: "SMS"}', "php": 'array("network" => "SMS")',
           "ruby": '{:network => "SMS"}', "groovy": '[network: "SMS"]'}  # fmt: skip
# how a plus is put before a variable
_PLUS = {language: '"+" + ' for language in _OBJECT} | {"php": '"+" . '}
_READ, _SPELLED, _LINE = re.compile(r"reads '(\w+)'"), re.compile(r"`(\w+)`"), re.compile(r"Line (\d+):")


def texted(story: Story, finding: Finding) -> Story | None:
    """The script with network SMS where it calls or sends a message."""
    if story.script is None or re.search(r"\bnetwork\b", story.script.text, re.IGNORECASE):
        return None
    value = "'SMS'" if "'" in story.script.text and '"' not in story.script.text else '"SMS"'

    def before(found: re.Match) -> str:
        return f"{found['open']}network{found['close']}{found['sign']}{value}, {found[0]}"

    text = _TO.sub(before, story.script.text)
    if text == story.script.text:
        options = _OBJECT[story.script.language]
        text = _CALL.sub(lambda found: f"call({found['to'].strip()}, {options})", text)
        if story.script.language == "ruby":
            text = _CALL_OF_RUBY.sub(lambda found: f"{found[0].rstrip()}, {options}", text)
    return _with(story, text)


def country_code_added(story: Story, finding: Finding) -> Story | None:
    """The script with + and the country code before numbers of ten digits."""
    if story.script is None:
        return None
    return _with(story, _TEN.sub(r"\1+1\2\1", story.script.text))


def respelt(story: Story, finding: Finding) -> Story | None:
    """The script with a name spelled as the launch spells it."""
    read, right = _READ.search(finding.found), _SPELLED.search(finding.fix)
    if story.script is None or not read or not right:
        return None
    return _with(story, re.sub(rf"\b{re.escape(read[1])}\b", right[1], story.script.text))


def called_first(story: Story, finding: Finding) -> Story | None:
    """The script with a call above the line that speaks to nobody."""
    line = _LINE.match(finding.found)
    if story.script is None or not line:
        return None
    text, language = story.script
    options = f", {_OBJECT[language]}" if story.wanted != "call" and story.channel == MESSAGING else ""
    name = roles(story.passed)[0]
    if name and re.fullmatch(r"[A-Za-z_]\w*", name):
        plus = "" if story.passed[name].startswith("+") else _PLUS[language]
        number = f"{plus}{'$' if language == 'php' else ''}{name}"
    else:
        number = f'"{story.phone}"'
    lines = text.splitlines(keepends=True)
    at = min(int(line[1]), len(lines)) - 1
    margin = re.match(r"[ \t]*", lines[at])[0]
    end = ";" if lines[at].rstrip().endswith(";") else ""
    lines.insert(at, f"{margin}call({number}{options}){end}\n")
    return _with(story, "".join(lines))


def _with(story: Story, text: str) -> Story | None:
    return None if text == story.script.text else story._replace(script=story.script._replace(text=text))
