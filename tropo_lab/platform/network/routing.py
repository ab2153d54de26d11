"""Where a call or text may go, and under which number: the account's rules, with a log line for each it applies."""

from __future__ import annotations

from collections.abc import Container

from tropo_lab.platform.network.carrier import Carrier
from tropo_lab.platform.network.dial_options import dial_options
from tropo_lab.platform.network.numbers import BadNumber, e164, has_country_code
from tropo_lab.platform.rules import RuleBook
from tropo_lab.platform.session import Session

VOICE_NETWORKS = frozenset({"PSTN", "SIP", "SKYPE", "INUM"})
TEXT_NETWORKS = frozenset({"SMS", "MMS", "AIM", "GTALK", "JABBER", "MSN", "YAHOO", "TWITTER"})


class Routing:
    """Where one account's calls and texts go. `own_numbers` are its apps' numbers; `carrier` takes its texts."""

    def __init__(self, own_numbers: Container[str], rules: RuleBook):
        self.own_numbers, self.rules = own_numbers, rules
        self.carrier = Carrier(rules)

    def destinations(self, session: Session, to, as_text: bool) -> list[str]:
        """The numbers of `to` (one, or a list) that may be reached, as E.164. A text goes to the first only."""
        if self.rules.outbound_off:
            wanted = to if isinstance(to, str) else ", ".join(map(str, to))
            session.log(
                f"{wanted} was not reached: this account may not send out (the rule outbound_off is on).",
                "error",
                "outbound-off",
                "The code is fine: have the account verified, or here lab.rules.set(outbound_off=False).",
            )
            return []
        if as_text and not session.app.number:
            sentence = "This app has no number, and a text needs one to come from."
            session.log(sentence, "error", "no-number", "Add a number to the app.")
            return []
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
        except BadNumber as bad:
            session.log(str(bad), "error", bad.rule, "Write it as + and country code and number.")
            return ""
        if not has_country_code(number):
            session.warn(
                f"`to` is {number}, without a plus; it was taken as {good}.", "no-country-code", f"Write {good}."
            )
        if not good.startswith("+1") and not self.rules.international:
            # ten digits behind the plus: most often a US number without its country code
            guess = f" Did you mean +1{good[1:]}?" if len(good) == 11 else ""
            session.log(
                f"{good} is outside the +1 countries, where this account may not send.{guess}",
                "error",
                "not-allowed",
                "Write the country code, as in +14075550112, or allow international numbers.",
            )
            return ""
        if ";" in number:
            self._log_options(session, number)
        return good

    def _log_options(self, session: Session, number: str) -> None:
        """Say what the options behind a number would do: the lab carries no tones."""
        asked, unknown = dial_options(number)
        for sentence in asked:
            session.log(f"{sentence} The lab sends no tones.")
        if unknown:
            session.warn(
                f"{unknown[0]!r:.100} is no dial option; it was left out.",
                "unknown-dial-option",
                "Write ;postd= with keys, and ;pause= in s or ms.",
            )

    def wants_text(self, session: Session, network: str, channel: str) -> bool:
        """True when these options ask for a text. An unknown network is placed as a call, with a warning."""
        # the network decides, and the channel where no network is named
        as_text = network.upper() in TEXT_NETWORKS or (not network and channel.upper() == "TEXT")
        if not as_text and network and network.upper() not in VOICE_NETWORKS:
            session.warn(
                f"There is no network {network}; it was placed as a voice call.",
                "unknown-network",
                'For a text write "network": "SMS".',
            )
        return as_text

    def sender(self, session: Session, from_number, as_text: bool) -> str:
        """The number that a call or text comes from: for a text one of the account's, whatever was asked for.

        Calls of an app without a number are anonymous.
        """
        own = session.app.number or "anonymous"
        if not from_number:
            return own
        try:
            wanted = e164(from_number)
        except BadNumber:
            wanted = ""
        if wanted in self.own_numbers or (wanted and not as_text):
            return wanted
        session.warn(
            f"`from` is {from_number}, which is no number of this account; {own} was used.",
            "foreign-from",
            f"Leave `from` out, or write {own}.",
        )
        return own
