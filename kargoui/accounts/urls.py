"""Signing in, up and out. Of allauth's pages only those that kargoui has a template for."""

from __future__ import annotations

from allauth.account import views as allauth_views
from django.urls import path

from kargoui.accounts import views

urlpatterns = [
    path("sign-in/", allauth_views.login, name="account_login"),
    path("sign-in/<str:token>/", views.sign_in_by_link, name="sign_in_by_link"),
    path("sign-up/", allauth_views.signup, name="account_signup"),
    path("sign-out/", allauth_views.logout, name="account_logout"),
    path("switched-off/", allauth_views.account_inactive, name="account_inactive"),
]
