"""Whatever a person has, read: text in, pieces out. No lab, no sockets, and nothing is run."""

from tropo_lab.support.pastes.piece import CLEANED, KINDS, LogEntry, Piece
from tropo_lab.support.pastes.reading import read_paste

__all__ = ["CLEANED", "KINDS", "LogEntry", "Piece", "read_paste"]
