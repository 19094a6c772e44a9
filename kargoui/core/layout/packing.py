"""Several drawings beside and below each other, so that the whole has the shape of a screen."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kargoui.core.layout.drawing import Point

ASPECT = 16 / 10
GAP_ACROSS = 96.0
GAP_DOWN = 44.0
# What is no higher than a screen stays in one stack.
LOW = 900.0

Size = tuple[float, float]


def pack(sizes: Sequence[Size]) -> list[Point]:
    """The upper left corner of each, in stacks from left to right, everything in the given order."""
    if not sizes:
        return []
    total = sum(height + GAP_DOWN for _, height in sizes)
    widest = max(width for width, _ in sizes) + GAP_ACROSS
    guess = round(math.sqrt(ASPECT * total / widest))
    counts = range(max(1, guess - 2), min(len(sizes), guess + 3) + 1) if total > LOW else (1,)
    tallest = max(height for _, height in sizes)
    tries = [_stack(sizes, max(tallest, total / count)) for count in counts] or [_stack(sizes, tallest)]
    return min(tries, key=lambda points: _distance(points, sizes))


def extent(points: Sequence[Point], sizes: Sequence[Size]) -> Size:
    """How wide and how high everything is together."""
    width = max((x + size[0] for (x, _), size in zip(points, sizes, strict=True)), default=0.0)
    height = max((y + size[1] for (_, y), size in zip(points, sizes, strict=True)), default=0.0)
    return width, height


def _stack(sizes: Sequence[Size], limit: float) -> list[Point]:
    points: list[Point] = []
    x = y = width = 0.0
    for size in sizes:
        if y and y + size[1] > limit:
            x, y, width = x + width + GAP_ACROSS, 0.0, 0.0
        points.append((x, y))
        y += size[1] + GAP_DOWN
        width = max(width, size[0])
    return points


def _distance(points: Sequence[Point], sizes: Sequence[Size]) -> float:
    width, height = extent(points, sizes)
    return abs(math.log(max(width, 1.0) / max(height, 1.0) / ASPECT))
