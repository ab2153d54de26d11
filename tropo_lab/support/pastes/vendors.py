"""Payloads, requests and programs of other vendors: whose they are, so that nobody looks for Tropo in them."""

from __future__ import annotations

import re

_HOSTS = (
    ("api.twilio.com", "Twilio"), ("verify.twilio.com", "Twilio"), ("twiml", "Twilio"),
    ("rest.nexmo.com", "Vonage (Nexmo)"),
    ("api.nexmo.com", "Vonage (Nexmo)"), ("api.vonage.com", "Vonage"), ("messages.nexmo.com", "Vonage (Nexmo)"),
    ("api.plivo.com", "Plivo"), ("jambonz", "jambonz"), ("api.telnyx.com", "Telnyx"),
    ("api.bandwidth.com", "Bandwidth"),
    ("messaging.bandwidth.com", "Bandwidth"), ("signalwire.com", "SignalWire"), ("webexconnect", "Webex Connect"),
    ("imiconnect", "Webex Connect"), ("rest.messagebird.com", "MessageBird"), ("api.infobip.com", "Infobip"),
    ("sinch.com", "Sinch"), ("clickatell.com", "Clickatell"), ("webexapis.com", "Webex"),
    ("api.ciscospark.com", "Webex"),
)  # fmt: skip
_LIBRARIES = (
    (
        r"twilio[.\w]*\s+import|import twilio|require\(?\s*['\"]twilio|\bTwilio[\\:.(]|\bTwiML\b|MessagingResponse\(",
        "Twilio",
    ),
    (r"\bnexmo\b|@vonage/|\bvonage\b\s*(?:\.|import)|\bVonage\\", "Vonage (Nexmo)"),
    (r"\bplivo\b(?:\.|\s+import|xml)|import plivo|require\(['\"]plivo|\bPlivo\\", "Plivo"),
    (r"@jambonz/|\bWebhookResponse\b", "jambonz"),
    (r"\btelnyx\.\w|import telnyx|require\(['\"]telnyx", "Telnyx"),
    (r"@signalwire/|\bsignalwire\b\s*import", "SignalWire"),
)
_TWIML = {"say", "play", "gather", "dial", "sms", "message", "redirect", "pause", "record", "hangup", "reject"}
_PLIVO = {"speak", "getdigits", "getinput", "user", "dtmf", "preanswer", "wait"}
_NCCO = {"talk", "connect", "input", "record", "conversation", "stream", "notify", "pay"}


def vendor_of_host(url: str) -> str:
    """The vendor whose interface this URL names, or an empty text."""
    host = re.sub(r"(?i)^https?://", "", url).partition("/")[0].lower()
    return next((vendor for part, vendor in _HOSTS if part in host), "")


def vendor_of_code(text: str) -> str:
    """The vendor whose library or interface this program uses, or an empty text."""
    if named := next((vendor for sign, vendor in _LIBRARIES if re.search(sign, text)), ""):
        return named
    return next((vendor for host in re.findall(r"https?://([\w.-]+)", text) if (vendor := vendor_of_host(host))), "")


def vendor_of_json(value: object) -> tuple[str, str] | None:
    """The vendor of a JSON value, and what it is."""
    if isinstance(value, list):
        first = value[0]
        if str(first.get("action")) in _NCCO:
            return "Vonage (Nexmo)", "NCCO"
        return ("jambonz", "list of verbs") if isinstance(first.get("verb"), str) else None
    names = set(value)
    signs = (
        ({"message-count"}, "Vonage (Nexmo)", "reply to an SMS"), ({"msisdn"}, "Vonage (Nexmo)", "webhook"),
        ({"conversation_uuid"}, "Vonage (Nexmo)", "webhook"), ({"message_uuid"}, "Vonage or Plivo", "reply"),
        ({"api_id"}, "Plivo", "reply"), ({"application_sid", "call_sid"}, "jambonz", "webhook"),
        ({"account_sid", "sid"}, "Twilio", "REST resource"), ({"AccountSid"}, "Twilio", "webhook"),
        ({"more_info", "code"}, "Twilio", "REST error"), ({"ncco"}, "Vonage (Nexmo)", "call with NCCO"),
        ({"sections", "version"}, "SignalWire", "SWML"), ({"bulkId"}, "Infobip", "reply"),
        ({"roomId", "personId"}, "Webex", "message"),
    )  # fmt: skip
    for wanted, vendor, what in signs:
        if wanted <= names:
            return vendor, what
    data = value.get("data")
    if isinstance(data, dict) and "record_type" in data:
        return "Telnyx", "webhook"
    return None


def vendor_of_xml(root: str, children: set[str], text: str) -> tuple[str, str] | None:
    """The vendor of an XML document, by the name of its root and of what it holds, in lower case."""
    if root == "response":
        if children & _PLIVO or re.search(r"<Message\s[^>]*\b(?:src|dst)=", text):
            return "Plivo", "Plivo XML"
        return ("Twilio", "TwiML") if children & _TWIML or not children else None
    if root == "twilioresponse":
        return "Twilio", "REST reply"
    return {"vxml": ("W3C", "VoiceXML"), "ccxml": ("W3C", "CCXML")}.get(root)


def vendor_of_form(names: set[str]) -> tuple[str, str] | None:
    """The vendor of form fields, by their names."""
    if {"AccountSid"} & names:
        return "Twilio", "webhook"
    if {"CallUUID"} & names or {"MessageUUID"} & names:
        return "Plivo", "webhook"
    return ("Vonage (Nexmo)", "webhook") if {"msisdn", "messageId"} <= names else None
