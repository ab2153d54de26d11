"""What a program fills into its launch: values to run it with, and what is wrong where nothing encodes them."""

from __future__ import annotations

from urllib.parse import quote_plus

from tropo_lab.support.desk.roles import sample
from tropo_lab.support.finding import SUSPICIOUS, Finding
from tropo_lab.support.pastes import Piece
from tropo_lab.trace import AT_LAUNCH

TOKEN = "YOUR-TOKEN"
_BY = {
    "python": "urllib.parse.urlencode",
    "javascript": "encodeURIComponent",
    "php": "urlencode or http_build_query",
    "ruby": "URI.encode_www_form",
    "java": "URLEncoder.encode",
    "csharp": "Uri.EscapeDataString",
}


def filled(url: str, holes: tuple[str, ...]) -> str:
    """The URL with a value for each `{name}` that a program fills in."""
    before, sign, query = url.partition("?")
    return before + sign + "&".join(_pair(pair, holes) for pair in query.split("&"))


def _pair(pair: str, holes: tuple[str, ...]) -> str:
    name = pair.partition("=")[0]
    for hole in holes:
        value = TOKEN if name == "token" else sample(name, hole)
        # a plus or a country code in front is the program's own
        for own in (f"1{{{hole}}}", f"{{{hole}}}"):
            if own in pair:
                pair = pair.replace(own, quote_plus(value))
                break
    return pair


def not_encoded(pieces: tuple[Piece, ...]) -> tuple[Finding, ...]:
    """The finding of a program that puts values into its URL as they are; none where it encodes them."""
    launch = next((piece for piece in pieces if piece.kind == "launch"), None)
    names = launch.details.get("glued") if launch else ()
    if not names:
        return ()
    listed = ", ".join(f"`{name[:40]}`" for name in names[:4])
    told = launch.details
    by = _BY.get(told.get("language", "")) if told.get("certainty", 0) > 0.6 else None
    return (
        Finding(
            "value-not-encoded",
            1,
            AT_LAUNCH,
            SUSPICIOUS,
            f"The program puts {listed} into the URL as it is.",
            "A blank, &, + or # in it cuts the value or changes it; without them it arrives.",
            f"Encode each value before it goes into the URL, with {by or 'the encoder of your language'}.",
        ),
    )
