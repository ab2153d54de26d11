"""The request that the words of a curl command add up to. No file is read."""

from __future__ import annotations

import re
from base64 import b64encode
from urllib.parse import quote, unquote, urlsplit

from tropo_lab.errors import BadSetup
from tropo_lab.exports.curl_options import FLAGS, LEFT_OUT, LETTERS, REFUSED, VALUES

_FORM = ("Content-Type", "application/x-www-form-urlencoded")
_SAFE_IN_URL = "/:?#[]@!$&'()*+,;=-._~%"


class CurlRequest:
    """What the options of a command add up to."""

    def __init__(self, remarks: list[str]):
        self.remarks = remarks
        self.urls: list[str] = []
        self.method = ""
        self.headers: list[str] = []
        self.data: list[bytes] = []
        self.in_query = self.head = False

    def read(self, words: list[str]) -> None:
        rest = list(reversed(words))
        while rest:
            word = rest.pop()
            if word == "--":
                self.urls += reversed(rest)
                return
            if word.startswith("--"):
                self._option(word[2:], rest)
            elif word.startswith("-") and len(word) > 1:
                self._letters(word, rest)
            else:
                self.urls.append(word)

    def _letters(self, word: str, rest: list[str]) -> None:
        """Short options, which may stand together: -sSL, -XPOST."""
        for place, letter in enumerate(word[1:], 2):
            name = LETTERS.get(letter)
            if name is None:
                raise BadSetup(f"The option -{letter} is not known here: leave it out, and paste the command again.")
            if name in FLAGS:
                self._option(name, rest)
                continue
            if word[place:]:
                rest.append(word[place:])
            return self._option(name, rest)

    def _option(self, name: str, rest: list[str]) -> None:
        if name in REFUSED:
            raise BadSetup(REFUSED[name])
        if name in FLAGS:
            self.in_query |= name == "get"
            self.head |= name == "head"
            return
        if name not in VALUES:
            raise BadSetup(f"The option --{name} is not known here: leave it out, and paste the command again.")
        if not rest:
            raise BadSetup(
                f"The option --{name} wants a value, and the command ends before it: copy the whole command."
            )
        value = rest.pop()
        if name in LEFT_OUT:
            self.remarks.append(f"--{name} is left out: {LEFT_OUT[name]}")
        elif name == "url":
            self.urls.append(value)
        elif name == "request":
            self.method = value
        elif name == "header":
            self._header(value)
        elif name in ("user-agent", "referer", "cookie"):
            if name == "cookie" and "=" not in value:
                raise BadSetup("The option -b names a file here, and no file is read: write its cookies as NAME=VALUE.")
            self.headers.append(f"{name}: {value}")
        elif name == "user":
            self._log_in(value)
        elif name == "json":
            self.headers += ["Content-Type: application/json", "Accept: application/json"]
            self._data("data", value)
        elif name.startswith("data"):
            self._data(name, value)

    def _header(self, line: str) -> None:
        if line.startswith("@"):
            raise BadSetup("The option -H names a file here, and no file is read: write the header itself.")
        if ":" not in line and not line.endswith(";"):
            self.remarks.append(f"The header {line!r:.60} has no colon, so curl does not send it.")
        else:
            self.headers.append(line)

    def _log_in(self, value: str) -> None:
        if ":" not in value:
            self.remarks.append("The option -u has no password, for which curl would ask; it was taken as empty.")
        credentials = b64encode((value if ":" in value else f"{value}:").encode("utf-8", "surrogateescape")).decode()
        self.headers.append(f"Authorization: Basic {credentials}")

    def _data(self, name: str, value: str) -> None:
        before, equals, content = value.partition("=")
        encoded = name == "data-urlencode"
        if name != "data-raw" and (value.startswith("@") or (encoded and "@" in before and not equals)):
            raise BadSetup(f"The option --{name} names a file here, and no file is read: write the data itself.")
        if encoded:
            content, before = (content, f"{before}=" if before else "") if equals else (value, "")
            value = before + quote(content.encode("utf-8", "surrogateescape"), safe="-._~")
        self.data.append(value.encode("utf-8", "surrogateescape"))

    def parts(self) -> tuple[str, str, tuple[tuple[str, str], ...], bytes]:
        """The method, URL, headers and body that these options make."""
        if not self.urls:
            raise BadSetup("This command has no URL: paste all of it.")
        if len(self.urls) > 1:
            shown = ", ".join(f"{url:.60}" for url in self.urls[:3])
            raise BadSetup(
                f"This command has several URLs ({shown}): quote what belongs together, and paste one request."
            )
        url, body = self._url(self.urls[0]), b"&".join(self.data)
        if self.in_query and self.data:
            url += ("&" if "?" in url else "?") + quote(body, safe=_SAFE_IN_URL)
            body = b""
        posted = bool(self.data) and not self.in_query
        method = self.method or ("HEAD" if self.head else "POST" if posted else "GET")
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", method):
            raise BadSetup(f"{method!r:.60} is no method: write -X POST, or leave it out.")
        return method, url, tuple(self._sent(posted)), body

    def _url(self, written: str) -> str:
        url = written if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", written) else f"http://{written}"
        try:
            parts = urlsplit(url.partition("#")[0])
            if parts.scheme not in ("http", "https") or not parts.hostname or (parts.port or 0) < 0:
                raise ValueError
        except ValueError:
            raise BadSetup(
                f"{written!r:.100} is no address of the web: write one like http://api.tropo.com/…"
            ) from None
        if re.search(r"\s", written):
            self.remarks.append("The URL holds blanks, which curl refuses; they were written as %20.")
        if "&amp;" in written:
            self.remarks.append(
                "The URL holds &amp;, as the source of web pages does; a server sees a name with amp; in it."
            )
        if "@" in parts.netloc:
            login, _, host = parts.netloc.rpartition("@")
            self._log_in(unquote(login))
            parts = parts._replace(netloc=host)
        path, query = (
            quote(part.encode("utf-8", "surrogateescape"), safe=_SAFE_IN_URL) for part in (parts.path, parts.query)
        )
        return f"{parts.scheme}://{parts.netloc}{path or '/'}" + (f"?{query}" if query else "")

    def _sent(self, posted: bool) -> list[tuple[str, str]]:
        """The headers that go out: curl sends a header without a value only when a ; ends it."""
        out, named = [], set()
        for line in self.headers:
            name, colon, value = line.partition(":")
            name = name.strip() if colon else line.rstrip(";").strip()
            named.add(name.lower())
            if value.strip() or not colon:
                out.append((_one_line(name), _one_line(value)))
        return out if not posted or "content-type" in named else [*out, _FORM]


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n]+", " ", text).strip()
