"""Apps: a voice and a messaging address each, one token for each, and a phone number."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from tropo_lab.errors import BadSetup, NotFound
from tropo_lab.platform.ids import Ids
from tropo_lab.platform.numbers import e164

VOICE, MESSAGING = CHANNELS = ("voice", "messaging")
LANGUAGES = {"python": "py"}


class Script(NamedTuple):
    """A hosted script: its language and its text. `name` is what error lines call it."""

    language: str
    script: str

    @property
    def name(self) -> str:
        return f"script.{LANGUAGES[self.language]}"

    def as_dict(self) -> dict:
        return self._asdict()


Address = str | Script | None


class App(NamedTuple):
    """One application of the account. An address is a URL (WebAPI), a `Script` (Scripting) or None."""

    name: str
    id: str
    voice: Address
    messaging: Address
    voice_token: str
    messaging_token: str
    number: str

    def __repr__(self) -> str:
        sides = [
            f"{channel} {'hosted script' if isinstance(address, Script) else address} (token …{token[-6:]})"
            for channel, address, token in (
                (VOICE, self.voice, self.voice_token),
                (MESSAGING, self.messaging, self.messaging_token),
            )
            if address is not None
        ]
        return f"App {self.name!r}, {self.number}: {'; '.join(sides) or 'no address yet'}"

    def address(self, channel: str) -> Address:
        """What that channel's token starts."""
        return self.voice if channel == VOICE else self.messaging

    def as_dict(self) -> dict:
        """The app as the lab's HTTP interface shows it."""
        shown = self._asdict()
        for channel in CHANNELS:
            if isinstance(shown[channel], Script):
                shown[channel] = shown[channel].as_dict()
        return shown


class Applications:
    """All apps of the lab, found by name, token and number."""

    def __init__(self, ids: Ids):
        self.ids = ids
        self.by_name: dict[str, App] = {}
        self.by_token: dict[str, tuple[App, str]] = {}
        self.by_number: dict[str, App] = {}

    def add(self, name: str, voice=None, messaging=None, *, voice_token=None, messaging_token=None, number=None) -> App:
        """The new app, or the changed one where the name exists already (its tokens and number stay)."""
        if not isinstance(name, str) or not name.strip() or not name.isprintable():
            raise BadSetup("An app needs a name: give it as printable text.")
        voice, messaging = _address(voice, VOICE), _address(messaging, MESSAGING)
        old = self.by_name.get(name)
        app = App(
            name,
            old.id if old else str(100001 + len(self.by_name)),
            voice,
            messaging,
            _token(voice_token) or (old.voice_token if old else self.ids.token(name, VOICE)),
            _token(messaging_token) or (old.messaging_token if old else self.ids.token(name, MESSAGING)),
            e164(number) if number else (old.number if old else self._free_number()),
        )
        self._check_free(app)
        if old:
            self._forget(old)
        self.by_name[name] = app
        # one token may stand for both channels; the messaging side wins, as a text is what most launches want
        self.by_token[app.voice_token] = (app, VOICE)
        self.by_token[app.messaging_token] = (app, MESSAGING)
        self.by_number[app.number] = app
        return app

    def named(self, name: str) -> App:
        """The app of that name; NotFound says which there are."""
        if name not in self.by_name:
            known = ", ".join(self.by_name) or "none yet"
            raise NotFound(f"There is no app named {name!r}; the lab has: {known}.")
        return self.by_name[name]

    def _check_free(self, app: App) -> None:
        for token in (app.voice_token, app.messaging_token):
            owner = self.by_token.get(token)
            if owner and owner[0].name != app.name:
                raise BadSetup(f"That token belongs to the app {owner[0].name!r} already: give each app its own.")
        owner = self.by_number.get(app.number)
        if owner and owner.name != app.name:
            raise BadSetup(f"{app.number} belongs to the app {owner.name!r} already: give each app its own number.")

    def _forget(self, app: App) -> None:
        for token in {app.voice_token, app.messaging_token}:
            del self.by_token[token]
        del self.by_number[app.number]

    def _free_number(self) -> str:
        # 555-01xx is reserved for fiction in every area code; a hundred numbers a code
        for area in (321, 407, 689, 352, 386, 727, 813, 863, 941, 239):
            for line in range(100):
                number = f"+1{area}55501{line:02d}"
                if number not in self.by_number:
                    return number
        raise BadSetup("All 1,000 numbers for apps are taken: give the app a number of its own.")


def _token(value) -> str:
    if value in (None, ""):
        return ""
    if not isinstance(value, str) or not value.isprintable() or len(value) > 256:
        raise BadSetup("A token is a text of at most 256 printable characters.")
    return value


def _is_http(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _address(value, channel: str) -> Address:
    """A checked address: a URL, a Script (also given as a mapping with `language` and `script`) or None."""
    if value is None or value == "":
        return None
    if isinstance(value, dict):
        value = Script(value.get("language"), value.get("script"))
    if isinstance(value, Script):
        if not isinstance(value.script, str) or not isinstance(value.language, str):
            raise BadSetup(f"The {channel} script needs `language` and `script`, both text.")
        value = value._replace(language=value.language.lower())
        if value.language not in LANGUAGES:
            raise BadSetup(
                f"Hosted scripts in {value.language!r} do not run here yet; these do: {', '.join(LANGUAGES)}."
            )
        return value
    if not isinstance(value, str) or not _is_http(value):
        raise BadSetup(f"The {channel} address must be an http:// URL, a script, or nothing; this is {value!r}.")
    return value
