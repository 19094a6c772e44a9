"""Who may do what: the one place that asks for memberships."""

from __future__ import annotations

from django.db.models import QuerySet

from kargoui.accounts.models import User
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.pipelines.errors import Forbidden, NotFound
from kargoui.pipelines.models import Draft, Membership, Project, Role


def projects_of(user: User) -> QuerySet[Project]:
    """The projects that `user` may see, by name."""
    projects = Project.objects.order_by("name")
    if not user.is_active:
        return projects.none()
    return projects if user.is_superuser else projects.filter(memberships__user=user)


def role_in(user: User, project: Project) -> Role | None:
    """The user's role in the project; None for an outsider. A superuser is an admin everywhere."""
    if not user.is_active:
        return None
    if user.is_superuser:
        return Role.ADMIN
    role = Membership.objects.filter(project=project, user_id=user.pk).values_list("role", flat=True).first()
    return Role(role) if role else None


def project_for(user: User, name: str, role: Role = Role.VIEWER) -> Project:
    """The project of that name for somebody who needs `role` in it.

    Raises NotFound (a 404) for outsiders as for names that no project has, Forbidden (a 403) for members in
    a lesser role.
    """
    project = projects_of(user).filter(name=name).first()
    if project is None:
        raise NotFound
    require(user, project, role)
    return project


def require(user: User, project: Project, role: Role) -> None:
    """Raise NotFound or Forbidden unless `user` has `role`, or a greater one, in `project`."""
    has = role_in(user, project)
    if has is None:
        raise NotFound
    if not has.covers(role):
        raise Forbidden(
            Sentence(
                gettext_noop("You are %(has)s of %(project)s; this takes %(needed)s."),
                {"has": has.value, "project": project.name, "needed": role.value},
            )
        )


def require_draft(user: User, draft: Draft) -> None:
    """Raise unless `draft` is the user's own and `user` may edit its project."""
    require(user, draft.project, Role.EDITOR)
    if draft.owner_id != user.pk:
        raise Forbidden(Sentence(gettext_noop("This draft belongs to somebody else.")))
