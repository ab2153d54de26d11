"""What became of one text on its way from a launcher to a phone, station by station, and in one sentence."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from tropo_lab.encodings.alterations import Change, named, told
from tropo_lab.encodings.careless_launcher import NUMBER, TOKEN, Sent
from tropo_lab.platform.network.texts import Text

_OURS = {"action": "create", "token": TOKEN, "numbertodial": NUMBER}


class Carried(NamedTuple):
    """What became of one text in one form; `way` says in words what the launcher did to it.

    `parameters` is what Tropo reads, None where it cannot; `told` is the end of the session JSON, from `"msg"` on;
    `text` is what the phone got; `refusal` says why it went no further; `remarks` is what the log warns of.
    """

    typed: str
    form: str
    way: str
    sent: Sent = Sent()
    parameters: dict[str, str] | None = None
    told: str = ""
    text: Text | None = None
    refusal: str = ""
    remarks: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def read(self) -> str | None:
        """The text as Tropo reads it; None when there is none."""
        return None if self.parameters is None else self.parameters.get("msg")

    @property
    def beyond_gsm(self) -> str:
        """The signs in what the phone got that its network's own alphabet lacks, each once."""
        return "".join(sign for sign in dict.fromkeys(self.text.text if self.text else "") if not _in_gsm(sign))

    @property
    def unharmed(self) -> bool:
        """True when the phone got what was typed."""
        return self.text is not None and self.text.text == self.typed

    @property
    def says(self) -> str:
        """What was lost or changed on the way, in one sentence."""
        if self.parameters is None:
            return f"{'refused' if self.sent.wire else 'not sent'}: {self.refusal}"
        said = self._changed() + [
            f"the parameter {name!r} was overwritten"
            for name, value in _OURS.items()
            if self.parameters.get(name, value) != value
        ]
        if self.text is None:
            said.append(f"refused: {self.refusal}" if self.refusal else "nothing reached this phone")
        return ", ".join(said) or "arrived unharmed"

    def _changed(self) -> list[str]:
        if self.read is None:
            return ["no parameter named ‘msg’ arrived"]
        if not self.changes or self.changes[-1].came or self.changes[-1].ends < len(self.typed):
            return told(self.changes, self.typed)
        *others, cut = self.changes
        if len(cut.typed) == 1:
            return [*told(tuple(others), self.typed), f"{named(cut.typed)} at the end was lost"]
        strays = [named(name, quoted=True) for name in self.parameters if name not in ("msg", *_OURS)]
        rest = "was lost"
        if strays:
            rest = f"became {'a parameter' if len(strays) == 1 else 'parameters'} named {' and '.join(strays[:3])}"
        elif cut.typed[0] == "#":
            rest = "never left the launcher"
        return [*told(tuple(others), self.typed), f"cut at the {named(cut.typed[0])} – the rest {rest}"]


@lru_cache(4096)
def _in_gsm(sign: str) -> bool:
    # eighty signs are one segment in that alphabet, and more in any other
    return Text("", "", sign * 80, 0, "in").segments == 1
