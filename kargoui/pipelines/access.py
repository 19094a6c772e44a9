"""Who may do what: the one place that asks for memberships."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from kargoui.accounts.models import User
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.pipelines.errors import Forbidden, NotFound
from kargoui.pipelines.models import Draft, Membership, Project, Role

VIEWER, EDITOR, ADMIN = Role.VIEWER, Role.EDITOR, Role.ADMIN


def projects_of(user: User | AnonymousUser) -> QuerySet[Project]:
    """The projects that `user` may see, by name."""
    projects = Project.objects.order_by("name")
    if not user.is_active:
        return projects.none()
    return projects if user.is_superuser else projects.filter(memberships__user=user)


def role_in(user: User | AnonymousUser, project: Project) -> Role | None:
    """The user's role in the project; None for an outsider. A superuser is an admin everywhere."""
    if not user.is_active:
        return None
    if user.is_superuser:
        return ADMIN
    role = Membership.objects.filter(project=project, user_id=user.pk).values_list("role", flat=True).first()
    return Role(role) if role else None


def allows(has: Role | str | None, needed: Role) -> bool:
    """Whether somebody in role `has` may do what takes `needed`."""
    return has is not None and Role(has).covers(needed)


def project_for(user: User | AnonymousUser, name: str, needed: Role = VIEWER) -> tuple[Project, Role]:
    """The project of that name and the user's role in it, which covers `needed`.

    Raises NotFound (a 404) for outsiders as for names that no project has, Forbidden (a 403) for members in
    a lesser role.
    """
    project = Project.objects.filter(name=name).first()
    if project is None:
        raise NotFound
    return project, require(user, project, needed)


def require(user: User | AnonymousUser, project: Project, needed: Role) -> Role:
    """The user's role in `project`; raises NotFound or Forbidden unless it covers `needed`."""
    has = role_in(user, project)
    if has is None:
        raise NotFound
    if not has.covers(needed):
        raise Forbidden(
            Sentence(
                gettext_noop("In the project %(project)s you are %(has)s; this takes the role %(needed)s."),
                {"project": project.name, "has": has.value, "needed": needed.value},
            )
        )
    return has


def require_own(user: User | AnonymousUser, draft: Draft, project: Project) -> None:
    """Raise unless the draft is the user's own, of this project."""
    if draft.project_id != project.pk:
        raise NotFound
    if draft.owner_id != user.pk:
        raise Forbidden(Sentence(gettext_noop("This draft belongs to somebody else.")))


def current_draft(project: Project, user: User | AnonymousUser) -> Draft | None:
    """The user's open draft of the project, if there is one; reading makes none."""
    draft = Draft.objects.filter(project=project, owner_id=user.pk, state=Draft.State.OPEN).first()
    if draft is not None:
        draft.project = project
    return draft
