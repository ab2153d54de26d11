"""Sound hosted scripts, as tables, in the languages that are most in use; a lab with sockets has to play them."""

# ruff: noqa: E501 (tables are read row by row)
from __future__ import annotations

from dataclasses import replace

from tests.exchanges import Exchange, launch
from tests.scenarios import SCENES
from tests.sound_launches import HI
from tests.sound_replies import begun

SEND = 'message(msg, {"to": "+" + numbertodial, "network": "SMS"})'
TALK = 'call("+" + numbertodial, {"network": "SMS"})\nsay(msg)'
# language → scripts that send a text
SCRIPTS = {
    "python": [
        SEND,
        TALK,
        f"{TALK}\nhangup()",
        f"import json\nlog(json.dumps({{'to': numbertodial}}))\n{SEND}",
        f"if currentCall is None:\n    {SEND}\nelse:\n    say('Nobody is here.')",
        f"for word in [msg, 'bye']:\n    {SEND.replace('msg', 'word')}",
        f"def tell(number):\n    {SEND.replace('numbertodial', 'number')}\n\ntell(numbertodial)",
        'try:\n    call("+" + numbertodial, {"network": "SMS"})\n    say(msg)\nexcept Exception as error:\n    log(str(error))',
    ],
    "javascript": [
        'message(msg, {to: "+" + numbertodial, network: "SMS"});',
        'call("+" + numbertodial, {network: "SMS"});\nsay(msg);\nhangup();',
    ],
    "php": ['<?php message($msg, array("to" => "+" . $numbertodial, "network" => "SMS")); ?>'],
    "ruby": ['message $msg, {:to => "+" + $numbertodial, :network => "SMS"}'],
}


def scripts():
    """Hosted scripts, in the languages that are most in use; a lab with sockets has to play them."""
    for language, texts in SCRIPTS.items():
        for number, text in enumerate(texts, 1):
            yield Exchange(f"{language} {number}", launch=launch(HI), script=text, language=language)
    for scene in SCENES:
        if "ask(" in scene.script and "ask(" in scene.script.strip().splitlines()[-1]:
            continue
        yield replace(begun(scene), name=f"script: {scene.name}", script=scene.script)
