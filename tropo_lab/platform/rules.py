"""The lab's switches: what Tropo or a network did sometimes, or nobody knows for sure. Each is off until you set it."""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.errors import BadSetup


class Rules(NamedTuple):
    """Which switches are on.

    `international`: numbers outside +1 can be reached. `segments`: a long text arrives as the parts that the network
    made of it. `opt_out`: a phone that texts STOP to a number gets no more texts from it, until it texts START.
    `one_text_a_second`: the texts of one number leave at least a second apart. `outbound_off`: the account may place no
    calls and begin no texts. `strict_charset`: a catcher's answer that names no charset is read as ISO-8859-1.
    `latin1_json`: what is posted to a catcher is ISO-8859-1. `unroutable`: a good token finds no place to run.
    `crlf_after_id`: a line end follows the id in the reply to a launch. `accept_on_get`: a launch by GET is answered in
    the format that its Accept header asks for.
    """

    international: bool = False
    segments: bool = False
    opt_out: bool = False
    one_text_a_second: bool = False
    outbound_off: bool = False
    strict_charset: bool = False
    latin1_json: bool = False
    unroutable: bool = False
    crlf_after_id: bool = False
    accept_on_get: bool = False


class RuleBook:
    """The rules of one lab, which hold from the moment they are set, in sessions that run already, too.

    `now` is all of them; each can be read by its name as well, as in `rules.segments`.
    """

    def __init__(self, now: Rules | None = None):
        self.now = now or Rules()

    def __getattr__(self, name: str) -> bool:
        if name not in Rules._fields:
            raise AttributeError(f"There is no rule {name!r}; the rules are {', '.join(Rules._fields)}.")
        return getattr(self.now, name)

    def __repr__(self) -> str:
        on = [name for name, is_on in self.now._asdict().items() if is_on]
        return f"Rules that are on: {', '.join(on) or 'none'}"

    def set(self, /, **changes: bool) -> Rules:
        """Switch some on or off, and leave the others; gives them all. BadSetup when there is no such rule."""
        for name, wanted in changes.items():
            if name not in Rules._fields:
                raise BadSetup(f"There is no rule {name!r:.60}; the rules are {', '.join(Rules._fields)}.")
            if not isinstance(wanted, bool):
                raise BadSetup(f"The rule {name!r} is on or off: set it to true or false.")
        self.now = self.now._replace(**changes)
        return self.now
