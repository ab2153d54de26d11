"""Launch URLs within lines: whole, cut at either end, wrapped, encoded as a whole, or with raw spaces in them."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from tropo_lab.escapes import visible
from tropo_lab.exports.pasted import Pasted
from tropo_lab.support.pastes.found import Found
from tropo_lab.support.pastes.launches import HOME, request_piece
from tropo_lab.support.pastes.lines import Line

_FULL = re.compile(r"(?i)(?:\w{0,6}[:;]/{1,3}(?:[^\s/@\"'<>]{1,80}@)?)?(?<![\w.-])[\w.-]*"
                   r"(?::\d{1,5})?/?(?:1\.0|v1)/sessions\b")  # fmt: skip
# a path that is misspelt, at the right host
_ASTRAY = re.compile(r"(?i)(?:https?://)?(?<![\w.-])api\.tropo\.com(?::\d{1,5})?/[^\s?\"'<>]{0,80}"
                     r"(?=\?[^\s\"'<>]{0,2000}\btoken=)")  # fmt: skip
_BARE = re.compile(r"(?:(?<![\w/])/?(?:sessions/?)?\?|(?<![\w?&=/.-])&?)"
                   r"(?=(?:[\w.%-]+=[^&\s]*&+)*(?:token=[\w-]{8,}|action=create\b))")  # fmt: skip
_WHOLE_ENCODED = re.compile(r"(?i)https?%3a%2f%2f[\w.%~+&=-]+sessions[\w.%~+&=-]*")
_ANY = re.compile(r"(?i)\s*(https?://[^\s\"'<>]+)\s*")
_CLOSING = {'"': '"', "'": "'", "<": ">", "(": ")", "[": "]", "`": "`", "“": "”", "‘": "’", "{": "}"}
# what may follow the path of a launch, or of a signal
_ENDS = re.compile(r"/[^/\s]+/signals|/?(?:[?&#\s\"'<>)\]`.,;:]|$)")
# words before a URL to which everything behind them belongs
_LABEL = re.compile(r"\s*(?:and\s+|but\s+)?(?:\w[\w-]*\s+)?\w[\w'’-]*\s*[:=]\s*")
# how an access log tells of a request
_LOGGED = re.compile(r"\b(GET|POST|PUT|HEAD) $")
_VERSION = re.compile(r"\sHTTP/\d(?:\.\d)?(?=[\s\"']|$)")
# a line like this goes on with the URL of the line before it
_GOES_ON = re.compile(r"[^\s\"'<>{}]*[&=%?+][^\s\"'<>{}]*|[\w.%+-]+")
_FURTHER_NAME = re.compile(r"\s\S*&\w+=|\s[^\s&=]+&")
# no server takes a longer address
_LONGEST = 8000
# where to read about Tropo, not what to call
_READING = re.compile(r"(?i)//(?:www\.|blog\.|support\.|docs?\.)?(?:tropo\.com|github\.com|gist\.|stackoverflow\.com|"
                      r"pastebin\.com|\w+\.wikipedia|developer\.|docs\.|forum)")  # fmt: skip


def read_url(lines: list[Line], at: int) -> Found | None:
    """The launch URL in this line, or a URL that stands alone on it."""
    text = lines[at].text
    if "=" not in text and "/" not in text:
        return None
    if len(text) > _LONGEST:
        return None
    cleaned: list[str] = []
    if encoded := _WHOLE_ENCODED.search(text):
        text, cleaned = unquote(encoded[0].partition("&")[0]), ["percent"]
    found = _FULL.search(text)
    if found and not _ENDS.match(text, found.end()):
        return _other(lines, at)
    found = found or _ASTRAY.search(text) or _bare(text)
    if found is None:
        return _other(lines, at)
    begin = found.start()
    url, end, after = _extent(text, begin, found.end())
    last = at + 1
    if end == len(text):
        url, last = _unwrapped(lines, at, url)
        cleaned += ["wrapped"] if last > at + 1 else []
    if "&amp;" in url or "&#38;" in url:
        url = html.unescape(url.replace("&#38;", "&amp;").replace("&", "\0").replace("\0amp;", "&").replace("\0", "&"))
        cleaned.append("entities")
    whole, cut = _completed(url)
    remarks: tuple[str, ...] = ()
    if after:
        said = f"Words follow the URL (“{visible(after[:60])}”) and were not read; if they belong to it, "
        remarks += (said + "a raw space broke it.",)
    if cut:
        remarks += ("The beginning of the URL is missing; it was read as a launch at api.tropo.com.",)
    logged = _LOGGED.search(text[:begin])
    request = Pasted(logged[1] if logged else "GET", whole, (), b"", remarks)
    source = "query" if cut and "sessions" not in url.partition("?")[0] else "url"
    sure = "likely" if cut or after else "certain"
    piece = request_piece(request, url, source, last, cut=cut, after=after, sure=sure)
    return piece._replace(cleaned=tuple(cleaned))


def _bare(text: str) -> re.Match | None:
    """Where a query alone begins: it has at least a token or the action, and what is no reply."""
    if re.search(r"\bsuccess=(?:true|false)\b", text):
        return None
    return _BARE.search(text)


def _extent(text: str, begin: int, known: int) -> tuple[str, int, str]:
    """The URL, where it ends in the line, and words behind it that may belong to it."""
    quote = _CLOSING.get(text[begin - 1 : begin]) if begin else None
    if quote and (end := text.find(quote, known)) >= 0:
        return text[begin:end], end, ""
    rest = text[begin:]
    if version := _VERSION.search(rest):
        return rest[: version.start()], begin + version.end(), ""
    if (quote is None and (not text[:begin].strip() or _LABEL.fullmatch(text[:begin]))) or not re.search(r"\s", rest):
        # it has the line for itself: a space in it is its own
        stripped = rest.rstrip()
        return stripped, len(text), ""
    end = re.search(r"\s", rest).start()
    while (more := _FURTHER_NAME.match(rest, end)) is not None:
        # another name follows the space, so the space stands within a value
        following = re.compile(r"\s").search(rest, more.end())
        end = following.start() if following else len(rest)
    url = rest[:end].rstrip(".,;:!)")
    return url, begin + end if rest[end:].strip() else len(text), rest[end:].strip()


def _unwrapped(lines: list[Line], at: int, url: str) -> tuple[str, int]:
    """The URL with the lines on which it goes on."""
    last = at + 1
    width = len(lines[at].text)
    while last < len(lines) and last < at + 40:
        text = lines[last].text.strip()
        full = len(lines[last - 1].text) >= width - 12 and width > 38
        open_end = url[-1:] in "?&=%+" or text[:1] in "?&=%" or (full and re.search(r"[&?]", url) is not None)
        if not text or not open_end or not _GOES_ON.fullmatch(text) or re.match(r"(?i)https?:|[A-Z]+$", text):
            break
        url, last = url + text, last + 1
    return url, last


def _completed(url: str) -> tuple[str, bool]:
    """The URL with the beginning that it lacks, and whether anything but the scheme was missing."""
    if re.match(r"(?i)https?://", url):
        return url, False
    path, sign, query = url.partition("?")
    if not sign:
        path, query = ("", url) if "=" in url else (url, "")
    bare = re.sub(r"^\w*[:;]?/*", "", path)
    if re.match(r"[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?::\d+)?/", bare):
        host = bare.partition("/")[0]
        known = "api.tropo.com".endswith(host) and host != "api.tropo.com"
        return (f"http://{'api.tropo.com' if known else host}/{bare.partition('/')[2]}{sign}{query}", known)
    if bare.startswith("localhost") or re.match(r"[\d.]+:\d+/", bare):
        return f"http://{bare}{sign}{query}", False
    version = "v1" if "v1/sessions" in path else "1.0"
    tail = "/" if path.endswith("sessions/") else ""
    return HOME.replace("1.0", version) + tail + ("?" + query.lstrip("?&") if query else ""), True


def _other(lines: list[Line], at: int) -> Found | None:
    """A URL that has the line for itself and is no launch: perhaps a catcher's."""
    found = _ANY.fullmatch(lines[at].text)
    if not found or _READING.search(found[1]):
        return None
    return request_piece(Pasted("GET", found[1], (), b"", ()), found[1], "url", at + 1, sure="a guess")
