"""Light or dark: what the person chose, kept in a cookie so that the first paint is right."""

from __future__ import annotations

from django.http import HttpRequest

THEMES = ("auto", "light", "dark")
COOKIE = "kargoui-theme"


def appearance(request: HttpRequest) -> dict[str, object]:
    """Template context: `theme`, one of THEMES."""
    chosen = request.COOKIES.get(COOKIE, "auto")
    return {"theme": chosen if chosen in THEMES else "auto"}
