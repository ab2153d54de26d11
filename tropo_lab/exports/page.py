"""A walk as one HTML file: it works offline, needs no script to be read, and prints with all its steps open."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256

from markupsafe import Markup

from tropo_lab.views.face import Face
from tropo_lab.views.script import script as views_script
from tropo_lab.views.sequence import Sequence
from tropo_lab.views.theme import style

_SHEET = """
.tl-view .tl-frame+.tl-frame{margin-top:28px}
@media print{.tl-document{background:#fff;color-scheme:light}.tl-view.tl-page{max-width:none;min-height:0;padding:0}
.tl-stage :is(.tl-here,.tl-bar){display:none}.tl-frame{break-inside:avoid}.tl-view h2{break-after:avoid}}
"""


def page(walk: Sequence, listed: Face, script: str | None = None) -> str:
    """The file: title, picture and frames of `walk`, then `listed`. `script` is left out where it is empty.

    The default script turns the open frames into a stepper on screen; without it, or where scripts do not run, all
    frames stay open. The page may load nothing, and runs that one script.
    """
    script = stepping() if script is None else script
    hashed = b64encode(sha256(script.encode()).digest()).decode()
    allowed = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src "
    allowed += f"'sha256-{hashed}'" if script else "'none'"
    return Markup(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>{} · Tropo Lab</title>\n{}<style>{}</style></head>\n"
        '<body class="tl-document"><main class="tl-view tl-page"><h1>{}</h1>\n{}\n<h2>All hops</h2>\n{}</main>\n'
        "{}</body></html>\n"
    ).format(
        allowed,
        walk.name,
        style(*walk.sheets, *listed.sheets, "controls", "page"),
        Markup("".join(_SHEET.splitlines())),
        walk.name,
        walk.opened,
        listed.inner,
        Markup(f'<script type="module">{script}</script>') if script else "",
    )


@cache
def stepping() -> str:
    """The views' own script, with the call that makes the frames of a page a stepper."""
    return f'{views_script()}\nopened(document.querySelector(".tl-sequence"));\n'
