"""No form is taken from another site."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kargoui.accounts.models import User
from kargoui.pipelines.models import Project


@pytest.mark.parametrize(
    "name", ["import", "project_settings", "undo", "redo", "discard", "publish", "new_stage"]
)
def test_forms_of_a_project_need_their_token(name: str, project: Project, admin: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    assert client.post(reverse(name, args=[project.name])).status_code == 403


@pytest.mark.parametrize("name", ["new_project", "demo", "set_theme", "set_language", "account_logout"])
def test_other_forms_need_theirs(name: str, admin: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    assert client.post(reverse(name)).status_code == 403


def test_signing_in_needs_one_too(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("account_login"), {"login": "ann", "password": "-"}).status_code == 403
