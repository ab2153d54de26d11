"""The style of all views: small sheets in `style/`, for classes that begin with `tl-` and nothing else.

Colours are mixed from the surface they lie on. In JupyterLab that surface is the theme's own variable, so light and
dark follow the theme; elsewhere it follows `prefers-color-scheme`. In forced colours the system's colours are used.
Nothing moves, so there is no motion to reduce. A class named three times outweighs JupyterLab's own rules for code.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

_FOLDER = Path(__file__).with_name("style")
SHEETS = tuple(sorted(path.stem for path in _FOLDER.glob("*.css")))


@lru_cache(64)
def css(*sheets: str) -> str:
    """The rules of these sheets, the common ones first; all sheets when none is named."""
    wanted = ["base", *[name for name in SHEETS if name != "base" and (name in sheets or not sheets)]]
    return "".join("".join((_FOLDER / f"{name}.css").read_text("utf-8").splitlines()) for name in wanted)


@lru_cache(64)
def style(*sheets: str) -> Markup:
    """The same as a style element."""
    return Markup("<style>{}</style>").format(Markup(css(*sheets)))
