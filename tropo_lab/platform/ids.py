"""Ids in the shapes Tropo used, from the lab's seed: the same lab gives the same ids."""

from hashlib import blake2b

# the number of the one account of a lab
ACCOUNT_ID = "12345"


class Ids:
    """Makes session ids, call ids and tokens. `seed` is any whole number or text."""

    def __init__(self, seed: int | str = 1):
        self.seed = seed

    def _hex(self, kind: str, name: int | str, size: int) -> str:
        return blake2b(f"{self.seed}/{kind}/{name}".encode(), digest_size=size).hexdigest()

    def session(self, number: int) -> str:
        """The id of the `number`th session: 32 hex digits, described as a 16-byte GUID."""
        return self._hex("session", number, 16)

    def call(self, session: str, number: int) -> str:
        """The id of a session's `number`th call: 32 hex digits."""
        return self._hex("call", f"{session}/{number}", 16)

    def recording(self, call: str) -> str:
        """The id of what was recorded of a call: 32 hex digits."""
        return self._hex("recording", call, 16)

    def token(self, app: str, channel: str) -> str:
        """An app's token for one channel: 88 hex digits (44 bytes)."""
        return self._hex("token", f"{app}/{channel}", 44)
