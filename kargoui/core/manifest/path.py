"""Field paths: `spec.requestedFreight[1].origin.name` and `metadata.labels["a.b/c"]`."""

from __future__ import annotations

import json
import re

from kargoui.core.manifest.errors import PathError
from kargoui.core.sentence import Sentence, gettext_noop

Path = tuple[str | int, ...]

_NAME = re.compile(r"[^\s.\[\]\"']+")
_INDEX = re.compile(r"\[(\d{1,9})\]")
_KEY = re.compile(r'\[("(?:[^"\\]|\\.)*")\]')
_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_/-]*")


def parse_path(text: str) -> Path:
    """The path that a text names; the empty text is the whole document. Raises PathError."""
    parts: list[str | int] = []
    at = 0
    while at < len(text):
        part, after = _part(text, at, first=not parts)
        parts.append(part)
        at = after
    return tuple(parts)


def _part(text: str, at: int, *, first: bool) -> tuple[str | int, int]:
    if match := _INDEX.match(text, at):
        return int(match[1]), match.end()
    if match := _KEY.match(text, at):
        try:
            return str(json.loads(match[1])), match.end()
        except ValueError:
            raise _error(text, at) from None
    if not first:
        if text[at] != ".":
            raise _error(text, at)
        at += 1
    match = _NAME.match(text, at)
    if match is None:
        raise _error(text, at)
    return match[0], match.end()


def _error(text: str, at: int) -> PathError:
    template = gettext_noop(
        '%(path)s is no field path: a name, [number] or ["key"] was expected at character %(column)s.'
    )
    return PathError(Sentence(template, {"path": text, "column": at + 1}), column=at + 1)


def format_path(path: Path) -> str:
    """The text that `parse_path` reads as this path."""
    out: list[str] = []
    for part in path:
        if isinstance(part, int):
            out.append(f"[{part}]")
        elif _BARE.fullmatch(part):
            out.append(f".{part}" if out else part)
        else:
            out.append(f"[{json.dumps(part, ensure_ascii=False)}]")
    return "".join(out)
