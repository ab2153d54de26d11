"""Hosted scripts as apps name them: a language, and a text or the address that it is fetched from at every run."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from tropo_lab.errors import BadSetup

LANGUAGES = {"python": "py", "javascript": "js", "php": "php", "ruby": "rb", "groovy": "groovy"}
# a server of one's own would run a .php itself, so such scripts were called .tphp; .jy was Jython
EXTENSIONS = {ending: language for language, ending in LANGUAGES.items()} | {"tphp": "php", "jy": "python"}


class Script(NamedTuple):
    """A hosted script: its language, and its text or its `url`."""

    language: str = ""
    script: str = ""
    url: str = ""

    @property
    def name(self) -> str:
        """What error lines call it."""
        last = unquote(urlsplit(self.url).path).rpartition("/")[2]
        return last if last.isprintable() and "." in last[:100] else f"script.{LANGUAGES[self.language]}"

    def as_dict(self) -> dict:
        """As the lab's HTTP interface takes and shows it."""
        return {"language": self.language, **({"url": self.url} if self.url else {"script": self.script})}


def checked_script(value: Script, channel: str) -> Script:
    """The script with its language; BadSetup says what it lacks."""
    language, text, url = value.language or "", value.script or "", value.url or ""
    if not isinstance(text, str) or not isinstance(language, str) or not isinstance(url, str):
        raise BadSetup(f"The {channel} script needs `language` and `script`, both text.")
    if url:
        if text or not is_http(url):
            raise BadSetup(
                f"The {channel} script has a text, or the http:// address of one; this is {text or url!r:.100}."
            )
        language = language or language_of(url)
    elif not language or value.script is None:
        raise BadSetup(f"The {channel} script needs `language` and `script`, both text.")
    language = language.lower()
    if language not in LANGUAGES:
        raise BadSetup(f"Hosted scripts in {language!r} do not run here yet; these do: {', '.join(LANGUAGES)}.")
    return Script(language, text, url)


def language_of(url: str) -> str:
    """The language of the script at an address, by the file's extension, or by `tropo-engine` in the query."""
    parts = urlsplit(url)
    engine = parse_qs(parts.query).get("tropo-engine", [""])[-1].lower()
    ending = parts.path.rpartition("/")[2].rpartition(".")[2].lower()
    language = EXTENSIONS.get(engine, engine if engine in LANGUAGES else "") or EXTENSIONS.get(ending)
    if language is None:
        raise BadSetup(
            f"The language of the script at {url!r:.100} cannot be told: name it, or let the file end in one of "
            f"{', '.join(EXTENSIONS)}."
        )
    return language


def is_http(url: str) -> bool:
    """True for an address that something can be fetched from."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
