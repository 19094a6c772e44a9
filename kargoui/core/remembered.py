"""What was made of manifests, found again as long as it is asked of these very objects."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

Value = TypeVar("Value")
P = ParamSpec("P")


class Remembered(Generic[Value]):
    """The last `size` values, by the identity of what they were made of; for what nobody changes."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: dict[tuple[int, ...], tuple[tuple[object, ...], Value]] = {}

    def of(
        self, sources: tuple[object, ...], make: Callable[P, Value], *args: P.args, **kw: P.kwargs
    ) -> Value:
        """What was made of the sources, else what `make` gives now.

        The sources are kept as well, so that nothing else gets their ids.
        """
        key = tuple(map(id, sources))
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = sources, make(*args, **kw)
            while len(self._kept) > self._size:
                self._kept.pop(next(iter(self._kept)), None)
        return found[1]


def collect_rarely() -> None:
    """Let Python look for cycles less often: each time it walks through much of what is remembered.

    A project of 1,000 Stages is more than a million objects that stay, and hardly a cycle that goes.
    """
    gc.set_threshold(50_000, 20, 100)
