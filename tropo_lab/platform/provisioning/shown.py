"""The account's apps and numbers as the provisioning API shows them: plain data, ready to become JSON.

`base` is where the API is, such as `https://api.tropo.com/v1`; every `href` begins with it.
"""

from __future__ import annotations

from tropo_lab.platform.applications import Address, App, Script
from tropo_lab.platform.provisioning.exchanges import Exchange, exchange_of

WEBAPI, SCRIPTING = PLATFORMS = ("webapi", "scripting")


def platform_of(app: App) -> str:
    """`scripting` when what the app starts is hosted scripts, else `webapi`."""
    sides = [side for side in (app.voice, app.messaging) if side is not None]
    return SCRIPTING if sides and all(isinstance(side, Script) for side in sides) else WEBAPI


def url_of(side: Address) -> str | None:
    """The URL of one side; None where there is none, as with a script that was handed over in the lab."""
    return side.url or None if isinstance(side, Script) else side


def application_href(app: App, base: str) -> str:
    """Where an app is."""
    return f"{base}/applications/{app.id}"


def application(app: App, base: str) -> dict:
    """One app, as a GET of it answers."""
    return {
        "id": app.id,
        "href": application_href(app, base),
        "name": app.name,
        "platform": platform_of(app),
        "voiceUrl": url_of(app.voice),
        "messagingUrl": url_of(app.messaging),
        "partition": app.partition,
    }


def address_href(app: App, kind: str, value: str, base: str) -> str:
    """Where one of an app's addresses is."""
    return f"{application_href(app, base)}/addresses/{kind}/{value}"


def addresses(app: App, base: str) -> list[dict]:
    """An app's numbers and tokens."""
    numbers = [{"href": address_href(app, "number", one, base), **number(one)} for one in app.numbers]
    tokens = [
        {"href": address_href(app, "token", token, base), "type": "token", "channel": channel, "token": token}
        for channel, token in app.tokens
    ]
    return numbers + tokens


def number(number: str) -> dict:
    """A number, with the place that it belongs to when it is one of the lab's own."""
    place, shown = exchange_of(number), {"type": "number", "number": number}
    if place is not None:
        shown = {"type": "number", "prefix": place.prefix, "number": number, "city": place.city, "state": place.state}
    return shown


def exchange(one: Exchange) -> dict:
    """An exchange, as the list of exchanges shows it."""
    return {
        "prefix": one.prefix,
        "city": one.city,
        "state": one.state,
        "country": "United States",
        "description": "Phone Number w/ SMS",
        "smsEnabled": True,
    }
