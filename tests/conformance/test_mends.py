"""Every mend that is offered in the worlds of the vectors does what it says, and leaves valid YAML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pytest
import yaml

from kargoui.core.manifest.document import Document
from kargoui.core.manifest.guarded import edit
from kargoui.core.simulate import Case, Project, StepTrace, Trace, cases, foreseen, plan, run
from kargoui.core.simulate.mending import Mend, Offer, mends
from kargoui.core.simulate.mending.written import document
from tests.conformance.test_promotions import VECTORS, projects
from tests.core.simulate.demo import with_mend

VERSION = "1.11"
EVERY = 3  # one world of three: the rest says nothing new and takes half a minute
Traces = Mapping[Case, Trace]


def offers() -> Iterator[tuple[Project, str, Offer]]:
    """What is offered for every step that fails in some case of some Stage."""
    for project in list(projects(VECTORS / "promotion-worlds.json").values())[::EVERY]:
        for stage in project.stages:
            failing = {
                step.alias
                for outcome in cases(project, stage, VERSION)
                for step in outcome.steps
                if step.status in ("Failed", "Errored")
            }
            for alias in sorted(failing):
                yield project, stage, mends(project, stage, VERSION, alias)


def promotions(project: Project, stage: str) -> Traces:
    """Every case of a Stage as it runs."""
    outcomes = foreseen(plan(project, stage, VERSION))
    found = [outcome.case for outcome in cases(project, stage, VERSION)]
    return {case: run(project, stage, case, VERSION, outcomes) for case in found}


def failing(trace: Trace, alias: str) -> bool:
    return any(step.alias == alias and _fails(step) for step in trace.steps)


def _fails(step: StepTrace) -> bool:
    return step.status in ("Failed", "Errored") or (step.status == "Unknown" and bool(step.message))


def assert_does_what_it_says(project: Project, offer: Offer, mend: Mend) -> None:
    after_all = with_mend(project, mend)
    for effect in mend.effects:
        before, after = promotions(project, effect.stage), promotions(after_all, effect.stage)
        assert sum(trace.phase != "Succeeded" for trace in before.values()) == effect.before.failing
        assert sum(trace.phase != "Succeeded" for trace in after.values()) == effect.after.failing
        for case, trace in before.items():
            assert trace.phase != "Succeeded" or after[case].phase == "Succeeded", (effect.stage, case)
    stage = mend.effects[0].stage
    before, after = promotions(project, stage), promotions(after_all, stage)
    mended = [
        case
        for case in before
        if failing(before[case], offer.alias) and not failing(after[case], offer.alias)
    ]
    assert len(mended) == mend.effects[0].mended > 0


def assert_leaves_valid_yaml(project: Project, mend: Mend) -> None:
    data = document(project, *mend.manifest)
    documents = [Document(yaml.safe_dump({**data}, sort_keys=False, width=10_000), data)]
    for operation in mend.operations:
        edited = edit(documents, 0, operation, VERSION)
        assert edited.problems == []
        documents = edited.documents
    assert documents[0].data == document(with_mend(project, mend), *mend.manifest)


@pytest.mark.conformance
def test_every_mend_does_what_it_says() -> None:
    kinds: Counter[str] = Counter()
    for project, _, offer in offers():
        for mend in offer.mends:
            kinds[mend.kind] += 1
            assert_does_what_it_says(project, offer, mend)
            assert_leaves_valid_yaml(project, mend)
    assert min(kinds[kind] for kind in ("guard", "default", "target")) > 20, kinds
    assert kinds["origin"] > 3, kinds
