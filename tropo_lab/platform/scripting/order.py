"""One call of a function, as it is carried out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from tropo_lab.platform.control.calls import CallControl
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.scripting.events import Event


class Order(NamedTuple):
    """What was `given` by name, the `leg` that it is for, and whom to `tell` of attempts that failed."""

    control: CallControl
    op: str
    given: dict
    leg: Leg | None
    tell: Callable[[Event], Awaitable[None]]
