"""Every answer has a Content-Security-Policy that allows nothing inline and nothing from elsewhere."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views import defaults

from kargoui.editor import overview
from kargoui.pipelines.models import Project
from tests.editor.conftest import As
from tests.editor.test_addresses import OF_A_PROJECT, address


def assert_strict(answer: HttpResponseBase) -> None:
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http:" not in policy
    for directive in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert directive in policy


@pytest.mark.parametrize("name", OF_A_PROJECT)
def test_every_page_of_a_project_has_the_policy(name: str, project: Project, as_: As) -> None:
    assert_strict(as_("admin").get(address(name)))
    assert_strict(as_("outsider").get(address(name)))


@pytest.mark.parametrize("name", ["projects", "new_project", "account_login", "account_signup"])
@pytest.mark.django_db
def test_every_other_page_has_it_too(name: str) -> None:
    assert_strict(Client().get(reverse(name), follow=True))


@pytest.mark.django_db
def test_an_address_that_is_not_there_says_so_under_the_policy() -> None:
    answer = Client().get("/no/such/page")
    assert answer.status_code == 404
    assert "Nothing here" in answer.content.decode()
    assert_strict(answer)


@pytest.mark.parametrize(
    ("view", "status"),
    [(defaults.bad_request, 400), (defaults.permission_denied, 403), (defaults.page_not_found, 404)],
)
def test_error_pages_render_without_anybody_signed_in(view: object, status: int, rf: RequestFactory) -> None:
    request: HttpRequest = rf.get("/")
    answer = view(request, Exception("internal detail"))  # type: ignore[operator]
    assert answer.status_code == status
    assert "internal detail" not in answer.content.decode()


def test_the_page_for_our_own_errors_needs_nothing(rf: RequestFactory) -> None:
    html = defaults.server_error(rf.get("/")).content.decode()
    assert "went wrong on our side" in html
    assert "Traceback" not in html


def test_an_error_of_ours_is_written_to_the_log_and_not_shown(
    as_: As, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_user: object) -> None:
        raise RuntimeError("internal detail")

    monkeypatch.setattr(overview, "projects_of", fail)
    client = as_("viewer")
    client.raise_request_exception = False
    answer = client.get(reverse("projects"))
    assert answer.status_code == 500
    assert "went wrong on our side" in answer.content.decode()
    assert "internal detail" not in answer.content.decode()
    assert_strict(answer)
    assert "internal detail" in caplog.text
