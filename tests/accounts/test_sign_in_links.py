"""Links that sign a user in: once, and not for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kargoui.accounts.models import SignInLink, User
from kargoui.accounts.services import make_sign_in_token, use_sign_in_token
from tests.people import make_user


def test_a_token_signs_in_once(admin: User) -> None:
    token = make_sign_in_token(user=admin)
    assert use_sign_in_token(token=token) == admin
    assert use_sign_in_token(token=token) is None


def test_an_old_token_signs_nobody_in(admin: User) -> None:
    token = make_sign_in_token(user=admin)
    SignInLink.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert use_sign_in_token(token=token) is None


def test_a_made_up_token_signs_nobody_in(admin: User) -> None:
    make_sign_in_token(user=admin)
    assert use_sign_in_token(token="made-up") is None


def test_the_token_itself_is_stored_nowhere(admin: User) -> None:
    token = make_sign_in_token(user=admin)
    assert token not in str(list(SignInLink.objects.values()))


def test_an_account_that_is_switched_off_is_not_signed_in(admin: User) -> None:
    token = make_sign_in_token(user=admin)
    User.objects.update(is_active=False)
    assert use_sign_in_token(token=token) is None


def test_a_new_token_takes_the_place_of_the_earlier_ones(admin: User, outsider: User) -> None:
    earlier, of_another = make_sign_in_token(user=admin), make_sign_in_token(user=outsider)
    make_sign_in_token(user=admin)
    assert use_sign_in_token(token=earlier) is None
    assert use_sign_in_token(token=of_another) == outsider


def test_asking_only_what_is_there_spends_no_link(admin: User, client: Client) -> None:
    address = reverse("sign_in_by_link", args=[make_sign_in_token(user=admin)])
    assert client.head(address).status_code == 405
    answer = client.get(address)
    assert answer["Location"] == reverse("projects")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_of_several_who_open_a_link_at_once_one_is_signed_in() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets in one writer at a time")
    token = make_sign_in_token(user=make_user("ann"))

    def use(_number: int) -> bool:
        try:
            return use_sign_in_token(token=token) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(use, range(8))) == [False] * 7 + [True]
