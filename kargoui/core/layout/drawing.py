"""What goes into a drawing and what comes out of it. All lengths are CSS pixels, y grows downwards."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """A box to be placed."""

    id: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    """A placed node; x and y are its upper left corner, rank its column within its connected component."""

    id: str
    x: float
    y: float
    width: float
    height: float
    rank: int


@dataclass(frozen=True, slots=True)
class Route:
    """The line of one edge, from source to target.

    Between two points of the same height the line is straight; between others it swings from horizontal to
    horizontal (`path`). A `back` edge closes a cycle: it leaves its source on the left and reaches its
    target on the right. A `loop` leads around its own box, in right angles with rounded corners.
    """

    source: str
    target: str
    origin: str
    points: tuple[Point, ...]
    back: bool = False
    loop: bool = False

    @property
    def path(self) -> str:
        """The line as the `d` of an SVG path."""
        if self.loop:
            return _rounded(self.points)
        x, y = self.points[0]
        parts = [f"M{_number(x)} {_number(y)}"]
        for next_x, next_y in self.points[1:]:
            if next_y == y:
                parts.append(f"H{_number(next_x)}")
            else:
                middle = _number((x + next_x) / 2)
                parts.append(
                    f"C{middle} {_number(y)} {middle} {_number(next_y)} {_number(next_x)} {_number(next_y)}"
                )
            x, y = next_x, next_y
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything placed, from (0, 0) to (width, height); `crossings` is how often two routes cross."""

    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]
    width: float
    height: float
    crossings: int


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _rounded(points: tuple[Point, ...], radius: float = 6) -> str:
    parts = [f"M{_number(points[0][0])} {_number(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        enter, leave = _towards(corner, before, radius), _towards(corner, after, radius)
        parts.append(f"L{_number(enter[0])} {_number(enter[1])}")
        parts.append(f"Q{_number(corner[0])} {_number(corner[1])} {_number(leave[0])} {_number(leave[1])}")
    parts.append(f"L{_number(points[-1][0])} {_number(points[-1][1])}")
    return "".join(parts)


def _towards(start: Point, end: Point, distance: float) -> Point:
    length = abs(end[0] - start[0]) + abs(end[1] - start[1])
    share = min(0.5, distance / length) if length else 0.0
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
