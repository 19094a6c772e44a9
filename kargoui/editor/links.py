"""Where a manifest's page is, and which addresses a form may lead back to."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

PAGES = {"Stage": "stage", "Warehouse": "warehouse", "PromotionTask": "task"}


@lru_cache(maxsize=16_384)  # the side navigation asks for every manifest on every page
def manifest_url(project: str, kind: str, name: str) -> str:
    """The page of a manifest; empty for kinds without one, and for names that fit into no address."""
    if kind not in PAGES or name in (".", ".."):  # which a browser would take for another folder
        return ""
    try:
        return reverse(PAGES[kind], args=[project, name])
    except NoReverseMatch:
        return ""


def safe_next(request: HttpRequest, default: str) -> str:
    """Where the form wants to go afterwards, if that is a page of this installation."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if here and wanted.startswith("/") else default
