"""What Kargo makes of texts that look like something else: numbers and booleans."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite

from kargoui.core.expr.foresight import given
from kargoui.core.expr.reads import template_reads
from kargoui.core.expr.template import coerce, template_of
from kargoui.core.lint.context import Context
from kargoui.core.lint.standpoints import standpoints
from kargoui.core.lint.subjects import Expression


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
    points = standpoints(context)
    where = points.place(expression)
    read = template_reads(expression.text, context.version, where)
    if read.freight or any(path[0] in ("ctx", "outputs", "task", "stepMetas") for path in read.names):
        return None
    text, shape = given(expression.text, points.names(expression), context.version, where)
    if text is not None:
        value = coerce(text)
        if isinstance(value, bool):
            return Coerced("boolean", text, str(value).lower())
        if isinstance(value, float) and isfinite(value):
            return Coerced("number", text, json.dumps(int(value) if value.is_integer() else value))
        return None
    kinds = {frozenset({"boolean"}): "boolean", frozenset({"number"}): "number"}
    kind = kinds.get(shape.kinds)
    return Coerced(kind) if kind else None
