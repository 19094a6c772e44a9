"""The first rollout: who is promoted when, with which slots filled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from kargoui.core.simulate import NOT_CREATED, Project, Rollout, cases, freight, read_project, rollout
from tests.core.simulate.projects import CHARTS, IMAGE, PUSH, manifest

DEMO = Path(__file__).resolve().parents[3] / "kargoui" / "pipelines" / "demo"
NEEDS_IMAGE = {"uses": "git-push", "config": {"path": "./${{ imageFrom('" + IMAGE + "').Tag }}"}}


def demo() -> Project:
    documents = [
        each for path in sorted(DEMO.glob("*.yaml")) for each in yaml.safe_load_all(path.read_text())
    ]
    return read_project("acme-pay", documents, freight(documents))


def stage(
    name: str, *requests: tuple[str, Sequence[str]], step: object = PUSH, every: bool = False
) -> dict[str, object]:
    """A Stage; a request without Stages is direct."""
    listed = [
        {
            "origin": {"kind": "Warehouse", "name": origin},
            "sources": {"stages": list(stages), "availabilityStrategy": "All" if every else "OneOf"}
            if stages
            else {"direct": True},
        }
        for origin, stages in requests
    ]
    steps = [step] if step else []
    return manifest(
        "Stage", name, {"requestedFreight": listed, "promotionTemplate": {"spec": {"steps": steps}}}
    )


def project(*stages: dict[str, object]) -> Project:
    documents = [
        manifest("Warehouse", "images", {"subscriptions": [{"image": {"repoURL": IMAGE}}]}),
        manifest("Warehouse", "charts", {"subscriptions": [{"chart": {"repoURL": CHARTS, "name": "api"}}]}),
        *stages,
    ]
    return read_project("demo", documents, freight(documents))


def told(found: Rollout) -> list[str]:
    return [
        f"{each.stage}: {'+'.join(sorted(each.case.filled))} for {each.case.target} {each.phase}"
        for each in found.promotions
    ]


def test_a_failed_promotion_leaves_its_freight_to_the_next_one() -> None:
    assert told(rollout(demo(), "1.11"))[:4] == [
        "previewnet: charts for charts Errored",
        "previewnet: charts+images for images Succeeded",
        "testnet: charts for charts Errored",
        "testnet: charts+images for images Succeeded",
    ]


def test_another_order_can_be_compared() -> None:
    first = stage("a", ("charts", ()), ("images", ()), step=NEEDS_IMAGE)
    assert rollout(project(first), "1.11").failing == 1
    assert told(rollout(project(first), "1.11", orders={"a": ("images", "charts")})) == [
        "a: images for images Succeeded",
        "a: charts+images for charts Succeeded",
    ]


def test_freight_of_a_phase_has_gone_all_the_way_before_the_next_comes() -> None:
    both = (("charts", ()), ("images", ()))
    after = (("charts", ("a",)), ("images", ("a",)))
    found = rollout(
        project(stage("a", *both, step=NEEDS_IMAGE), stage("b", *after, step=NEEDS_IMAGE)),
        "1.11",
        phases=[frozenset({"images"})],
    )
    assert told(found) == [
        "a: images for images Succeeded",
        "b: images for images Succeeded",
        "a: charts+images for charts Succeeded",
        "b: charts+images for charts Succeeded",
    ]
    assert [each.wave for each in found.promotions] == [0, 0, 1, 1]


def test_freight_that_failed_everywhere_never_gets_further() -> None:
    found = rollout(
        project(stage("a", ("charts", ()), step=NEEDS_IMAGE), stage("b", ("charts", ["a"]))), "1.11"
    )
    assert told(found) == ["a: charts for charts Errored"]
    assert found.waiting == {"b": frozenset({"charts"})}


def test_all_waits_for_every_stage_and_one_of_for_any() -> None:
    upstream = (stage("a", ("charts", ())), stage("b", ("charts", ()), step=NEEDS_IMAGE))
    both = ("charts", ["a", "b"])
    assert rollout(project(*upstream, stage("c", both, every=True)), "1.11").waiting == {
        "c": frozenset({"charts"})
    }
    assert rollout(project(*upstream, stage("c", both)), "1.11").waiting == {}


def test_a_control_flow_stage_passes_freight_on_without_a_promotion() -> None:
    found = rollout(
        project(stage("gate", ("charts", ()), step=None), stage("b", ("charts", ["gate"]))), "1.11"
    )
    assert told(found) == ["b: charts for charts Succeeded"]


def test_a_promotion_that_kargo_refuses_to_create_is_told() -> None:
    found = rollout(project(stage("a", ("charts", ()), step={"task": {"name": "gone"}})), "1.11")
    assert [each.phase for each in found.promotions] == [NOT_CREATED]
    assert 'PromotionTask.kargo.akuity.io "gone" not found' in found.promotions[0].message


def test_what_is_known_of_all_cases_is_not_run_anew() -> None:
    of = demo()
    known = {name: cases(of, name, "1.11") for name in of.stages}
    assert rollout(of, "1.11", known=known) == rollout(of, "1.11")
    broken = project(stage("a", ("charts", ()), step={"task": {"name": "gone"}}))
    refused = {"a": cases(broken, "a", "1.11")}
    assert rollout(broken, "1.11", known=refused) == rollout(broken, "1.11")


def test_stages_that_wait_for_each_other_end() -> None:
    found = rollout(project(stage("a", ("charts", ["b"])), stage("b", ("charts", ["a"]))), "1.11")
    assert found.promotions == ()
    assert set(found.waiting) == {"a", "b"}
