import json
from xml.etree import ElementTree


def id_of(body):
    if body.startswith("{"):
        reply = json.loads(body)
        return reply["id"].strip() if reply["success"] else None
    session = ElementTree.fromstring(body)
    return session.findtext("id").strip() if session.findtext("success") == "true" else None
