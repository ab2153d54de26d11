"""What a notebook's first cells do: a lab, an app, a launch, a text. Prints the seconds it took after the imports."""

import time

from flask import Flask, request

from tropo_lab import Lab

PHONE = "+14075550112"


def create_catcher() -> Flask:
    """The catcher of the lessons' size: it texts what the launch carried."""
    app = Flask("catcher")

    @app.post("/messaging")
    def messaging():
        parameters = request.get_json()["session"]["parameters"]
        return {"tropo": [{"message": {"say": {"value": parameters["msg"]}, "to": PHONE, "network": "SMS"}}]}

    return app


def main() -> None:
    """Print the seconds from `Lab()` until the text is on the phone."""
    catcher = create_catcher()
    began = time.monotonic()
    lab = Lab()
    app = lab.app("reminders", messaging=lab.host(catcher) + "/messaging")
    launch = {"action": "create", "token": app.messaging_token, "msg": "hi"}
    lab.http.get("http://api.tropo.com/1.0/sessions", params=launch).raise_for_status()
    texts = lab.phone(PHONE).texts
    seconds = time.monotonic() - began
    lab.close()
    if [text.text for text in texts] != ["hi"]:
        raise SystemExit(f"The text did not arrive; the phone has {texts}.")
    print(seconds)


if __name__ == "__main__":
    main()
