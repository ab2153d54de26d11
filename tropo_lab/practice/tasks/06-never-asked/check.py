"""A morning of launches: one with a mistyped token, two while the server was down."""

from flask import Flask, request

from tropo_lab import LaunchRequest
from tropo_lab.practice.checking import expect, fail


def check(given):
    lab = given.lab()
    asked = set()
    server = Flask("catcher")

    @server.post("/")
    def note():
        asked.add(request.get_json()["session"]["id"])
        return {"tropo": []}

    token = lab.app("reminders", messaging=lab.host(server)).messaging_token

    def launch(token):
        return LaunchRequest(token, {"numbertodial": "14075550112", "msg": "Dentist at 3"}).send(lab.http)

    replies = {"Ann": launch(token), "Ben": launch(token[:-1])}
    lab.stop_host()
    replies |= {"Cem": launch(token), "Dot": launch(token)}
    lab.host(server)
    replies["Eve"] = launch(token)

    _expect_names(given, replies, asked, ["Ben", "Cem", "Dot"])
    _expect_names(given, {"Eve": replies["Eve"]}, asked, [])
    return "nobody is forgotten, and nobody gets the text twice."


REASONS = {
    "Ben": "That launch was refused, so there was no session to ask about.",
    "Cem": "That launch was a success, and your server was down when Tropo asked.",
    "Ann": "Your catcher was asked about that session; a second launch would send the text twice.",
}


def _expect_names(given, replies, asked, wanted):
    names = given.call(given.launch_again, dict(replies), set(asked))
    if not isinstance(names, list | tuple | set):
        how = " Give the list back with `return`." if names is None else ""
        fail(f"`launch_again` gives a list of names; yours gave {names!r:.80}.{how}")
    strange = [name for name in names if name not in replies]
    if strange:
        # the id of a refused launch is empty, and says little
        fail(f"`launch_again` gives names of customers, such as 'Ann'; yours gave {max(strange, key=str)!r:.80}.")
    wrong = [name for name in replies if (name in names) != (name in wanted)]
    because = REASONS.get(wrong[0], REASONS["Ann"]) if wrong else ""
    because = because and f"{wrong[0]}: {because}"
    expect(f"The names among {', '.join(replies)}", sorted(names), wanted, because)
