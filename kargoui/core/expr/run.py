"""One evaluation under way: what it sees, its loops and variables, and what it may still spend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kargoui.core.expr.errors import Fault

if TYPE_CHECKING:
    from kargoui.core.expr.scope import Scope

MEMORY_BUDGET = 1_000_000  # elements, as expr-lang counts them
STEP_BUDGET = 1_000_000  # turns of loops, and elements compared or written
TEXT_BUDGET = 32_000_000  # characters of all long strings that are made


NO_ITEM = object()  # what a map, walked like a list, has for items: reading one is an error


class Loop:
    """One predicate's walk over a list."""

    __slots__ = ("accumulator", "index", "item")

    def __init__(self) -> None:
        self.item: object = None
        self.index = 0
        self.accumulator: object = None


class Run:
    __slots__ = ("carried", "locals", "loop", "memory", "names", "scope", "spilled", "steps", "text")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.names = scope.variables
        self.carried: tuple[object, object] = (None, None)
        self.locals: dict[int, object] = {}
        self.loop: Loop | None = None
        self.memory = 0
        self.steps = 0
        self.text = 0
        self.spilled: list[object] = []

    def grow(self, size: int) -> None:
        """Count new elements, as expr-lang's VM does."""
        self.memory += size
        if self.memory >= MEMORY_BUDGET:
            raise Fault("memory budget exceeded")

    def grow_text(self, size: int) -> None:
        """Count a new string; short ones are free."""
        if size > 1000:
            self.text += size
            if self.text > TEXT_BUDGET:
                raise Fault("memory budget exceeded")

    def step(self, count: int = 1) -> None:
        self.steps += count
        if self.steps > STEP_BUDGET:
            raise Fault("step budget exceeded")
