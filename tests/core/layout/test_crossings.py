from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kargoui.core.layout import layout
from kargoui.core.layout.crossings import count_crossings, saved_by_passing
from tests.bench.crossing_counter import geometric_crossings
from tests.bench.graphs import SHAPES
from tests.core.layout.drawings import graph

PLACES = st.lists(st.integers(0, 6), max_size=6)


@given(st.lists(PLACES, max_size=6))
def test_crossings_are_the_pairs_of_lines_in_opposite_order(targets: list[list[int]]) -> None:
    columns = [range(len(targets)), range(len(targets), len(targets) + 7)]
    right = [[len(targets) + place for place in places] for places in targets] + [[]] * 7
    place = [*range(len(targets)), *range(7)]
    lines = [(source, target) for source, places in enumerate(targets) for target in places]
    expected = sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(lines, 2))
    assert count_crossings(columns, right, place) == expected


@given(PLACES, PLACES)
def test_what_passing_saves_is_the_difference_of_crossings(upper: list[int], lower: list[int]) -> None:
    saved = saved_by_passing(sorted(upper), 7)
    before = sum(a > b for a in upper for b in lower)
    after = sum(a < b for a in upper for b in lower)
    assert sum(saved[place] for place in lower) == before - after


@pytest.mark.parametrize(
    ("arrows", "crossings"),
    [
        (["a d", "b c"], 0),
        (["a c", "a d", "b c", "b d"], 1),
        (["a d", "a e", "a f", "b d", "b e", "b f"], 3),
        (["a c", "b c x", "b c y", "a d", "b d"], 1),
        (["a b", "b c", "c d", "a d", "a c", "b d"], 1),
    ],
)
def test_small_graphs_have_no_crossing_too_many(arrows: list[str], crossings: int) -> None:
    assert layout(*graph(*arrows)).crossings <= crossings


# What @dagrejs/dagre 3.1.3 draws, counted by the same counter (tests/bench/layout.py runs it).
DAGRE = {
    "project": 86_462,
    "project-without-parallels": 46_567,
    "small-project": 305,
    "independent-pipelines": 0,
    "fan-out": 0,
    "shared-warehouses": 79_321,
    "deep-chains": 130,
    "random-dag": 6_588,
    "local-dag": 1_404,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_has_more_crossings_than_with_dagre(shape: str) -> None:
    assert layout(*SHAPES[shape]()).crossings <= DAGRE[shape]


COORDINATES = st.tuples(st.integers(0, 40), st.integers(0, 40))


@settings(max_examples=60)
@given(st.lists(st.lists(COORDINATES, min_size=2, max_size=2), max_size=12))
def test_the_counter_finds_what_comparing_all_pairs_finds(lines: list[list[tuple[int, int]]]) -> None:
    def side(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
        turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        return (turn > 0) - (turn < 0)

    expected = sum(
        side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
        for (a, b), (c, d) in combinations(lines, 2)
    )
    wide = [[(x * 17.0, y * 23.0) for x, y in line] for line in lines]
    assert geometric_crossings(wide) == expected
