"""A list of tags as people paste it: one a line, with a time after a blank where it matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kargoui.core.discovery.errors import TagsError
from kargoui.core.expr.instants import Instant
from kargoui.core.expr.layouts import parse_time
from kargoui.core.sentence import Sentence, gettext_noop

_RFC_3339: Final = "2006-01-02T15:04:05Z07:00"
_NO_TIME: Final = gettext_noop(
    "Line %(line)s: %(text)s is no time. After a tag and a blank only a time such as 2026-05-31T12:00:00Z "
    "may follow."
)
_TOO_MANY: Final = gettext_noop("These are more than %(most)s tags. Leave some out.")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag or version, and when it was built (an image) or made (a tag of git) where that is known."""

    name: str
    time: Instant | None = None


def read_tags(text: str, most: int | None = None) -> tuple[Tag, ...]:
    """The tags of a text, each once, since no repository has one twice. Raises TagsError."""
    found: dict[str, Tag] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        parts = line.split(maxsplit=1)
        if not parts:
            continue
        time = _time(parts[1].strip(), number) if len(parts) > 1 else None
        found.setdefault(parts[0], Tag(parts[0], time))
        if most is not None and len(found) > most:
            raise TagsError(Sentence(_TOO_MANY, {"most": most}))
    return tuple(found.values())


def _time(text: str, line: int) -> Instant:
    try:
        return parse_time(_RFC_3339, text.upper())
    except ValueError:
        raise TagsError(Sentence(_NO_TIME, {"line": line, "text": text[:100]}), line) from None
