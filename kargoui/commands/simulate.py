"""`kargoui simulate`: says what promotions will do, in files, directories and zips."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kargoui.commands.pins import check_pins, outcomes, read_pins
from kargoui.commands.report import BAD_INPUT, OK, PROBLEMS
from kargoui.commands.simulate_arguments import case_of, check, namespace_of, phases_of, project_name
from kargoui.commands.simulate_report import (
    Answer,
    CaseLine,
    Moment,
    RolloutAnswer,
    StageAnswer,
    as_json,
    as_text,
)
from kargoui.commands.validate import documents_of
from kargoui.core.manifest.bundle import NO_KARGO
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.pipeline import auto_promotion, pipeline, promotion_policies
from kargoui.core.pipeline.reading import items, kargo_kind, mapping
from kargoui.core.sentence import Sentence
from kargoui.core.simulate import (
    Cases,
    NotCreated,
    Outcome,
    Plan,
    Project,
    all_cases,
    answered,
    cases,
    freight,
    plan,
    read_project,
    rollout,
)
from kargoui.core.simulate.project import requested_origins

Manifests = Sequence[Mapping[str, object]]
Pinned = Mapping[str, Mapping[str, Outcome]]  # by Stage and alias

MOST_LISTED = 1024  # cases: all of a Stage with eight slots


def run(arguments: Namespace) -> int:
    """Prints what the promotions asked for do; 0 where all succeed, 1 where one can fail, 2 for bad input.

    What cannot be read might be what the rest depends on, so there is no answer then.
    """
    errors: list[ManifestError] = []
    documents = [
        member.data for document in documents_of(arguments.paths, errors) for _, member in document.members()
    ]
    manifests = [each for each in documents if isinstance(each, dict) and kargo_kind(each)]
    if not errors:
        try:
            if not manifests:
                raise ManifestError(Sentence(NO_KARGO))
            answer = _answer(arguments, manifests)
        except ManifestError as error:
            errors.append(error)
    if errors:
        sys.stderr.write("".join(f"{error}\n" for error in errors))
        return BAD_INPUT
    shape = as_json if arguments.json else as_text
    sys.stdout.write(shape(answer, arguments.kargo))
    return PROBLEMS if _can_fail(answer) else OK


def _answer(arguments: Namespace, manifests: Manifests) -> Answer:
    name = arguments.namespace or project_name(manifests)
    own = [each for each in manifests if namespace_of(each) in ("", name)]
    project = read_project(name, own, freight(own))
    check(arguments, project)
    stages = [arguments.stage] if arguments.stage else list(project.stages)
    pinned = _pinned(arguments, project, project.stages if arguments.rollout else stages)
    if arguments.rollout:
        return _rollout(arguments, project, own, pinned)
    if arguments.filled is not None:
        return _one_case(arguments, project, pinned)
    if arguments.stage:
        found = cases(project, arguments.stage, arguments.kargo, pinned.get(arguments.stage))
        return _all_cases(project, found)
    known = {
        stage: answered(project, stage, arguments.kargo, chosen) for stage, chosen in pinned.items() if chosen
    }
    every = all_cases(project, arguments.kargo, known)
    return [_all_cases(project, every.get(stage) or Cases(stage, arguments.kargo, ())) for stage in stages]


def _can_fail(answer: Answer) -> bool:
    if isinstance(answer, RolloutAnswer):
        return answer.failing > 0
    stages = answer if isinstance(answer, list) else [answer]
    return any(stage.refusal or stage.failing for stage in stages)


def _pinned(arguments: Namespace, project: Project, stages: Iterable[str]) -> Pinned:
    pins = read_pins(arguments.fails, arguments.output)
    plans: dict[str, Plan] = {}
    for stage in stages:
        try:
            plans[stage] = plan(project, stage, arguments.kargo)
        except NotCreated:  # is told where its promotions are
            continue
    check_pins(pins, list(plans.values()))
    return {stage: outcomes(pins, planned) for stage, planned in plans.items()}


def _all_cases(project: Project, found: Cases) -> StageAnswer:
    """Every case of a Stage, or where those are too many to read each group of cases that end alike."""
    return _stage_answer(project, found, _lines(found) if found.count <= MOST_LISTED else _group_lines(found))


def _one_case(arguments: Namespace, project: Project, pinned: Pinned) -> StageAnswer:
    found = cases(project, arguments.stage, arguments.kargo, pinned.get(arguments.stage))
    if found.refusal:
        return _stage_answer(project, found, ())
    case = case_of(arguments, found)
    line = CaseLine(_in_order(found.origins, case.filled), found.outcome(case))
    return _stage_answer(project, found, (line,), whole=False)


def _stage_answer(
    project: Project, found: Cases, lines: Iterable[CaseLine], *, whole: bool = True
) -> StageAnswer:
    stage = project.stages[found.stage]
    passes_on = not items(mapping(stage, "spec", "promotionTemplate", "spec").get("steps"))
    nothing_to_promote = passes_on or not requested_origins(stage)
    return StageAnswer(
        found.stage,
        found.origins,
        tuple(lines),
        refusal="" if nothing_to_promote else found.refusal,
        passes_on=passes_on,
        whole=whole,
    )


def _lines(found: Cases) -> Iterator[CaseLine]:
    for each in found:
        yield CaseLine(_in_order(found.origins, each.case.filled), each)


def _group_lines(found: Cases) -> Iterator[CaseLine]:
    for group in found.groups:
        filled = _in_order(found.origins, group.smallest.filled)
        yield CaseLine(filled, found.outcome(group.smallest), group.count)


def _in_order(origins: Iterable[str], some: frozenset[str]) -> tuple[str, ...]:
    return tuple(origin for origin in dict.fromkeys(origins) if origin in some)


def _rollout(arguments: Namespace, project: Project, manifests: Manifests, pinned: Pinned) -> RolloutAnswer:
    phases = phases_of(arguments.phase, project)
    policies = promotion_policies(manifests, arguments.kargo)
    stages = pipeline(manifests).stages.values()
    automatic = {name: found.enabled for name, found in auto_promotion(stages, policies).items()}
    found = rollout(project, arguments.kargo, phases, automatic=automatic, pinned=pinned)
    slots = {name: requested_origins(stage) for name, stage in project.stages.items()}
    asked = {arguments.stage} if arguments.stage else set(slots)
    moments = [
        Moment(_in_order(slots[each.stage], each.case.filled), each)
        for each in found.promotions
        if each.stage in asked
    ]
    waiting = {
        stage: _in_order(slots[stage], origins) for stage, origins in found.waiting.items() if stage in asked
    }
    at_once = None
    if phases:
        others = rollout(project, arguments.kargo, automatic=automatic, pinned=pinned).promotions
        at_once = sum(each.phase != "Succeeded" for each in others if each.stage in asked)
    return RolloutAnswer(tuple(moments), waiting, len(phases), at_once)
