"""The answers that a question takes: read from a grammar, and matched with what a phone keyed, said or texted.

The grammar and the modes are documented; how Tropo scored speech is not, so the confidences here are ours: an exact
spoken answer counts 90, keys and texts 100.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache

from tropo_lab.platform.control.grammar import Anything, BadChoices, Digits, Option, read_options, written
from tropo_lab.platform.control.result import Heard

KEYS = frozenset("0123456789*#")
SPOKEN_CONFIDENCE, SURE = 90, 100

_MODES = {"": "any", "any": "any", "dtmf": "dtmf", "keypad": "dtmf", "speech": "speech"}
_SPOKEN_DIGITS = {
    word: digit
    for digit, words in enumerate(["zero oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
    for word in words.split()
}


def parse(value, mode: str | None = "any", terminator: str | None = "") -> Choices:
    """The choices of a question; without a `value` there are none to match, only a terminator.

    `mode` is `dtmf` (or `keypad`), `speech` or `any`; `terminator` is the key that ends what is keyed. BadChoices, one
    sentence, for what cannot be read.
    """
    known = _MODES.get(str(mode or "").strip().lower())
    if known is None:
        raise BadChoices(f"There is no mode {str(mode)!r:.60}: write dtmf, speech or any.")
    key = "" if terminator is None else str(terminator).strip()
    if len(key) > 1 or not KEYS.issuperset(key):
        raise BadChoices(f"{key!r:.60} cannot end what is keyed: write one key as terminator, 0 to 9, * or #.")
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise BadChoices("The choices are no text: write them like yes(yes, y, 1), no(no, n, 2).")
    try:
        text = "" if value is None else str(value)
    except ValueError:  # a whole number of thousands of digits
        raise BadChoices("The choices are an endless number: write them like 1, 2, 3.") from None
    return _parsed(text, known, key)


# the same grammar comes with every question of an app
@lru_cache(maxsize=256)
def _parsed(text: str, mode: str, terminator: str) -> Choices:
    return Choices(read_options(text), mode, terminator)


class Choices:
    """What counts as an answer. `Choices()` are no choices at all: nothing matches them."""

    def __init__(self, options: tuple[Option, ...] = (), mode: str = "any", terminator: str = ""):
        self.options, self.mode, self.terminator = options, mode, terminator

    def __str__(self) -> str:
        return written(self.options)

    @property
    def is_empty(self) -> bool:
        """True when there is nothing that could be answered."""
        return not self.options

    def match(self, input: str, channel: str) -> Heard | None:
        """What `input` answers on this channel (`VOICE` or `TEXT`), or None.

        On voice, 0 to 9, * and # alone are keys and anything else is said; the mode says which of them counts.
        """
        said = input.strip()
        if channel == "TEXT":
            return self._match(said, "text", input)
        mode = "dtmf" if is_keys(said) else "speech"
        if self.mode not in ("any", mode):
            return None
        return self._match(said.partition(self.terminator)[0] if mode == "dtmf" and self.terminator else said, mode)

    def lists(self, said: str) -> bool:
        """True when these words or keys are listed, rather than digits of a digit grammar or any text."""
        return _plain(said) in self._words

    def waits_for_more(self, keys: str) -> bool:
        """True when these keys are an answer to which more digits may come, and no terminator ended them."""
        return self._keys_count(keys) and any(
            digits.allows(len(keys)) and digits.most != len(keys) for digits in self._digit_grammars(keys)
        )

    def expects_more(self, keys: str) -> bool:
        """True when further keys could make an answer of these, be they one already or not."""
        return self._keys_count(keys) and (
            any(digits.most is None or digits.most > len(keys) for digits in self._digit_grammars(keys))
            or any(words.startswith(keys) and words != keys for words in self._words if is_keys(words))
        )

    def _keys_count(self, keys: str) -> bool:
        return self.mode != "speech" and not (self.terminator and self.terminator in keys)

    def _digit_grammars(self, keys: str) -> list[Digits]:
        return [one for _, one in self._grammars if isinstance(one, Digits) and _all_digits(keys)]

    def _match(self, said: str, mode: str, original: str = "") -> Heard | None:
        if not said:
            return None
        confidence = SPOKEN_CONFIDENCE if mode == "speech" else SURE
        concept = self._words.get(_plain(said))
        if concept is not None:
            return Heard(concept, concept, said, said, confidence, mode)
        for name, grammar in self._grammars:
            anything = isinstance(grammar, Anything)
            found = original if anything else self._digits(said, grammar, mode)
            if found:
                return Heard(name or found, name or found, found, found if anything else said, confidence, mode)
        return None

    def _digits(self, said: str, grammar: Digits, mode: str) -> str:
        """The digits in what was keyed, said or texted, when they are as many as asked for; else nothing."""
        if mode != "dtmf":
            words = _plain(said.replace("-", " ")).split()
            if mode == "speech":
                words = [str(_SPOKEN_DIGITS.get(word, word)) for word in words]
            said = "".join(words).removesuffix(self.terminator)
        return said if _all_digits(said) and grammar.allows(len(said)) else ""

    @cached_property
    def _words(self) -> dict[str, str]:
        """What may be said or keyed, in plain form → its concept; what is listed first wins, names come last."""
        words: dict[str, str] = {}
        for concept, utterance in self._listed():
            words.setdefault(_plain(utterance), concept)
        for option in self.options:
            # the name of a grammar, as in zip([5 DIGITS]), is no answer
            if any(isinstance(utterance, str) for utterance in option.utterances):
                words.setdefault(_plain(option.concept), option.concept)
        return words

    def _listed(self) -> Iterator[tuple[str, str]]:
        for option in self.options:
            for utterance in option.utterances:
                if isinstance(utterance, str):
                    yield option.concept, utterance

    @cached_property
    def _grammars(self) -> tuple[tuple[str, Digits | Anything], ...]:
        """The digit grammars with their concepts, and behind them those that take any text."""
        found = [(o.concept, u) for o in self.options for u in o.utterances if not isinstance(u, str)]
        return tuple(sorted(found, key=lambda pair: isinstance(pair[1], Anything)))


def is_keys(text: str) -> bool:
    """True when a phone would key this into a call: nothing but 0 to 9, * and #."""
    return bool(text) and KEYS.issuperset(text)


def _all_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _plain(words: str) -> str:
    """Words as they are compared: one case, single spaces, no full stop at the end."""
    plain = " ".join(words.casefold().split())
    return plain.rstrip(" .!?") or plain
