"""Expressions: templates of the vectors a second, cold and warm, and the guard that Kargo takes 28 us for."""

from __future__ import annotations

import time
from collections.abc import Callable

from kargoui.core.expr import engine, render, template
from tests.conformance.expressions import answer, scope_of, vectors, world

GUARD = (
    '${{ imageFrom("ghcr.io/acme/api") != nil && chartFrom("https://charts.acme.io", "api") != nil '
    "&& success() }}"
)
KARGO_MICROSECONDS = 28
ROUNDS, TURNS = 20, 2_000


def best_of(work: Callable[[], object], rounds: int) -> float:
    """Seconds of the fastest round."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def forget() -> None:
    """Everything that was compiled."""
    engine._program.cache_clear()
    template._single.cache_clear()
    template.template_of.cache_clear()


def guard_microseconds() -> float:
    """One warm evaluation of the guard."""
    case = {
        "requests": ["images", "charts", "config"],
        "filled": ["images", "charts"],
        "alias": "s",
        "metas": [],
    }
    scope = scope_of(case, world())

    def guard() -> None:
        for _ in range(TURNS):
            render(GUARD, scope)

    return best_of(guard, ROUNDS) / TURNS * 1e6


def row(what: str, value: float, unit: str, limit: float | None = None) -> dict[str, object]:
    return {"what": what, "value": value, "unit": unit, "limit": limit}


def run() -> dict[str, list[dict[str, object]]]:
    given = world()
    cases = [case for case in vectors() if case["kind"] == "template"]
    scopes = [scope_of(case, given) for case in cases]

    def all_cases() -> None:
        for case, scope in zip(cases, scopes, strict=True):
            answer(case, scope)

    forget()
    cold = best_of(all_cases, 1)
    warm = best_of(all_cases, 5)
    return {
        "rows": [
            row("a guard, warm", round(guard_microseconds(), 2), "us", KARGO_MICROSECONDS / 5),
            row("templates of the vectors, warm", round(len(cases) / warm), "/s"),
            row("templates of the vectors, cold", round(len(cases) / cold), "/s"),
        ]
    }
