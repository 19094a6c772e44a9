"""Projects: making one, choosing the Kargo version that it is checked against, and the rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from kargoui.accounts.models import User
from kargoui.core.catalog import VERSIONS, UnknownVersion, catalog
from kargoui.core.lint import all_rules
from kargoui.core.manifest.validate import validate
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.pipelines import access
from kargoui.pipelines.errors import Forbidden, Refused
from kargoui.pipelines.models import (
    MODEL_OF_KIND,
    Draft,
    Edit,
    Manifest,
    Membership,
    OtherManifest,
    Project,
    Role,
)
from kargoui.pipelines.services import audit
from kargoui.pipelines.stored import problems_to_json

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")  # DNS-1123, as Kubernetes takes for namespaces

_NO_LABEL = gettext_noop(
    "%(name)s is no name for a project: use up to 63 lower-case letters, digits and hyphens, "
    "and begin and end with a letter or digit."
)
_TAKEN = gettext_noop("There is a project %(name)s already. Choose another name.")
_NO_VERSION = gettext_noop("Kargo %(version)s is not known here. Choose one of these: %(versions)s.")
_NO_RULE = gettext_noop("There is no rule called %(name)s.")
_INACTIVE = gettext_noop("Your account is switched off.")


@transaction.atomic
def create_project(*, name: str, kargo_version: str, acting_user: User) -> Project:
    """An empty project, of which whoever makes it becomes an admin.

    Raises Refused unless `name` is a DNS-1123 label that no project has, and `kargo_version` a known one.
    """
    if not acting_user.is_active:
        raise Forbidden(Sentence(_INACTIVE))
    if not _LABEL.fullmatch(name):
        raise Refused(Sentence(_NO_LABEL, {"name": _short(name)}))
    version = _known(kargo_version)
    try:
        with transaction.atomic():
            project = Project.objects.create(name=name, kargo_version=version)
    except IntegrityError:
        raise Refused(Sentence(_TAKEN, {"name": name})) from None
    Membership.objects.create(project=project, user=acting_user, role=Role.ADMIN)
    audit.record(project, acting_user, "create-project", kargo_version=version)
    return project


@transaction.atomic
def retarget(*, project: Project, kargo_version: str, acting_user: User) -> Project:
    """Check the project against another Kargo version from now on: finds all problems anew.

    That takes an editor. Texts stay as they are. Raises Refused for a version that is not known.
    """
    access.require(acting_user, project, Role.EDITOR)
    version = _known(kargo_version)
    project = Project.objects.select_for_update().get(pk=project.pk)
    before, project.kargo_version = project.kargo_version, version
    project.save(update_fields=["kargo_version"])
    models: list[type[Manifest]] = [*MODEL_OF_KIND.values(), OtherManifest]
    for model in models:
        _check_again(project, model._default_manager.filter(project=project), "text")
    open_edits = Edit.objects.filter(draft__project=project, draft__state=Draft.State.OPEN)
    _check_again(project, open_edits.exclude(new_name=""), "after")
    audit.record(project, acting_user, "retarget", before=before, after=version)
    return project


@transaction.atomic
def ignore_rules(*, project: Project, rules: Sequence[str], acting_user: User) -> Project:
    """Ask the project only about other rules than these from now on; that takes an admin.

    Raises Refused for a rule that is not known.
    """
    access.require(acting_user, project, Role.ADMIN)
    wanted = sorted(set(rules))
    unknown = next((name for name in wanted if name not in all_rules()), None)
    if unknown is not None:
        raise Refused(Sentence(_NO_RULE, {"name": _short(unknown)}))
    project = Project.objects.select_for_update().get(pk=project.pk)
    before, project.ignored_rules = project.ignored_rules, wanted
    project.save(update_fields=["ignored_rules"])
    audit.record(project, acting_user, "ignore-rules", before=before, after=wanted)
    return project


def _check_again(project: Project, rows: Any, text_field: str) -> None:
    changed = []
    for row in rows.only("document", "problems", text_field).iterator(chunk_size=500):
        problems = validate(row.document, project.kargo_version, project.name)
        if problems or row.problems:
            row.problems = problems_to_json(getattr(row, text_field), problems)
            changed.append(row)
    rows.model._default_manager.bulk_update(changed, ["problems"], batch_size=200)


def _known(version: str) -> str:
    try:
        return catalog(version).version
    except UnknownVersion:
        params = {"version": _short(version), "versions": ", ".join(VERSIONS)}
        raise Refused(Sentence(_NO_VERSION, params)) from None


def _short(word: str) -> str:
    return f'"{word}"' if len(word) <= 70 else f'"{word[:67]}…"'
