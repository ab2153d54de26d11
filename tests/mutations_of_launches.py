"""Mistakes in launches and in the addresses of apps, by rule."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote_plus, urlencode

from tests.exchanges import TOKENS
from tests.mutations import ADDRESSES, LAUNCHES, rule
from tropo_lab.platform.messages import Request

FORM, JSON, XML = "application/x-www-form-urlencoded", "application/json", "text/xml"


def _encoded(request: Request) -> list[str]:
    """The pairs of a query or form; none where the values stand in JSON or XML."""
    place = request.query if "=" in request.query else request.body.decode()
    return place.split("&") if "=" in place and place[:1] not in "{<" else []


def _with(request: Request, pairs: list[str]) -> Request:
    if "=" in request.query:
        return request._replace(target=f"{request.path}?{'&'.join(pairs)}")
    return request._replace(body="&".join(pairs).encode())


def _values(request: Request) -> list[tuple[str, str]]:
    """Names and plain values, in whatever format; none of XML."""
    if request.body[:1] == b"{":
        return list(json.loads(request.body).items())
    return [tuple(map(unquote_plus, pair.partition("=")[::2])) for pair in _encoded(request)]


def _sent(request: Request, values: list[tuple[str, str]]) -> Request:
    """The same request with these names and values, encoded as they should be."""
    if request.body[:1] == b"{":
        return request._replace(body=json.dumps(dict(values)).encode())
    return _with(request, urlencode(values).split("&"))


def _each(request: Request, change: Callable[[str, str], tuple | None], own: bool = False) -> Iterator[Request]:
    """A request for each name and value that `change` makes into others; with `own` Tropo's own names, too."""
    values = _values(request)
    for at, (name, value) in enumerate(values):
        new = change(name, value) if own or name not in ("action", "token") else (name, value)
        if new != (name, value):
            yield _sent(request, [*values[:at], *([new] if new else []), *values[at + 1 :]])


def _labelled(request: Request, label: str) -> Request:
    headers = tuple((name, value) for name, value in request.headers if name != "Content-Type")
    return request._replace(headers=(*headers, ("Content-Type", label)))


@rule(LAUNCHES, "launch: a key is left out")
def dropped(request):
    yield from _each(request, lambda name, value: None, own=True)
    for part in re.findall(rb"<token>.*?</token>|<var .*?/>", request.body):
        yield request._replace(body=request.body.replace(part, b""))


@rule(LAUNCHES, "launch: a name in other letters")
def other_case(request):
    cases = {"numbertodial": "numberToDial", "numberToDial": "numbertodial"}
    yield from _each(request, lambda name, value: (cases.get(name, name.capitalize()), value), own=True)


@rule(LAUNCHES, "launch: a name misspelt")
def misspelt(request):
    yield from _each(request, lambda name, value: (name[:-2] + name[-2:][::-1], value), own=True)


@rule(LAUNCHES, "launch: another token")
def another_token(request):
    text = request.target + request.body.decode()
    (token,) = [one for one in TOKENS.values() if one in text]
    others = [
        token[:-1],
        token[1:],
        "YOUR_TOKEN_HERE",
        f"{token[:40]}...",
        next(one for one in TOKENS.values() if one != token),
    ]
    for new in others:
        yield request._replace(
            target=request.target.replace(token, new), body=request.body.replace(token.encode(), new.encode())
        )


@rule(LAUNCHES, "launch: the token of the other side")
def swapped(request):
    yield list(another_token(request))[-1]


def _raw(code: str, sign: str):
    def make(request):
        pairs = _encoded(request)
        for at, pair in enumerate(pairs):
            if code in pair:
                yield _with(request, [*pairs[:at], pair.replace(code, sign), *pairs[at + 1 :]])

    return make


for _code, _sign, _name in (
    ("%26", "&", "ampersand"),
    ("%2B", "+", "plus"),
    ("%25", "%", "per cent sign"),
    ("%3D", "=", "equals sign"),
):
    LAUNCHES[f"launch: a raw {_name}"] = _raw(_code, _sign)


@rule(LAUNCHES, "launch: a raw hash")
def raw_hash(request):
    # clients keep what follows it to themselves
    yield from (one._replace(target=one.target.partition("#")[0]) for one in _raw("%23", "#")(request))


@rule(LAUNCHES, "launch: a raw blank")
def raw_blank(request):
    if "=" in request.query:
        yield from _raw("+", " ")(request)


@rule(LAUNCHES, "launch: encodeURI")
def encode_uri(request):
    """What JavaScript's encodeURI makes of the values: it is meant for whole addresses, and leaves & and + alone."""
    if pairs := _encoded(request):
        plain = [
            (name, quote(unquote_plus(value), safe="&=+,/?:@;$!~*'()"))
            for name, _, value in (one.partition("=") for one in pairs)
        ]
        yield _with(request, [f"{name}={value}" for name, value in plain])


@rule(LAUNCHES, "launch: encoded once too often")
def twice(request):
    yield from _each(request, lambda name, value: (name, quote(value)))


@rule(LAUNCHES, "launch: Latin-1")
def latin_1(request):
    for at, pair in enumerate(pairs := _encoded(request)):
        name, _, value = pair.partition("=")
        try:
            new = quote(unquote_plus(value).encode("latin-1"))
        except UnicodeError:
            continue
        if not unquote_plus(value).isascii():
            yield _with(request, [*pairs[:at], f"{name}={new}", *pairs[at + 1 :]])


@rule(LAUNCHES, "launch: letters spoilt before")
def mojibake(request):
    for charset in ("latin-1", "cp1252"):
        yield from _each(request, lambda name, value, by=charset: (name, value.encode().decode(by, "replace")))


@rule(LAUNCHES, "launch: &amp;")
def from_html(request):
    if _encoded(request):
        yield _with(request, ["amp;".join(["", one]) if at else one for at, one in enumerate(_encoded(request))])


@rule(LAUNCHES, "launch: a number that is none")
def numbers(request):
    text = request.target + request.body.decode()
    found = re.search(r"(?<![\w%])1407555\d{4}(?!\d)", text)
    for new in ("14075550112%2C14075550113", "4075550112", "1407555HELP", "+14075550112", "") if found else ():
        new = new.replace("%2C", ",") if request.body[:1] in (b"{", b"<") else new
        yield request._replace(
            target=request.target.replace(found[0], new), body=request.body.replace(found[0].encode(), new.encode())
        )


@rule(LAUNCHES, "launch: another path")
def paths(request):
    for path in ("/sessions/1.0", "/session", "/1.0/session", "/"):
        yield request._replace(target=request.target.replace(request.path, path, 1))


@rule(LAUNCHES, "launch: another method")
def methods(request):
    yield request._replace(method="PUT")
    if request.body:
        yield request._replace(method="GET")


@rule(LAUNCHES, "launch: another label")
def labels(request):
    for label in (FORM, JSON, XML, "text/plain") if request.body else ():
        yield _labelled(request, label)


@rule(LAUNCHES, "launch: JSON written by hand")
def by_hand(request):
    if request.body[:1] == b"{":
        data = json.loads(request.body)
        yield request._replace(body=str(data).encode())
        yield request._replace(body=request.body.replace(b"}", b",}"))
        yield request._replace(body=json.dumps([data]).encode())
        yield request._replace(body=json.dumps({"session": data}).encode())


@rule(LAUNCHES, "launch: a variable that was not filled in")
def unfilled(request):
    for new in ("{{msg}}", "undefined", "$msg"):
        yield from _each(request, lambda name, value, new=new: (name, new if name == "msg" else value))


@rule(ADDRESSES, "address: nothing listens there")
def closed(address):
    yield "http://localhost:9/"
    yield "http://192.168.1.20/tropo"


@rule(ADDRESSES, "address: another host")
def other_host(address):
    yield address.replace("catcher.example", "cacther.example")


@rule(ADDRESSES, "address: another path")
def other_path(address):
    yield f"{address}tropo"
    yield f"{address}index.php"


@rule(ADDRESSES, "address: https")
def https(address):
    yield address.replace("http:", "https:")


@rule(ADDRESSES, "address: none")
def none(address):
    yield ""


# the names of these rules
NAMES = (*LAUNCHES, *ADDRESSES)
