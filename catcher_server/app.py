"""Your server as a Flask app: `create_app()` puts launcher, catcher and their shared memory together."""

from __future__ import annotations

import requests
from flask import Flask

from catcher_server.catcher import catcher
from catcher_server.launcher import launcher
from catcher_server.sent import Sent

PLATFORM = "http://api.tropo.com"


def create_app(config: dict | None = None) -> Flask:
    """Your server, ready to serve. Two apps in one process share nothing.

    `config` may hold:

    * `PLATFORM`: where Tropo is; launches go to PLATFORM + "/1.0/sessions". Default "http://api.tropo.com".
    * `MESSAGING_TOKEN`, `VOICE_TOKEN`: the tokens that *Send text* and *Call* launch with. Default empty.
    * `HTTP`: the `requests.Session` to launch with. Default a plain one, made for this app.
    * `REPORT`: True asks Tropo to report on texts too, so that the page can say sent or not. Default False:
      the five steps of the article, after which nobody reports back.
    """
    app = Flask(__name__)
    app.config.from_mapping(
        PLATFORM=PLATFORM,
        MESSAGING_TOKEN="",
        VOICE_TOKEN="",
        HTTP=requests.Session(),
        REPORT=False,
        MAX_CONTENT_LENGTH=64 * 1024,  # session JSON is a few kilobytes; memory stays bounded
    )
    app.config.update(config or {})
    app.json.sort_keys = False
    app.extensions["sent"] = Sent()
    app.register_blueprint(launcher)
    app.register_blueprint(catcher)
    return app
