"""Template tags for the look: icons, and sentences of the core in the reader's language."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kargoui.core.sentence import Sentence

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """A Lucide icon from the vendored sprite; says nothing to a screen reader."""
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" aria-hidden="true"><use href="{1}#{2}"/></svg>',
        size,
        static("vendor/icons.svg"),
        name,
    )


@register.filter
def sentence(value: Sentence) -> str:
    """A sentence of the core, translated."""
    return value.translated(gettext)
