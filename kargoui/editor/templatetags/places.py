"""Template tags for where and when: links to manifests, points in time as people say them."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext

from kargoui.editor import links

register = template.Library()


@register.simple_tag
def manifest_url(project: str, kind: str, name: str) -> str:
    """The address of a manifest's page, empty where it has none."""
    return links.manifest_url(project, kind, name)


@register.filter
def when(moment: datetime) -> SafeString:
    """How long ago, with the exact time at hand."""
    exact = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact, _ago(moment))


def _ago(moment: datetime) -> str:
    if (timezone.now() - moment).total_seconds() < 60:
        return gettext("just now")
    return gettext("%(time)s ago") % {"time": timesince(moment, depth=1)}
