"""What Kargo makes of texts that look like something else: numbers and booleans."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Final

from kargoui.core.expr.foresight import given
from kargoui.core.expr.reads import template_reads
from kargoui.core.expr.template import coerce, template_of
from kargoui.core.lint.context import Context
from kargoui.core.lint.standpoints import standpoints
from kargoui.core.lint.subjects import Expression

_KINDS: Final = {frozenset({"boolean"}): "boolean", frozenset({"number"}): "number"}
_VARIABLE: Final = re.compile(r"\$\{\{ *vars\.(\w+) *\}\}")
_NO_NUMBER: Final = re.compile(r"[ghjkmoqvwz/:]")  # what no number or boolean has in it


@dataclass(frozen=True, slots=True)
class Coerced:
    """What a value surely becomes: a "number" or a "boolean". `text` is the text that it was and `became` how
    the result is written, both "" where only the kind is known."""

    kind: str
    text: str = ""
    became: str = ""


def coerced(expression: Expression, context: Context) -> Coerced | None:
    """What is surely no text any more; None for texts, and where that is not known."""
    template = template_of(expression.text, context.version)
    if template is None:
        return None
    if any(_NO_NUMBER.search(part) for part in (*(before for before, _ in template.parts), template.rest)):
        return None
    points = standpoints(context)
    where = points.place(expression)
    read = template_reads(expression.text, context.version, where)
    if read.freight or any(path[0] in ("ctx", "outputs", "task", "stepMetas") for path in read.names):
        return None
    alone = _VARIABLE.fullmatch(expression.text)
    if alone is not None:
        field = points.variable(expression, alone[1])
        if field is None:
            return None
        text = field.enum[0] if field.enum and isinstance(field.enum[0], str) else None
        kind = field.type if field.required and field.type in ("boolean", "number") else None
    else:
        text, shape = given(expression.text, points.names(expression), context.version, where)
        kind = _KINDS.get(shape.kinds)
    if text is None:
        return Coerced(kind) if kind else None
    return _became(text)


@lru_cache(maxsize=4096)
def _became(text: str) -> Coerced | None:
    value = coerce(text)
    if isinstance(value, bool):
        return Coerced("boolean", text, str(value).lower())
    if isinstance(value, float) and isfinite(value):
        return Coerced("number", text, json.dumps(int(value) if value.is_integer() else value))
    return None
