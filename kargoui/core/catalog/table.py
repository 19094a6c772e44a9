"""Reads the catalog's tables: indented lines of a name, a type, facets and the versions that have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from kargoui.core.catalog.versions import EVERY, Range, parse_range

DATA: Final = Path(__file__).parent / "data"
_FACET = re.compile(r"([a-z][a-z-]*)(?:=([^@]*))?(?:@(.+))?")
_RANGE = re.compile(r"\d+\.\d|\.\.\d")
_STEP: Final = 2
_WORDS: Final = {
    "kind": 3,
    "shape": 3,
    "subscription": 3,
    "result": 3,
    "name": 3,
}  # of a top line; others have two


class TableError(ValueError):
    """A table is not written as tables are; says the file and the line."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")


@dataclass(frozen=True, slots=True)
class Facet:
    """One fact of a line: its name, what stands after `=`, and the versions it holds in."""

    name: str
    value: str
    range: Range


@dataclass(slots=True)
class Line:
    """One line of a table with the lines indented below it; `words` are the name and the type."""

    file: str
    number: int
    words: tuple[str, ...]
    facets: tuple[Facet, ...]
    range: Range
    note: str
    children: list[Line] = field(default_factory=list)
    rules: list[Facet] = field(default_factory=list)

    def error(self, message: str) -> TableError:
        """What is wrong with this line, to be raised."""
        return TableError(self.file, self.number, message)


@cache
def read(name: str) -> tuple[Line, ...]:
    """The top lines of one table below data/, by its path."""
    return tuple(parse((DATA / name).read_text(encoding="utf-8"), name))


def parse(text: str, file: str) -> list[Line]:
    """The top lines of a table, each with what is indented below it."""
    top: list[Line] = []
    open_lines: list[Line] = []
    for number, raw in enumerate(text.splitlines(), 1):
        content = raw.lstrip(" ")
        if not content or content.startswith("#"):
            continue
        depth, odd = divmod(len(raw) - len(content), _STEP)
        if odd or depth > len(open_lines) or "\t" in raw:
            raise TableError(file, number, "indented by something else than two blanks")
        del open_lines[depth:]
        if content.startswith("! "):
            if not open_lines:
                raise TableError(file, number, "a rule of nothing")
            open_lines[-1].rules.append(_rule(content[2:], file, number))
            continue
        line = _line(content, file, number, top=depth == 0)
        (open_lines[-1].children if open_lines else top).append(line)
        open_lines.append(line)
    return top


def _rule(content: str, file: str, number: int) -> Facet:
    text, _, versions = content.partition("@")
    try:
        return Facet("rule", text.strip(), parse_range(versions) if versions else EVERY)
    except ValueError as error:
        raise TableError(file, number, str(error)) from None


def _line(content: str, file: str, number: int, *, top: bool) -> Line:
    content, _, note = content.partition(" -- ")
    tokens = content.split()
    if top and tokens[0] == "pattern":  # the rest of the line is a regular expression, as it stands
        return Line(file, number, ("pattern", tokens[1], content.split(None, 2)[2]), (), EVERY, note)
    count = min(_WORDS.get(tokens[0], 2) if top else 2, len(tokens))
    facets: list[Facet] = []
    versions = EVERY
    try:
        for token in tokens[count:]:
            if _RANGE.match(token):
                versions = parse_range(token)
            else:
                facets.append(_facet(token))
    except ValueError as error:
        raise TableError(file, number, str(error)) from None
    return Line(file, number, tuple(tokens[:count]), tuple(facets), versions, note.strip())


@cache
def _facet(token: str) -> Facet:
    found = _FACET.fullmatch(token)
    if found is None:
        raise ValueError(f"no facet: {token!r}")
    return Facet(found[1], found[2] or "", parse_range(found[3]) if found[3] else EVERY)


@cache
def heads(folder: str) -> Mapping[str, None]:
    """The names of the tables in one folder of data/, without their ending, in order."""
    return dict.fromkeys(sorted(path.stem for path in (DATA / folder).glob("*.txt")))
