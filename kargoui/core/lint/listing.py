"""Names in the sentences of rules, where there may be hundreds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_MOST: Final = 5


def listed(names: Iterable[str]) -> str:
    """The names in a row, each once; of many the first few, and how many there are."""
    each = list(dict.fromkeys(names))
    return ", ".join(each) if len(each) <= _MOST else f"{', '.join(each[:_MOST])}, … ({len(each)})"
