"""The trace as a Mermaid sequence diagram: text that JupyterLab and GitHub draw, and that can be pasted anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from tropo_lab.trace import Trace
from tropo_lab.views.face import Face
from tropo_lab.views.model import NAMES, a_trace, read

# Written as #code; instead: all ASCII that could mean something to Mermaid, Markdown or HTML, and the first letter of
# words that Mermaid looks for inside text as well.
_TRICKY = re.compile(r"(?i)[^a-z0-9 /.,:+=?_()\u0080-\U0010ffff-]|\be(?=nd\b)|s(?=tyle)|c(?=lassdef)")


def quoted(text: str) -> str:
    """The text so that Mermaid shows it and reads nothing into it."""
    return _TRICKY.sub(lambda found: f"#{ord(found[0])};", text)


@dataclass(frozen=True, repr=False)
class Mermaid(Face):
    """Mermaid source; as an output it is Markdown alone, so that one picture is drawn and nothing is added on save."""

    trace: Trace

    @property
    def plain(self) -> str:
        reading = read(self.trace)
        told = f"{len(reading.rows)} hops between {', '.join(NAMES[lane] for lane in reading.lanes) or 'nobody'}"
        lines = ["sequenceDiagram", "    accTitle: Sequence diagram of a Tropo session", f"    accDescr: {told}"]
        lines += [f"    participant {lane} as {NAMES[lane].capitalize()}" for lane in reading.lanes]
        if not reading.lanes:
            lines.append("    participant tropo as Tropo")
        first, last = (reading.lanes[0], reading.lanes[-1]) if reading.lanes else ("tropo", "tropo")
        across = f"    Note over {first},{last}: "
        for band in reading.bands:
            title = f"{band.step.label}: {band.title}" + ("" if band.rows else f" ({band.step.absence})")
            lines.append(across + quoted(title))
            for row in band.rows:
                arrow = "-->>" if row.reply else "->>"
                lines.append(f"    {row.hop.sender}{arrow}{row.hop.receiver}: {row.number}. {quoted(row.summary)}")
                if row.broke:
                    lines.append(across + quoted(reading.broken))
        if not reading.broken or not reading.rows:
            lines.append(across + quoted(reading.broken or reading.ending))
        return "\n".join(lines)

    @property
    def markdown(self) -> str:
        """The source in a fence that JupyterLab and GitHub draw."""
        return f"```mermaid\n{self.plain}\n```"

    @property
    def inner(self) -> Markup:
        return Markup("<pre><code>{}</code></pre>").format(self.plain)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        # no HTML here: JupyterLab would prefer it and show the source; text/vnd.mermaid would change the file on save
        return {"text/markdown": self.markdown, "text/plain": self.plain}


def mermaid(trace: Trace) -> Mermaid:
    """The trace as Mermaid source, drawn where Markdown is drawn; `html` shows the source as code."""
    return Mermaid(a_trace(trace))
