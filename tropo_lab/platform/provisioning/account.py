"""The account that the provisioning API asks for: its name and password, by HTTP basic authentication."""

from __future__ import annotations

from base64 import b64decode
from typing import NamedTuple

from tropo_lab.platform.messages import Request


class Account(NamedTuple):
    """A name and a password. requests takes it as it is: `lab.http.get(url, auth=lab.account)`."""

    name: str
    password: str


# no secret: whoever can reach the lab may do as much at /lab/apps without it
ACCOUNT = Account("lab-user", "lab-password")


def refusal(request: Request) -> str:
    """Why this request is not the account's, in one sentence; empty when it is."""
    scheme, _, given = request.header("Authorization").partition(" ")
    if scheme.lower() != "basic":
        return "authentication required"
    try:
        sent = b64decode(given.strip(), validate=True).decode()
    except ValueError:
        return "The Authorization header is not base64 of NAME:PASSWORD: let your HTTP client write it."
    if sent != f"{ACCOUNT.name}:{ACCOUNT.password}":
        return "This name or password is wrong: send those of the account, which lab.account shows."
    return ""
