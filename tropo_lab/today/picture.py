"""The sequence diagram of what a stand-in did, marked as a stand-in's."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tropo_lab.today.foreign_trace import PLATFORMS, ForeignTrace
from tropo_lab.views.face import Face
from tropo_lab.views.figure import diagram
from tropo_lab.views.listing import steps

# the sheets of the views know Tropo's lane alone, and stand in every committed notebook
_LANES = ",".join(f".tl-{party}" for party in PLATFORMS)
_STYLE = Markup(
    "<style>%s{--tl-hue:#14978a;--tl-tint:color-mix(in srgb,var(--tl-hue) 15%%,var(--tl-bg));"
    "--tl-ink:color-mix(in srgb,var(--tl-hue) 66%%,var(--tl-fg))}</style>"
) % Markup(_LANES)


@dataclass(frozen=True, repr=False)
class Picture(Face):
    """What one request to another platform caused."""

    sheets = ("figure",)

    trace: ForeignTrace

    @property
    def caption(self) -> str:
        """That this is no recording."""
        return f"Played in the lab by a stand-in for {self.trace.app}."

    @property
    def inner(self) -> Markup:
        return _STYLE + Markup('<p class="tl-caption">{}</p>').format(self.caption) + diagram(self.trace).inner

    @property
    def plain(self) -> str:
        return f"{self.caption}\n{steps(self.trace).plain}"


def picture(trace: ForeignTrace) -> Picture:
    """The trace of a stand-in as a sequence diagram, with the vendor's own lane."""
    if not isinstance(trace, ForeignTrace):
        raise TypeError(
            "picture shows the trace of a stand-in, such as twilio.trace(); diagram shows those of the lab."
        )
    return Picture(trace)
