"""The SIP headers of a call or text that comes in: what a catcher and a script are shown of the phone network."""

from __future__ import annotations

from urllib.parse import quote

from tropo_lab.platform.network.leg import Leg


def sip_headers(leg: Leg, text: str | None = None) -> dict:
    """The SIP headers of an inbound leg, named as captures show them; `text` is the one that began a conversation.

    Their addresses are from documentation ranges.
    """
    to, sender = leg.to_number.lstrip("+"), leg.from_number.lstrip("+")
    proxy, via = ("192.0.2.40", "192.0.2.40:5066") if leg.is_text else ("192.0.2.20:5060", "192.0.2.20:5060")
    hop = f"SIP/2.0/UDP {via};branch=z9hG4bK{leg.id[:8]}"
    if leg.is_text:
        # texts carried their words, and their place in the conversation, in the address of the sender
        uri = f"sip:{to}@192.0.2.10:5061;to={to}"
        words = quote(text or "", safe="", errors="replace")
        more = f"channel=private;user={sender};msg={words};network={leg.network};step=1"
        sender_uri, contact = f"sip:{_guid(leg.id)}@{proxy};{more}", f"sip:{via};transport=udp"
    else:
        uri, sender_uri, contact = f"sip:{to}@192.0.2.10:5061;x-rt=0", f"sip:{sender}@{proxy}", f"sip:{sender}@{proxy}"
        hop = f"{hop};rport=5060\r\nSIP/2.0/UDP 192.0.2.30:5060;branch=z9hG4bK{leg.id[8:16]}"
    return {
        "Call-ID": leg.id,
        "CSeq": "1 INVITE",
        "Max-Forwards": "70",
        "Request URI": uri,
        **({} if leg.is_text else {"x-sid": leg.id[::-1]}),
        "From": f"<{sender_uri}>;tag={leg.id[:6]}",
        "To": f"<{uri if leg.is_text else f'sip:{to}@192.0.2.10:5060'}>",
        "Contact": f"<{contact}>",
        "Via": hop,
        "Content-Length": "0",
        "Content-Type": "application/sdp",
    }


def _guid(id: str) -> str:
    return "-".join((id[:8], id[8:12], id[12:16], id[16:20], id[20:32]))
