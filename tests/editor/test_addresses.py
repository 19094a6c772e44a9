"""Who may open and send what: every address of the installation has a row here."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kargoui.pipelines.models import Project
from tests.editor.conftest import As


@dataclass(frozen=True)
class Address:
    """How an address answers a viewer: the status of a GET, and of a POST."""

    args: tuple[object, ...] = ()
    get: int = 200
    post: int = 405


# Of a project: an outsider gets 404 whatever the method, a viewer these.
OF_A_PROJECT = {
    "canvas": Address(),
    "inspect": Address(("Stage", "previewnet"), get=302),
    "import": Address(get=403, post=403),
    "project_settings": Address(post=403),
    "what_if": Address(),
    "rollout": Address(),
    "reorder": Address(get=405, post=403),
    "problems": Address(),
    "rule": Address(("guard-without-status",)),
    "fix_all": Address(get=405, post=403),
    "fix": Address(("0123",), get=409, post=403),
    "history": Address(),
    "revision": Address((1,)),
    "export": Address(),
    "download": Address(("yaml",)),
    "undo": Address(get=405, post=403),
    "redo": Address(get=405, post=403),
    "discard": Address(get=405, post=403),
    "publish": Address(get=403, post=403),
    "new_stage": Address(get=403, post=403),
    "stage": Address(("previewnet",), post=403),
    "requested_freight": Address(("previewnet",), get=403, post=403),
    "sources": Address(("previewnet", 0), get=403, post=403),
    "stage_guard": Address(("previewnet", 0), get=403, post=403),
    "stage_cases": Address(get=302),
    "stage_what_if": Address(("previewnet",), get=302),
    "stage_what_if_step": Address(("previewnet",), get=302),
    "stage_value": Address(("previewnet", 0), get=403, post=403),
    "stage_variable": Address(("previewnet",), get=403, post=403),
    "stage_evaluation": Address(("previewnet",), get=405, post=400),
    "mends": Address(("previewnet", "task-1::image"), post=403),
    "new_warehouse": Address(get=403, post=403),
    "warehouse": Address(("images",), post=403),
    "warehouse_tags": Address(("images", 0), get=302, post=422),
    "task": Address(("promote",), post=403),
    "task_guard": Address(("promote", 0), get=403, post=403),
    "task_value": Address(("promote", 0), get=403, post=403),
    "task_variable": Address(("promote",), get=403, post=403),
    "task_evaluation": Address(("promote",), get=405, post=400),
    "task_failing": Address(("promote",), get=302),
}
SIGNED_IN = {"projects", "new_project", "demo"}
OPEN = {"set_theme", "set_language", "sign_in_by_link"}
OPEN |= {"account_login", "account_signup", "account_logout", "account_inactive"}


def names() -> set[str]:
    def walk(patterns: list[URLPattern | URLResolver]) -> set[str]:
        found: set[str] = set()
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                found |= walk(pattern.url_patterns)
            else:
                found.add(str(pattern.name))
        return found

    return walk(get_resolver().url_patterns)


def address(name: str, project: str = "acme-pay") -> str:
    return reverse(name, args=[project, *OF_A_PROJECT[name].args])


def test_every_address_has_a_row() -> None:
    assert names() == {*OF_A_PROJECT, *SIGNED_IN, *OPEN}


@pytest.mark.parametrize("name", OF_A_PROJECT)
def test_an_outsider_finds_nothing(name: str, project: Project, as_: As) -> None:
    outsider, row = as_("outsider"), OF_A_PROJECT[name]
    if row.get != 405:
        assert outsider.get(address(name)).status_code == 404
    if row.post != 405:
        assert outsider.post(address(name)).status_code == 404


@pytest.mark.parametrize("name", OF_A_PROJECT)
def test_a_project_that_is_not_there_answers_as_one_of_others(name: str, project: Project, as_: As) -> None:
    nowhere, admin = address(name, "no-such-project"), as_("admin")
    answer = admin.get(nowhere) if OF_A_PROJECT[name].get != 405 else admin.post(nowhere)
    assert answer.status_code == 404


@pytest.mark.parametrize("name", OF_A_PROJECT)
def test_a_viewer_looks_but_changes_nothing(name: str, project: Project, as_: As) -> None:
    expected = OF_A_PROJECT[name]
    viewer = as_("viewer")
    assert (viewer.get(address(name)).status_code, viewer.post(address(name)).status_code) == (
        expected.get,
        expected.post,
    )


@pytest.mark.parametrize("name", OF_A_PROJECT)
def test_who_is_not_signed_in_is_asked_to(name: str, project: Project) -> None:
    for answer in (Client().get(address(name)), Client().post(address(name))):
        assert answer.status_code in (302, 405)
        if answer.status_code == 302:
            assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", sorted(SIGNED_IN))
@pytest.mark.django_db
def test_the_pages_around_projects_ask_to_sign_in(name: str) -> None:
    assert Client().post(reverse(name))["Location"].startswith(reverse("account_login"))


def test_a_viewer_is_told_why(project: Project, as_: As) -> None:
    answer = as_("viewer").get(address("import"))
    assert answer.status_code == 403
    assert "greater role" in answer.content.decode()


def test_posts_need_the_token_of_the_form(project: Project, people: dict[str, object]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["admin"])  # type: ignore[arg-type]
    answer = client.post(address("undo"))
    assert answer.status_code == 403
    assert "too old" in answer.content.decode()
