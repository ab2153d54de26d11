"""The views as widgets: what they show comes from `tropo_lab.views`, what they do in a browser from `views/stage.js`.

Plain ipywidgets cannot carry this: their callbacks wait until every queued cell has run, and they see no keys. So each
widget is an anywidget whose steps happen in the browser, with an HTML and a text face for where there is no widget.
"""

from tropo_lab.widgets.boards import Breakpoints, Handset
from tropo_lab.widgets.desk import Desk
from tropo_lab.widgets.live import Diff, EncodingBench
from tropo_lab.widgets.order import Order
from tropo_lab.widgets.predict import Predict
from tropo_lab.widgets.walkers import Bytes, Follow, SideBySide, Stepper

__all__ = [
    "Breakpoints",
    "Bytes",
    "Desk",
    "Diff",
    "EncodingBench",
    "Follow",
    "Handset",
    "Order",
    "Predict",
    "SideBySide",
    "Stepper",
]
