"""TwiML as far as the lesson shows it: what the document says is done in the call."""

from __future__ import annotations

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from tropo_lab.today.addresses import joined
from tropo_lab.today.call import Call, number
from tropo_lab.trace import FROM_CATCHER

FOLLOWED = ("Say", "Gather", "Pause", "Redirect", "Hangup")


def follow(call: Call, twiml: str, url: str) -> tuple[str, dict[str, str]]:
    """Do what the document says; gives the address of the next one and what to tell there, or nothing."""
    try:
        root = fromstring(twiml) if twiml else ()
    except (ParseError, DefusedXmlException):
        call.exchange.broke("12100", FROM_CATCHER, "Twilio's error 12100: the reply is no XML that can be parsed.")
        return "", {}
    for verb in root:
        if verb.tag == "Say":
            call.say((verb.text or "").strip())
        elif verb.tag == "Pause":
            call.pause(number(verb.get("length"), 1))
        elif verb.tag == "Hangup":
            return "", {}
        elif verb.tag == "Redirect":
            return joined(url, (verb.text or "").strip()), {}
        elif verb.tag == "Gather":
            for said in verb.iter("Say"):
                call.say((said.text or "").strip())
            end = verb.get("finishOnKey", "#")
            digits = call.keys(number(verb.get("timeout"), 5), int(number(verb.get("numDigits"), 0)), end)
            if digits:
                return joined(url, verb.get("action", url)), {"Digits": digits}
        else:
            call.exchange.note(f"The stand-in does not follow <{verb.tag}>.")
    return "", {}
