"""The encoding bench: any text, as each launch form carries it, and what comes out at the other end."""

from tropo_lab.encodings.careless_launcher import MISTAKES
from tropo_lab.encodings.face import Encodings, encodings

__all__ = ["MISTAKES", "Encodings", "encodings"]
