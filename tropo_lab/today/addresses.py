"""Addresses as the documents of a catcher write them, which may be no addresses at all."""

from __future__ import annotations

from urllib.parse import urljoin


def joined(base: str, written: object) -> str:
    """Where that leads from `base`; what is no address is given as it stands, so that it can be shown."""
    try:
        return urljoin(base, written)
    except (TypeError, ValueError):
        return str(written)


def is_list_of_addresses(written: object) -> bool:
    """True for what Vonage wants: a list of texts, and at least one."""
    return isinstance(written, list) and bool(written) and all(isinstance(one, str) for one in written)
