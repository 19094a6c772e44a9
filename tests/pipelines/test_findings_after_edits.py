"""What is found after any edits is what somebody finds who remembers nothing of the states before."""

from __future__ import annotations

import gc
from contextlib import suppress

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kargoui.core.lint import Finding
from kargoui.core.manifest.operations import Insert, Remove, Set
from kargoui.core.remembered import Recent
from kargoui.pipelines import findings
from kargoui.pipelines.errors import EditRefused, NotFound
from kargoui.pipelines.models import Draft
from kargoui.pipelines.state import ProjectState
from tests.pipelines.test_undo_property import act, actions

READS = ("${{ vars.a }}", "${{ vars.b }}", '${{ imageFrom("ghcr.io/acme/api").Tag }}', "${{ outputs.x.y }}")
texts = st.sampled_from(READS)
stages, tasks = st.sampled_from(("previewnet", "testnet", "mainnet")), st.just("promote")
of_stages = st.one_of(
    st.builds(lambda name: Set(("spec", "vars"), [{"name": name, "value": "1"}]), st.sampled_from("ab")),
    st.just(Remove(("spec", "vars"))),
)
of_tasks = st.builds(
    lambda text: Insert(("spec", "steps", 0), {"uses": "fail", "config": {"message": text}}), texts
)
telling = st.one_of(
    st.tuples(st.just("edit"), st.just("Stage"), stages, of_stages),
    st.tuples(st.just("edit"), st.just("PromotionTask"), tasks, of_tasks),
)


def found(draft: Draft) -> list[Finding]:
    """With places, which are what they are whoever asks."""
    state = ProjectState(draft.project, draft)
    return findings.placed(state, findings.audited(state).findings)


def forget() -> None:
    """Empty every memory of this process."""
    for each in gc.get_objects():
        if type(each) is Recent:  # isinstance would wake lazy objects of others
            each._kept.clear()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(steps=st.lists(st.one_of(telling, telling, actions), min_size=2, max_size=8))
def test_findings_after_edits(draft: Draft, steps: list[tuple[str, str, str, object]]) -> None:
    with transaction.atomic():
        for step in steps:
            with suppress(EditRefused, NotFound):
                act(draft, *step)  # type: ignore[arg-type]
            found(draft)
        as_remembered = found(draft)
        forget()
        assert found(draft) == as_remembered
        transaction.set_rollback(True)
