"""Template tags for what-if: how a step ends by its place, sentences with names and code marked in them."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from kargoui.core.sentence import Sentence
from kargoui.editor.endings import StepEnding

register = template.Library()


@register.filter
def at_place(endings: Mapping[str, StepEnding] | str | None, place: str) -> StepEnding | None:
    """How the step at a place of the page ends; None where no case is shown."""
    return endings.get(place) if isinstance(endings, Mapping) else None


@register.filter
def marked(value: Sentence) -> SafeString:
    """A sentence of the simulator, translated: slots bold, everything else that it names as code."""
    params = {
        name: format_html("<b>{}</b>" if name == "slot" else "<code>{}</code>", each)
        for name, each in value.params.items()
    }
    return mark_safe(conditional_escape(gettext(value.template)) % params)  # noqa: S308 - all parts are escaped
