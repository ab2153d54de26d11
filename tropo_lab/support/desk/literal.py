"""Pasted text and bytes as Python literals, laid out to be read: nothing pasted ever stands in code as code."""

from __future__ import annotations

import ast


def literal(value: str | bytes | list) -> str:
    """The literal. Several lines are written line by line; bytes that are UTF-8 are written as text."""
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, bytes):
        try:
            text = value.decode()
        except UnicodeDecodeError:
            return _laid_out(value)
        return _laid_out(value) if text.isascii() and not _quoted(text) else f"{literal(text)}.encode()"
    return _quoted(value) or _laid_out(value)


def _laid_out(value: str | bytes) -> str:
    """One literal a line, for text that holds what cannot be seen."""
    lines = value.splitlines(keepends=True)
    # only a line feed ends a line here: other line ends are part of the text
    if len(lines) < 2 or any(line[-1:] not in ("\n", b"\n") for line in lines[:-1]):
        return _repr(value)
    inner = "".join(f"    {_repr(line)}\n" for line in lines)
    return f"(\n{inner})"


def _repr(value: str | bytes) -> str:
    written = repr(value)
    prefix, quoted = (written[:1], written[1:]) if written.startswith("b") else ("", written)
    return written if '"' in quoted or "\\'" in quoted else f'{prefix}"{quoted[1:-1]}"'


def _quoted(text: str) -> str:
    """Several lines between three quotes, where that says exactly the same; else nothing."""
    lines = text.split("\n")
    if len(lines) < 2 or "\\" in text or not all(line.isprintable() and line == line.rstrip() for line in lines):
        return ""
    written = f'"""\\\n{text}"""'
    try:
        return written if ast.literal_eval(written) == text else ""
    except (SyntaxError, ValueError):
        return ""
