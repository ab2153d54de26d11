"""Apps: a voice and a messaging address each, the tokens that start them, and phone numbers."""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.errors import BadSetup
from tropo_lab.platform.hosted import Script, checked_script, is_http

VOICE, MESSAGING = CHANNELS = ("voice", "messaging")
MAX_NAME = 256

Address = str | Script | None


class Token(NamedTuple):
    """A token, and the channel whose address it starts."""

    channel: str
    token: str


class App(NamedTuple):
    """One application of the account. An address is a URL (WebAPI), a `Script` (Scripting) or None.

    `made` counts the tokens that were made for it on request, so that a deleted one never comes again.
    """

    name: str
    id: str
    voice: Address
    messaging: Address
    tokens: tuple[Token, ...] = ()
    numbers: tuple[str, ...] = ()
    partition: str = "staging"
    made: int = 0

    def __repr__(self) -> str:
        sides = []
        for channel in CHANNELS:
            address = self.address(channel)
            if address is not None:
                shown = "hosted script" if isinstance(address, Script) else address
                ends = ", ".join(f"…{one.token[-6:]}" for one in self.tokens if one.channel == channel)
                sides.append(f"{channel} {shown} ({f'token {ends}' if ends else 'no token yet'})")
        numbers = ", ".join(self.numbers) or "no number yet"
        return f"App {self.name!r}, {numbers}: {'; '.join(sides) or 'no address yet'}"

    @property
    def voice_token(self) -> str:
        """The first token of the voice side, or an empty text."""
        return self.token(VOICE)

    @property
    def messaging_token(self) -> str:
        """The first token of the messaging side, or an empty text."""
        return self.token(MESSAGING)

    @property
    def number(self) -> str:
        """The number that its calls and texts come from: the first, or an empty text."""
        return next(iter(self.numbers), "")

    def token(self, channel: str) -> str:
        """The first token of that channel, or an empty text."""
        return next((one.token for one in self.tokens if one.channel == channel), "")

    def address(self, channel: str) -> Address:
        """What that channel's tokens start."""
        return self.voice if channel == VOICE else self.messaging

    def record(self) -> dict:
        """The app as the journal keeps it; see `Applications.restore`."""
        sides = {channel: self.address(channel) for channel in CHANNELS}
        shown = {channel: one.as_dict() if isinstance(one, Script) else one for channel, one in sides.items()}
        tokens = [one._asdict() for one in self.tokens]
        return {**self._asdict(), **shown, "tokens": tokens, "numbers": list(self.numbers)}

    def as_dict(self) -> dict:
        """The app as the lab's HTTP interface shows it."""
        shown = self.record()
        del shown["made"]
        firsts = {"voice_token": self.voice_token, "messaging_token": self.messaging_token, "number": self.number}
        return {**shown, **firsts}


def checked_name(name) -> str:
    """The name of an app; BadSetup when it cannot be one."""
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise BadSetup("An app needs a name: give it as printable text.")
    if len(name) > MAX_NAME:
        # it stands in the log of each of its sessions
        raise BadSetup(f"The name of an app has {len(name)} characters; {MAX_NAME} is the most.")
    return name


def checked_token(value) -> str:
    """A token, or an empty text when none is given; BadSetup when it cannot be one."""
    if value in (None, ""):
        return ""
    if not isinstance(value, str) or not value.isprintable() or len(value) > 256:
        raise BadSetup("A token is a text of at most 256 printable characters.")
    return value


def checked_sides(voice, messaging) -> dict[str, Address]:
    """Both addresses, checked, by their channels."""
    return {VOICE: checked_address(voice, VOICE), MESSAGING: checked_address(messaging, MESSAGING)}


def checked_address(value, channel: str) -> Address:
    """A checked address: a URL, a Script (also given as a mapping with `language` and `script` or `url`) or None."""
    if value is None or value == "":
        return None
    if isinstance(value, dict):
        value = Script(*(value.get(field) for field in Script._fields))
    if isinstance(value, Script):
        return checked_script(value, channel)
    if not isinstance(value, str) or not is_http(value):
        raise BadSetup(f"The {channel} address must be an http:// URL, a script, or nothing; this is {value!r}.")
    return value
