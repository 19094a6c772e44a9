"""What was made last, kept in this process and found again by what it was made from."""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

Value = TypeVar("Value")
P = ParamSpec("P")


class Recent(Generic[Value]):
    """The last `size` values by key; safe among threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        """What is kept under `key`."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Hashable, value: Value) -> Value:
        """Keep `value`, and give it back."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return value


class Remembered(Generic[Value]):
    """The last `size` values by the identity of what they were made of; for what nobody changes."""

    def __init__(self, size: int) -> None:
        self._recent: Recent[tuple[tuple[object, ...], Value]] = Recent(size)

    def of(
        self, sources: tuple[object, ...], make: Callable[P, Value], *args: P.args, **kw: P.kwargs
    ) -> Value:
        """What was made of the sources, else what `make` gives now.

        The sources are kept as well, so that nothing else gets their ids.
        """
        key = tuple(map(id, sources))
        found = self._recent.get(key)
        if found is None:
            found = self._recent.put(key, (sources, make(*args, **kw)))
        return found[1]


def collect_rarely() -> None:
    """Let Python look for cycles less often: each time it walks through much of what is remembered.

    A project of 1,000 Stages is more than a million objects that stay, and hardly a cycle that goes.
    """
    gc.set_threshold(50_000, 20, 100)
