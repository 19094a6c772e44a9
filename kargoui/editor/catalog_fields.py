"""Form fields for the catalog's fields: what a Kargo version takes at one place of a manifest."""

from __future__ import annotations

from typing import Any

import re2
from django import forms
from django.core.validators import BaseValidator, MaxLengthValidator
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kargoui.core.catalog import MISSING, Field

# What people have to know of a pattern; the pattern itself is shown where nothing better is known.
_MEANT = {
    "interval": _("A duration such as 90s, 5m or 1h30m."),
    "requiredSoakTime": _("A duration such as 90s, 5m or 1h30m."),
    "repoURL": _("This is no address that Kargo takes here."),
    "branch": _("This is no name of a branch."),
    "platform": _("An operating system and an architecture, such as linux/amd64."),
}


@deconstructible
class PatternValidator(BaseValidator):
    """The whole of the catalog's pattern, in time linear in the text."""

    code = "pattern"

    def __init__(self, name: str, pattern: str) -> None:
        message = _MEANT.get(name) or _("It must match %(limit_value)s.")
        super().__init__(pattern, message)

    def compare(self, value: Any, pattern: Any) -> bool:
        try:
            return re2.search(pattern, value) is None
        except re2.error:  # a pattern of Go's that re2's bindings refuse is left to the check of the edit
            return False


def form_field(name: str, field: Field, now: object = None) -> forms.Field:
    """An input for a scalar field of the catalog that is `now` so, labelled with Kargo's own name for it."""
    given: dict[str, Any] = {"label": name, "required": field.required and field.default is MISSING}
    if field.note:
        given["help_text"] = _(field.note)
    if field.type == "boolean":
        return forms.BooleanField(**{**given, "required": False})
    if field.type == "integer":
        attrs = {"class": "inp", "placeholder": _placeholder(field)}
        return forms.IntegerField(
            min_value=None if field.minimum is None else int(field.minimum),
            max_value=None if field.maximum is None else int(field.maximum),
            widget=forms.NumberInput(attrs=attrs),
            **given,
        )
    if field.enum:
        choices = [(str(value), str(value)) for value in field.enum if value != ""]
        if not given["required"]:
            choices.insert(0, ("", _default_choice(field)))
        if now not in (None, "", *field.enum):
            choices.append((str(now), str(now)))
        return forms.ChoiceField(choices=choices, widget=forms.Select(attrs={"class": "inp"}), **given)
    attrs = {"class": "inp", "autocomplete": "off", "placeholder": _placeholder(field)}
    validators: list[BaseValidator] = []
    if field.pattern:
        validators.append(PatternValidator(name, field.pattern))
    if field.max_length:
        validators.append(MaxLengthValidator(field.max_length))
    return forms.CharField(widget=forms.TextInput(attrs=attrs), validators=validators, **given)


def _placeholder(field: Field) -> str:
    return "" if field.default is MISSING else str(field.default)


def _default_choice(field: Field) -> str:
    if field.default is MISSING:
        return gettext("not given")
    return gettext("%(default)s, as nothing is given") % {"default": field.default}
