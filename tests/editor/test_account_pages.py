"""Signing in, up and out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kargoui.accounts.models import User
from kargoui.accounts.services import make_sign_in_token

PASSPHRASE = "a-long-enough-passphrase"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten_failures() -> Iterator[None]:
    """Who failed to sign in is remembered in the cache, which tests share."""
    yield
    cache.clear()


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann", password=PASSPHRASE)


def test_signing_in_leads_to_the_projects(client: Client, ann: User) -> None:
    answer = client.post(reverse("account_login"), {"login": "ann", "password": PASSPHRASE}, follow=True)
    assert answer.redirect_chain == [(reverse("projects"), 302)]
    assert answer.context["messages"]._loaded_data == []


def test_signing_in_goes_on_to_where_one_wanted_to_go(client: Client, ann: User) -> None:
    wanted = reverse("new_project")
    page = client.get(wanted, follow=True).content.decode()
    assert f'value="{wanted}"' in page
    answer = client.post(reverse("account_login"), {"login": "ann", "password": PASSPHRASE, "next": wanted})
    assert answer["Location"] == wanted


def test_a_wrong_password_is_said_and_the_username_kept(client: Client, ann: User) -> None:
    page = client.post(reverse("account_login"), {"login": "ann", "password": "wrong"}).content.decode()
    assert 'role="alert"' in page
    assert 'value="ann"' in page
    assert "wrong" not in page


def test_an_account_that_is_switched_off_is_told_so(client: Client, ann: User) -> None:
    User.objects.update(is_active=False)
    answer = client.post(reverse("account_login"), {"login": "ann", "password": PASSPHRASE}, follow=True)
    assert "switched off" in answer.content.decode()
    assert client.get(reverse("projects")).status_code == 302


def test_guessing_passwords_is_stopped(client: Client, ann: User) -> None:
    for _ in range(10):
        client.post(reverse("account_login"), {"login": "ann", "password": "wrong"})
    answer = client.post(reverse("account_login"), {"login": "ann", "password": PASSPHRASE})
    assert answer.status_code == 200
    assert client.get(reverse("projects")).status_code == 302


def test_a_link_signs_in_once(client: Client, ann: User) -> None:
    address = reverse("sign_in_by_link", args=[make_sign_in_token(user=ann)])
    assert client.get(address)["Location"] == reverse("projects")
    spent = Client().get(address)
    assert spent.status_code == 410
    assert "kargoui serve" in spent.content.decode()


def test_accounts_are_not_made_by_strangers_unless_the_installation_allows_it(client: Client) -> None:
    form = {"username": "eve", "password1": PASSPHRASE, "password2": PASSPHRASE}
    page = client.post(reverse("account_signup"), form).content.decode()
    assert "Ask whoever runs it" in page
    assert not User.objects.exists()
    assert reverse("account_signup") not in client.get(reverse("account_login")).content.decode()


def test_accounts_can_be_made_where_that_is_open(client: Client, settings: Settings) -> None:
    settings.SIGN_UP_OPEN = True
    assert reverse("account_signup") in client.get(reverse("account_login")).content.decode()
    assert "Password once more" in client.get(reverse("account_signup")).content.decode()
    form = {"username": "eve", "password1": PASSPHRASE, "password2": PASSPHRASE}
    assert client.post(reverse("account_signup"), form)["Location"] == reverse("projects")
    assert User.objects.get().get_username() == "eve"


def test_a_weak_password_is_refused_with_a_sentence(client: Client, settings: Settings) -> None:
    settings.SIGN_UP_OPEN = True
    form = {"username": "eve", "password1": "short", "password2": "short"}
    page = client.post(reverse("account_signup"), form).content.decode()
    assert 'aria-invalid="true"' in page
    assert 'value="eve"' in page


def test_signing_out_asks_and_leads_to_signing_in(client: Client, ann: User) -> None:
    client.force_login(ann)
    assert "Sign out?" in client.get(reverse("account_logout")).content.decode()
    assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")
    assert client.get(reverse("projects")).status_code == 302


def test_the_theme_is_kept_and_in_the_first_paint(client: Client, ann: User) -> None:
    client.force_login(ann)
    answer = client.post(reverse("set_theme"), {"theme": "dark", "next": reverse("new_project")})
    assert answer["Location"] == reverse("new_project")
    assert 'data-theme="dark"' in client.get(reverse("projects")).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_no_form_leads_to_another_host(client: Client, elsewhere: str) -> None:
    answer = client.post(reverse("set_theme"), {"theme": "dark", "next": elsewhere})
    assert answer["Location"] == reverse("projects")
