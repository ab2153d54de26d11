"""Ways to hide a secret in a trace, and a reader that finds it again however it is encoded.

The reader shares no code with the masking that it judges.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from html import unescape
from urllib.parse import quote, quote_plus, unquote

from hypothesis import strategies as st

from tests.traces import FORM, message, trace
from tropo_lab.trace import LogLine, Outcome, Trace

HEX, WORD = "0123456789abcdef", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
ENCODINGS = {
    "as it is": str,
    "percent": lambda text: quote(text, safe=""),
    "every letter percent": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "percent twice": lambda text: quote(quote(text, safe=""), safe=""),
    "form": quote_plus,
    "JSON": lambda text: json.dumps(text)[1:-1],
    "every letter JSON": lambda text: "".join(
        f"\\u{unit}" for unit in re.findall("....", text.encode("utf-16-be").hex())
    ),
    "JSON in JSON": lambda text: json.dumps(json.dumps(text))[3:-3],
    "XML": lambda text: "".join(f"&#{ord(char)};" for char in text),
    "XML in hexadecimal": lambda text: "".join(f"&#x{ord(char):X};" for char in text),
    "XML in a query": lambda text: quote("".join(f"&#{ord(char)};" for char in text), safe=""),
    "base64": lambda text: b64encode(f"to: {text} ".encode()).decode(),
    "base64 in a query": lambda text: quote(b64encode(f'{{"v":"{text}"}}'.encode()).decode(), safe=""),
    "base64 twice": lambda text: b64encode(b64encode(f"to: {text} ".encode())).decode(),
    "wide digits": lambda text: text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}),
}


def tokens() -> st.SearchStrategy[str]:
    """Tokens as Tropo made them, and as others do."""
    letters = st.sampled_from((HEX, WORD, f"{WORD}-_", f"{WORD}+/="))
    return st.tuples(letters, st.integers(20, 90)).flatmap(
        lambda pick: st.text(pick[0], min_size=pick[1], max_size=pick[1])
    )


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """The digits of a number outside the reserved range, with its country code."""
    if draw(st.booleans()):
        digits = "1" + draw(st.from_regex("[2-9][0-9]{2}[2-9][0-9]{6}", fullmatch=True))
        return digits if digits[4:9] != "55501" else "13905557890"
    return draw(st.sampled_from(("44", "49", "33", "61", "91"))) + draw(
        st.from_regex("[1-9][0-9]{8,10}", fullmatch=True)
    )


@st.composite
def spelled(draw: st.DrawFn, digits: str) -> str:
    """The number as somebody could write it."""
    ways = ["+{0}", "{0}", "tel:+{0}", "00{0}", "+{1} {2} {3}", "sip:{0}@192.0.2.10"]
    if digits.startswith("1"):
        ways += ["({4}) {5}-{6}", "{4}-{5}-{6}", "{4}.{5}.{6}", "1 {4} {5} {6}", "1-{4}-{5}-{6}", "+1 ({4}) {5} {6}"]
        ways += ["{4}{5}{6}", "{4}/{5}-{6}", "+1.{4}.{5}.{6}"]
    way = draw(st.sampled_from(ways))
    return way.format(digits, digits[:2], digits[2:6], digits[6:], digits[1:4], digits[4:7], digits[7:])


@st.composite
def leaky(draw: st.DrawFn) -> tuple[Trace, list[str], list[str]]:
    """A trace, with the tokens and the numbers that are hidden in it."""
    token, other = draw(tokens()), draw(tokens())
    digits = draw(st.lists(numbers(), min_size=1, max_size=3, unique=True))

    def hidden() -> str:
        """Words with a number in them, and sometimes a token."""
        number = draw(spelled(draw(st.sampled_from(digits))))
        said = ENCODINGS[draw(st.sampled_from(list(ENCODINGS)))](number)
        more = ENCODINGS[draw(st.sampled_from(list(ENCODINGS)))](token) if draw(st.booleans()) else ""
        return f"{draw(st.sampled_from(('call ', '', 'to=', 'é ')))}{said} {more}".strip()

    query = f"action=create&token={quote_plus(token)}&to={quote_plus(hidden())}&msg={quote(hidden())}"
    fields = {"token": token, "to": hidden(), "nested": {"password": other, "note": hidden()}}
    xml = f'<session><token>{token}</token><var name="to" value="{quote(hidden())}"/></session>'
    heads = (
        f"Authorization: Bearer {other}\r\nCookie: sid={other}; a=b\r\nX-Note: {hidden()}\r\nHost: u:{other}@x.example"
    )
    url = f"http://someone:{quote(other, safe='')}@catcher.example/?q={quote(hidden())}"
    hops = (
        (
            1,
            "browser",
            "launcher",
            "click",
            hidden(),
            message("POST /send HTTP/1.1", f"token={quote_plus(token)}&{query}", FORM),
        ),
        (
            2,
            "launcher",
            "tropo",
            "launch",
            f"GET /?{query}"[:99] + "…",
            f"GET /1.0/sessions?{query} HTTP/1.1\r\n{heads}\r\n\r\n".encode(),
        ),
        (3, "tropo", "launcher", "launch-reply", hidden(), message("HTTP/1.1 200 OK", xml, "text/xml")),
        (4, "tropo", "catcher", "session", url, message("POST /?x HTTP/1.1", {"session": {"parameters": fields}})),
        (
            5,
            "catcher",
            "tropo",
            "document",
            hidden(),
            message("HTTP/1.1 200 OK", json.dumps(fields, ensure_ascii=False)),
        ),
        (
            6,
            "tropo",
            "phone",
            "text",
            hidden(),
            f"SMS\r\nFrom: +{digits[0]}\r\nTo: +{digits[-1]}\r\n\r\n{hidden()}".encode(),
        ),
        (
            7,
            "catcher",
            "tropo",
            "document",
            "page",
            message("HTTP/1.1 500 Oops", f"<script>token = '{token}' // {hidden()}", "text/html"),
        ),
    )
    log = (LogLine(1, 1, "warning", f"to is {hidden()}", "a-rule", f"Post to {url}."),)
    made = trace("webapi", *hops, outcome=Outcome("failed", "platform → catcher", hidden()), app=hidden())
    return made._replace(log=log), [token, other], digits


def readings(text: str) -> set[str]:
    """The text, and everything that it says once it is decoded in some way, and then in some way again."""
    seen, fresh = set(), {text}
    for _ in range(4):
        seen |= fresh
        fresh = {way(one) for one in fresh for way in _WAYS} - seen
    return seen | fresh


def _base64(text: str) -> str:
    out = []
    for blob in re.findall(r"[A-Za-z0-9+/]{12,}={0,2}", text):
        letters = blob.rstrip("=")
        letters = letters[: -1 if len(letters) % 4 == 1 else None]
        out.append(b64decode(letters + "=" * (-len(letters) % 4)).decode(errors="replace"))
    return "\n".join(out)


def _json(text: str) -> str:
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return text.replace('\\"', '"').replace("\\/", "/").replace("\\\\", "\\")


_WAYS = (unquote, unescape, _json, _base64)


def leaked(text: str, tokens: list[str], numbers: list[str]) -> list[str]:
    """The tokens and numbers that can be found in the text."""
    found = set()
    for reading in readings(text):
        found |= {token for token in tokens if token in reading or token in reading.replace(" ", "+")}
        digits = re.sub(r"[^0-9A-Za-z]+", "", "".join(_ascii(char) for char in reading))
        found |= {number for number in numbers if (number[1:] if number.startswith("1") else number) in digits}
    return sorted(found)


def _ascii(char: str) -> str:
    return str(int(char)) if char.isdecimal() else char
