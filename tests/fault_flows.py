"""The flows of the fault grid: each sets a lab up, and gives what begins it."""

import json

import requests

from tests.catchers import MESSAGE, Scripted
from tests.holding import API, PHONE

SCRIPT = f'message("hello", {{"to": "{PHONE}", "network": "SMS"}})'


class Catcher:
    """A catcher that is careful, as most frameworks are: what is no JSON is 400, what is labelled otherwise 415.

    `documents` stand under their paths, None for an empty reply; `asked` is what it was asked.
    """

    def __init__(self, documents):
        self.documents, self.asked = documents, []

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.asked.append(environ["PATH_INFO"])
        document = self.documents[environ["PATH_INFO"]]
        status, answer = "200 OK", b"" if document is None else json.dumps({"tropo": document}).encode()
        if environ["PATH_INFO"] == "/upload":
            answer = b"taken"
        elif not environ.get("CONTENT_TYPE", "").startswith("application/json"):
            status, answer = "415 Unsupported Media Type", b"send JSON"
        else:
            try:
                json.loads(body)
            except ValueError:
                status, answer = "400 Bad Request", b"no JSON"
        start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
        return [answer]


def on(event, path="/next"):
    return {"on": {"event": event, "next": path}}


def say(words):
    return {"say": {"value": words}}


def question(words, choices="[ANY]"):
    return {"ask": {"name": "answer", "say": {"value": words}, "choices": {"value": choices}, "timeout": 5}}


def launching(lab, app):
    """A launch by GET."""
    return lambda: lab.http.get(API, params={"action": "create", "token": app.messaging_token}, allow_redirects=False)


def app_of(lab, start, **more):
    """An app whose catcher answers at /start and at more paths, and what that was asked."""
    catcher = Catcher({"/start": start, "/upload": None, **{f"/{name}": document for name, document in more.items()}})
    url = lab.host(catcher)
    return lab.app("app", voice=f"{url}/start", messaging=f"{url}/start"), catcher.asked


def webapi_text(lab):
    app, asked = app_of(lab, [MESSAGE, on("continue")], next=None)
    given = {"token": app.messaging_token, "msg": "hi"}
    return lambda: lab.http.post(API, data=given, allow_redirects=False), asked


def webapi_voice(lab):
    lab.phone(PHONE).behave(inputs=["1"])
    first = [{"call": {"to": PHONE}}, question("press 1", "yes(1)"), on("continue"), on("incomplete", "/sorry")]
    app, asked = app_of(lab, first, next=[say("thank you"), {"hangup": None}], sorry=[say("sorry")])
    return launching(lab, app), asked


def busy_phone(lab):
    lab.phone(PHONE).behave(answer="busy")
    app, asked = app_of(lab, [{"call": {"to": PHONE, "timeout": 10}}, on("incomplete")], next=None)
    return launching(lab, app), asked


def page(lab):
    """A click on a page that launches."""
    app, asked = app_of(lab, [MESSAGE])
    launch = launching(lab, app)

    def answer(environ, start_response):
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        given = environ["REQUEST_METHOD"] == "POST" and environ["CONTENT_LENGTH"] not in ("", "0")
        try:
            sent = given and b"success>true" in launch().content
            status, body = ("200 OK", b"sent") if sent else ("400 Bad Request", b"not sent")
        except requests.RequestException:
            status, body = "502 Bad Gateway", b"not sent"
        start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]

    url = lab.host(answer, "launcher.example")
    return lambda: lab.http.post(f"{url}/send", data={"msg": "hi"}, allow_redirects=False), asked


def signal(lab):
    """A signal to a session that waits for a person."""
    lab.phone(PHONE).behave(held=True)
    verbs = [{"call": {"to": PHONE, "network": "SMS"}}, question("well?"), on("stop")]
    app, asked = app_of(lab, verbs, next=[say("stopped")])
    launching(lab, app)()
    url = f"{API}/{lab.trace().id}/signals"
    return lambda: lab.http.post(url, data={"value": "stop"}, allow_redirects=False), asked


def inbound_text(lab):
    first = [question("what do you want?", "weather"), on("continue"), on("incomplete", "/sorry")]
    app, asked = app_of(lab, first, next=[say("sunny")], sorry=[say("sorry")])
    return lambda: lab.phone(PHONE).text(app.number, "weather"), asked


def inbound_call(lab):
    """A call to an app that records a message, and has it sent to its server."""
    lab.phone(PHONE).behave(inputs=["call me"])
    record = {"name": "r", "say": {"value": "leave a message"}, "url": "http://catcher.example/upload", "timeout": 5}
    app, asked = app_of(lab, [{"record": record}, on("continue")], next=[{"hangup": None}])
    return lambda: lab.phone(PHONE).call(app.number), asked


def scripting_text(lab):
    app = lab.app("app", messaging=lab.script(SCRIPT))
    return launching(lab, app), []


def script_by_url(lab):
    code = Scripted(("200 OK", [("Content-Type", "text/plain; charset=utf-8")], SCRIPT))
    url = f"{lab.host(code, 'scripts.example')}/hello.py"
    app = lab.app("app", messaging=lab.script(url=url))
    return launching(lab, app), code.asked


FLOWS = {
    "WebAPI, text": webapi_text,
    "WebAPI, voice with a question": webapi_voice,
    "WebAPI, a busy phone": busy_phone,
    "WebAPI, a text to the app": inbound_text,
    "WebAPI, a call to the app": inbound_call,
    "WebAPI, a click on a page": page,
    "WebAPI, a signal": signal,
    "Scripting, text": scripting_text,
    "Scripting, text, script by URL": script_by_url,
}
# hosted scripts run in processes of their own
NEED_SOCKETS = ("Scripting, text", "Scripting, text, script by URL")
