"""A page that outlives its session is told to sign in; it does not get the sign-in page into its midst."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

PAGE = reverse("stage", args=["acme-pay", "previewnet"])


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.django_db
def test_htmx_is_answered_with_a_notice_that_leads_back(method: str) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{PAGE}?tab=details"}
    answer = Client().generic(method, PAGE, headers=headers)
    assert answer.status_code == 401
    assert answer["HX-Retarget"] == "#notices"
    assert "?next=%2Fprojects%2Facme-pay%2Fstages%2Fpreviewnet%2F%3Ftab%3Ddetails" in answer.content.decode()


@pytest.mark.django_db
def test_others_are_redirected_to_sign_in() -> None:
    answer = Client().get(PAGE)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
