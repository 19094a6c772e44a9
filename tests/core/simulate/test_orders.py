"""Orders of requestedFreight that spare a first rollout failures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kargoui.core.simulate import Project, Rollout, better_orders, cases, rollout
from tests.core.simulate.projects import IMAGE, PUSH
from tests.core.simulate.test_rollout import NEEDS_IMAGE, demo, project, stage

BOTH = (("charts", ()), ("images", ()))
NEEDS_BOTH = {
    "uses": "git-push",
    "config": {"path": "./${{ imageFrom('" + IMAGE + "').Tag }}-${{ chartFrom('nowhere').Version }}"},
}


def better(of: Project) -> dict[str, tuple[str, ...]]:
    def roll_out(orders: Mapping[str, Sequence[str]]) -> Rollout:
        return rollout(of, "1.11", orders=orders)

    return better_orders({name: cases(of, name, "1.11") for name in of.stages}, roll_out)


def test_what_a_step_reads_comes_first() -> None:
    first = stage("a", *BOTH, step=NEEDS_IMAGE)
    assert better(project(first)) == {"a": ("images", "charts")}
    assert rollout(project(first), "1.11", orders=better(project(first))).failing == 0


def test_a_good_order_stays() -> None:
    assert better(project(stage("a", *reversed(BOTH), step=NEEDS_IMAGE), stage("b", *BOTH, step=PUSH))) == {}


def test_there_is_none_where_every_order_fails_as_often() -> None:
    assert better(demo()) == {}
    assert better(project(stage("a", *BOTH, step=NEEDS_BOTH))) == {}


def test_orders_are_found_along_the_pipeline() -> None:
    upstream = stage("a", ("charts", ()), ("images", ()), step=NEEDS_IMAGE)
    after = stage("b", ("charts", ("a",)), ("images", ("a",)), step=NEEDS_IMAGE)
    assert better(project(upstream, after)) == {
        "a": ("images", "charts"),
        "b": ("images", "charts"),
    }
