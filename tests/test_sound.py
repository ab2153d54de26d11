"""Where nothing is wrong nothing is found: launches, replies, conversations and scripts of all kinds."""

import json
import shutil

import pytest

from catcher_server import create_app
from tests.exchanges import TOKENS, play
from tests.sound import SCRIPTED, SOUND
from tests.sound_launches import VALUES
from tests.sound_replies import SHAPES
from tests.sound_scripts import SCRIPTS
from tropo_lab import Lab, diagnose
from tropo_lab.launcher import FORMS
from tropo_lab.platform.webapi.verbs import VERBS
from tropo_lab.support.diagnosis import diagnose_trace

# what a recording is sent to is no part of a paste
PASTED = [name for name in SOUND if name.startswith(("text: ", "voice: ")) and "record" not in name][::2]
INTERPRETERS = {"javascript": "node"}


def found(trace, happens):
    return [str(one) for wanted in {"", happens} for one in diagnose_trace(trace, wanted)]


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_exchange_gives_no_finding(name):
    exchange = SOUND[name]
    trace = play(exchange)
    assert trace.outcome.ok or any(mood in name for mood in ("busy", "never", "out of reach", "hung up", "rejected"))
    assert found(trace, exchange.happens) == []


@pytest.fixture(scope="module")
def lab():
    with Lab() as lab:
        yield lab


@pytest.mark.parametrize("name", SCRIPTED)
def test_a_sound_script_gives_no_finding(lab, name):
    exchange = SCRIPTED[name]
    if exchange.language != "python" and not shutil.which(INTERPRETERS.get(exchange.language, exchange.language)):
        pytest.skip(f"{exchange.language} is not on this machine")
    trace = play(exchange, lab)
    assert trace.outcome.ok, trace.log
    assert found(trace, exchange.happens) == []


@pytest.mark.parametrize("name", ["plain", "ampersand", "accents", "two lines", "per cent"])
@pytest.mark.parametrize("button", ["text", "call"])
def test_a_click_on_the_page_of_the_server_gives_no_finding(name, button):
    with Lab(sockets=False) as lab:
        settings = {
            "HTTP": lab.http,
            "MESSAGING_TOKEN": TOKENS["messaging"],
            "VOICE_TOKEN": TOKENS["voice"],
            "REPORT": True,
        }
        url = lab.host(create_app(settings))
        tokens = {f"{side}_token": token for side, token in TOKENS.items()}
        lab.app("server", voice=f"{url}/voice", messaging=f"{url}/messaging", **tokens)
        lab.http.post(f"{url}/send", data={"to": "+1 407 555 0112", "msg": VALUES[name], "send": button})
        trace = lab.trace()
    assert trace.hops[0].kind == "click" and trace.outcome.ok
    assert found(trace, button) == []


# as pastes


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", VALUES)
def test_a_sound_launch_that_is_pasted_gives_no_finding(form, name):
    sent = SOUND[f"{form}, {name}"].launch
    assert list(diagnose(sent.wire)) == []
    if form == "get":
        assert list(diagnose(f"http://api.tropo.com{sent.target}")) == []


@pytest.mark.parametrize("name", PASTED)
def test_a_sound_document_that_is_pasted_gives_no_finding(name):
    assert list(diagnose(json.dumps({"tropo": SOUND[name].catcher["/"]}))) == []


@pytest.mark.parametrize("script", SCRIPTS["python"][:3])
def test_a_sound_script_that_is_pasted_gives_no_finding(script):
    assert list(diagnose(script)) == []


# the tables themselves


def test_there_are_enough_of_them_and_they_hold_all_verbs():
    assert len(SOUND) + len(SCRIPTED) >= 200
    told = json.dumps([one.catcher for one in SOUND.values()], default=str)
    assert [verb for verb in VERBS if f'"{verb}"' not in told and f'\\"{verb}\\"' not in told] == []
    assert len(list(SHAPES.glob("tropo-*.json"))) == len([name for name in SOUND if name.startswith("fixture: ")])
