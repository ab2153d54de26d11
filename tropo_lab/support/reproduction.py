"""A reproduction: a program that a reader can keep and run, the trace it gives, and both sides of a case."""

from __future__ import annotations

import builtins
from contextlib import AbstractContextManager
from dataclasses import dataclass
from difflib import unified_diff
from functools import cached_property

from markupsafe import Markup

from tropo_lab.errors import LabError
from tropo_lab.escapes import visible
from tropo_lab.fidelity import prose
from tropo_lab.source import Source
from tropo_lab.support.case_book import Case, case
from tropo_lab.support.diagnosis import diagnose_trace
from tropo_lab.support.finding import Finding
from tropo_lab.trace import Trace
from tropo_lab.views.face import Face
from tropo_lab.views.listing import steps

_FILE = "<repro>"


@dataclass(frozen=True)
class Repro:
    """A complete program: `python file.py` runs it as it stands. It leaves its result in a variable named `trace`."""

    code: Source

    def __post_init__(self):
        object.__setattr__(self, "code", Source(self.code, "python"))

    def run(self) -> Trace:
        """Run this very code in labs of its own, which are closed afterwards, and give its `trace`.

        What it prints is shown to nobody. LabError says in one sentence at which line it stopped, and why.
        """
        # not by exchanging the process's own output: others may write to it meanwhile
        quiet = {**vars(builtins), "print": lambda *_, **__: None}
        names: dict = {"__name__": "__main__", "__builtins__": quiet}
        try:
            exec(compile(self.code, _FILE, "exec", dont_inherit=True), names)
            trace = names.get("trace")
        except (Exception, SystemExit) as error:
            raise LabError(_told(error)) from None
        finally:
            # labs above all. By the kind alone: a stand-in such as the `request` of Flask must not be asked
            for value in list(names.values()):
                if issubclass(type(value), AbstractContextManager) and hasattr(type(value), "close"):
                    value.close()
            # what only its functions held ends with them
            names.clear()
        if not isinstance(trace, Trace):
            raise LabError("The repro ran and left no trace: let it end with `trace = lab.trace()`.")
        return trace


@dataclass(frozen=True, repr=False)
class Reproduction(Face):
    """A case, reproduced: the traces of its broken program and of its mended one, and what is found in the first."""

    case: Case
    broken: Trace
    mended: Trace

    @property
    def code(self) -> Source:
        """The program that shows the symptom."""
        return self.case.broken

    @property
    def mended_code(self) -> Source:
        """The same program, mended."""
        return self.case.mended

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong in the broken trace, most important first."""
        return diagnose_trace(self.broken, self.case.wanted)

    @property
    def changes(self) -> Source:
        """What was changed in the program, as a unified diff."""
        lines = (text.splitlines() for text in (self.code, self.mended_code))
        return Source("\n".join(unified_diff(*lines, "broken", "mended", lineterm="", n=1)), "diff")

    @property
    def plain(self) -> str:
        found = [f"  {visible(str(one))}" for one in self.findings] or ["  Nothing."]
        parts = (
            ("Broken", str(steps(self.broken))),
            ("Found", "\n".join(found)),
            ("Changed in the program", "\n".join(map(visible, self.changes.splitlines()))),
            ("Mended", str(steps(self.mended))),
        )
        told = [f"{title}\n{'-' * len(title)}\n{text}" for title, text in parts]
        return "\n\n".join([f"{self.case.id}: {self.case.title}", *told])

    @property
    def inner(self) -> Markup:
        found = Markup("").join(Markup("<li>{}</li>").format(prose(str(one))) for one in self.findings)
        parts = (
            ("Broken", steps(self.broken).inner),
            ("Found", Markup("<ul>{}</ul>").format(found or Markup("<li>Nothing.</li>"))),
            ("Changed in the program", Markup("<pre>{}</pre>").format(self.changes)),
            ("Mended", steps(self.mended).inner),
        )
        head = Markup('<p class="tl-caption"><b>{}: {}</b></p>').format(self.case.id, self.case.title)
        told = (Markup('<p class="tl-step"><b>{}</b></p>{}').format(*part) for part in parts)
        return head + Markup("").join(told)


def reproduce(id: str | int) -> Reproduction:
    """Run both programs of a case, such as `SC-07`, each in a lab of its own; NotFound names the nearest cases."""
    one = case(id)
    return Reproduction(one, Repro(one.broken).run(), Repro(one.mended).run())


def _told(error: BaseException) -> str:
    """At which line of the code it stopped, and why."""
    line, step = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == _FILE:
            line = step.tb_lineno
        step = step.tb_next
    place = f" in line {line}" if line else ""
    if isinstance(error, LabError):
        return f"The repro stopped{place}: {error}"
    what = error.msg if isinstance(error, SyntaxError) else error
    return f"The repro stopped{place} with {type(error).__name__}: {visible(str(what))[:300]}"
