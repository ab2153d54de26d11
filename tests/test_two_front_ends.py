"""What a catcher's documents do, the same script does: the traces differ only in who gives the instructions."""

import json

import pytest

from tests.scenarios import APP, PHONE, SCENES
from tropo_lab import Lab
from tropo_lab.trace import CATCHER

# what only one of the two flows has: Tropo and the catcher talk about the instructions
INSTRUCTIONS = {"session", "document", "result"}


def catcher(documents):
    """A server that answers each path with its document."""

    def answer(environ, start_response):
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        body = json.dumps({"tropo": documents[environ["PATH_INFO"]]}).encode()
        start_response("200 OK", [("Content-Type", "application/json; charset=utf-8")])
        return [body]

    return answer


def recordings(environ, start_response):
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"taken"]


def played(scene, address):
    """The trace of the scene, and what the phones saw of it."""
    with Lab() as lab:
        if address is None:
            address = lab.host(catcher(scene.documents)) + "/"
        elif address == "script":
            address = lab.script(scene.script)
        lab.host(recordings, "recordings.example")
        app = lab.app("scene", voice=address, messaging=address, number=APP)
        for number, behaviour in scene.phones.items():
            lab.phone(number).behave(**behaviour)
        phone = lab.phone(PHONE)
        if scene.begins == "launch":
            lab.http.get(f"http://api.tropo.com/1.0/sessions?action=create&token={app.messaging_token}")
            id = lab.trace().id
        elif scene.begins == "call":
            id = phone.call(APP)
        else:
            id = phone.text(APP, scene.begins)
        for said in scene.said:
            assert lab.trace(id).outcome is None, lab.trace(id)
            what, _, words = said.partition(" ")
            {"input": phone.say, "signal": lambda name: lab.signal(id, name), "hangup": lambda _: phone.hang_up()}[
                what
            ](words)
        trace = lab.trace(id)
        assert trace.outcome is not None and trace.outcome.ok, (trace, trace.outcome, trace.log)
        phones = [(one.as_dict()["texts"], one.as_dict()["calls"]) for one in lab.engine.cloud.network.phones.values()]
        return trace, json.loads(json.dumps(phones))


def without_times(phones):
    return [[{**text, "at": ""} for text in texts] for texts, _ in phones], [calls for _, calls in phones]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_both_front_ends_do_the_same(scene):
    (told, seen), (hosted, seen_hosted) = played(scene, None), played(scene, "script")
    assert (told.flow, hosted.flow) == ("webapi", "scripting")
    instructions = [hop for hop in told.hops if hop.kind in INSTRUCTIONS]
    assert instructions and all(CATCHER in (hop.sender, hop.receiver) for hop in instructions)
    rest = [hop[2:] for hop in told.hops if hop.kind not in INSTRUCTIONS]
    assert rest == [hop[2:] for hop in hosted.hops]
    assert without_times(seen) == without_times(seen_hosted)
