"""What a page is told whose session has ended: to sign in, instead of the sign-in page in the midst of it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url


def signed_out_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer htmx with a notice where others are redirected to sign in; what was typed stays where it is."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        if not request.htmx or not answer.get("Location", "").startswith(sign_in):  # type: ignore[attr-defined]
            return answer
        here = request.htmx.current_url_abs_path  # type: ignore[attr-defined]
        address = f"{sign_in}?{urlencode({'next': here})}" if here else sign_in
        notice = render(request, "signed_out.html", {"address": address}, status=401)
        notice["HX-Retarget"], notice["HX-Reswap"] = "#notices", "innerHTML"
        return notice

    return middleware
