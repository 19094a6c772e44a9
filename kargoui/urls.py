"""All addresses."""

from __future__ import annotations

from django.urls import include, path

handler400 = "kargoui.pipelines.uploads.bad_request"

urlpatterns = [
    path("", include("kargoui.editor.urls")),
    path("accounts/", include("kargoui.accounts.urls")),
    path("language/", include("django.conf.urls.i18n")),
]
