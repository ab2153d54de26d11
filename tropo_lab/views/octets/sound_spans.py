"""The parts of a sound file: the fields of a WAV file’s heading, and the sound; other data in one piece."""

from __future__ import annotations

from tropo_lab.escapes import decoded
from tropo_lab.views.octets.keys import known
from tropo_lab.views.octets.span import MORE, Span

# the usual heading of a WAV file: each field, and how many bytes it takes; numbers begin with their lowest byte
_FIELDS = {
    "file kind": 0, "file length": 4, "sound kind": 0, "format": 0, "format length": 4, "coding": 2, "channels": 2,
    "samples a second": 4, "bytes a second": 4, "bytes a sample": 2, "bits a sample": 2, "sound": 0, "sound length": 4,
}  # fmt: skip
_NAMES = {"file kind": b"RIFF", "sound kind": b"WAVE", "format": b"fmt ", "sound": b"data"}
_SHOWN = 16  # bytes of what only a machine can read


def sound_spans(data: bytes) -> list[Span]:
    """Every byte of the file, in order."""
    out, at = [], 0
    for field, size in _FIELDS.items():
        sent = data[at : at + (size or 4)]
        if len(sent) < (size or 4) or (not size and sent != _NAMES[field]):
            return [*_in_one_piece(data, "data", "data")]
        meant = str(int.from_bytes(sent, "little")) if size else decoded(sent)
        out.append(Span(sent, field, meant, known(f"sound.{field}"), 0, field))
        at += len(sent)
    return [*out, *_in_one_piece(data[at:], "samples", "sound.samples")]


def _in_one_piece(data: bytes, label: str, path: str) -> list[Span]:
    """What nobody reads: its first bytes, and how many follow."""
    first, rest = data[:_SHOWN], data[_SHOWN:]
    out = [Span(first, label, decoded(first), known(path), 0, label)] if first else []
    return [*out, Span(rest, MORE)] if rest else out
