"""What is found after any edits is what somebody finds who remembers nothing of the states before."""

from __future__ import annotations

import gc
from contextlib import suppress

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kargoui.core.lint import Finding
from kargoui.core.remembered import Remembered
from kargoui.pipelines import findings
from kargoui.pipelines.errors import EditRefused, NotFound
from kargoui.pipelines.models import Draft
from kargoui.pipelines.recent import Recent
from kargoui.pipelines.state import ProjectState
from tests.pipelines.test_undo_property import act, actions


def found(draft: Draft) -> list[Finding]:
    """With places, which are what they are whoever asks."""
    state = ProjectState(draft.project, draft)
    return findings.placed(state, findings.audited(state).findings)


def forget() -> None:
    """Empty every memory of this process."""
    for each in gc.get_objects():
        if type(each) in (Remembered, Recent):  # isinstance would wake lazy objects of others
            each._kept.clear()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(steps=st.lists(actions, min_size=2, max_size=8))
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
