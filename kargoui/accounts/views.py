"""Signing in through a link."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kargoui.accounts import services


@never_cache
@require_GET
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in whoever opens the link first. Programs that only ask what is there (HEAD) do not spend it."""
    user = services.use_sign_in_token(token=token)
    if user is None:
        return render(request, "account/link_spent.html", status=410)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("projects")
