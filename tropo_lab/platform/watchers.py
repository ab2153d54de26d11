"""Those who want to know that something changed: told soon afterwards, once for many changes."""

from __future__ import annotations

import weakref
from collections.abc import Callable


class Watchers:
    """Callbacks that are called, without an argument, after anything visible has changed.

    `later` is the driver's: it calls the work it is given a little later, where the platform runs. Look whether there
    are any `callbacks` before `changed` where it has to be quick.
    """

    def __init__(self, later: Callable[[Callable[[], None]], None]):
        self._later = later
        self.callbacks: dict[object, Callable] = {}
        self._pending = False

    def add(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Tell `callback` from now on; gives what stops that, from any thread.

        A weak reference (`weakref.WeakMethod`) is followed, and forgotten when its method is gone. A callback that
        raises is logged and told no more.
        """
        key = object()
        self.callbacks[key] = callback
        return lambda: self._forget(key)

    def changed(self) -> None:
        """Something visible is another than before."""
        if self.callbacks and not self._pending:
            self._pending = True
            self._later(self._tell)

    def close(self) -> None:
        """Tell all for the last time, and forget them."""
        self._tell()
        self.callbacks.clear()

    def _tell(self) -> None:
        self._pending = False
        for key, callback in list(self.callbacks.items()):
            try:
                called = callback() if isinstance(callback, weakref.ref) else callback
                if called is None:
                    self._forget(key)
                else:
                    called()
            except Exception:  # whoever looks on must not harm what is looked at
                # imported here only: logging brings threads along, which the core does without
                import logging

                logging.getLogger("tropo_lab").exception("A watcher of the lab failed, and is told no more.")
                self._forget(key)

    def _forget(self, key: object) -> None:
        self.callbacks.pop(key, None)
