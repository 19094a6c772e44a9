"""Guards beside those that are there, default values that pass the schema, and what is not offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from kargoui.core.expr import Scope, render
from kargoui.core.manifest.operations import Set
from kargoui.core.pipeline.reading import mapping
from kargoui.core.simulate import Outcome, cases, freight
from kargoui.core.simulate.mending import Mend, Offer, mends
from kargoui.core.simulate.mending.guarding import as_template, literal, naming_origins, with_default
from kargoui.core.simulate.project import Project
from tests.core.simulate.demo import with_mend
from tests.core.simulate.projects import CHARTS, IMAGE, STAGE, compose, project, push

READS = f'${{{{ imageFrom("{IMAGE}").Tag }}}}'
ASKS = f'imageFrom("{IMAGE}") != nil'
CHART = f'chartFrom("{CHARTS}", "api")'


def offer(of: Project, alias: str, **chosen: Any) -> Offer:
    return mends(of, STAGE, "1.11", alias, **chosen)


def best(of: Project, alias: str, kind: str = "guard") -> Mend:
    found = offer(of, alias)
    return next(mend for mend in found.mends if mend.kind == kind)


def written(mend: Mend) -> Mapping[str, object]:
    """What a mend writes, by the last key of its path."""
    return {str(each.path[-1]): each.value for each in mend.operations if isinstance(each, Set)}


def test_the_first_step_needs_no_success_and_a_later_one_does() -> None:
    first, later = project(compose("it", READS), push("push")), project(push("push"), compose("it", READS))
    assert written(best(first, "it")) == {"if": f"${{{{ {ASKS} }}}}"}
    assert written(best(later, "it")) == {"if": f"${{{{ {ASKS} && success() }}}}"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("${{ ctx.stage == 'test' || always() }}", f"(ctx.stage == 'test' || always()) && {ASKS}"),
        (READS.replace("Tag", "Tag != ''"), f"{ASKS} && (imageFrom(\"{IMAGE}\").Tag != '')"),
        ("${% success() %}", f"(success()) && {ASKS}"),
    ],
)
def test_an_if_is_kept_and_combined(old: str, new: str) -> None:
    of = project(push("push"), compose("it", READS, **{"if": old}))
    assert written(best(of, "it")) == {"if": f"${{{{ {new} }}}}"}


def test_an_if_that_is_no_expression_is_left_alone() -> None:
    of = project(compose("it", READS, **{"if": "yes"}))
    assert offer(of, "it").mends == ()


def test_all_that_is_read_is_asked_for_at_once() -> None:
    of = project(compose("it", f"${{{{ {CHART}.Version }}}} {READS}"))
    mend = best(of, "it")
    assert written(mend) == {"if": f"${{{{ {CHART} != nil && {ASKS} }}}}"}
    assert str(mend.label) == "Run only when there is each of them"
    assert [each.kind for each in offer(of, "it").mends] == ["guard", "default"]


def test_what_another_is_looked_up_by_is_asked_for_before() -> None:
    first = compose("made", READS, **{"if": f"${{{{ {ASKS} }}}}"})
    of = project(first, compose("it", "${{ imageFrom(outputs.made.it).Tag }}"))
    mend = best(of, "it")
    assert written(mend) == {
        "if": "${{ outputs.made != nil && imageFrom(outputs.made.it) != nil && success() }}"
    }


def test_a_step_that_reads_the_output_of_a_guarded_one_can_wait_for_it() -> None:
    guarded = compose("made", READS, **{"if": f"${{{{ {ASKS} }}}}"})
    of = project(guarded, compose("it", "${{ outputs.made.it }}"))
    assert cases(of, STAGE, "1.11").failing == 1
    mend = best(of, "it")
    assert written(mend) == {"if": "${{ outputs.made != nil && success() }}"}
    assert str(mend.label) == "Run only when step made has run"
    assert cases(with_mend(of, mend), STAGE, "1.11").failing == 0


def test_a_default_value_is_what_the_schema_takes() -> None:
    update = {
        "path": "./chart",
        "charts": [{"repository": CHARTS, "name": "api", "version": f"${{{{ {CHART}.Version }}}}"}],
    }
    of = project({"uses": "helm-update-chart", "as": "it", "config": update})
    of = Project(
        of.name, of.warehouses, of.stages, of.tasks, of.cluster_tasks, freight(of.warehouses.values())
    )
    assert written(best(of, "it", "default")) == {"version": f'${{{{ {CHART}?.Version ?? "1.0.0" }}}}'}
    chosen = next(mend for mend in offer(of, "it", default="0.1.0").mends if mend.kind == "default")
    assert written(chosen) == {"version": f'${{{{ {CHART}?.Version ?? "0.1.0" }}}}'}
    assert chosen.key == best(of, "it", "default").key
    assert not [mend for mend in offer(of, "it", default="").mends if mend.kind == "default"]


def test_variables_come_before_guards_so_only_a_default_value_mends_them() -> None:
    step = compose("it", "${{ vars.tag }}", vars=[{"name": "tag", "value": READS}])
    found = offer(project(step), "it")
    assert [mend.kind for mend in found.mends] == ["default"]
    assert found.mends[0].operations[0].path[-4:] == (0, "vars", 0, "value")
    assert "before the guard" in str(found.notes[0])


def test_a_variable_of_the_task_is_mended_in_the_task() -> None:
    task = {"vars": [{"name": "tag", "value": READS}], "steps": [compose("it", "${{ vars.tag }}")]}
    of = project({"task": {"name": "t"}, "as": "t"}, tasks={"t": task})
    (mend,) = offer(of, "t::it").mends
    assert (mend.manifest, mend.operations[0].path) == (("PromotionTask", "t"), ("spec", "vars", 0, "value"))


def test_what_no_guard_can_mend_is_said() -> None:
    of = project(push("it", config={"path": 1}))
    found = offer(of, "it")
    assert (found.mends, [str(note) for note in found.notes]) == (
        (),
        ["No guard and no default value mends this."],
    )


def test_what_fails_for_other_reasons_does_not_count() -> None:
    of = project({"uses": "file-write", "as": "it", "config": {"path": "./tag", "contents": READS}})
    chosen = offer(of, "it", pinned={"it": Outcome("Failed", message="rejected")})
    guard = next(mend for mend in chosen.mends if mend.kind == "guard")
    assert (guard.effects[0].mended, guard.effects[0].failing) == (1, 3)


def test_no_step_is_mended_by_never_running_again() -> None:
    task = {"steps": [compose("it", "${{ imageFrom(vars.image).Tag }}")]}
    steps = {"task": {"name": "t"}, "as": "t"}
    of = project({**steps, "vars": [{"name": "image", "value": IMAGE}]}, tasks={"t": task})
    other = {**of.stages[STAGE], "metadata": {"name": "other"}}
    template = {"steps": [{**steps, "vars": [{"name": "image", "value": "ghcr.io/acme/web"}]}]}
    web = {
        "metadata": {"name": "web"},
        "spec": {"subscriptions": [{"image": {"repoURL": "ghcr.io/acme/web"}}]},
    }
    requests = [{"origin": {"kind": "Warehouse", "name": name}} for name in ("web", "charts")]
    other["spec"] = {"requestedFreight": requests, "promotionTemplate": {"spec": template}}
    warehouses = {
        **of.warehouses,
        "web": {"kind": "Warehouse", "apiVersion": "kargo.akuity.io/v1alpha1", **web},
    }
    both = Project(
        of.name, warehouses, {**of.stages, "other": other}, of.tasks, {}, freight(warehouses.values())
    )
    assert [mend.kind for mend in offer(both, "t::it").mends] == ["guard", "default"]


def test_a_guard_that_names_the_warehouse_asks_for_all_else_that_is_read() -> None:
    task = {"steps": [compose("it", f"${{{{ {CHART}.Version }}}} {READS}")]}
    of = project({"task": {"name": "t"}, "as": "t"}, tasks={"t": task})
    spec = {**mapping(of.stages[STAGE], "spec"), "requestedFreight": [{"origin": {"name": "images"}}]}
    other = {**of.stages[STAGE], "metadata": {"name": "other"}, "spec": spec}
    both = replace(of, stages={**of.stages, "other": other}, plans={})
    mend = best(both, "t::it", "origin")
    named = CHART.replace(")", ', warehouse("charts"))')
    assert written(mend) == {"if": f"${{{{ {named} != nil && {ASKS} }}}}"}
    assert (mend.failing_before, mend.failing_after) == (3, 0)


@pytest.mark.parametrize("text", ['"', "\\", "}}", "%}", "}}}", "${{ x }}", "a\nb", "\x00", "é", "'", "`"])
def test_a_default_value_is_read_back_as_it_was_typed(text: str) -> None:
    mended = with_default(f'x ${{{{ imageFrom("{IMAGE}").Tag }}}}', text)
    scope = Scope(requests=("w",), warehouses={"w": {"spec": {"subscriptions": []}}})
    assert render(mended, scope) == f"x {text}".removesuffix("\n")
    assert render(as_template(literal(text) + ' + ""'), scope) == text


def test_calls_are_changed_where_they_stand() -> None:
    text = '${{ imageFrom("a")["Tag"] + quote( imageFrom("b" , ).Tag ) }}-${% outputs.x?.y ?? outputs.z.y %}'
    assert with_default(text, "v") == (
        '${{ (imageFrom("a")?.["Tag"] ?? "v") + quote( (imageFrom("b" , )?.Tag ?? "v") ) }}'
        '-${% outputs.x?.y ?? (outputs.z?.y ?? "v") %}'
    )
    named = naming_origins(text, lambda each: "w" if each.finds_freight else "")
    assert named.startswith(
        '${{ imageFrom("a", warehouse("w"))["Tag"] + quote( imageFrom("b", warehouse("w")).Tag ) }}'
    )
