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
    case = {
        "requests": ["images", "charts", "config"],
        "filled": ["images", "charts"],
        "alias": "s",
        "metas": [],
    }
    scope = scope_of(case, given)

    def guard() -> None:
        for _ in range(TURNS):
            render(GUARD, scope)

    seconds = best_of(guard, ROUNDS) / TURNS
    return {
        "rows": [
            {
                "what": "a guard, warm",
                "value": round(seconds * 1e6, 2),
                "unit": "us",
                "limit": KARGO_MICROSECONDS / 5,
            },
            {
                "what": "templates of the vectors, warm",
                "value": round(len(cases) / warm),
                "unit": "/s",
                "limit": None,
            },
            {
                "what": "templates of the vectors, cold",
                "value": round(len(cases) / cold),
                "unit": "/s",
                "limit": None,
            },
        ]
    }
