"""Small catchers to test against: a WSGI callable that answers what a test wrote down."""

import json


class Scripted:
    """Answers each request with the next of its replies, the last one for ever; keeps what it was asked.

    A reply is a document (a list of verbs), a text, bytes, or a `(status, headers, body)`.
    """

    def __init__(self, *replies):
        self.replies, self.asked = list(replies), []

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.asked.append((environ["PATH_INFO"], body, environ))
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        status, headers, body = reply if isinstance(reply, tuple) else ("200 OK", [], reply)
        if isinstance(body, list):
            body = json.dumps({"tropo": body})
        body = body.encode() if isinstance(body, str) else body
        known = {name.lower() for name, _ in headers}
        if "content-type" not in known:
            headers = [*headers, ("Content-Type", "application/json; charset=utf-8")]
        start_response(status, [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def json(self, number):
        """The JSON of the request with that index."""
        return json.loads(self.asked[number][1])


MESSAGE = {"message": {"say": {"value": "hello"}, "to": "+14075550112", "channel": "TEXT", "network": "SMS"}}


def app_with(lab, *replies, name="app"):
    """An app of the lab whose catcher gives these replies: `(app, catcher)`."""
    catcher = Scripted(*replies)
    url = lab.host(catcher)
    return lab.app(name, messaging=f"{url}/start", voice=f"{url}/start"), catcher


def launch(lab, app, **parameters):
    """Launch the app's messaging side by GET and give the trace, once the lab is at rest."""
    lab.http.get(
        "http://api.tropo.com/1.0/sessions", params={"action": "create", "token": app.messaging_token, **parameters}
    )
    return lab.trace()


def run(lab, *replies, **parameters):
    """Launch an app whose catcher gives these replies: `(trace, catcher)`."""
    app, catcher = app_with(lab, *replies)
    return launch(lab, app, **parameters), catcher
