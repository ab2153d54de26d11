"""The function reads real replies of a lab: two formats, yes and no, and the line end that came at times."""

from catcher_server import create_app
from tropo_lab import LaunchRequest
from tropo_lab.practice.checking import Wrong, expect, shown

CALLED = {"get": "XML", "json": "JSON"}


def check(given):
    id_of = given.id_of
    lab = given.lab()
    url = lab.host(create_app())
    lab.app("reminders", messaging=f"{url}/messaging", messaging_token="MESSAGING-TOKEN")
    parameters = {"numbertodial": "14075550112", "msg": "test Tropo message"}
    for form, format in CALLED.items():
        reply = LaunchRequest("MESSAGING-TOKEN", parameters).send(lab.http, form)
        expect(f"The id in the {format} reply", read(given, id_of, format, reply), reply.id)
    for form, format in CALLED.items():
        reply = LaunchRequest("NO-SUCH-TOKEN", parameters).send(lab.http, form)
        because = "Read `success` first: a refused launch has no id."
        expect(f"What you make of a refusal in {format}", read(given, id_of, format, reply), None, because)
    lab.rules.set(crlf_after_id=True)
    for form, format in CALLED.items():
        reply = LaunchRequest("MESSAGING-TOKEN", parameters).send(lab.http, form)
        because = "A line end follows the id in this reply, as it did at times: strip it."
        expect(f"The id in the {format} reply", read(given, id_of, format, reply), reply.id, because)
    return "both formats, yes and no, and the odd line end."


def read(given, id_of, format, reply):
    """What the function makes of a reply; where it raises, the reply is told."""
    try:
        return given.call(id_of, reply.body)
    except Wrong as wrong:
        raise Wrong(f"{wrong} The body was {format}: {shown(reply.body)}.") from None
