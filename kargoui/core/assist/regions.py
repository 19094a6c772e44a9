"""Where the expressions of a text are while somebody types it, closed or not yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kargoui.core.expr.freight import since

_CLOSING: Final = {"${{": "}}", "${%": "%}"}
_BARE: Final = "${{ "


@dataclass(frozen=True, slots=True)
class Region:
    """One `${{ }}`: `start` and `stop` enclose what stands in it, `end` is behind the closing braces."""

    opening: int
    start: int
    stop: int
    end: int
    closed: bool

    def holds(self, cursor: int) -> bool:
        return self.start <= cursor <= self.stop


@dataclass(frozen=True, slots=True)
class Written:
    """A text as Kargo gets it: what was typed, and what was put around it."""

    typed: str
    source: str
    shift: int = 0

    def at(self, typed: int) -> int:
        """The place in the source of a place in what was typed."""
        return typed + self.shift

    def typed_at(self, place: int) -> int:
        """The place in what was typed of a place in the source."""
        return min(max(place - self.shift, 0), len(self.typed))


def written(typed: str, *, guard: bool) -> Written:
    """A value as it stands; a guard that was typed without `${{ }}` gets them."""
    if not guard or not typed.strip() or any(opening in typed for opening in _CLOSING):
        return Written(typed, typed)
    return Written(typed, f"{_BARE}{typed} }}}}", len(_BARE))


def regions(source: str, version: str) -> Iterator[Region]:
    """The expressions of a template, as Kargo's reader of templates goes from one to the next."""
    openings = [opening for opening in _CLOSING if opening == "${{" or since(version, "1.9")]
    at = 0
    while found := [(source.find(opening, at), opening) for opening in openings if opening in source[at:]]:
        place, opening = min(found)
        start = place + len(opening)
        stop = source.find(_CLOSING[opening], start)
        if stop < 0:
            yield Region(place, start, len(source), len(source), closed=False)
            return
        at = stop + 2
        yield Region(place, start, stop, at, closed=True)
        if start == stop and since(version, "1.9"):  # an empty expression is the last one that Kargo reads
            return
