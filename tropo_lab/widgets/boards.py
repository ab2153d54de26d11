"""Widgets on a live lab: they show each change as it happens, also while a cell runs, and act on the lab when asked."""

from __future__ import annotations

import weakref
from dataclasses import replace

from tropo_lab.acting import act_on_held, act_on_phone, handset_state, set_breakpoints
from tropo_lab.errors import LabClosed
from tropo_lab.lab import Lab
from tropo_lab.lab_phone import LabPhone
from tropo_lab.platform.cloud import Cloud
from tropo_lab.views.face import Face
from tropo_lab.views.pause import pause
from tropo_lab.views.phone.handset import handset
from tropo_lab.widgets.live import Live
from tropo_lab.widgets.same_cell import replace_same_cell


class OnLab(Live):
    """A board of one lab. It never waits for a person: what it shows and does takes place where the platform runs."""

    _engine = _last = _stop = None

    def __init__(self, engine):
        self._engine = engine
        super().__init__()
        # the lab must not keep a forgotten widget
        self._stop = engine.watch(weakref.WeakMethod(self._renew))
        replace_same_cell(self)

    def shown(self, cloud: Cloud, controls: bool) -> Face:
        """The view of this lab as it is now; called where the platform runs."""
        raise NotImplementedError

    @property
    def _open(self):
        engine = self._engine
        if engine is None:
            raise LabClosed()
        return engine

    @property
    def face(self) -> Face:
        try:
            engine = self._open
            engine.settle()
            return engine.call(self.shown, engine.cloud, False)
        except LabClosed:
            return self._last

    def controlled(self) -> Face:
        return replace(self._last, controls=True)

    def refresh(self) -> None:
        try:
            self._open.call(self._renew)
        except LabClosed:
            if self._last is None:
                raise
            self._remark = str(LabClosed())
            super().refresh()

    def close(self) -> None:
        """Show nothing more: the browser forgets this board, and so does the lab."""
        if self._stop is not None:
            self._stop()
        super().close()

    def _renew(self) -> None:
        engine = self._engine
        if engine is None:
            # the last change before the lab closed was told after it had closed
            return
        self._last = self.shown(engine.cloud, False)
        if engine.closed:
            self._remark = str(LabClosed())
            # ipywidgets keeps every widget; a closed lab with all that it recorded need not stay with it
            self._engine = None
        super().refresh()

    def _do(self, work, *args) -> None:
        engine = self._open
        engine.call(work, engine.cloud, *args)


class Handset(OnLab):
    """A phone of the lab in your hand: its texts and calls, and what its holder can do."""

    def __init__(self, phone: LabPhone):
        self._number = phone.number
        super().__init__(phone.engine)

    def shown(self, cloud: Cloud, controls: bool) -> Face:
        return handset(handset_state(cloud, self._number), controls=controls)

    def act(self, fields: dict[str, str]) -> None:
        self._do(act_on_phone, self._number, fields)


class Breakpoints(OnLab):
    """Where a lab's messages are stopped, and those that wait: edit one, let it go on, lose it, or send it twice."""

    def __init__(self, lab: Lab):
        super().__init__(lab.engine)

    def shown(self, cloud: Cloud, controls: bool) -> Face:
        return pause(cloud.gate.breakpoint_dicts(), cloud.gate.as_dicts(), controls)

    def act(self, fields: dict[str, str]) -> None:
        self._do(set_breakpoints if fields.get("do") == "stop" else act_on_held, fields)
