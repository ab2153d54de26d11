"""Replies that report a failure: what the catcher stumbled over, as far as its page tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from tropo_lab.support.document import Document
from tropo_lab.support.finding import BROKEN, Finding, quoted
from tropo_lab.support.reading import Reading
from tropo_lab.support.rules.names import explained, missing_caller, missing_name
from tropo_lab.trace import FROM_CATCHER, RESULT, TO_CATCHER

_TAGS = re.compile(r"<(?:style|script|head)\b.*?</(?:style|script|head)>|<[^>]*>", re.S | re.I)
_ERROR = re.compile(r"[^\n]{0,80}\b(?:\w*(?:Error|Exception)|Notice|Warning|Undefined)\b:?[^\n]{0,160}")
# what languages say where a list was read as an object, or an object as a list
_AS_LIST = re.compile(
    r"KeyError:?\s*:?0\b|string indices|stdClass as array|[Uu]ndefined (?:array key|offset|index):? 0|"
    r"reading '\w+'|property '\w+' of undefined|for nil|JSONObject|not a JSONArray|unhashable|LinkedHashMap|"
    r"is not iterable|\.(?:map|forEach|find|filter) is not a function|cannot convert"
)
_AS_OBJECT = re.compile(
    r"list indices|has no attribute|of non-object|on array|array to|into Integer|reading '\w+'|property '\w+' of|"
    r"JSONArray|ArrayList|[Uu]ndefined (?:array key|index)"
)
_PAGES = {
    401: ("It asks for a login, and Tropo has none.", "Let the catcher's address through without a login."),
    403: ("It keeps Tropo out.", "Let POSTs to that address through: no login, no form token, no filter."),
    404: ("There is nothing at that address.", "Correct the address in the app or in the `next`, or add the route."),
    405: ("That address takes no POST.", "Let the route accept POST: Tropo sends its JSON so."),
    415: ("That address takes no JSON.", "Let it read a body of the type application/json."),
}


def error_pages(reading: Reading) -> Iterator[Finding]:
    """Why the catcher failed: one finding for each reply whose status says so."""
    for document in reading.documents:
        if document.ok:
            continue
        if document.message.status < 400:
            yield _elsewhere(document)
        else:
            yield _about_actions(document) or _about_names(document, reading) or _failed(document, reading)


def _elsewhere(document: Document) -> Finding:
    place = document.message.header("location")
    return Finding(
        "redirect",
        document.number,
        FROM_CATCHER,
        BROKEN,
        f"The catcher answered {document.message.status} and points to {quoted(place or 'nowhere')}.",
        "Tropo does not follow redirects, so it got no document.",
        "Put the final address into the app or the `next`.",
    )


def _about_names(document: Document, reading: Reading) -> Finding | None:
    if document.message.status < 500:
        return None
    about = explained(missing_name(document.text), reading)
    if about is None and reading.is_launched and document.is_first:
        about = explained(missing_caller(document.text), reading)
    if about is None:
        return None
    rule, found, why, fix = about
    return Finding(
        rule,
        document.number,
        TO_CATCHER,
        BROKEN,
        f"{found} It answered {document.message.status}: {quoted(_excerpt(document), 120)}.",
        why,
        fix,
    )


def _about_actions(document: Document) -> Finding | None:
    result = document.result
    if result is None or document.message.status < 500:
        return None
    page, actions = unescape(document.text[:20_000]), result.get("actions")
    name = missing_name(page)
    if isinstance(actions, dict) and (_AS_LIST.search(page) or name in actions):
        rule, what = "actions-is-an-object", "has ONE action, so `actions` is an object with name, value and so on"
        fix = "Make a list of it first: if it is an object, wrap it into one; then read the entries."
    elif isinstance(actions, list) and (_AS_OBJECT.search(page) or any(name in one for one in actions if one)):
        rule, what = "actions-is-a-list", f"has {len(actions)} actions, so `actions` is a list"
        fix = "Go through the list, and tell the entries by their `name`; wrap a lone object into a list first."
    elif actions is None and (name == "actions" or _AS_LIST.search(page)):
        rule, what = "no-actions", "has no `actions`: nothing was collected before it was sent"
        fix = "Look whether `actions` is there, and go on without where the person hung up or said nothing."
    else:
        return None
    return Finding(
        rule,
        document.number,
        RESULT,
        BROKEN,
        f"The catcher answered {document.message.status} to a result: {quoted(_excerpt(document), 120)}.",
        f"This result {what}.",
        fix,
    )


def _failed(document: Document, reading: Reading) -> Finding:
    status, to_result = document.message.status, document.asked is not None and document.asked.kind == "result"
    asked = "result" if to_result else "session JSON" if document.is_first else "request"
    passed = ", ".join(quoted(one)[1:-1] for one in list(reading.parameters)[:8])
    # a name that is not there may be one that the launch left out
    told = f" The launch passed {passed}." if passed and document.is_first and missing_name(document.text) else ""
    why, fix = _PAGES.get(
        status,
        (
            "The session ended there, and no verb of it ran."
            + ("" if to_result else " The launch had been answered before: success means started, and no more.")
            + told,
            "Look into the catcher's own log for the error. "
            + (
                "Write down the raw result first: `actions` is an object, a list, or not there."
                if to_result
                else "A launched session has no from, to or headers; take the values from session.parameters."
                if reading.is_launched
                else "Write down the raw body first."
            ),
        ),
    )
    excerpt = _excerpt(document)
    return Finding(
        "catcher-failed",
        document.number,
        RESULT if to_result else TO_CATCHER,
        BROKEN,
        f"The catcher answered {status} to the {asked}"
        f"{f': {quoted(excerpt, 120)}' if excerpt else ', and said nothing more'}.",
        why,
        fix,
    )


def _excerpt(document: Document) -> str:
    """The line of a page that says most: the last that speaks of an error, or the first words."""
    page = unescape(_TAGS.sub("\n", document.text[:20_000]))
    errors = _ERROR.findall(page)
    return (errors[-1] if errors else " ".join(page.split())[:200]).strip()
