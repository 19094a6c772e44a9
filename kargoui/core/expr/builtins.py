"""The builtins that take plain arguments, by name; what belongs together stands in its own module."""

from __future__ import annotations

from collections.abc import Callable

from kargoui.core.expr.access import get
from kargoui.core.expr.builtin_lists import LISTS
from kargoui.core.expr.builtin_numbers import NUMBERS
from kargoui.core.expr.builtin_texts import TEXTS
from kargoui.core.expr.builtin_times import TIMES
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.run import Run


def _get(run: Run, *arguments: object) -> object:
    if len(arguments) < 2:
        raise Fault(f"invalid number of arguments (expected 2, got {len(arguments)})")
    return get(arguments[0], arguments[1])


BUILTINS: dict[str, Callable[..., object]] = {**LISTS, **NUMBERS, **TEXTS, **TIMES, "get": _get}
