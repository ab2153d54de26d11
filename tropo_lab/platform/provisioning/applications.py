"""Provisioning requests for applications: list, make, show, change and delete them."""

from __future__ import annotations

from tropo_lab.errors import BadSetup
from tropo_lab.platform.applications import MESSAGING, VOICE, Address, Script
from tropo_lab.platform.cloud import Cloud
from tropo_lab.platform.messages import Request
from tropo_lab.platform.provisioning.body import DELETED, base, given_in, one_of, text
from tropo_lab.platform.provisioning.shown import PLATFORMS, WEBAPI, application, application_href, platform_of, url_of

_SIDES = {VOICE: "voiceUrl", MESSAGING: "messagingUrl"}
_PARTITIONS = ("staging", "production")


def every(cloud: Cloud, request: Request) -> list:
    """All apps of the account."""
    return [application(app, base(request)) for app in cloud.apps.by_name.values()]


def one(cloud: Cloud, request: Request, id: str) -> dict:
    """One app."""
    return application(cloud.apps.with_id(id), base(request))


def create(cloud: Cloud, request: Request) -> dict:
    """Make an app; gives its address."""
    given = given_in(request)
    name = text(given, "name", "My app", needed=True)
    platform = one_of(PLATFORMS, given, "platform", needed=True)
    sides = _checked({channel: _side(_url(given, key), platform) for channel, key in _SIDES.items()})
    partition = one_of(_PARTITIONS, given, "partition") or "staging"
    app = cloud.keep_app(cloud.apps.create(name, **sides, partition=partition))
    return {"href": application_href(app, base(request))}


def change(cloud: Cloud, request: Request, id: str) -> dict:
    """Change what is named of an app, and leave the rest."""
    app, given = cloud.apps.with_id(id), given_in(request)
    platform = one_of(PLATFORMS, given, "platform") or platform_of(app)
    sides = {channel: app.address(channel) for channel in _SIDES}
    for channel, key in _SIDES.items():
        if key in given:
            sides[channel] = _side(_url(given, key), platform)
        elif platform != platform_of(app):
            sides[channel] = _side(url_of(sides[channel]), platform)
    name = text(given, "name", "My app") or app.name
    partition = one_of(_PARTITIONS, given, "partition") or app.partition
    app = cloud.keep_app(cloud.apps.change(app, name=name, partition=partition, **_checked(sides)))
    return {"href": application_href(app, base(request))}


def remove(cloud: Cloud, request: Request, id: str) -> dict:
    """Delete an app; its name, tokens and numbers are free again."""
    cloud.remove_app(cloud.apps.with_id(id))
    return DELETED


def _url(given: dict, key: str) -> str:
    return text(given, key, "http://catcher.example/")


def _side(url: str | None, platform: str) -> Address:
    return url if not url or platform == WEBAPI else Script(url=url)


def _checked(sides: dict[str, Address]) -> dict[str, Address]:
    if not any(sides.values()):
        raise BadSetup("An application needs a `voiceUrl`, a `messagingUrl`, or both.")
    return sides
