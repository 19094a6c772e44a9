"""What every page shows of the installation and of the person's taste."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

THEMES = ("auto", "light", "dark")
COOKIE = "kargoui-theme"


def appearance(request: HttpRequest) -> dict[str, object]:
    """Template context: `theme`, one of THEMES, kept in a cookie so that the first paint is right."""
    chosen = request.COOKIES.get(COOKIE, "auto")
    return {"theme": chosen if chosen in THEMES else "auto", "sign_up_open": settings.SIGN_UP_OPEN}
