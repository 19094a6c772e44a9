"""A text that Kargo takes for a number or a boolean, where it does not stay what it was."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.catalog import Field
from kargoui.core.expr.template import template_of
from kargoui.core.lint import WARNING, Context, Edit, Expression, Finding, Fix, Manifest, rule
from kargoui.core.lint.coercion import Coerced, coerced
from kargoui.core.manifest.operations import Set
from kargoui.core.manifest.path import Path
from kargoui.core.sentence import Sentence, gettext_noop

_CHANGED = gettext_noop(
    "Kargo takes the text %(text)s for the %(kind)s %(became)s. quote() keeps it as it is."
)
_NO_TEXT = gettext_noop(
    "This gives a %(kind)s, and %(field)s must be a text: the step refuses it. quote() makes it a text."
)
_QUOTE = gettext_noop("Put quote() around the expression")


@rule("number-like-text", on="manifest", severity=WARNING, reach="neighbours", since="1.5")
def check(manifest: Manifest, context: Context) -> Iterator[Finding]:
    """Values that lose their form, and those that a step's schema refuses as no text."""
    for expression in manifest.expressions:
        if expression.where == "if":
            continue
        found = coerced(expression, context)
        if found is None:
            continue
        if expression.where == "config" and _wants_text(expression, context):
            said = {"kind": found.kind, "field": str(expression.path[-1])}
            yield Finding(expression.path, Sentence(_NO_TEXT, said), _quoted(expression, context))
        elif found.text and found.text != found.became:
            yield Finding(expression.path, _changed(found), _quoted(expression, context))


def _changed(found: Coerced) -> Sentence:
    return Sentence(_CHANGED, {"text": found.text, "kind": found.kind, "became": found.became})


def _wants_text(expression: Expression, context: Context) -> bool:
    """Whether the schema of the step takes a text at this place, and nothing else."""
    step = expression.step
    kind = context.catalog.steps.get(step.uses) if step is not None else None
    if step is None or kind is None:
        return False
    field = _field_at(kind.config, expression.path[len(step.path) + 1 :])
    return field is not None and field.type == "string"


def _field_at(field: Field, path: Path) -> Field | None:
    found: Field | None = field
    for part in path:
        if found is None:
            return None
        found = found.items if isinstance(part, int) else found.fields.get(str(part), found.values)
    return found


def _quoted(expression: Expression, context: Context) -> Fix | None:
    """`${{ quote(...) }}`, where the value is one expression."""
    template = template_of(expression.text, context.version)
    if template is None or len(template.parts) != 1 or "quote" not in context.catalog.functions:
        return None
    before, inside = template.parts[0]
    if before or template.rest.strip() or not expression.text.startswith("${{") or "quote(" in inside:
        return None
    text = f"${{{{ quote({inside.strip()}) }}}}{template.rest}"
    edit = Edit(expression.manifest.kind, expression.manifest.name, Set(expression.path, text))
    return Fix(Sentence(_QUOTE), (edit,))
