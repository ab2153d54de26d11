"""Where a call or text may go, and under which number: the account's rules, with a log line for each it applies."""

from __future__ import annotations

from collections.abc import Container

from tropo_lab.errors import BadSetup
from tropo_lab.platform.numbers import e164, has_country_code
from tropo_lab.platform.session import Session

VOICE_NETWORKS = frozenset({"PSTN", "SIP", "SKYPE", "INUM"})
TEXT_NETWORKS = frozenset({"SMS", "MMS", "AIM", "GTALK", "JABBER", "MSN", "YAHOO", "TWITTER"})


class Routing:
    """One account's rules. `own_numbers` are its apps' numbers; `international` lets others than +1 be reached."""

    def __init__(self, own_numbers: Container[str], international: bool):
        self.own_numbers, self.international = own_numbers, international

    def destinations(self, session: Session, to, as_text: bool) -> list[str]:
        """The numbers of `to` (one, or a list) that may be reached, as E.164. A text goes to the first only."""
        numbers = [str(number) for number in to] if isinstance(to, list | tuple) else [str(to)]
        if as_text and len(numbers) > 1:
            session.warn(
                f"`to` holds {len(numbers)} numbers; a text goes to the first only, so these were ignored: "
                f"{', '.join(numbers[1:])}.",
                "sms-first-only",
                "Send one message per number.",
            )
            numbers = numbers[:1]
        return [good for good in (self._destination(session, number) for number in numbers) if good]

    def _destination(self, session: Session, number: str) -> str:
        try:
            good = e164(number)
        except BadSetup as bad:
            session.log(str(bad), "error", "bad-number", "Write it as + and country code and number.")
            return ""
        if not has_country_code(number):
            session.warn(
                f"`to` is {number}, without a plus; it was taken as {good}.", "no-country-code", f"Write {good}."
            )
        if not good.startswith("+1") and not self.international:
            # ten digits behind the plus: most often a US number without its country code
            guess = f" Did you mean +1{good[1:]}?" if len(good) == 11 else ""
            session.log(
                f"{good} is outside the +1 countries, where this account may not send.{guess}",
                "error",
                "not-allowed",
                "Write the country code, as in +14075550112, or allow international numbers.",
            )
            return ""
        return good

    def channel(self, session: Session, network: str, channel: str) -> bool:
        """True when these options ask for a text. An unknown network is placed as a call, with a warning."""
        as_text = is_text(network, channel)
        if not as_text and network and network.upper() not in VOICE_NETWORKS:
            session.warn(
                f"There is no network {network}; it was placed as a voice call.",
                "unknown-network",
                'For a text write "network": "SMS".',
            )
        return as_text

    def sender(self, session: Session, from_number, as_text: bool) -> str:
        """The number that a call or text comes from: for a text one of the account's, whatever was asked for."""
        own = session.app.number
        if not from_number:
            return own
        try:
            wanted = e164(from_number)
        except BadSetup:
            wanted = ""
        if wanted in self.own_numbers or (wanted and not as_text):
            return wanted
        session.warn(
            f"`from` is {from_number}, which is no number of this account; {own} was used.",
            "foreign-from",
            f"Leave `from` out, or write {own}.",
        )
        return own


def is_text(network: str, channel: str) -> bool:
    """True when these options ask for a text: the network decides, and the channel where no network is named."""
    return network.upper() in TEXT_NETWORKS or (not network and channel.upper() == "TEXT")
