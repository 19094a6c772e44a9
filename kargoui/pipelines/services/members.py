"""Who belongs to a project, and as what."""

from __future__ import annotations

from django.db import transaction

from kargoui.accounts.models import User
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.pipelines import access
from kargoui.pipelines.errors import Refused
from kargoui.pipelines.models import Membership, Project, Role
from kargoui.pipelines.services import audit

_LAST_ADMIN = gettext_noop("%(user)s is the only admin. Make somebody else an admin first.")
_NO_ROLE = gettext_noop("There is no role %(role)s. Choose one of these: %(roles)s.")
_NO_MEMBER = gettext_noop("%(user)s is no member of this project.")


@transaction.atomic
def set_member(*, project: Project, user: User, role: str, acting_user: User) -> Membership:
    """Make `user` a member, or give a member another role. Takes an admin. Raises Refused."""
    access.require(acting_user, project, Role.ADMIN)
    if role not in Role.values:
        raise Refused(Sentence(_NO_ROLE, {"role": role[:20], "roles": ", ".join(Role.values)}))
    _lock(project)
    if role != Role.ADMIN:
        _keep_an_admin(project, user)
    membership, _ = Membership.objects.update_or_create(project=project, user=user, defaults={"role": role})
    audit.record(project, acting_user, "set-member", member=user.get_username(), role=role)
    return membership


@transaction.atomic
def remove_member(*, project: Project, user: User, acting_user: User) -> Membership:
    """End a membership, and give it back as it was. Takes an admin. Raises Refused."""
    access.require(acting_user, project, Role.ADMIN)
    _lock(project)
    membership = Membership.objects.filter(project=project, user=user).first()
    if membership is None:
        raise Refused(Sentence(_NO_MEMBER, {"user": user.get_username()}))
    _keep_an_admin(project, user)
    Membership.objects.filter(pk=membership.pk).delete()
    audit.record(project, acting_user, "remove-member", member=user.get_username(), role=membership.role)
    return membership


def _lock(project: Project) -> None:
    """Let nobody else change members meanwhile, or two admins could remove each other."""
    Project.objects.select_for_update().get(pk=project.pk)


def _keep_an_admin(project: Project, user: User) -> None:
    admins = set(Membership.objects.filter(project=project, role=Role.ADMIN).values_list("user", flat=True))
    if admins == {user.pk}:
        raise Refused(Sentence(_LAST_ADMIN, {"user": user.get_username()}))
