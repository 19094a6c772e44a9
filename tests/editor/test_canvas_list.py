"""The pipeline as a list: filtered by words, sorted by name or upstream; and text cut to fit."""

from __future__ import annotations

import pytest

from kargoui.core.pipeline import pipeline
from kargoui.editor import lettering
from kargoui.editor.cards import cards
from kargoui.editor.node_list import NodeList, node_list
from tests.editor.test_canvas_drawing import DEMO, stage


def listed(query: str = "", sort: str = "") -> NodeList:
    graph = pipeline([*DEMO, stage("alpha", ("images", ["testnet"]))])
    return node_list(graph, cards(graph, {}, {}), query, sort)


def names(found: NodeList) -> list[str]:
    return [row.card.name for row in found.stages]


def test_it_holds_every_node_by_name() -> None:
    found = listed()
    assert [row.card.name for row in found.warehouses] == ["charts", "images"]
    assert names(found) == ["alpha", "previewnet", "testnet"]
    assert (found.found, found.total) == (5, 5)


def test_it_is_sorted_by_upstream_and_backwards() -> None:
    assert names(listed(sort="upstream")) == ["previewnet", "testnet", "alpha"]
    assert names(listed(sort="-name")) == ["testnet", "previewnet", "alpha"]
    assert names(listed(sort="nonsense")) == ["alpha", "previewnet", "testnet"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("TESTNET", ["alpha", "testnet"]),
        ("promote charts", ["previewnet", "testnet"]),
        ("ghcr.io", []),
        ("nothing like it", []),
    ],
)
def test_every_word_of_the_filter_must_be_there(query: str, expected: list[str]) -> None:
    assert names(listed(query)) == expected


def test_warehouses_are_found_by_repository() -> None:
    assert [row.card.name for row in listed("ghcr.io").warehouses] == ["images"]


def test_freight_says_where_it_comes_from() -> None:
    preview, test = listed().stages[1:]
    assert [(entry.origin, entry.direct) for entry in preview.freight] == [("charts", True), ("images", True)]
    assert test.upstream == "previewnet"


def test_text_is_cut_where_it_does_not_fit() -> None:
    assert lettering.fit("short", 100, 12) == "short"
    cut = lettering.fit("a rather long line of text", 60, 12)
    assert cut.endswith("…")
    assert lettering.width(cut, 12) <= 60
    assert lettering.fit("构建并部署到生产环境", 60, 12).endswith("…")


def test_parts_that_do_not_fit_are_left_away() -> None:
    assert (
        lettering.fit_parts(("2 slots", "task promote", "soak 1h"), 400, 12)
        == "2 slots · task promote · soak 1h"
    )
    assert lettering.fit_parts(("2 slots", "task promote", "soak 1h"), 150, 12) == "2 slots · task promote"
