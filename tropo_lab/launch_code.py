"""Small programs that send one launch request, in six languages and in each form.

The programs are the templates in `launch_templates`. Every text enters them as a literal of their language.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tropo_lab import literals
from tropo_lab.errors import BadSetup
from tropo_lab.source import Source

if TYPE_CHECKING:
    from jinja2 import Template

    from tropo_lab.launcher import LaunchRequest

# what a launcher is written with → how its texts are quoted, and what a notebook calls its language
LANGUAGES = {
    "requests": (literals.python, "python"),
    "urllib": (literals.python, "python"),
    "php": (literals.php, "php"),
    "ruby": (literals.ruby, "ruby"),
    "node": (literals.javascript, "javascript"),
    "java": (literals.java, "java"),
}


def program(request: LaunchRequest, language: str, form: str) -> Source:
    """The program that sends `request` in `form`, as a reader of that language would write it."""
    if language not in LANGUAGES:
        raise BadSetup(f"There is no launcher in {language!r} here; choose one of {', '.join(LANGUAGES)}.")
    parts = request.parts(form)
    text = _template(language).render(
        form=form,
        base=request.base,
        scheme=request.base.partition(":")[0],
        fields=list(request.fields(form).items()),
        headers=parts.headers,
        body=parts.body.decode(),
    )
    return Source(text, LANGUAGES[language][1])


@cache
def _template(language: str) -> Template:
    # imported at the first program, because most labs never write one
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("launch_templates")),
        undefined=StrictUndefined,
        # nothing here is HTML: each text is quoted for its own language
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters["literal"] = LANGUAGES[language][0]
    return templates.get_template(f"{language}.jinja")
