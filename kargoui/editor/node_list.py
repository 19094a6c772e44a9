"""The pipeline as a list: the same nodes as rows that can be filtered and sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kargoui.core.pipeline import Pipeline, WarehouseNode
from kargoui.editor.cards import Card, repository
from kargoui.editor.drawing import address

SORTS = ("name", "upstream")


@dataclass(frozen=True, slots=True)
class Freight:
    """One requested origin of a Stage and where its Freight comes from; no names: directly."""

    origin: str
    colour: int
    direct: bool
    upstream: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A node as a row."""

    card: Card
    address: str
    freight: tuple[Freight, ...] = ()
    upstream: str = ""
    details: tuple[str, ...] = ()

    def found_by(self, words: Sequence[str]) -> bool:
        said = f"{self.card.label} {self.upstream} {' '.join(entry.origin for entry in self.freight)}".lower()
        return all(word in said for word in words)


@dataclass(frozen=True, slots=True)
class NodeList:
    """The rows to show, and of how many."""

    warehouses: list[Row]
    stages: list[Row]
    total: int
    query: str
    sort: str
    descending: bool

    @property
    def found(self) -> int:
        return len(self.warehouses) + len(self.stages)


def node_list(pipeline: Pipeline, cards: Sequence[Card], query: str = "", sort: str = "") -> NodeList:
    """`query` is words that a row must hold; `sort` one of SORTS, with "-" in front to turn it around."""
    key, descending = sort.removeprefix("-"), sort.startswith("-")
    key = key if key in SORTS else SORTS[0]
    rows = [_row(pipeline, card) for card in cards]
    words = query.lower().split()
    found = [row for row in rows if row.found_by(words)]
    found.sort(key=lambda row: (row.upstream if key == "upstream" else "", row.card.name), reverse=descending)
    return NodeList(
        [row for row in found if row.card.kind == "Warehouse"],
        [row for row in found if row.card.kind == "Stage"],
        len(rows),
        query,
        key,
        descending,
    )


def _row(pipeline: Pipeline, card: Card) -> Row:
    if card.kind == "Warehouse":
        node: WarehouseNode = pipeline.warehouses[card.name]
        details = tuple(repository(each) for each in node.subscriptions)
        return Row(card, address(card), details=details)
    freight = tuple(
        Freight(
            request.origin,
            pipeline.origins[request.origin].colour if request.origin in pipeline.origins else 0,
            request.direct,
            request.stages,
        )
        for request in pipeline.stages[card.name].requests
    )
    upstream = dict.fromkeys(name for entry in freight for name in entry.upstream)
    return Row(card, address(card), freight, ", ".join(upstream), card.details)
