"""Seven people are called; what each hears and gets as a text, and that no session breaks."""

from tropo_lab import LaunchRequest
from tropo_lab.practice.checking import expect, expect_a, fail, findings

NUMBER = "+14075550112"
TEXT = "Are you coming on Friday? Please call us."
THANKED, TEXTED = (["Thank you."], []), ([], [TEXT])
PEOPLE = {
    "Somebody presses 1": ({"inputs": ["1"]}, THANKED),
    "Somebody says no": ({"inputs": ["no"]}, THANKED),
    "Nobody picks up": ({"answer": "never"}, TEXTED),
    "The line is busy": ({"answer": "busy"}, TEXTED),
    "Somebody hangs up in the middle of the question": ({"hangup_after": 1}, TEXTED),
    "Somebody keeps silent": ({}, TEXTED),
    "Somebody presses 7": ({"inputs": ["7"]}, TEXTED),
}


def check(given):
    script = given.my_script
    expect_a("`my_script`", script, str, "Write the script between quotation marks.")
    lab = given.lab(sockets=True)
    app = lab.app("choir", voice=lab.script(script))
    phone = lab.phone(NUMBER)
    for person, (behaviour, (thanks, texts)) in PEOPLE.items():
        phone.behave(**behaviour)
        earlier = len(phone.texts)
        trace = lab.trace(LaunchRequest(app.voice_token, {"numbertodial": NUMBER[1:]}).send(lab.http).id)
        if not trace.outcome.ok:
            fail(f"{person}, and the session broke: {trace.outcome.sentence}")
        heard = [hop.body.decode() for hop in trace.of_kind("speech")]
        if not any("Friday" in words for words in heard) and "answer" not in behaviour:
            fail(f"{person}, and heard no question about Friday. {findings(trace)}")
        expect(f"{person}. The words after the question", [words for words in heard if "Friday" not in words], thanks)
        rang = "The phone rang once more: without a network, `message` calls." if len(trace.of_kind("call")) > 1 else ""
        expect(f"{person}. The texts at {NUMBER}", [text.text for text in phone.texts[earlier:]], texts, rang)
    return "seven people, two endings, and no error."
