"""The variables that a task's steps get, with what Kargo's way of handing them down does to them.

Follows inflateTaskSteps and promotionTaskVarsToStepVars:
https://github.com/akuity/kargo/blob/v1.11.2/pkg/api/promotion.go
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kargoui.core.expr.quoting import quote
from kargoui.core.simulate.templates import Template

Variables = tuple[tuple[str, Template], ...]

# How many bytes Go's allocator hands out at a time (runtime/sizeclasses.go), as far as it matters here.
_SIZES = (
    *(8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384),
    *(
        416,
        448,
        480,
        512,
        576,
        640,
        704,
        768,
        896,
        1024,
        1152,
        1280,
        1408,
        1536,
        1792,
        2048,
        2304,
        2688,
        3072,
    ),
    *(3200, 3456, 4096, 4864, 5120, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288),
)
_VARIABLE = 32  # bytes of one variable: two strings
_HEADERLESS = 512  # larger blocks begin with a header
_HEADER = 8
_SLOW_GROWTH = 256


class MissingValue(ValueError):  # noqa: N818 - worded by Kargo
    """A task's variable has neither a default nor a value."""


@dataclass(frozen=True, slots=True)
class Shared:
    """The variables that all steps of a task get; `room` is for how many more Go's slice has place."""

    variables: Variables
    room: int


def task_variables(task: Variables, promotion: Variables, step: Variables) -> Shared:
    """A task's defaults that the promotion does not set, then the referencing step's own."""
    set_by_promotion = {name for name, value in promotion if value.source}
    set_by_step = {name for name, value in step if value.source}
    found: list[tuple[str, Template]] = []
    capacity = 0
    for name, value in task:
        if name in set_by_promotion:
            continue
        if value.source:
            capacity = _grown(capacity, len(found), 1)
            found.append((name, value))
        elif name not in set_by_step:
            raise MissingValue(f"missing value for variable {quote(name)}")
    capacity = _grown(capacity, len(found), len(step))
    found.extend(step)
    return Shared(tuple(found), capacity - len(found))


def inherited(shared: Shared, own: Sequence[Variables]) -> list[Variables]:
    """The variables of each step of a task: the shared ones, then its own.

    Kargo appends each step's own variables to one slice of shared ones. Where the slice has room for them,
    they all land in the same memory, and a later step's overwrite an earlier one's.
    """
    memory: list[tuple[str, Template]] = []
    for variables in own:
        if len(variables) <= shared.room:
            memory[: len(variables)] = variables
    return [
        shared.variables + (tuple(memory[: len(each)]) if len(each) <= shared.room else each) for each in own
    ]


def _grown(capacity: int, length: int, more: int) -> int:
    """The capacity of a slice after an append, as Go's runtime.growslice (1.25) chooses it."""
    needed = length + more
    if needed <= capacity:
        return capacity
    wanted = capacity
    if needed > 2 * capacity:
        wanted = needed
    elif capacity < _SLOW_GROWTH:
        wanted = 2 * capacity
    else:
        while wanted < needed:
            wanted += (wanted + 3 * _SLOW_GROWTH) >> 2
    size = wanted * _VARIABLE
    header = _HEADER if size > _HEADERLESS else 0
    at = bisect_left(_SIZES, size + header)
    return (_SIZES[at] - header) // _VARIABLE if at < len(_SIZES) else wanted
