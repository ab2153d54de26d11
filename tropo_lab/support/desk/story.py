"""What a paste tells, as one story that can be run in a lab: who launches, and who answers what."""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.platform.applications import MESSAGING


class Launch(NamedTuple):
    """A launch as it was pasted: the parts of the request, and the very bytes of it.

    `whole` is the URL that was meant, where a shell cut the one that was sent; otherwise empty.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    wire: bytes
    whole: str = ""


class Answer(NamedTuple):
    """What a catcher answers: status with its phrase, headers, and the very bytes."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Hosted(NamedTuple):
    """A hosted script."""

    text: str
    language: str


class Inbound(NamedTuple):
    """Who texts or calls the app, where no launch begins the session."""

    channel: str
    number: str
    words: str


class Story(NamedTuple):
    """Everything that a program needs to tell it again.

    `channel` is the side of the app whose token launches; `parameters` are passed where no launch was pasted; `launch`
    is the pasted one; `answers` are given by the catcher, one after the other, `script` runs in its place. Without
    either, a catcher of the desk's own texts or calls whom the parameters name. `inputs` are what a phone says or keys.
    `number` is the app's own, where the paste names it; `receivers` are hosts that recordings are sent to.
    `from_session` is True where session JSON says who came in, `failed` where the last answer is a pasted error.
    """

    token: str
    channel: str = MESSAGING
    parameters: tuple[tuple[str, str], ...] = ()
    launch: Launch | None = None
    answers: tuple[Answer, ...] = ()
    script: Hosted | None = None
    inbound: Inbound | None = None
    inputs: tuple[str, ...] = ()
    phone: str = ""
    number: str = ""
    receivers: tuple[str, ...] = ()
    international: bool = False
    wanted: str = ""
    from_session: bool = False
    failed: bool = False

    @property
    def passed(self) -> dict[str, str]:
        """The parameters by name."""
        return dict(self.parameters)
