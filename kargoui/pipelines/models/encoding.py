"""Parsed manifests as JSON that both SQLite and PostgreSQL take."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

NUL = "\0"  # PostgreSQL stores it neither in texts nor in JSON

_compact = json.JSONEncoder(separators=(",", ":"))


class DocumentEncoder(json.JSONEncoder):
    """JSON of parsed manifests; the NUL character, which PostgreSQL cannot store in JSON, becomes U+FFFD.

    The text is the truth and keeps the escape that says NUL; this copy serves queries.
    """

    def encode(self, o: Any) -> str:
        text = _compact.encode(o)
        return _compact.encode(_without_nul(o)) if "\\u0000" in text else text


def _without_nul(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(_without_nul(key)): _without_nul(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nul(item) for item in value]
    return storable(value) if isinstance(value, str) else value


def storable(text: str) -> str:
    """The text as every database takes it."""
    return text.replace(NUL, "\ufffd")
