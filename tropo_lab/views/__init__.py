"""Ways to look at a trace: pure functions, each of which gives something with an HTML face and a plain face."""

from tropo_lab.views.difference.face import diff
from tropo_lab.views.figure import diagram
from tropo_lab.views.following.face import follow
from tropo_lab.views.listing import steps, table
from tropo_lab.views.mermaid_source import mermaid
from tropo_lab.views.octets.face import wire
from tropo_lab.views.pair.face import side_by_side
from tropo_lab.views.stepper import walk

__all__ = ["diagram", "diff", "follow", "mermaid", "side_by_side", "steps", "table", "walk", "wire"]
