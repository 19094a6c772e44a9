"""Measuring: the best of several runs, since everything else on a machine only adds time."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import perf_counter


def best(work: Callable[[], object], runs: int = 3) -> float:
    """Seconds of the quickest of `runs` runs."""
    times = []
    for _ in range(runs):
        gc.collect()
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def row(what: str, value: float, unit: str, limit: float | None = None) -> dict[str, object]:
    """One line of the results."""
    return {"what": what, "value": round(value, 3), "unit": unit, "limit": limit}
