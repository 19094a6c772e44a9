"""Where a value stands: cases from what a page says, tasks that no Stage uses."""

from __future__ import annotations

from kargoui.core.assist import (
    NO_STAGE,
    Spot,
    Value,
    alone,
    case_of,
    place_of,
    reference_to,
    value_at,
)
from kargoui.core.assist.regions import regions, written
from kargoui.core.simulate import Case
from kargoui.core.simulate.viewpoint import position_of
from tests.core.assist.places import place, value, written_in
from tests.core.simulate.projects import STAGE


def test_without_a_target_every_slot_is_filled_and_the_first_is_promoted() -> None:
    assert case_of(["a", "b"]) == Case(frozenset({"a", "b"}), "a")
    assert case_of(["a", "b"], ["b"], "nowhere") == Case(frozenset({"a", "b"}), "a")
    assert case_of([]) == Case(frozenset(), "")


def test_the_target_s_slot_is_filled_and_others_are_as_said() -> None:
    assert case_of(["a", "b", "c"], ["c", "x"], "b") == Case(frozenset({"b", "c"}), "b")


def test_steps_are_counted_through_their_tasks() -> None:
    project = written_in()
    assert [position_of(project, STAGE, index) for index in range(4)] == [0, 1, 2, 6]
    assert position_of(project, STAGE, 2, 3) == 5


def test_a_task_is_found_in_the_stages_that_use_it() -> None:
    stage = written_in().stages[STAGE]
    assert reference_to(stage, "shared") == 2
    assert reference_to(stage, "nowhere") is None


def test_a_task_that_no_stage_uses_has_values_without_freight() -> None:
    project = alone(written_in(), "shared", "1.11")
    at = place_of(project, NO_STAGE, Spot("if", 0, 2), case_of(()), "1.11")
    pushed = ("task.outputs.push.commit",)
    assert value_at("vars.of + task.outputs.push.commit", 0, at).value.depends == pushed
    assert value_at("vars.branch == 'x'", 0, at).value.depends == ("vars.branch",)
    assert value_at('imageFrom("x") == nil', 0, at).value == Value("true", "bool")


def test_the_expressions_of_a_text_are_found_as_kargo_reads_them() -> None:
    source = "a ${{ 1 }} ${% 2 %} ${{ 3"
    assert [source[each.start : each.stop] for each in regions(source, "1.11")] == [" 1 ", " 2 ", " 3"]
    assert [source[each.start : each.stop] for each in regions(source, "1.8")] == [" 1 ", " 3"]
    assert [each.closed for each in regions(source, "1.11")] == [True, True, False]
    assert len(list(regions("${{}} ${{ 1 }}", "1.11"))) == 1


def test_braces_are_put_around_a_guard_alone() -> None:
    text = written("  success() ", guard=True)
    assert text.source == "${{   success()  }}"
    assert text.source[text.at(2)] == "s"
    assert text.typed_at(text.at(2)) == 2
    assert written("success()", guard=False).source == "success()"
    assert written("${{ 1 }}", guard=True).shift == 0


def test_secrets_are_there_where_old_versions_have_them() -> None:
    config = place(0, "config", version="1.6")
    assert value("${{ secrets.token| }}", config).value.depends == ("secrets",)
    assert value("${{ secrets.token| }}", place(0, version="1.6")).value.failure is not None
