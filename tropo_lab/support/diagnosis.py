"""What is wrong in a trace, most important first, with one finding for one cause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tropo_lab.support.finding import BROKEN, Finding
from tropo_lab.support.reading import Reading
from tropo_lab.support.rules import (
    bodies,
    channels,
    encodings,
    endings,
    error_pages,
    launches,
    numbers,
    platform_log,
    replies,
    results,
    scripts,
    shapes,
    tokens,
    who_asked,
    words,
)
from tropo_lab.trace import RESULT, Trace

Rule = Callable[[Reading], Iterator[Finding]]
# in the order in which things happen: what comes first explains what comes after
CAUSES: tuple[Rule, ...] = (
    platform_log.by_switch,
    launches.request_line,
    launches.address,
    bodies.body,
    bodies.nesting,
    encodings.unsound_values,
    launches.action,
    tokens.token,
    who_asked.asked_directly,
    who_asked.not_from_tropo,
    who_asked.no_address,
    who_asked.out_of_reach,
    results.misread,
    error_pages.error_pages,
    replies.replies,
    shapes.shapes,
    words.words,
    numbers.numbers,
    numbers.numbers_of_a_script,
    channels.channels,
    scripts.scripts,
    tokens.side,
    results.unheard,
    endings.no_verbs,
    endings.pace,
)
# what a cause that was found already may have brought about
CONSEQUENCES: tuple[Rule, ...] = (platform_log.platform_log,)
# what is told where nothing else is
LAST: tuple[Rule, ...] = (endings.started_is_not_sent,)
# what is wrong with values of the launch, and what may come of that later
LOSING = frozenset(
    [
        "plus-became-blank",
        "value-cut-at-ampersand",
        "ampersand-from-html",
        "encoded-twice",
        "encoded-for-a-form",
        "body-is-mislabelled",
        "body-of-a-get",
        "body-of-unknown-type",
        "body-is-not-json",
        "body-is-not-xml",
        "value-not-filled-in",
        "hash-in-address",
        "blank-in-request-line",
        "launch-encoding",
        "values-lie-too-deep",
    ]
)
OF_LOST_VALUES = frozenset(
    [
        "value-lost-in-catcher",
        "number-not-filled-in",
        "bad-number",
        "script-error",
        "name-misspelt",
        "catcher-failed",
        "numbers-in-one-text",
        "value-read-at-wrong-level",
        "number-without-plus",
        "number-without-country-code",
        "country-code-twice",
        "template-not-filled-in",
    ]
)
OF_LOST_NAMES = frozenset(("no-token", "no-action", "unknown-token", "launch-elsewhere"))
# warnings of the log that mean nothing where something is broken
OF_BROKEN = frozenset(("message-failed", "no-verbs", "interrupted"))
# a warning of the log → what rules call the same
OTHER_NAMES = {
    "unknown-key": ("verb-inside-verb", "key-in-wrong-place"),
    "unknown-dial-option": ("numbers-in-one-text",),
    "number-without-plus": ("number-without-country-code", "country-code-twice", "numbers-in-one-text"),
}
MOST = 20


def diagnose_trace(trace: Trace, wanted: str = "") -> tuple[Finding, ...]:
    """The findings of a trace; none when it is sound. `wanted` is `text`, `call`, or empty when nobody said."""
    reading = Reading(trace, wanted)
    found: list[Finding] = []
    for told in _all(CAUSES, reading):
        _keep(told, found)
    for told in _all(CONSEQUENCES, reading):
        if not _explained(told, found):
            _keep(told, found)
    if not any(one.severity == BROKEN for one in found):
        for told in _all(LAST, reading):
            _keep(told, found)
    switched = [one for one in found if one.rule.startswith(platform_log.SWITCHED) and one.severity == BROKEN]
    found = [one for one in found if not _by_switch(one, switched) and not _of_lost_value(one, found)]
    return tuple(sorted(found[:MOST], key=lambda one: one.severity != BROKEN))


def _all(rules: Iterable[Rule], reading: Reading) -> Iterator[Finding]:
    for rule in rules:
        yield from rule(reading)


def _keep(told: Finding, found: list[Finding]) -> None:
    """Add a finding, unless the same was told of this hop, or in these words, before."""
    if not any(one.rule == told.rule and (one.hop == told.hop or one.found == told.found) for one in found):
        found.append(told)


def _explained(told: Finding, found: list[Finding]) -> bool:
    """True for what the log says of a known cause: the same by another name, or what a broken hop brought about."""
    if told.severity == BROKEN or told.rule in OF_BROKEN:
        return any(one.severity == BROKEN and one.hop <= told.hop for one in found)
    return any(one.rule in OTHER_NAMES.get(told.rule, ()) and one.hop == told.hop for one in found)


def _of_lost_value(told: Finding, found: list[Finding]) -> bool:
    """True for what came of a value that the launch lost, or of a reply that was found to be broken already."""
    earlier = found[: found.index(told)]
    if told.rule in OF_LOST_VALUES and any(one.rule in LOSING and one.hop < told.hop for one in earlier):
        return True
    if told.rule in OF_LOST_NAMES and any(one.rule in LOSING and one.severity == BROKEN for one in earlier):
        return True
    if told.rule == "value-cut-at-ampersand" and any(one.rule == "body-is-mislabelled" for one in earlier):
        return True
    if told.rule == "missing-key":
        # it is there, and in the wrong place
        key = told.found.rpartition(" has no ")[2].rstrip(".")
        return any(one.rule == "key-in-wrong-place" and f"holds {key}," in one.found for one in found)
    # where nobody was reached, nothing could be collected
    of_nobody = told.where == RESULT and told.rule in ("no-actions", "catcher-failed")
    if of_nobody and any(one.severity == BROKEN and one.hop < told.hop for one in found):
        return True
    return told.rule == "catcher-failed" and any(one.hop == told.hop for one in earlier)


def _by_switch(told: Finding, switched: list[Finding]) -> bool:
    return any(one is not told and one.hop <= told.hop for one in switched)
