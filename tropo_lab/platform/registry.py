"""The registry: all apps of the account, found by name, token and number."""

from __future__ import annotations

from tropo_lab.errors import BadSetup, NotFound
from tropo_lab.platform.applications import (
    CHANNELS,
    MESSAGING,
    VOICE,
    App,
    Token,
    checked_address,
    checked_name,
    checked_sides,
    checked_token,
)
from tropo_lab.platform.ids import Ids
from tropo_lab.platform.network.numbers import e164
from tropo_lab.platform.provisioning.exchanges import free_number


class Applications:
    """All apps of the lab, found by name, token and number. `last_id` is the highest id that any app ever had.

    `by_number` gives an app as it is reached there: with that number first.
    """

    def __init__(self, ids: Ids, last_id: int = 100_000):
        self.ids, self.last_id = ids, last_id
        self.by_name: dict[str, App] = {}
        self.by_token: dict[str, tuple[App, str]] = {}
        self.by_number: dict[str, App] = {}

    def add(self, name: str, voice=None, messaging=None, *, voice_token=None, messaging_token=None, number=None) -> App:
        """The new app, or the changed one where the name exists already (its tokens and numbers stay).

        It has a token for each channel and a number at once.
        """
        old = self.by_name.get(name) if isinstance(name, str) else None
        was = old or self._blank(name)
        given = {VOICE: checked_token(voice_token), MESSAGING: checked_token(messaging_token)}
        firsts = [Token(side, given[side] or was.token(side) or self.ids.token(name, side)) for side in CHANNELS]
        others = [one for one in was.tokens if one.token != was.token(one.channel)]
        first = e164(number) if number else was.number or free_number(self.by_number)
        app = was._replace(
            voice=checked_address(voice, VOICE),
            messaging=checked_address(messaging, MESSAGING),
            tokens=tuple(dict.fromkeys([*firsts, *others])),
            numbers=tuple(dict.fromkeys([first, *was.numbers[1:]])),
        )
        return self._put(app, old)

    def create(self, name: str, voice, messaging, partition: str) -> App:
        """A new app that has no token and no number yet."""
        app = self._blank(name)._replace(**checked_sides(voice, messaging), partition=partition)
        return self._put(self._named_freely(app), None)

    def change(self, old: App, **fields) -> App:
        """The app with some of its fields changed."""
        app = old._replace(**fields)
        return self._put(self._named_freely(app._replace(**checked_sides(app.voice, app.messaging))), old)

    def remove(self, app: App) -> None:
        """Forget an app; its name, tokens and numbers are free again."""
        self._unlink(app)
        del self.by_name[app.name]

    def restore(self, record: dict) -> App:
        """The app that the journal kept."""
        if "tokens" not in record:  # kept before an app could have several
            return self.add(**record)
        tokens = tuple(Token(**one) for one in record["tokens"])
        sides = checked_sides(record["voice"], record["messaging"])
        return self._put(App(**{**record, **sides, "tokens": tokens, "numbers": tuple(record["numbers"])}), None)

    def named(self, name: str) -> App:
        """The app of that name; NotFound says which there are."""
        if name not in self.by_name:
            known = ", ".join(self.by_name) or "none yet"
            raise NotFound(f"There is no app named {name!r}; the lab has: {known}.")
        return self.by_name[name]

    def with_id(self, id: str) -> App:
        """The app of that id; NotFound says which there are."""
        for app in self.by_name.values():
            if app.id == id:
                return app
        known = ", ".join(f"{app.id} ({app.name})" for app in list(self.by_name.values())[:5]) or "none yet"
        raise NotFound(f"There is no application {id!r:.40}; the account has: {known}.")

    def _blank(self, name: str) -> App:
        return App(checked_name(name), str(self.last_id + 1), None, None)

    def _put(self, app: App, old: App | None) -> App:
        """Take the app in, in the place of the old one."""
        self._check_free(app)
        if old:
            self._unlink(old)
            if old.name != app.name:
                # in its old place
                self.by_name = {app.name if name == old.name else name: one for name, one in self.by_name.items()}
        self.by_name[app.name] = app
        self.last_id = max(self.last_id, int(app.id))
        # one token may stand for both channels; the messaging side wins, as a text is what most launches want
        for channel in CHANNELS:
            self.by_token |= {one.token: (app, channel) for one in app.tokens if one.channel == channel}
        for number in app.numbers:
            others = [one for one in app.numbers if one != number]
            self.by_number[number] = app._replace(numbers=(number, *others))
        return app

    def _named_freely(self, app: App) -> App:
        owner = self.by_name.get(checked_name(app.name))
        if owner and owner.id != app.id:
            raise BadSetup(f"Application {owner.id} has the name {app.name!r} already: choose another name.")
        return app

    def _check_free(self, app: App) -> None:
        for _, token in app.tokens:
            owner = self.by_token.get(token)
            if owner and owner[0].id != app.id:
                raise BadSetup(f"That token belongs to the app {owner[0].name!r} already: give each app its own.")
        for number in app.numbers:
            owner = self.by_number.get(number)
            if owner and owner.id != app.id:
                raise BadSetup(f"{number} belongs to the app {owner.name!r} already: give each app its own number.")

    def _unlink(self, app: App) -> None:
        for _, token in app.tokens:
            self.by_token.pop(token, None)
        for number in app.numbers:
            del self.by_number[number]
