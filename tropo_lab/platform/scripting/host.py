"""Hosted scripts in processes of their own: one interpreter a session, of whatever language."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.hosted import Script
from tropo_lab.platform.port import Parking
from tropo_lab.platform.scripting.languages import LANGUAGES, Language
from tropo_lab.platform.scripting.places import Places
from tropo_lab.platform.scripting.running import MAX_LINE, RunningScript
from tropo_lab.platform.scripting.spares import Spares
from tropo_lab.platform.scripting.starter import Starter
from tropo_lab.trace import TO_CATCHER


class ScriptHost:
    """Starts hosted scripts. Each language is made ready with its first script.

    `patience` is how many real seconds a script may compute between two of its calls.
    """

    def __init__(self, patience: float, parking: Callable[[], Parking]):
        self.patience, self._parking = patience, parking
        self._starter = Starter()
        self._spares: dict[str, Spares] = {}
        self._places: dict[str, Places] = {}

    async def open(self, script: Script, hello: dict) -> RunningScript:
        """The script, running in an interpreter of its own; SessionFailed where there is none for it."""
        language = LANGUAGES[script.language]
        language.command()  # what is missing is said before anybody waits for a place
        if script.language not in self._spares:
            self._spares[script.language] = Spares(self._starter, language)
            self._places[script.language] = Places(language.at_once, self._parking)
        spares, places = self._spares[script.language], self._places[script.language]
        await places.take()
        try:
            running = await self._run(language, spares, places)
        except OSError as error:
            places.give_back()
            raise SessionFailed(
                "script not started",
                TO_CATCHER,
                f"The script's process could not be started ({error}).",
                fix="Let other sessions end first; hosted scripts need Linux.",
            ) from None
        except BaseException:
            places.give_back()
            raise
        running.send(hello)
        return running

    async def _run(self, language: Language, spares: Spares, places: Places) -> RunningScript:
        child = await spares.take()
        try:
            reader, writer = await asyncio.open_connection(sock=child.channel, limit=MAX_LINE)
        except BaseException:
            await child.clear_away()
            raise
        return RunningScript(language, child, reader, writer, self.patience, spares.refill, places.give_back)

    async def close(self) -> None:
        """End every interpreter, and the process that starts them."""
        for spares in self._spares.values():
            await spares.close()
        self._starter.close()
