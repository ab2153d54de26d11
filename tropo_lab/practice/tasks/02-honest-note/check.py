"""Five launches whose replies say success, or not, and what really went out."""

from catcher_server import create_app
from tropo_lab import LaunchRequest
from tropo_lab.practice.arrivals import came_to
from tropo_lab.practice.checking import expect


def check(given):
    lab = given.lab()
    url = lab.host(create_app())
    whole = lab.app("whole", voice=f"{url}/voice", messaging=f"{url}/messaging")
    half = lab.app("half", messaging=f"{url}/messaging")
    wrong = lab.app("wrong", messaging=f"{url}/nowhere")
    launches = {
        "the messaging token": whole.messaging_token,
        "a token that no app has": "NO-SUCH-TOKEN",
        "the voice token of an app without a voice address": half.voice_token,
        "a messaging address where no catcher is": wrong.messaging_token,
        "the voice token, which starts a call": whole.voice_token,
    }
    for what, token in launches.items():
        reply = LaunchRequest(token, {"numbertodial": "14075550112", "msg": "Your table is ready"}).send(lab.http)
        trace = lab.trace()
        wanted = {"text": "sent", "refused": "refused"}.get(came_to(trace), "no text")
        because = f"The reply said success {str(reply.success).lower()}, and what came of it was: {came_to(trace)}."
        expect(f"The note for {what}", given.call(given.note, reply, trace), wanted, because)
    return "five launches, and the note is true of each."
