"""Provisioning requests for addresses: the tokens and numbers of apps, and the numbers that can be had."""

from __future__ import annotations

from urllib.parse import parse_qs

from tropo_lab.errors import BadSetup, NotFound
from tropo_lab.platform.applications import CHANNELS, App, Token
from tropo_lab.platform.cloud import Cloud
from tropo_lab.platform.messages import Request
from tropo_lab.platform.network.numbers import e164
from tropo_lab.platform.provisioning.body import DELETED, base, given_in, one_of, text
from tropo_lab.platform.provisioning.exchanges import EXCHANGES, at_prefix, exchange_of, free_number
from tropo_lab.platform.provisioning.shown import address_href, addresses, exchange, number

NUMBER, TOKEN = "number", "token"


def of_app(cloud: Cloud, request: Request, id: str) -> list:
    """The numbers and tokens of one app."""
    return addresses(cloud.apps.with_id(id), base(request))


def every(cloud: Cloud, request: Request) -> list:
    """The numbers and tokens of all apps; with `?available` the numbers that can be had, with `prefix` those there."""
    query = parse_qs(request.query, keep_blank_values=True)
    if "available" not in query:
        return [one for app in cloud.apps.by_name.values() for one in addresses(app, base(request))]
    chosen = [at_prefix(prefix) for prefix in query.get("prefix", [])] or EXCHANGES
    return [number(one) for place in chosen for one in place.numbers() if one not in cloud.apps.by_number]


def add(cloud: Cloud, request: Request, id: str) -> dict:
    """Give an app one more token or number; gives its address."""
    app, given = cloud.apps.with_id(id), given_in(request)
    kind = _kind(text(given, "type", TOKEN, needed=True))
    if kind == TOKEN:
        channel = one_of(CHANNELS, given, "channel", needed=True)
        value = cloud.apps.ids.token(app.id, f"{channel}/{app.made}")
        app = cloud.apps.change(app, tokens=(*app.tokens, Token(channel, value)), made=app.made + 1)
    else:
        value = _wanted_number(given, cloud.apps.by_number)
        app = cloud.apps.change(app, numbers=(*app.numbers, value))
    return {"href": address_href(cloud.keep_app(app), kind, value, base(request))}


def one(cloud: Cloud, request: Request, id: str, kind: str, value: str) -> dict:
    """One token or number of an app."""
    app = cloud.apps.with_id(id)
    value = _value(app, kind, value)
    return next(one for one in addresses(app, base(request)) if one["type"] == kind and one[kind] == value)


def drop(cloud: Cloud, request: Request, id: str, kind: str, value: str) -> dict:
    """Take a token or number from an app."""
    app = cloud.apps.with_id(id)
    value = _value(app, kind, value)
    if kind == TOKEN:
        app = cloud.apps.change(app, tokens=tuple(one for one in app.tokens if one.token != value))
    else:
        app = cloud.apps.change(app, numbers=tuple(one for one in app.numbers if one != value))
    cloud.keep_app(app)
    return DELETED


def exchanges(cloud: Cloud, request: Request) -> list:
    """The areas in which numbers can be had."""
    return [exchange(one) for one in EXCHANGES]


def _wanted_number(given: dict, taken: dict[str, App]) -> str:
    wanted, prefix = text(given, NUMBER, "+14075550142"), text(given, "prefix", "1407")
    if not wanted and not prefix:
        raise BadSetup('Say which number: send a `prefix` such as "1407", or a whole `number`.')
    if not wanted:
        return free_number(taken, (at_prefix(prefix),))
    value = e164(wanted)
    if value in taken:
        raise BadSetup(f"{value} belongs to application {taken[value].id} already: choose another number.")
    if exchange_of(value) is None:
        raise NotFound(f"{value} is not to be had; GET /v1/addresses?available&prefix=1407 lists numbers that are.")
    return value


def _kind(value: str) -> str:
    if value not in (NUMBER, TOKEN):
        raise BadSetup(f"The lab has no addresses of type {value!r:.40}; it has number and token.")
    return value


def _value(app: App, kind: str, value: str) -> str:
    """The app's own token or number of that value; NotFound when it has none."""
    value = e164(value) if _kind(kind) == NUMBER else value
    if value not in (app.numbers if kind == NUMBER else [one.token for one in app.tokens]):
        raise NotFound(f"Application {app.id} has no {kind} {value!r:.100}; GET its addresses to see what it has.")
    return value
