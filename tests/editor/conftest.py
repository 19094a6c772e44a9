"""A project with its people: an admin, an editor, a viewer, and somebody who is no member."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kargoui.accounts.models import User
from kargoui.core.manifest.bundle import SourceFile
from kargoui.core.remembered import Recent
from kargoui.editor import what_if
from kargoui.pipelines import services
from kargoui.pipelines.models import Project
from tests.editor.samples import PIPELINE

People = dict[str, User]


@pytest.fixture(autouse=True)
def nothing_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test reads its manifests itself, so that its queries are the same in any order of the tests."""
    monkeypatch.setattr(what_if, "PROJECTS", Recent(64))


@pytest.fixture
def people(db: None) -> People:
    """Four users by what they are to the project."""
    return {name: User.objects.create_user(name) for name in ("admin", "editor", "viewer", "outsider")}


@pytest.fixture
def project(people: People) -> Project:
    """The project acme-pay with two Warehouses, three Stages and a PromotionTask."""
    admin = people["admin"]
    project = services.create_project(name="acme-pay", kargo_version="1.11", acting_user=admin)
    for name in ("editor", "viewer"):
        services.set_member(project=project, user=people[name], role=name, acting_user=admin)
    files = [SourceFile("pipeline.yaml", PIPELINE.encode())]
    services.import_files(project=project, files=files, acting_user=admin)
    return project


As = Callable[[str], Client]


@pytest.fixture
def as_(people: People) -> As:
    """A client signed in as one of the people: `as_("viewer")`."""

    def client(name: str) -> Client:
        made = Client()
        made.force_login(people[name])
        return made

    return client
