"""Both flows in one picture: the hops of a beat on one height, and each gap with its reason.

Drawn twice, as every diagram: `broad` has two sequence diagrams next to each other, `slim` has one set of lanes in
which the hops of a beat follow each other.
"""

from __future__ import annotations

from markupsafe import Markup

from tropo_lab.views.pair.broad import BroadDrawing
from tropo_lab.views.pair.drawing import Pair
from tropo_lab.views.pair.slim import SlimDrawing


def drawn(pair: Pair) -> Markup:
    """Both pictures, of which the style shows the one that fits the place."""
    return Markup(BroadDrawing(pair).draw() + SlimDrawing(pair).draw())
