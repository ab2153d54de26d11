"""Rule → what mends it. A mender takes the story and the finding, and gives a story, or None where it does not fit."""

from __future__ import annotations

from collections.abc import Callable

from tropo_lab.support.desk.menders import edits, launches, scripts
from tropo_lab.support.desk.menders.documents import edited
from tropo_lab.support.desk.story import Story
from tropo_lab.support.finding import Finding

Mender = Callable[[Story, Finding], Story | None]


def either(*menders: Mender) -> Mender:
    """The first of these that changes something."""

    def mender(story: Story, finding: Finding) -> Story | None:
        return next((better for one in menders if (better := one(story, finding)) not in (None, story)), None)

    return mender


_WRITTEN_ANEW = (
    *(
        "blank-in-request-line",
        "hash-in-address",
        "launch-elsewhere",
        "launch-by-wrong-method",
        "no-action",
        "bad-action",
    ),
    *("body-of-a-get", "body-of-unknown-type", "body-is-not-json", "body-is-not-xml", "body-is-mislabelled"),
    *("plus-became-blank", "ampersand-from-html", "value-cut-at-ampersand", "encoded-twice", "encoded-for-a-form"),
    *("launch-encoding", "read-as-latin-1", "no-token", "bad-json", "bad-xml", "unsupported-type", "bad-method"),
)
_AS_MEANT = (
    "text-before-json",
    "mark-before-json",
    "not-json",
    "not-utf-8",
    "no-tropo",
    "reply-cut-short",
    "not-one-verb",
)
_NUMBERS = ("number-without-country-code", "number-without-plus", "number-outside", "bad-number", "country-code-twice")

MENDERS: dict[str, Mender] = {
    **dict.fromkeys(_WRITTEN_ANEW, launches.written_anew),
    **dict.fromkeys(_AS_MEANT, edited(edits.as_it_was_meant)),
    **dict.fromkeys(("say-is-a-string", "choices-is-a-string"), edited(edits.wrapped)),
    **dict.fromkeys(
        ("message-names-no-network", "call-names-no-network", "unknown-network"),
        either(edited(edits.texted), scripts.texted),
    ),
    **dict.fromkeys(
        _NUMBERS,
        either(edited(edits.country_code_added), scripts.country_code_added, launches.country_code_added),
    ),
    **dict.fromkeys(("several-recipients", "numbers-in-one-text"), edited(edits.one_each)),
    **dict.fromkeys(("unknown-key", "unknown-verb", "unknown-event"), edited(edits.renamed)),
    "text-for-a-call": edited(edits.spoken),
    "key-in-wrong-place": edited(edits.moved_up),
    "verb-inside-verb": edited(edits.moved_behind),
    "say-beside-message": edited(edits.say_moved_inside),
    **dict.fromkeys(("answer-goes-nowhere", "on-without-next"), edited(edits.led_on)),
    **dict.fromkeys(("name-in-other-case", "name-misspelt"), scripts.respelt),
    "nobody-to-speak-to": scripts.called_first,
    "url-without-quotes": launches.put_in_quotes,
    "wrong-token": launches.other_token,
}
