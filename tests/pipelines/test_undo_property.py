"""Any sequence of edits: undone to the start it gives the original bytes, done again the same as before."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kargoui.core.manifest.edits import Insert, Move, Operation, Remove, Set
from kargoui.pipelines import services
from kargoui.pipelines.errors import EditRefused, NotFound
from kargoui.pipelines.models import Draft
from kargoui.pipelines.state import ProjectState
from tests.pipelines.manifests import PIPELINE, stage, warehouse
from tests.pipelines.test_edits import as_drafted

FREIGHT = ("spec", "requestedFreight")
STEPS = ("spec", "promotionTemplate", "spec", "steps")
names = st.sampled_from(("images", "charts", "previewnet", "testnet", "mainnet", "promote", "new", "newer"))
texts = st.text(max_size=8)
operations: st.SearchStrategy[Operation] = st.one_of(
    st.builds(lambda to: Move((*FREIGHT, 0), to), st.integers(0, 1)),
    st.builds(lambda at: Remove((*FREIGHT, at)), st.integers(0, 1)),
    st.builds(lambda name: Set((*FREIGHT, 0, "sources", "stages"), [name]), names),
    st.builds(lambda name: Set(("metadata", "name"), name), names),
    st.builds(lambda text: Set(("metadata", "annotations", "note"), text), texts),
    st.builds(lambda text: Insert((*STEPS, 0), {"uses": "fail", "config": {"message": text}}), texts),
    st.builds(lambda text: Set(("spec", "vars"), [{"name": "a", "value": text}]), texts),
    st.just(Set(("spec", "interval"), "3m")),
)
kinds = st.sampled_from(("Stage", "Stage", "Warehouse", "PromotionTask"))
actions = st.one_of(
    st.tuples(st.just("edit"), kinds, names, operations),
    st.tuples(st.just("delete"), kinds, names, st.none()),
    st.tuples(st.just("discard"), kinds, names, st.none()),
    st.tuples(st.just("create"), kinds, names, st.none()),
)


def act(draft: Draft, action: str, kind: str, name: str, operation: Operation | None) -> None:
    calls: dict[str, Callable[[], object]] = {
        "edit": lambda: services.edit_manifest(
            draft=draft,
            kind=kind,
            name=name,
            operations=[operation] if operation else [],
            acting_user=draft.owner,
        ),
        "delete": lambda: services.delete_manifest(
            draft=draft, kind=kind, name=name, acting_user=draft.owner
        ),
        "discard": lambda: services.discard_manifest(
            draft=draft, kind=kind, name=name, acting_user=draft.owner
        ),
        "create": lambda: services.create_manifest(
            draft=draft,
            text=warehouse(name) if kind == "Warehouse" else stage(name),
            acting_user=draft.owner,
        ),
    }
    with suppress(EditRefused, NotFound):
        calls[action]()


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(actions, min_size=1, max_size=12), st.integers(0, 12))
def test_undo_to_the_start_and_redo_to_the_end(
    draft: Draft, sequence: list[tuple[str, str, str, Operation | None]], steps_back: int
) -> None:
    with transaction.atomic():
        for action in sequence:
            act(draft, *action)
            assert ProjectState(draft.project, draft).problems() == []
        edited = as_drafted(draft)
        for _ in range(steps_back):  # some of the way there and back changes nothing
            services.undo(draft=draft, acting_user=draft.owner)
        while services.redo(draft=draft, acting_user=draft.owner):
            pass
        assert as_drafted(draft) == edited
        while services.undo(draft=draft, acting_user=draft.owner):
            pass
        assert as_drafted(draft) == PIPELINE
        while services.redo(draft=draft, acting_user=draft.owner):
            pass
        assert as_drafted(draft) == edited
        transaction.set_rollback(True)  # every example starts from the same draft
