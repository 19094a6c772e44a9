"""Who may call which service: a viewer reads, an editor edits, an admin decides about people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kargoui.accounts.models import User
from kargoui.core.manifest.edits import Set
from kargoui.pipelines import access, services
from kargoui.pipelines.errors import Forbidden, NotFound
from kargoui.pipelines.models import AuditEntry, Draft, Project, Role
from kargoui.pipelines.state import ProjectState
from tests.pipelines.manifests import bring_in, warehouse

Call = Callable[[Project, User], object]
INTERVAL = Set(("spec", "interval"), "7m")


def own_draft(project: Project, user: User) -> Draft:
    """An open draft, also of somebody who may not open one."""
    return Draft.objects.get_or_create(project=project, owner=user, state="open")[0]


def edit(project: Project, user: User) -> object:
    return services.edit_manifest(
        draft=own_draft(project, user),
        kind="Warehouse",
        name="images",
        operations=[INTERVAL],
        acting_user=user,
    )


def publish(project: Project, user: User) -> object:
    if access.allows(access.role_in(user, project), Role.EDITOR):
        edit(project, user)
    return services.publish(draft=own_draft(project, user), acting_user=user, message="Change")


def member(project: Project, user: User) -> object:
    return services.set_member(project=project, user=User.objects.create(), role="viewer", acting_user=user)


def on_draft(service: Callable[..., object], **arguments: object) -> Call:
    return lambda project, user: service(draft=own_draft(project, user), acting_user=user, **arguments)


IMAGES = {"kind": "Warehouse", "name": "images"}
READING: dict[str, Call] = {
    "export": lambda project, user: services.export_project(project=project, form="yaml", acting_user=user),
}
EDITING: dict[str, Call] = {
    "open_draft": lambda project, user: services.open_draft(project=project, acting_user=user),
    "import_files": lambda project, user: bring_in(project, user, warehouse("more"), "more.yaml"),
    "retarget": lambda project, user: services.retarget(
        project=project, kargo_version="1.9", acting_user=user
    ),
    "edit_manifest": edit,
    "create_manifest": on_draft(services.create_manifest, text=warehouse("more")),
    "delete_manifest": on_draft(services.delete_manifest, kind="Stage", name="mainnet"),
    "discard_manifest": on_draft(services.discard_manifest, **IMAGES),
    "undo": on_draft(services.undo),
    "redo": on_draft(services.redo),
    "discard": on_draft(services.discard),
    "publish": publish,
}
ADMINISTERING: dict[str, Call] = {
    "set_member": member,
    "remove_member": lambda project, user: services.remove_member(
        project=project, user=User.objects.get(username="viewer"), acting_user=user
    ),
}


@pytest.mark.parametrize("call", [*READING.values(), *EDITING.values(), *ADMINISTERING.values()])
def test_for_an_outsider_there_is_nothing(
    pipeline: Project, viewer: User, outsider: User, call: Call
) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(NotFound):
        call(pipeline, outsider)
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("call", [*EDITING.values(), *ADMINISTERING.values()], ids=[*EDITING, *ADMINISTERING])
def test_a_viewer_changes_nothing(pipeline: Project, viewer: User, call: Call) -> None:
    before = ProjectState(pipeline).texts()
    with pytest.raises(Forbidden, match="viewer"):
        call(pipeline, viewer)
    assert ProjectState(pipeline).texts() == before


@pytest.mark.parametrize("call", ADMINISTERING.values(), ids=ADMINISTERING)
def test_an_editor_decides_about_nobody(pipeline: Project, viewer: User, editor: User, call: Call) -> None:
    with pytest.raises(Forbidden, match="admin"):
        call(pipeline, editor)


@pytest.mark.parametrize("call", READING.values(), ids=READING)
def test_a_viewer_reads(pipeline: Project, viewer: User, call: Call) -> None:
    call(pipeline, viewer)


@pytest.mark.parametrize("call", EDITING.values(), ids=EDITING)
def test_an_editor_edits(pipeline: Project, editor: User, call: Call) -> None:
    call(pipeline, editor)


@pytest.mark.parametrize(
    "call", [*READING.values(), *EDITING.values(), *ADMINISTERING.values()],
    ids=[*READING, *EDITING, *ADMINISTERING],
)  # fmt: skip
def test_an_admin_does_everything(pipeline: Project, viewer: User, admin: User, call: Call) -> None:
    call(pipeline, admin)


def test_nobody_touches_the_draft_of_somebody_else(draft: Draft, admin: User) -> None:
    with pytest.raises(Forbidden, match="somebody else"):
        services.delete_manifest(draft=draft, kind="Stage", name="mainnet", acting_user=admin)
    with pytest.raises(Forbidden, match="somebody else"):
        services.export_project(project=draft.project, draft=draft, form="yaml", acting_user=admin)


def test_a_superuser_is_an_admin_everywhere(pipeline: Project, outsider: User) -> None:
    outsider.is_superuser = True
    assert access.project_for(outsider, "acme-pay", Role.ADMIN) == (pipeline, Role.ADMIN)


def test_an_account_that_is_switched_off_may_nothing(pipeline: Project, admin: User) -> None:
    admin.is_active = False
    with pytest.raises(NotFound):
        access.project_for(admin, "acme-pay")
    assert not access.projects_of(admin)
    with pytest.raises(Forbidden):
        services.create_project(name="other", kargo_version="1.11", acting_user=admin)


def test_a_name_that_no_project_has_is_like_one_of_others(pipeline: Project, outsider: User) -> None:
    for name in ("acme-pay", "nothing"):
        with pytest.raises(NotFound):
            access.project_for(outsider, name)
