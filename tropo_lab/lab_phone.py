"""`lab.phone(…)`: one phone of a lab, for notebooks. Set it up, look at it, and act as the person who holds it."""

from __future__ import annotations

from tropo_lab.escapes import visible
from tropo_lab.platform.network.behaviour import behaviour
from tropo_lab.platform.network.phones import Phone
from tropo_lab.platform.network.texts import Text


class LabPhone:
    """One phone. What it shows and does waits until the lab is at rest; LabClosed once the lab is closed."""

    def __init__(self, engine, phone: Phone):
        self.engine, self._phone = engine, phone
        self.number = phone.number

    def __repr__(self) -> str:
        lines = [f"{one.direction} {one.from_number} → {one.to_number}: {visible(one.text)}" for one in self.texts]
        for call in self.calls:
            heard = visible(" / ".join(call["heard"]))
            lines.append(f"call {call['from']} → {call['to']}, {call['state']}: {heard}")
        return "\n  ".join([f"Phone {self.number}", *(lines or ["(nothing yet)"])])

    @property
    def texts(self) -> list[Text]:
        """The texts at this phone, oldest first."""
        self.engine.settle()
        return self.engine.call(list, self._phone.texts)

    @property
    def calls(self) -> list[dict]:
        """The calls at this phone, oldest first, each as the lab's HTTP interface shows it."""
        self.engine.settle()
        return self.engine.call(lambda: [leg.as_dict() for leg in self._phone.voice_calls])

    def behave(
        self, answer: str | None = None, inputs=(), hangup_after: float | None = None, held: bool = False
    ) -> None:
        """Say what the phone does by itself; `held` means that a person has it.

        `answer` is `human`, `machine`, `busy`, `never` or `unreachable`; `inputs` go to the questions of a call, one
        after the other, and `hangup_after` is in seconds from the answer.
        """
        wanted = behaviour(answer, inputs, hangup_after, held)
        self.engine.call(self._phone.network.set_up, self.number, wanted)

    def pick_up(self) -> bool:
        """Answer the ringing call of a held phone; False when none rings."""
        return self._act(self._phone.pick_up)

    def say(self, words: str) -> bool:
        """Say, key or text something into the open call or conversation; False when there is none."""
        return self._act(self.engine.cloud.arrivals.input, self.number, words)

    def hang_up(self) -> bool:
        """Hang up; False when there is no call."""
        return self._act(self._phone.hang_up)

    def _act(self, work, *args) -> bool:
        self.engine.settle()
        return self.engine.call(work, *args)

    def text(self, to: str, text: str) -> str:
        """Text an app's number; gives the id of the session that gets it."""
        return self.engine.call(self.engine.cloud.arrivals.text, self.number, to, text)

    def call(self, to: str) -> str:
        """Call an app's number; gives the id of the session that begins."""
        return self.engine.call(self.engine.cloud.arrivals.call, self.number, to)
