"""Making and using links that sign a user in once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kargoui.accounts.models import SignInLink, User

LIFETIME = timedelta(hours=24)


@transaction.atomic
def make_sign_in_token(*, user: User) -> str:
    """A new token that signs `user` in once within a day, in place of all earlier ones.

    The token itself is stored nowhere.
    """
    token = secrets.token_urlsafe(32)
    SignInLink.objects.filter(user=user).delete()
    SignInLink.objects.create(user=user, token_digest=_digest(token), expires=timezone.now() + LIFETIME)
    return token


def use_sign_in_token(*, token: str) -> User | None:
    """The user whom the token signs in, and the token is spent; None when it is unknown, spent or too old."""
    now = timezone.now()
    fresh = SignInLink.objects.filter(token_digest=_digest(token), used=None, expires__gt=now)
    if not fresh.update(used=now):
        return None
    user = SignInLink.objects.select_related("user").get(token_digest=_digest(token)).user
    return user if user.is_active else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
