"""Which Freight can get to which Stage: what a Stage has never promoted well never gets further."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from kargoui.core.pipeline import Request, StageNode, pipeline
from kargoui.core.remembered import Remembered
from kargoui.core.simulate.every_case.answers import Answered, Cases, answered, told
from kargoui.core.simulate.project import Project, graph_of
from kargoui.core.simulate.trace import Outcome

_told: Remembered[dict[str, Cases]] = Remembered(2048)


def cases(project: Project, stage: str, version: str, pinned: Mapping[str, Outcome] | None = None) -> Cases:
    """All cases of a Stage. `pinned` are outcomes of its steps by alias that somebody chose."""
    answers = {stage: answered(project, stage, version, pinned)}
    return told(answers[stage], _arriving(project, _with_upstream(project, stage), answers, version)[stage])


def all_cases(
    project: Project, version: str, known: Mapping[str, Answered] | None = None
) -> dict[str, Cases]:
    """All cases of every Stage that promotes, by name; control-flow Stages have none.

    Stages that are `known` are not answered anew.
    """
    graph = graph_of(project)
    stages = {name: graph.stages[name] for name in project.stages}
    promoting = [name for name, node in stages.items() if not node.control_flow]
    known = known or {}
    answers = {name: known[name] if name in known else answered(project, name, version) for name in promoting}
    found: dict[str, Cases] = {}
    for group in graph.groups:
        own = {node.name: answers[node.name] for node in group.nodes if node.name in answers}
        there = [origin in project.warehouses for origin in group.origins]
        sources = (*group.nodes, *own.values(), *there)
        found |= _told.of(sources, _told_together, project, group.nodes, own, version)
    return {name: found[name] for name in promoting}


def _told_together(
    project: Project, nodes: Iterable[StageNode], answers: dict[str, Answered], version: str
) -> dict[str, Cases]:
    """The cases of Stages that take Freight from no others."""
    found = _arriving(project, {node.name: node for node in nodes}, answers, version)
    return {name: told(answer, found[name]) for name, answer in answers.items()}


def _node(project: Project, name: str) -> StageNode:
    return pipeline([project.stages[name]]).stages[name]


def _with_upstream(project: Project, name: str) -> dict[str, StageNode]:
    """A Stage and all that its Freight may come through."""
    found: dict[str, StageNode] = {}
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one in project.stages and one not in found:
            found[one] = _node(project, one)
            waiting += [stage for request in found[one].requests for stage in request.stages]
    return found


def _arriving(
    project: Project, stages: Mapping[str, StageNode], answers: dict[str, Answered], version: str
) -> dict[str, frozenset[str]]:
    """By Stage, the origins whose Freight can get there; grows until nothing more arrives."""
    found: dict[str, frozenset[str]] = {name: frozenset() for name in [*answers, *stages]}

    def passes(stage: str, origin: str) -> bool:
        node = stages.get(stage)
        if node is None or origin not in found[stage]:
            return False
        if node.control_flow:
            return True
        if stage not in answers:
            answers[stage] = answered(project, stage, version)
        return answers[stage].may_succeed(origin, found[stage])

    changed = True
    while changed:
        changed = False
        for name, node in stages.items():
            here = frozenset(
                request.origin
                for request in node.requests
                if request.origin in found[name] or _available(project, request, passes)
            )
            changed = changed or here != found[name]
            found[name] = here
    return found


def _available(project: Project, request: Request, passes: Callable[[str, str], bool]) -> bool:
    if request.origin not in project.warehouses:
        return False
    if request.direct:
        return True
    some = all if request.availability == "All" else any
    return bool(request.stages) and some(passes(stage, request.origin) for stage in request.stages)
