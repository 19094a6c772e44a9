"""Adding, changing and removing members."""

from __future__ import annotations

import pytest

from kargoui.accounts.models import User
from kargoui.pipelines import access, services
from kargoui.pipelines.errors import Refused
from kargoui.pipelines.models import AuditEntry, Membership, Project, Role


def test_a_member_is_added_and_given_another_role(project: Project, admin: User, outsider: User) -> None:
    for role in ("viewer", "admin", "editor"):
        services.set_member(project=project, user=outsider, role=role, acting_user=admin)
        assert access.role_in(outsider, project) == role
    assert Membership.objects.filter(project=project).count() == 2
    newest = AuditEntry.objects.first()
    assert newest is not None
    assert newest.details == {"member": "outsider", "role": "editor"}


def test_a_member_is_removed(project: Project, admin: User, editor: User) -> None:
    removed = services.remove_member(project=project, user=editor, acting_user=admin)
    assert removed.role == "editor"
    assert access.role_in(editor, project) is None


def test_the_last_admin_stays(project: Project, admin: User, editor: User) -> None:
    with pytest.raises(Refused, match="admin is the only admin"):
        services.remove_member(project=project, user=admin, acting_user=admin)
    with pytest.raises(Refused, match="admin is the only admin"):
        services.set_member(project=project, user=admin, role="editor", acting_user=admin)
    services.set_member(project=project, user=editor, role="admin", acting_user=admin)
    services.remove_member(project=project, user=admin, acting_user=admin)


def test_roles_and_members_must_exist(project: Project, admin: User, outsider: User) -> None:
    with pytest.raises(Refused, match="no role owner"):
        services.set_member(project=project, user=outsider, role="owner", acting_user=admin)
    with pytest.raises(Refused, match="outsider is no member"):
        services.remove_member(project=project, user=outsider, acting_user=admin)


def test_each_role_covers_those_before_it() -> None:
    assert [[has.covers(needed) for needed in Role] for has in Role] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
    assert not access.allows(None, Role.VIEWER)
