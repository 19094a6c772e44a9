"""What all tests share: the database, which may be PostgreSQL, and the people of a project."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from kargoui.accounts.models import User
from kargoui.pipelines.models import Membership, Project, Role
from tests.databases import postgresql, use_database
from tests.people import make_project, make_user


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """With KARGOUI_TEST_DATABASE=postgresql, a PostgreSQL server for each worker; else SQLite."""
    if os.environ.get("KARGOUI_TEST_DATABASE") != "postgresql":
        yield
        return
    with postgresql() as address:
        use_database(address)
        yield


@pytest.fixture
def admin(db: None) -> User:
    return make_user("admin")


@pytest.fixture
def editor(project: Project) -> User:
    user = make_user("editor")
    Membership.objects.create(project=project, user=user, role=Role.EDITOR)
    return user


@pytest.fixture
def viewer(project: Project) -> User:
    user = make_user("viewer")
    Membership.objects.create(project=project, user=user, role=Role.VIEWER)
    return user


@pytest.fixture
def outsider(db: None) -> User:
    return make_user("outsider")


@pytest.fixture
def project(admin: User) -> Project:
    """The empty project acme-pay."""
    return make_project(admin)
