"""A catcher's answers mended: read as they were meant, changed at one place, and written by a JSON encoder."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tropo_lab.support.desk.story import Answer, Story
from tropo_lab.support.finding import Finding
from tropo_lab.support.pastes.loose_json import read_json
from tropo_lab.support.verbs import KEYS


def edited(edit: Callable[[Any, Finding], bool | None]) -> Callable[[Story, Finding], Story | None]:
    """A mender that makes this edit in the answers' JSON; `edit` changes the data, and says when it could not."""

    def mender(story: Story, finding: Finding) -> Story | None:
        answers = tuple(_edited(answer, edit, finding) for answer in story.answers)
        return story._replace(answers=answers) if answers != story.answers else None

    return mender


def _edited(answer: Answer, edit, finding: Finding) -> Answer:
    data = meant(answer.body)
    if data is None:
        return answer
    changed = deepcopy(data)
    if edit(changed, finding) is False or changed == _strict(answer.body):
        return answer
    return answer._replace(body=written(changed, answer.body))


def meant(body: bytes) -> dict | None:
    """The document that these bytes were meant as; None where no list of verbs can be made out."""
    text = body.decode("utf-8-sig", "surrogateescape")
    if "\udc80" <= max(text, default="") <= "\udcff":
        text = body.decode("cp1252", "replace")
    start = re.search(r'\{\s*["“\']?tropo["”\']?\s*[:=]', text, re.IGNORECASE) or re.search(r"[\[{]", text)
    told = read_json(text, start.start()) if start else None
    if told is not None and not told.whole:
        told = read_json(closed(text[start.start() :]))
    if told is None or not told.whole:
        return None
    data = told.value
    if isinstance(data, list):
        data = {"tropo": data}
    if not isinstance(data, dict):
        return None
    name = next((name for name in data if str(name).strip().lower() == "tropo"), None)
    if name is None:
        data = {"tropo": [{verb: data[verb]} for verb in data if verb in KEYS]}
        name = "tropo"
    verbs = data[name] if isinstance(data[name], list) else [data[name]]
    return {"tropo": verbs} if verbs else None


def closed(text: str) -> str:
    """A text of which the last brackets are missing, with them."""
    still_open: list[str] = []
    for char in re.sub(r'"(?:[^"\\]|\\.)*"', "", text):
        if char in "{[":
            still_open.append("}" if char == "{" else "]")
        elif char in "}]" and still_open and still_open[-1] == char:
            still_open.pop()
        elif char in '}]"':
            # of another kind, or a text without its end: nobody knows what was meant
            return text
    return text.rstrip() + "".join(reversed(still_open))


def written(data: dict, like: bytes) -> bytes:
    """The document as JSON, on one line or indented, as the pasted one was."""
    start = re.search(rb"[\[{]", like)
    like = like[start.start() if start else 0 :]
    if b"\n" in like.strip():
        return json.dumps(data, ensure_ascii=False, indent=2).encode("utf-8", "replace")
    spaced = None if re.search(rb'"\s*:\s', like) else (",", ":")
    return json.dumps(data, ensure_ascii=False, separators=spaced).encode("utf-8", "replace")


def _strict(body: bytes) -> Any:
    """The JSON that these bytes are as they stand; None where they are none."""
    try:
        return json.loads(body.decode())
    except (ValueError, RecursionError):
        return None
