"""The character NUL, which an escape in YAML can bring and PostgreSQL cannot store."""

from __future__ import annotations

import pytest

from kargoui.accounts.models import User
from kargoui.core.manifest.edits import Insert
from kargoui.pipelines import services, targets
from kargoui.pipelines.errors import NotFound, Refused
from kargoui.pipelines.models import OtherManifest, Project, Stage
from kargoui.pipelines.state import ProjectState
from tests.pipelines.manifests import bring_in, exported, stage, warehouse

ESCAPED = '"a\\0b"'


@pytest.mark.parametrize(
    "text",
    [
        warehouse(ESCAPED),
        f"{warehouse()}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {ESCAPED}}}\n",
        f"{warehouse()}---\napiVersion: v1\nkind: {ESCAPED}\nmetadata: {{name: a}}\n",
    ],
    ids=["name", "name of another kind", "kind"],
)
def test_no_manifest_is_called_so(project: Project, admin: User, text: str) -> None:
    with pytest.raises(Refused, match="the character NUL"):
        bring_in(project, admin, text)
    assert not OtherManifest.objects.exists()


def test_a_manifest_may_name_such_a_one(project: Project, admin: User) -> None:
    text = stage("testnet", ESCAPED, origins=(ESCAPED,), task=f"{ESCAPED}\n          kind: {ESCAPED}")
    bring_in(project, admin, text)
    assert exported(project, admin) == text
    dangling = [one for one in ProjectState(project).problems() if one.rule == "dangling-reference"]
    assert {one.line for one in dangling} == {9, 11, 16}  # of the Warehouse, the Stage and the task


def test_nothing_is_found_by_such_a_name(pipeline: Project, admin: User) -> None:
    draft = services.open_draft(project=pipeline, acting_user=admin)
    for kind, name in (("Stage", "a\0b"), ("a\0b", "testnet")):
        assert targets.find(draft, kind, name) is None
        assert targets.there(draft, [(kind, name)]) == set()
        with pytest.raises(NotFound):
            services.discard_manifest(draft=draft, kind=kind, name=name, acting_user=admin)


def test_no_edit_names_one(pipeline: Project, admin: User) -> None:
    draft = services.open_draft(project=pipeline, acting_user=admin)
    request = {"origin": {"kind": "Warehouse", "name": "a\0b"}, "sources": {"direct": True}}
    edit = Insert(("spec", "requestedFreight", 0), request)
    with pytest.raises(Refused):
        services.edit_manifest(
            draft=draft, kind="Stage", name="testnet", operations=[edit], acting_user=admin
        )
    assert Stage.objects.filter(project=pipeline).count() == 3
