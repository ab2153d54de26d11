"""The text of a paste that may be bytes: packed, in another encoding, or no text at all."""

from __future__ import annotations

import base64
import re
import zlib
from typing import NamedTuple

# a recording of a browser may be long; nothing else that is worth reading is
MOST = 10 << 20
_MAGIC = (
    (b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF file"), (b"PK\x03\x04", "a ZIP archive"), (b"\x7fELF", "a program"),
    (b"\xd4\xc3\xb2\xa1", "a network recording (pcap)"), (b"\n\r\r\n", "a network recording (pcapng)"),
    (b"RIFF", "a sound or video file"), (b"ID3", "an MP3 file"), (b"SQLite format 3", "a database file"),
    (b"MZ\x90", "a program"), (b"BZh", "a bzip2 archive"), (b"\xfd7zXZ", "an xz archive"),
)  # fmt: skip
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
_LOOKS_SENT = re.compile(r"\s*(?:[\[{<]|(?:GET|POST|HTTP)\b|https?://)")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd\udc80-\udcff]")


class Decoded(NamedTuple):
    """The text; names of what was mended and sentences about the rest; `failure` says why there is no text."""

    text: str
    cleaned: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    failure: str = ""


def text_of(given: str | bytes) -> Decoded:
    """The text of what was pasted."""
    if not isinstance(given, (str, bytes, bytearray, memoryview)):
        return Decoded("", failure=f"A paste is a text or bytes, and this is of type {type(given).__name__}.")
    read = Decoded(given[:MOST]) if isinstance(given, str) else _read(bytes(given[:MOST]))
    if len(given) > MOST:
        unit = "characters" if isinstance(given, str) else "bytes"
        read = read._replace(remarks=(*read.remarks, f"The paste has {len(given):,} {unit}; the first {MOST:,} count."))
    if read.failure:
        return read
    read = _from_base64(read)
    if read.text.startswith("\ufeff"):
        read = read._replace(text=read.text[1:], cleaned=(*read.cleaned, "byte-order-mark"))
    head = read.text[:4096]
    if len(_UNSEEN.findall(head)) > len(head) / 10:
        return Decoded("", failure="This is no text but binary data: paste the text of a request, a reply or a log.")
    return read


def _read(data: bytes) -> Decoded:
    if data[:2] == b"\x1f\x8b":
        plain = _unpacked(data)
        if plain is None:
            return Decoded("", failure="This was packed with gzip and is damaged or too large: paste its text.")
        inner = _read(plain) if plain[:2] != b"\x1f\x8b" else Decoded("", failure="This was packed with gzip twice.")
        return inner._replace(remarks=("This was packed with gzip, and was unpacked.", *inner.remarks))
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return Decoded("", failure=f"This is {name} and no text: paste the text itself.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Decoded(data.decode("utf-16", "replace"), ("utf-16",))
    # what Windows saves without a mark: every second byte of plain text is zero
    if len(data) > 7 and data[:64:2].count(0) + data[1:64:2].count(0) >= min(len(data), 64) * 0.45:
        coding = "utf-16-be" if data[0] == 0 else "utf-16-le"
        return Decoded(data.decode(coding, "replace"), ("utf-16",))
    try:
        return Decoded(data.decode())
    except UnicodeDecodeError as error:
        # the end may have been cut within a character
        if error.start >= len(data) - 3:
            return Decoded(data[: error.start].decode())
    return Decoded(data.decode("cp1252", "replace"), ("not-utf-8",))


def _unpacked(data: bytes) -> bytes | None:
    try:
        return zlib.decompressobj(31).decompress(data, MOST) or None
    except zlib.error:
        return None


def _from_base64(read: Decoded) -> Decoded:
    """What base64 hides, where the whole paste is base64 of something that crossed the wire; else the same."""
    text = read.text.strip()
    if len(text) > 4 << 20 or not re.match(r"[A-Za-z0-9+/_\s-]{24}", text):
        return read
    joined = "".join(text.split())
    if not _BASE64.fullmatch(joined):
        return read
    try:
        data = base64.urlsafe_b64decode(joined.replace("+", "-").replace("/", "_") + "=" * (-len(joined) % 4))
    except ValueError:
        return read
    inner = _read(data)
    if inner.failure or not _LOOKS_SENT.match(inner.text) or _UNSEEN.search(inner.text[:4096]):
        return read
    return inner._replace(cleaned=(*read.cleaned, *inner.cleaned),
                          remarks=(*read.remarks, "This was base64, and was decoded.", *inner.remarks))  # fmt: skip
