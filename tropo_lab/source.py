"""Source text that a notebook shows as code: still an ordinary `str`, with the name of its language."""

import re


class Source(str):
    """A program or command as text. A notebook shows it as a fenced block in its language's colours."""

    language: str

    def __new__(cls, text: str, language: str = "text"):
        source = super().__new__(cls, text)
        source.language = language
        return source

    def _repr_markdown_(self) -> str:
        # a fence must be longer than any run of backticks inside it
        longest = max(map(len, re.findall("`+", self)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}{self.language}\n{self.rstrip()}\n{fence}"

    def _repr_pretty_(self, printer, cycle: bool) -> None:
        printer.text(self.rstrip())
