"""The pipeline as SVG: cards for nodes, curves for Freight, written as text because it is long.

Short class names and one group an origin keep a thousand Stages small; canvas.css says how they look.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote

from django.core.cache import cache
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from kargoui.core.layout import Box, Drawing, Node, Route, layout
from kargoui.core.pipeline import Edge, Pipeline
from kargoui.editor import lettering
from kargoui.editor.cards import Badge, Card

WIDTH = 214
PAD = 12
NAME_SIZE, LINE_SIZE, BADGE_SIZE = 14, 12, 11
LINE_HEIGHT = 18
BADGE_HEIGHT = 19
DASHES = 5  # one less than what divides COLOURS: colour and dashes together tell 40 origins apart
MARGIN = 24
LABEL_ROOM = 84
LONG = 1600  # from here on a line is drawn without dashes, which take long to draw, but named at both ends
MANY = 60  # nodes; above it cards cast no shadows
_LAYOUT_VERSION = "1"
_PLACES = {"Stage": "stages", "Warehouse": "warehouses"}
_ICONS = {
    "auto": "M1 1.5 5 5.5 1 9.5M6 1.5 10 5.5 6 9.5",
    "verification": "M1 6 4 9 10 2",
    "problem": "M5.5 1 10.5 10H.5ZM5.5 4.5V6.5M5.5 8.2V8.3",
}


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """An origin of Freight: its colour (1 to 8), its dashes (0 to 4), and how many edges carry it."""

    name: str
    colour: int
    dash: int
    missing: bool
    edges: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The SVG and what stands around it."""

    svg: SafeString
    width: int
    height: int
    nodes: int
    legend: tuple[LegendEntry, ...]


def picture(pipeline: Pipeline, cards: Sequence[Card], selected: str = "") -> Picture:
    """The drawing of a pipeline; `cards` are its nodes, `selected` the id of one of them."""
    drawing = placed(cards, pipeline.edges)
    boxes = sorted(drawing.boxes, key=lambda box: (box.x, box.y))
    by_id = {card.id: card for card in cards}
    number = {box.id: index for index, box in enumerate(boxes)}
    legend = _legend(pipeline)
    width, height = round(drawing.width) + 2 * MARGIN, round(drawing.height) + 2 * MARGIN
    parts = [
        f'<svg id="drawing" class="drawing{" many" if len(boxes) > MANY else ""}" role="application"',
        f' width="{width}" height="{height}" data-width="{width}" data-height="{height}"',
        f' aria-label="{escape(gettext("Pipeline"))}" aria-describedby="canvas-keys"><g class="world">',
        f'<g class="shift" transform="translate({MARGIN} {MARGIN})"><g class="edges" aria-hidden="true">',
    ]
    parts += _edges(drawing.routes, legend, number)
    parts.append('</g><rect id="halo" class="halo" rx="13"/><g class="nodes">')
    for index, box in enumerate(boxes):
        card = by_id[box.id]
        parts.append(_node(card, box, first=index == 0, selected=box.id == selected))
    parts.append('</g><g class="ports" aria-hidden="true">')
    parts += _ports(drawing.routes, legend)
    parts.append("</g></g></g></svg>")
    svg = mark_safe("".join(parts))  # noqa: S308 - every text in it is escaped where it goes in
    return Picture(svg, width, height, len(boxes), legend)


def placed(cards: Sequence[Card], edges: Sequence[Edge]) -> Drawing:
    """The layout, which is laborious and depends on nothing but sizes and edges, so it is remembered."""
    nodes = [Node(card.id, WIDTH, card_height(card)) for card in cards]
    seen = (
        _LAYOUT_VERSION,
        [(n.id, n.height) for n in nodes],
        [(e.source, e.target, e.origin) for e in edges],
    )
    key = "layout:" + hashlib.sha256(repr(seen).encode()).hexdigest()
    found = cache.get(key)
    if found is None:
        found = layout(nodes, edges)
        cache.set(key, found, timeout=24 * 3600)
    return cast(Drawing, found)


def card_height(card: Card) -> int:
    """A name, some lines, and below a rule the badges."""
    return _rule(card) + (35 if card.badges else 0)


def _rule(card: Card) -> int:
    return 41 + LINE_HEIGHT * len(card.lines)


def _legend(pipeline: Pipeline) -> tuple[LegendEntry, ...]:
    """In the order in which colours are given: by name, missing Warehouses last."""
    warehouses = pipeline.warehouses
    names = sorted(warehouses, key=lambda name: (warehouses[name].missing, name))
    counts = dict.fromkeys(names, 0)
    for edge in pipeline.edges:
        if edge.origin in counts:
            counts[edge.origin] += 1
    return tuple(
        LegendEntry(name, warehouses[name].colour, index % DASHES, warehouses[name].missing, counts[name])
        for index, name in enumerate(names)
    )


def _edges(
    routes: Iterable[Route], legend: Iterable[LegendEntry], number: Mapping[str, int]
) -> Iterator[str]:
    """One group for each origin, which bears its colour, its dashes and its name."""
    by_origin: dict[str, list[Route]] = {}
    for route in routes:
        by_origin.setdefault(route.origin, []).append(route)
    looks = {entry.name: f"origin-{entry.colour} dash-{entry.dash}" for entry in legend}
    for origin, found in by_origin.items():
        name = escape(origin)
        yield f'<g class="o {looks.get(origin, "")}" data-o="{name}"><title>{name}</title>'
        short = escape(lettering.fit(origin, LABEL_ROOM, BADGE_SIZE))
        for route in found:
            long = ' class="l"' if _length(route) > LONG else ""
            ends = f"{number[route.source]} {number[route.target]}"
            yield f'<path{long} data-e="{ends}" d="{route.path}"/>'
        for x, y in dict.fromkeys(route.points[0] for route in found if route.source.startswith("stage/")):
            yield f'<text x="{x + 8:.0f}" y="{y - 4:.0f}">{short}</text>'
        for x, y in dict.fromkeys(route.points[-1] for route in found if _length(route) > LONG):
            yield f'<text class="e" x="{x - 8:.0f}" y="{y - 4:.0f}">{short}</text>'
        yield "</g>"


def _length(route: Route) -> float:
    pairs = zip(route.points, route.points[1:], strict=False)
    return sum(abs(x - next_x) + abs(y - next_y) for (x, y), (next_x, next_y) in pairs)


def _ports(routes: Iterable[Route], legend: Iterable[LegendEntry]) -> Iterator[str]:
    """Where Freight arrives: dots on the edges of the cards, one path for all of an origin."""
    ends: dict[str, dict[str, None]] = {}
    for route in routes:
        x, y = route.points[-1]
        ends.setdefault(route.origin, {})[f"M{x:.0f} {y:.1f}h0"] = None
    for entry in legend:
        if entry.name in ends:
            yield f'<path class="origin-{entry.colour}" d="{"".join(ends[entry.name])}"/>'


def _node(card: Card, box: Box, *, first: bool, selected: bool) -> str:
    height = round(box.height)
    warehouse = card.kind == "Warehouse"
    classes = f"n{f' w origin-{card.colour}' if warehouse else ''}{' missing' if card.missing else ''}"
    left = PAD + (17 if warehouse else 0)
    name = lettering.fit(card.name, WIDTH - PAD - left, NAME_SIZE, bold=True)
    parts = [
        f'<a id="{escape(card.id)}" class="{classes}" href="{address(card)}" tabindex="{0 if first else -1}"',
        f' transform="translate({box.x:.0f} {box.y:.0f})" aria-label="{escape(card.label)}"',
        ' aria-current="true">' if selected else ">",
        "" if name == card.name else f"<title>{escape(card.name)}</title>",
        f'<rect class="c" width="{WIDTH}" height="{height}" rx="10"/>',
        _stripe(height) if warehouse else "",
        f'<text class="t" x="{left}" y="24">{escape(name)}</text><g class="d">',
        *_lines(card),
        f'<path d="M0 {_rule(card)}h{WIDTH}"/>' if card.badges else "",
        *_badges(card),
        "</g></a>",
    ]
    return "".join(parts)


def address(card: Card) -> str:
    """The page of a node, seen from the canvas."""
    return f"{_PLACES[card.kind]}/{quote(card.name, safe='')}/"


def _stripe(height: int) -> str:
    """The left border of a Warehouse and the dot before its name, in the colour of the origin."""
    inner = height - 20
    return (
        f'<path class="s" d="M10 0A10 10 0 0 0 0 10v{inner}'
        f'a10 10 0 0 0 10 10a6 10 0 0 1-6-10v-{inner}a6 10 0 0 1 6-10z"/>'
        f'<circle class="s" cx="{PAD + 5}" cy="19.5" r="4.5"/>'
    )


def _lines(card: Card) -> Iterator[str]:
    for index, parts in enumerate(card.lines):
        text = lettering.fit_parts(parts, WIDTH - 2 * PAD, LINE_SIZE)
        yield f'<text x="{PAD}" y="{44 + LINE_HEIGHT * index}">{escape(text)}</text>'


def _badges(card: Card) -> Iterator[str]:
    x = PAD
    top = _rule(card) + 8
    for badge, in_words in _fitted(card.badges):
        wide = _badge_width(badge, in_words)
        tone = f" {badge.tone}" if badge.tone else ""
        yield f'<rect class="p{tone}" x="{x}" y="{top}" width="{wide}" height="{BADGE_HEIGHT}" rx="9.5"/>'
        with_icon = badge.tone or not in_words
        if with_icon:
            place, shape = f"translate({x + 7} {top + 4})", _ICONS[badge.icon]
            title = "" if in_words else f"<title>{escape(badge.label)}</title>"
            yield f'<path class="i{tone}" transform="{place}" d="{shape}">{title}</path>'
        if in_words:
            middle = x + wide // 2 + (9 if with_icon else 0)
            yield f'<text class="b{tone}" x="{middle}" y="{top + 13.5}">{escape(badge.label)}</text>'
        x += wide + 6


def _fitted(badges: Sequence[Badge]) -> list[tuple[Badge, bool]]:
    """Each badge, and whether it stands there in words: the last ones give way to their icon first."""
    words = [True] * len(badges)
    for last in range(len(badges) - 1, -1, -1):
        if _row_width(badges, words) <= WIDTH - 2 * PAD:
            break
        words[last] = False
    return list(zip(badges, words, strict=True))


def _row_width(badges: Sequence[Badge], words: Sequence[bool]) -> int:
    widths = [_badge_width(badge, in_words) for badge, in_words in zip(badges, words, strict=True)]
    return sum(widths) + 6 * (len(widths) - 1)


def _badge_width(badge: Badge, in_words: bool) -> int:
    if not in_words:
        return 25
    return round(lettering.width(badge.label, BADGE_SIZE)) + (33 if badge.tone else 16)
