"""A phone's state, read: what reached it, what it is asked now, who holds it, each in words."""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.escapes import clipped, visible
from tropo_lab.views.phone.transcript import Line

# the latest texts and calls that are shown, the latest words of a call, and the characters of each
SHOWN, HEARD, LONGEST = 50, 30, 1600
_ANSWERS = {
    "human": "answers as a person",
    "machine": "lets a machine answer",
    "busy": "is always busy",
    "never": "is never answered",
    "unreachable": "is out of reach",
}
# what the holder is in, while the session waits for them
_DOING = {
    "ask": "A question waits for your answer.",
    "record": "You are being recorded: what you say next is the message.",
    "conference": "You are in the conference {}: the others hear what you say.",
    "transfer": "You are connected with {}: they hear what you say.",
}


_LINES = {
    "play": "plays {}",
    "room": "“{}” (from the room)",
    "passes on": "“{}” (from the other side)",
    "keys": "keyed {}",
    "says": "said “{}”",
    "recorded": "a recording of {} is sent",
}


class PhoneState(NamedTuple):
    """The dict that `GET /lab/phones/NUMBER` gives, with the phone's `behaviour` and, where known, `apps`.

    Where calls carry `at`, when they began or, once ended, when they did, they stand among the texts in the order of
    lab time; else before them.
    """

    state: dict

    @property
    def number(self) -> str:
        """The phone's own number."""
        return visible(self.state["number"])

    @property
    def live(self) -> list[dict]:
        """The calls that ring or are open; the one that hears what the holder says comes last."""
        calls = [call for call in self.state["calls"] if call["state"] != "ended"]
        return sorted(calls, key=lambda call: call["waiting"])

    @property
    def everything(self) -> list[dict]:
        """Every text, and every call that has ended, by lab time."""
        ended = [call for call in self.state["calls"] if call["state"] == "ended"]
        return sorted([*ended, *self.state["texts"]], key=lambda one: one.get("at", ""))

    @property
    def history(self) -> list[dict]:
        """The latest of them."""
        return self.everything[-SHOWN:]

    @property
    def left_out(self) -> str:
        """A sentence on those before; empty when there are none."""
        more = len(self.everything) - SHOWN
        return f"{more:,} earlier texts and calls are left out here; the lab lists them." if more > 0 else ""

    @property
    def holder(self) -> str:
        """Who holds this phone, and what it does by itself."""
        does = self.state["behaviour"]
        if does["held"]:
            return "You hold this phone: questions wait for your answer."
        inputs = ", ".join(f"‘{visible(clipped(given, 30))}’" if given else "nothing" for given in does["inputs"][:5])
        more = len(does["inputs"]) - 5
        said = f"; to questions it says {inputs}{f' and {more} more' if more > 0 else ''}" if inputs else ""
        end = "" if does["hangup_after"] is None else f"; it hangs up after {does['hangup_after']:g} seconds"
        return f"Nobody holds this phone: it {_ANSWERS[does['answer']]}{said}{end}."

    @property
    def says(self) -> str:
        """The sentence that is announced: what the phone's holder would notice now."""
        latest = (self.live or self.history or [None])[-1]
        if latest is None:
            return "Nothing has reached this phone yet."
        if "text" in latest:
            text = visible(clipped(latest["text"]))
            sent = f"A text to {self.other(latest)} was sent" if self.outgoing(latest) else ""
            return f"{sent or f'A text from {self.other(latest)} arrived'}: {text}"
        waits = f" {doing(latest)}" if doing(latest) else ""
        if latest["state"] == "active" and latest["heard"]:
            return f"{self.other(latest)} says: {visible(clipped(latest['heard'][-1]))}{waits}"
        return f"{self.title(latest)}.{waits}"

    @property
    def texts_wanted(self) -> str:
        """A sentence on text conversations that wait for this phone; empty when none does."""
        names = [self._named(number, short=True) for number in self.state.get("asking", ())]
        return f"A question waits for your text to {' and to '.join(names)}." if names else ""

    # one text or call

    def outgoing(self, one: dict) -> bool:
        """True when this phone sent the text or made the call."""
        return one["from"] == self.state["number"]

    def other(self, one: dict, short: bool = False) -> str:
        """The other end: its app's name, where that is known, and its number; `short` means one of them."""
        return self._named(one["to" if self.outgoing(one) else "from"], short)

    def _named(self, number: str, short: bool) -> str:
        name = next((app["name"] for app in self.state.get("apps", ()) if app["number"] == number), "")
        known = [visible(clipped(name, 40))] * bool(name)
        return " ".join(known if short and known else [*known, visible(clipped(number, 40))])

    def title(self, call: dict) -> str:
        """A call in a few words."""
        way = "to" if self.outgoing(call) else "from"
        if call["state"] == "ringing":
            return f"{'Calling' if way == 'to' else 'Incoming call from'} {self.other(call)}"
        if call["state"] == "active":
            return f"In a call with {self.other(call)}"
        return f"Call {way} {self.other(call)} has ended"


def kind_of_waiting(call: dict) -> str:
    """What the session waits for in this call: a key of the sentences of `doing`; empty while it does not wait."""
    if call["state"] != "active" or not call["waiting"]:
        return ""
    return next(iter(call.get("doing") or ("ask",)))


def doing(call: dict) -> str:
    """What the holder is in, and is waited for; empty while nothing waits."""
    kind = kind_of_waiting(call)
    return _DOING[kind].format(*(visible(clipped(one, 60)) for one in (call.get("doing") or ())[1:])) if kind else ""


def told(call: dict) -> tuple[list[Line], str]:
    """What was said in this call, each cut to a bearable length, and a sentence on what came before."""
    lines = call.get("lines")
    lines = [Line("say", words) for words in call["heard"]] if lines is None else lines
    more = len(lines) - HEARD
    shown = [Line(line.how, clipped(line.words, LONGEST)) for line in lines[-HEARD:]]
    return shown, f"{more:,} earlier sentences are left out here." if more > 0 else ""


def in_words(line: Line) -> str:
    """A line of a call, made harmless."""
    words = visible(line.words)
    if line.how == "recorded" and words.removesuffix(" ms").isdecimal():
        words = f"{int(words[:-3]) / 1000:g} seconds"
    return _LINES.get(line.how, "“{}”").format(words)


def words(text: dict) -> list[str]:
    """The lines of a text, cut to a bearable length."""
    return clipped(text["text"], LONGEST).split("\n")


def time(one: dict) -> str:
    """The lab time of day; a call may come without."""
    return visible(one.get("at", "")[11:19])


def segments(text: dict) -> str:
    """How many parts the network made of a text."""
    return f"{text['segments']} segment{'s' * (text['segments'] != 1)}"
