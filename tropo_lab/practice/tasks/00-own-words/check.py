"""The form goes to a server like the reader's own."""

from catcher_server import create_app
from catcher_server.launcher import find_mistakes
from tropo_lab.practice.arrivals import expect_text
from tropo_lab.practice.checking import expect_a, fail

NUMBER = "+14075550134"


def check(given):
    form = given.my_form
    expect_a("`my_form`", form, dict, "Keep the curly brackets and the three names.")
    lab = given.lab()
    server = create_app({"HTTP": lab.http, "MESSAGING_TOKEN": "MESSAGING-TOKEN", "VOICE_TOKEN": "VOICE-TOKEN"})
    url = lab.host(server)
    addresses = {"voice": f"{url}/voice", "messaging": f"{url}/messaging"}
    lab.app("reminders", **addresses, voice_token="VOICE-TOKEN", messaging_token="MESSAGING-TOKEN")

    sent = {name: str(form.get(name, "")) for name in ("to", "msg", "send")}
    answer = lab.http.post(f"{url}/send", data=sent, allow_redirects=False)
    for name, mistake in find_mistakes(sent).items():
        fail(f"The page answered {answer.status_code} and launched nothing. It says of `{name}`: {mistake}")
    if sent["msg"] == "test Tropo message":
        fail("Those are the words of the article: write your own into `msg`.")
    if sent["send"] == "call":
        fail("That was the button for calls, and the phone rang. Leave `send` at 'text'.")
    trace = lab.trace()
    expect_text(trace, NUMBER, sent["msg"])
    return f"{NUMBER} shows your words, {len(trace.hops)} messages after the button."
