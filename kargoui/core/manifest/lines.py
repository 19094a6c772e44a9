"""Lines of a text as an editor counts them: LF, CRLF and a lone CR end one.

libyaml also counts NEL, LS and PS as line ends, so its line numbers are never used, only its indexes.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_BREAK = re.compile(r"\r\n|\r|\n")


def count(text: str) -> int:
    """How many line ends the text holds."""
    ends = text.count("\n")
    return ends + text.count("\r") - text.count("\r\n") if "\r" in text else ends


def place(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at an index; a byte order mark takes no column."""
    starts = Lines(text[:index]).starts
    mark = 1 if len(starts) == 1 and index and text.startswith("\ufeff") else 0
    return len(starts), index - starts[-1] - mark + 1


def line_break(text: str) -> str:
    """The line end that the text uses, judged by its first one."""
    match = _BREAK.search(text)
    return match[0] if match else "\n"


class Lines:
    """Where the lines of a text start, for many questions about one text."""

    __slots__ = ("length", "starts")

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in _BREAK.finditer(text))]
        self.length = len(text)

    def number(self, index: int) -> int:
        """The line, from 0, that the character at an index stands on."""
        return bisect_right(self.starts, index) - 1

    def start(self, index: int) -> int:
        """Where the line of that character starts."""
        return self.starts[self.number(index)]

    def after(self, index: int) -> int:
        """Where the line after that character's starts, or the end of the text."""
        number = self.number(index) + 1
        return self.starts[number] if number < len(self.starts) else self.length
