"""Go's regular expressions as trees, for patterns that compile.

Follows https://pkg.go.dev/regexp/syntax. What tags hardly need is not read: word boundaries, Unicode classes
and multi-line mode.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LAST: Final = 0x10FFFF
Ranges = tuple[tuple[int, int], ...]


class Unanswerable(ValueError):  # noqa: N818 - the name says what is wrong
    """A pattern that is not read here, or a question that is too large."""


@dataclass(frozen=True, slots=True)
class Chars:
    """One character out of these ranges."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Edge:
    """The beginning of the text, or its end."""

    begin: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`most` is None where there is no limit."""

    part: Tree
    least: int
    most: int | None


Tree = Chars | Edge | Sequence | Choice | Repeat

_DIGITS: Final[Ranges] = ((0x30, 0x39),)
_WORD: Final[Ranges] = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_SPACE: Final[Ranges] = ((0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20))
_PERL: Final = {"d": _DIGITS, "w": _WORD, "s": _SPACE}
_POSIX: Final[dict[str, Ranges]] = {
    "alnum": ((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)),
    "alpha": ((0x41, 0x5A), (0x61, 0x7A)),
    "digit": _DIGITS,
    "lower": ((0x61, 0x7A),),
    "upper": ((0x41, 0x5A),),
    "word": _WORD,
    "xdigit": ((0x30, 0x39), (0x41, 0x46), (0x61, 0x66)),
}
_CONTROLS: Final = {"a": 7, "f": 12, "t": 9, "n": 10, "r": 13, "v": 11}
_ANY: Final[Ranges] = ((0, 9), (11, LAST))
_ALL: Final[Ranges] = ((0, LAST),)
_FOLDS: Final = {"k": 0x212A, "s": 0x17F}  # what else Unicode folds to these letters


def parse(pattern: str) -> Tree:
    """The tree of a pattern that compiles. Raises Unanswerable."""
    parser = _Parser(pattern)
    tree = parser.choice()
    if parser.at < len(pattern):
        raise Unanswerable(pattern)
    return tree


def negated(ranges: Ranges) -> Ranges:
    """All other characters."""
    found: list[tuple[int, int]] = []
    after = 0
    for low, high in sorted(ranges):
        if low > after:
            found.append((after, low - 1))
        after = max(after, high + 1)
    return (*found, (after, LAST)) if after <= LAST else tuple(found)


def literal(char: str, *, fold: bool = False) -> Chars:
    return Chars(_folded(((ord(char), ord(char)),)) if fold else ((ord(char), ord(char)),))


def _folded(ranges: Ranges) -> Ranges:
    found = list(ranges)
    for low, high in ranges:
        for first, last, shift in ((0x41, 0x5A, 32), (0x61, 0x7A, -32)):
            if low <= last and high >= first:
                found.append((max(low, first) + shift, min(high, last) + shift))
    for letter, other in _FOLDS.items():
        if any(low <= ord(letter) <= high for low, high in found):
            found.append((other, other))
    return tuple(found)


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.fold = self.dot_all = False

    def choice(self) -> Tree:
        flags = self.fold, self.dot_all
        parts = [self._sequence()]
        while self._take("|"):
            parts.append(self._sequence())
        self.fold, self.dot_all = flags
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def _sequence(self) -> Tree:
        parts: list[Tree] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            part = self._part()
            if part is not None:
                parts.append(self._repeated(part))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _take(self, text: str) -> bool:
        if self.pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def _next(self) -> str:
        if self.at >= len(self.pattern):
            raise Unanswerable(self.pattern)
        self.at += 1
        return self.pattern[self.at - 1]

    def _until(self, end: str) -> str:
        text, found, _ = self.pattern[self.at :].partition(end)
        if not found:
            raise Unanswerable(self.pattern)
        self.at += len(text) + len(end)
        return text

    def _part(self) -> Tree | None:
        self._unquote()
        char = self._next()
        if char == "(":
            return self._group()
        if char == "[":
            return self._class()
        if char == ".":
            return Chars(_ALL if self.dot_all else _ANY)
        if char in "^$":
            return Edge(char == "^")
        return self._escape() if char == "\\" else literal(char, fold=self.fold)

    def _unquote(self) -> None:
        """Writes what stands between \\Q and \\E letter by letter: a count behind it is for the last one."""
        if self.pattern.startswith("\\Q", self.at):
            text, _, rest = self.pattern[self.at + 2 :].partition("\\E")
            letters = "".join(f"\\x{{{ord(each):x}}}" for each in text) or "(?:)"
            self.pattern = self.pattern[: self.at] + letters + rest

    def _group(self) -> Tree | None:
        if self._take("?P<") or self._take("?<"):
            self._until(">")
        elif self._take("?"):
            words = self.pattern[self.at :].partition(":")[0].partition(")")[0]
            self.at += len(words)
            outer = self.fold, self.dot_all
            self._set_flags(words)
            if self._take(")"):
                return None
            self.at += 1
            return self._closed(outer)
        return self._closed((self.fold, self.dot_all))

    def _closed(self, outer: tuple[bool, bool]) -> Tree:
        inside = self.choice()
        self.fold, self.dot_all = outer
        if not self._take(")"):
            raise Unanswerable(self.pattern)
        return inside

    def _set_flags(self, words: str) -> None:
        on, _, off = words.partition("-")
        if "m" in on or set(words) - set("imsU-"):
            raise Unanswerable(self.pattern)
        self.fold = (self.fold or "i" in on) and "i" not in off
        self.dot_all = (self.dot_all or "s" in on) and "s" not in off

    def _escape(self) -> Tree:
        char = self._next()
        if char in "Az":
            return Edge(char == "A")
        ranges = self._escaped(char)
        return Chars(_folded(ranges) if self.fold else ranges)

    def _escaped(self, char: str) -> Ranges:
        if char.lower() in _PERL:
            ranges = _PERL[char.lower()]
            return ranges if char.islower() else negated(ranges)
        if char == "x":
            digits = self._until("}") if self._take("{") else self._next() + self._next()
            return ((int(digits, 16), int(digits, 16)),)
        if char in _CONTROLS:
            return ((_CONTROLS[char], _CONTROLS[char]),)
        if char.isalnum():
            raise Unanswerable(self.pattern)
        return ((ord(char), ord(char)),)

    def _class(self) -> Tree:
        negative = self._take("^")
        found: list[tuple[int, int]] = []
        first = True
        while first or not self._take("]"):
            first = False
            if self._take("[:"):
                name = self._until(":]")
                if name.lstrip("^") not in _POSIX:
                    raise Unanswerable(self.pattern)
                ranges = _POSIX[name.lstrip("^")]
                found += negated(ranges) if name.startswith("^") else ranges
                continue
            ranges = self._class_item()
            if self.pattern[self.at : self.at + 1] == "-" and self.pattern[self.at + 1 : self.at + 2] != "]":
                self.at += 1
                ranges = ((ranges[0][0], self._class_item()[-1][1]),)
            found += ranges
        whole = _folded(tuple(found)) if self.fold else tuple(found)
        return Chars(negated(whole) if negative else whole)

    def _class_item(self) -> Ranges:
        char = self._next()
        return self._escaped(self._next()) if char == "\\" else ((ord(char), ord(char)),)

    def _repeated(self, part: Tree) -> Tree:
        while True:
            bounds = self._bounds()
            if bounds is None:
                return part
            self._take("?")
            part = Repeat(part, *bounds)

    def _bounds(self) -> tuple[int, int | None] | None:
        for char, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._take(char):
                return bounds
        start = self.at
        if self._take("{"):
            least, comma, most = self.pattern[self.at :].partition("}")[0].partition(",")
            if least.isdecimal() and (not most or most.isdecimal()):
                self._until("}")
                return int(least), (int(most) if most else None) if comma else int(least)
            self.at = start  # then the brace stands for itself
        return None
