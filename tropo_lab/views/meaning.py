"""One plain sentence for each hop: what it means for the person who looks at it."""

from tropo_lab.trace import KINDS, PHONE, Hop

_SENTENCES = {
    "click": "The reader presses a button, and the browser asks your page to send; Tropo knows nothing of it yet.",
    "page": "Your page answers the reader; nobody knows yet whether the text will arrive.",
    "launch": "Your launcher hands Tropo a token and the parameters; the token alone decides which app will run.",
    "launch-reply": "Tropo says whether it could route the token; yes means that a session begins, and no more.",
    "session": "Tropo describes the new session to your catcher, launch parameters included, and asks what to do.",
    "document": "Here your catcher gives its instructions, in JSON, and Tropo carries out in order what it can read.",
    "result": "Tropo reports to your catcher what came of the instructions, and asks what to do next.",
    "text": "The text leaves Tropo for the phone; of all the hops, this is the one that the person notices.",
    "call": "Tropo rings the phone, and waits until someone answers or the time is up.",
    "answer": "Tropo picks up the person’s call: from here on there is a call to speak into.",
    "refusal": "Tropo turns the person’s call away: nothing is said in it.",
    "speech": "Tropo speaks into the call, and the person hears it.",
    "input": "Keys or words cross in the call; where a question waits, this is the answer.",
    "hangup": "Tropo ends the call; nothing more can be said in it.",
    "signal": "Somebody outside names a word to this session: a verb that allows this signal stops for it.",
    "signal-reply": "Tropo says whether the session can get the signal; what the session makes of it shows later.",
    "upload": "Tropo sends what it recorded, or the words of it, to the address that your app named.",
    "upload-reply": "Your server has taken what was recorded; no answer to this changes the session.",
    "fetch": "Tropo asks a web server for the script: this one is not hosted by Tropo, only run by it.",
    "fetch-reply": "The server hands over the script as text; from here on Tropo runs it, and asks no further.",
}
_FROM_PHONE = {
    "text": "The person’s text reaches Tropo: it begins a session, or answers the question that waits.",
    "call": "The person calls your app’s number, and Tropo takes the call to your app.",
    "answer": "Someone or something picked up: from here on there is a call to speak into.",
    "refusal": "Nobody took the call, so what was meant to be said in it is not said.",
    "speech": "The person speaks or presses keys, and Tropo listens.",
    "input": "The person presses keys or speaks into the call; where a question waits, this is the answer.",
    "hangup": "The person hangs up; your app hears of it, and cannot say more.",
}


def meaning(hop: Hop) -> str:
    """The sentence that explains this hop."""
    if hop.sender == PHONE and hop.kind in _FROM_PHONE:
        return _FROM_PHONE[hop.kind]
    return _SENTENCES.get(hop.kind) or KINDS.get(hop.kind, "A message crosses from one party to another.")
