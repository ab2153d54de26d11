"""What a reply to a launch tells by itself, where the launch was not pasted with it."""

from __future__ import annotations

import re

from tropo_lab.launch_reply import LaunchReply
from tropo_lab.support.finding import BROKEN, Finding, quoted
from tropo_lab.support.pastes import Piece
from tropo_lab.trace import AT_LAUNCH

_INSIDE = re.compile(r"UnknownHost|NameNotFound|Exception|could not place", re.IGNORECASE)


def refused(pieces: tuple[Piece, ...]) -> tuple[Finding, ...]:
    """The finding of a launch that was refused; none where it was not, or where the launch tells more."""
    kinds = {piece.kind for piece in pieces}
    reply = next((piece for piece in pieces if piece.kind == "launch-reply"), None)
    if reply is None or kinds & {"launch", "trace"} or not isinstance(reply.data, LaunchReply) or reply.data.success:
        return ()
    reason = f" and the reason {quoted(reply.data.reason)}" if reply.data.reason else ""
    inside = _INSIDE.search(f"{reply.data.reason} {reply.details.get('raw', '')}")
    return (
        Finding(
            "launch-refused",
            1,
            AT_LAUNCH,
            BROKEN,
            f"The reply says success false{reason}.",
            "The platform failed within itself, so no session was started; your code is most likely not the cause."
            if inside
            else "No session was started, so your catcher or script was never asked.",
            "Compare the token with the app's two tokens, character by character. If it is right, launch again later. "
            "Paste the launch together with this reply to see more.",
        ),
    )
