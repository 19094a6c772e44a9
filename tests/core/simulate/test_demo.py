"""The case that people meet in production, and what mends it: the demo project."""

from __future__ import annotations

import pytest

from kargoui.core.simulate import Case, Project, cases, rollout, run
from kargoui.core.simulate.mending import Mend, mends
from tests.core.simulate.demo import SANDBOX, STAGES, demo, with_mend

NIL = "reflect: call of reflect.Value.Field on zero Value"
NO_CHART = 'chart "api" from repo https://charts.acme.io not found in referenced Freight'
NO_IMAGE = "image from repo ghcr.io/acme/api not found in referenced Freight"
CHART, IMAGE = "promote::chart", "promote::image"


def message(project: Project, stage: str, filled: str, version: str) -> str:
    trace = run(project, stage, Case(frozenset({filled}), filled), version)
    assert trace.phase == "Errored"
    return trace.message


def offered(project: Project, stage: str, alias: str, kind: str, version: str = "1.11") -> Mend:
    return next(mend for mend in mends(project, stage, version, alias).mends if mend.kind == kind)


def guarded(project: Project, *aliases: str) -> Project:
    """The project with the first offered mend of these steps."""
    for alias in aliases or (CHART, IMAGE):
        project = with_mend(project, mends(project, "previewnet", "1.11", alias).mends[0])
    return project


@pytest.mark.parametrize("stage", STAGES)
def test_before_the_first_promotions_fail(stage: str) -> None:
    assert NO_IMAGE in message(demo(), stage, "charts", "1.4")
    assert NO_CHART in message(demo(), stage, "images", "1.4")
    for filled in ("charts", "images"):
        assert NIL in message(demo(), stage, filled, "1.11")
    assert cases(demo(), stage, "1.11").failing == 2


@pytest.mark.parametrize("stage", STAGES)
def test_after_the_offered_guards_every_case_succeeds_or_skips(stage: str) -> None:
    found = cases(guarded(demo()), stage, "1.11")
    assert (found.count, found.failing) == (4, 0)
    for outcome in found:
        skipped = {step.alias for step in outcome.steps if step.status == "Skipped"}
        absent = {"charts": CHART, "images": IMAGE}
        assert skipped == {absent[slot] for slot in {"charts", "images"} - outcome.case.filled}


def test_the_first_rollout_fails_before_and_is_clean_after() -> None:
    before, after = rollout(demo(), "1.11"), rollout(guarded(demo()), "1.11")
    assert (before.promotions[0].stage, before.promotions[0].step) == ("previewnet", IMAGE)
    assert before.failing > after.failing == 0
    assert {promotion.stage for promotion in after.promotions} == set(STAGES)


def test_the_guards_are_what_the_mock_promises() -> None:
    offer = mends(demo(), "previewnet", "1.11", IMAGE)
    assert [str(mend.label) for mend in offer.mends] == [
        "Run only when there is an image",
        "Only when images is promoted",
        "Use a default value",
    ]
    best = offer.mends[0]
    assert best.manifest == ("PromotionTask", "promote")
    assert best.operations[0].path == ("spec", "steps", 2, "if")
    assert (best.failing_before, best.failing_after) == (6, 3)
    assert [effect.stage for effect in best.effects] == list(STAGES)


def test_1_4_is_told_that_no_guard_can_ask() -> None:
    for alias in (CHART, IMAGE):
        offer = mends(demo(), "previewnet", "1.4", alias)
        assert offer.mends == ()
        assert any("From 1.5 on a guard can ask for it" in str(note) for note in offer.notes)


def test_a_stage_that_requests_no_charts_still_fails_and_is_told_so() -> None:
    project = demo(SANDBOX)
    guard = offered(project, "previewnet", CHART, "guard")
    (there,) = [each for each in guard.effects if each.stage == "sandbox"]
    assert (there.before.failing, there.after.failing) == (1, 1)
    after = with_mend(project, guard)
    assert NO_CHART in message(after, "sandbox", "images", "1.11")
    for stage in ("previewnet", "sandbox"):
        for told in (project, after):
            (note,) = mends(told, stage, "1.11", CHART).notes
            assert "sandbox requests no Warehouse for chartFrom" in str(note)


def test_naming_the_warehouse_mends_it_with_and_without_the_guard() -> None:
    project = demo(SANDBOX)
    best = mends(project, "previewnet", "1.11", CHART).mends[0]
    assert best.kind == "origin"
    after_guard = with_mend(project, offered(project, "previewnet", CHART, "guard"))
    for start, mend in (
        (project, best),
        (after_guard, mends(after_guard, "sandbox", "1.11", CHART).mends[0]),
    ):
        assert mend.operations[0].value == (  # type: ignore[union-attr]
            '${{ chartFrom("https://charts.acme.io", "api", warehouse("charts")) != nil && success() }}'
        )
        after = with_mend(start, mend)
        assert cases(after, "sandbox", "1.11").failing == 0
        assert cases(guarded(after, IMAGE), "previewnet", "1.11").failing == 0


@pytest.mark.parametrize(("version", "guard"), [("1.11", " && success()"), ("1.4", "")])
def test_a_task_can_leave_the_step_out_in_that_stage(version: str, guard: str) -> None:
    project = demo(SANDBOX)
    mend = offered(project, "sandbox", CHART, "stage", version)
    assert mend.operations[0].value == f'${{{{ ctx.stage != "sandbox"{guard} }}}}'  # type: ignore[union-attr]
    assert cases(with_mend(project, mend), "sandbox", version).failing == 0
