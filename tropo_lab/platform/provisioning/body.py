"""What a provisioning request carries, checked; and its answers as JSON."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

from tropo_lab.errors import BadSetup
from tropo_lab.platform.cloud import API_HOST
from tropo_lab.platform.launching.request import FORM, MAX_BODY
from tropo_lab.platform.messages import Reply, Request, json_bytes, reply

DELETED = {"message": "delete successful"}


def base(request: Request) -> str:
    """Where the client reaches this API, for the addresses in answers."""
    host = request.header("Host")
    return f"https://{API_HOST}/v1" if host in ("", API_HOST) else f"http://{host}/v1"


def given_in(request: Request) -> dict:
    """The values that were sent: one JSON object under whatever label, or a form that is labelled as one."""
    if len(request.body) > MAX_BODY:
        raise BadSetup(f"The body is larger than {MAX_BODY} bytes; send less.")
    try:
        data = json.loads(request.body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        # clients that let curl choose the label send JSON as a form, too
        if request.content_type == FORM and not request.body.lstrip().startswith((b"{", b"[")):
            return dict(parse_qsl(request.body.decode("utf-8", "replace")))
        raise BadSetup(f"The body must be one JSON object, and cannot be read as JSON ({str(error)[:100]}).") from None
    if not isinstance(data, dict):
        raise BadSetup('The body must be one JSON object, such as {"type": "token", "channel": "voice"}.')
    return data


def text(given: dict, key: str, example: str, needed: bool = False) -> str:
    """The text under a key, empty when there is none; BadSetup when it must be there, or is no text."""
    value = given.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # some clients send a prefix as a number
    if value is not None and not isinstance(value, str):
        raise BadSetup(f'`{key}` must be a text such as "{example}", not {json.dumps(value):.60}.')
    if needed and not value:
        raise BadSetup(f'`{key}` is missing: send it as a text such as "{example}".')
    return value or ""


def one_of(known: tuple[str, ...], given: dict, key: str, needed: bool = False) -> str:
    """The value of a key that knows few words, in small letters; empty when it is not there."""
    value = text(given, key, known[-1], needed).lower()
    if value and value not in known:
        raise BadSetup(f"`{key}` must be {' or '.join(known)}, not {value!r:.40}.")
    return value


def answered(data: dict | list, status: int = 200) -> Reply:
    """The answer as JSON on one line; 200 for every success, as clients take anything else for a failure."""
    return reply(status, json_bytes(data), "application/json; charset=UTF-8")


def problem(status: int, sentence: str) -> Reply:
    """What went wrong, in one sentence under `error`."""
    return answered({"error": sentence}, status)
