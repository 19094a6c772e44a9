"""No cache keeps what a person is shown."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kargoui.accounts.models import User
from kargoui.pipelines.models import Project


@pytest.mark.parametrize("name", ["canvas", "export", "history", "problems"])
def test_pages_are_private(name: str, project: Project, admin: User, client: Client) -> None:
    client.force_login(admin)
    answer = client.get(reverse(name, args=[project.name]))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-cache"


def test_downloads_are_private(project: Project, admin: User, client: Client) -> None:
    client.force_login(admin)
    assert (
        client.get(reverse("download", args=[project.name, "yaml"]))["Cache-Control"] == "private, no-cache"
    )


def test_what_forbids_storing_stays_forbidden(client: Client, db: None) -> None:
    assert "no-store" in client.get(reverse("account_login"))["Cache-Control"]
