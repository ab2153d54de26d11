"""What was mended, part by part: as it was pasted, and as it should be."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from tropo_lab.escapes import decoded
from tropo_lab.platform.applications import MESSAGING
from tropo_lab.support.desk.story import Answer, Launch, Story

# of a part that is shown beside its mended self
MOST_LINES, WIDTH, MOST_PIECES = 120, 2000, 400
Line = tuple[tuple[bool, str], ...]
_PIECE = re.compile(r"\w+|\s+|.", re.DOTALL)


class Change(NamedTuple):
    """One part: its name, its language, and its text before and after."""

    name: str
    language: str
    before: str
    after: str

    @property
    def lines(self) -> tuple[list[Line], list[Line]]:
        """Both texts line by line, each line in pieces: with whether the other text has them not."""
        old, new = self.before.splitlines()[:MOST_LINES], self.after.splitlines()[:MOST_LINES]
        left: list[Line] = []
        right: list[Line] = []
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag == "replace" and j - i == m - k:
                pairs = [_pieces(*pair) for pair in zip(old[i:j], new[k:m], strict=True)]
                left += [before for before, _ in pairs]
                right += [after for _, after in pairs]
            else:
                left += [((tag != "equal", line),) for line in old[i:j]]
                right += [((tag != "equal", line),) for line in new[k:m]]
        return left, right


def _pieces(old: str, new: str) -> tuple[Line, Line]:
    """Two lines that stand for each other, parted where they differ; those that are very different stay whole."""
    one, other = _PIECE.findall(old[:WIDTH]), _PIECE.findall(new[:WIDTH])
    matched = SequenceMatcher(None, one, other, autojunk=False)
    if max(len(one), len(other)) > MOST_PIECES or matched.ratio() < 0.4:
        return ((True, old[:WIDTH]),), ((True, new[:WIDTH]),)
    codes = matched.get_opcodes()
    return (
        tuple((tag != "equal", "".join(one[i:j])) for tag, i, j, _, _ in codes if i < j),
        tuple((tag != "equal", "".join(other[k:m])) for tag, _, _, k, m in codes if k < m),
    )


def changes(old: Story, new: Story) -> tuple[Change, ...]:
    """The parts in which two stories differ."""
    found = []
    if old.launch and old.launch.whole and new.launch:
        before, after = f"curl {old.launch.whole}", f"curl '{new.launch.url}'"
        found.append(Change("The command", "shell", before, after))
    elif old.launch != new.launch and old.launch and new.launch:
        found.append(Change("The launch", "http", _launch(old.launch), _launch(new.launch)))
    elif old.parameters != new.parameters:
        found.append(Change("The parameters", "text", _pairs(old.parameters), _pairs(new.parameters)))
    if old.channel != new.channel:
        found.append(Change("The token", "text", *(f"the {_side(one)} token" for one in (old, new))))
    for number, (before, after) in enumerate(zip(old.answers, new.answers, strict=False)):
        if before != after:
            name = "Your catcher’s answer" if not number else f"Your catcher’s answer {number + 1}"
            labelled = (before.status, before.headers) != (after.status, after.headers)
            found.append(Change(name, "json", *(_answer(one, labelled) for one in (before, after))))
    if old.script and new.script and old.script != new.script:
        found.append(Change("The hosted script", new.script.language, old.script.text, new.script.text))
    return tuple(found)


def _launch(launch: Launch) -> str:
    if launch.method == "GET" and not launch.body:
        return launch.url
    return decoded(launch.wire).replace("\r\n", "\n")


def _answer(answer: Answer, with_heading: bool) -> str:
    heading = "\n".join([answer.status, *(f"{name}: {value}" for name, value in answer.headers), "", ""])
    return (heading if with_heading else "") + decoded(answer.body)


def _pairs(parameters: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"{name} = {value!r}" for name, value in parameters)


def _side(story: Story) -> str:
    return "messaging" if story.channel == MESSAGING else "voice"
