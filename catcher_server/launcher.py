"""The launcher: a page whose buttons ask Tropo to start a session."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import requests
from flask import Blueprint, Response, current_app, jsonify, make_response, redirect, render_template, request, url_for

from catcher_server.sent import ASKED, FAILED

launcher = Blueprint("launcher", __name__)

# the button's value → the channel, and where its token is kept
BUTTONS = {"text": ("text", "MESSAGING_TOKEN"), "call": ("voice", "VOICE_TOKEN")}


class LaunchFailed(Exception):
    """No session was started; the text is one sentence that names what to check."""


@launcher.get("/")
def page() -> Response:
    """The page: a form, and what became of earlier launches."""
    return show()


@launcher.get("/status")
def status() -> Response:
    """What the page's table shows, for programs: a JSON list, newest first."""
    return jsonify([launch._asdict() for launch in current_app.extensions["sent"].newest_first()])


@launcher.post("/send")
def send() -> Response:
    """A button was pressed: launch a session, and show the page again."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":  # a page elsewhere must not text in your name
        return make_response("Use the form on this server's own page.\n", 403, {"Content-Type": "text/plain"})

    # forms send line ends as CR LF, and the person typed a line end
    form = {name: request.form.get(name, "").replace("\r\n", "\n") for name in ("to", "msg", "send")}
    mistakes = find_mistakes(form)
    if mistakes:
        return show(400, form=form, mistakes=mistakes)

    number = digits(form["to"])
    channel, token = BUTTONS[form["send"]]
    sent = current_app.extensions["sent"]
    try:
        session = launch(token, number, form["msg"])
    except LaunchFailed as failure:
        sent.add("+" + number, form["msg"], channel, "", FAILED, str(failure))
        return show(502, form=form, failure=str(failure))
    note = "Tropo has started a session. Your catcher has not been asked yet."
    launched = sent.add("+" + number, form["msg"], channel, session, ASKED, note)
    return redirect(url_for("launcher.page", _anchor=f"sent-{launched.number}"), 303)


def launch(token_key: str, number: str, msg: str) -> str:
    """Make the REST request; the id of the session that Tropo started."""
    config = current_app.config
    platform = config["PLATFORM"].rstrip("/")
    query = {"action": "create", "token": config[token_key], "numbertodial": number, "msg": msg}
    try:
        reply = config["HTTP"].get(platform + "/1.0/sessions", params=query, timeout=15)
    except requests.RequestException:  # its own text holds the URL, and so the token
        raise LaunchFailed(f"{platform} cannot be reached: check PLATFORM, and that it is running.") from None
    try:
        answer = ElementTree.fromstring(reply.content)
    except (ElementTree.ParseError, ValueError, LookupError):  # the last two: an encoding that nobody knows
        answer = ElementTree.Element("none")
    success = answer.findtext("success", "").strip()
    if reply.status_code != 200 or success not in ("true", "false"):
        raise LaunchFailed(f"{platform} answered {reply.status_code}, and no session reply: check PLATFORM.")
    if success == "false":
        reason = answer.findtext("reason", "").strip() or "no reason given"
        raise LaunchFailed(f"Tropo refused the launch ({reason}): check {token_key}.")
    return answer.findtext("id", "").strip()  # the id came with line breaks around it at times


def digits(written: str) -> str:
    """The number as Tropo's parameter has it, digits only; empty when other signs than usual are in it."""
    number = re.sub(r"[\s().-]", "", written).removeprefix("+")
    return number if number.isascii() and number.isdigit() else ""


def find_mistakes(form: dict[str, str]) -> dict[str, str]:
    """One sentence for each field that needs mending."""
    mistakes = {}
    if not form["to"].strip():
        mistakes["to"] = "Write the phone number to text or call."
    elif not digits(form["to"]):
        mistakes["to"] = "Write the phone number in digits, with its country code first."
    if not form["msg"].strip():
        mistakes["msg"] = "Write the message to send or to say."
    if form["send"] not in BUTTONS:
        mistakes["send"] = "Press one of the two buttons."
    return mistakes


def show(status: int = 200, **values: object) -> Response:
    """The page, with the form's values and what is wrong with them."""
    launches = current_app.extensions["sent"].newest_first()
    shown = {"launches": launches, "form": {}, "mistakes": {}, "failure": ""} | values
    return make_response(render_template("page.html", **shown), status, {"Cache-Control": "no-store"})
