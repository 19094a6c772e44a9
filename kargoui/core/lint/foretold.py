"""What is foreseen of a manifest's expressions, sorted by the rule that says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from weakref import WeakKeyDictionary

from kargoui.core.expr.foresight import Foresight
from kargoui.core.lint.context import Context
from kargoui.core.lint.finding import Edit, Finding, Fix
from kargoui.core.lint.standpoints import standpoints
from kargoui.core.lint.subjects import Expression, Manifest
from kargoui.core.manifest.operations import Set
from kargoui.core.sentence import Sentence, gettext_noop

_RULES: Final[Mapping[str, str]] = {
    "compile": "expression-does-not-compile",
    "not-called": "unknown-name",
    "unknown-function": "function-not-here",
    "never-equal": "comparison-never-equal",
    "not-boolean": "guard-not-boolean",
    "nil-access": "nil-access",
    "mismatch": "nil-access",
    "not-callable": "nil-access",
}
_LATER: Final = gettext_noop("%(name)s is the output of a later step: here it is nil.")
_NO_STEP: Final = gettext_noop("%(name)s: no step before this one has this alias, so it gives nil.")
_NO_STEP_MEANT: Final = gettext_noop(
    "%(name)s: no step before this one has this alias, so it gives nil. Did you mean %(meant)s?"
)
_MEANT: Final = gettext_noop("Write %(meant)s")
_KNOWN: WeakKeyDictionary[Context, dict[Manifest, dict[str, list[Finding]]]] = WeakKeyDictionary()


def foretold(rule: str, manifest: Manifest, context: Context) -> list[Finding]:
    """What one of the rules about foreseeable expressions says of a manifest."""
    of_context = _KNOWN.setdefault(context, {})
    found = of_context.get(manifest)
    if found is None:
        found = of_context[manifest] = {}
        for expression, said in standpoints(context).foreseen(manifest):
            for name, finding in _findings(expression, said, context):
                found.setdefault(name, []).append(finding)
    return found.get(rule, [])


def _findings(
    expression: Expression, said: tuple[Foresight, ...], context: Context
) -> Iterator[tuple[str, Finding]]:
    of_versions = any(_is_of_versions(one) for one in said)
    for one in said:
        if _is_of_versions(one) or (of_versions and one.code == "nil-access"):
            continue
        if one.code in ("unknown-name", "unknown-field"):
            yield from _absent(expression, one, context)
            continue
        rule = _RULES[one.code]
        if (rule == "nil-access" and one.severity != "error") or one.severity == "hint":
            continue
        if rule == "comparison-never-equal" and _boolean_with_text(one):
            rule = "boolean-compared-with-text"
        yield rule, Finding(expression.path, one.sentence, _fix(expression, one))


def _is_of_versions(one: Foresight) -> bool:
    """What other Kargo versions have is told by other rules."""
    return "since" in one.sentence.params or "until" in one.sentence.params


def _boolean_with_text(one: Foresight) -> bool:
    kinds = {str(one.sentence.params.get(side, "")).rpartition("(")[2] for side in ("left", "right")}
    return kinds == {"boolean)", "string)"}


def _absent(expression: Expression, one: Foresight, context: Context) -> Iterator[tuple[str, Finding]]:
    """A name or a field that is not there."""
    name = str(one.sentence.params.get("name", ""))
    parts = name.removeprefix("task.").split(".")
    of_step = parts[0] in ("outputs", "stepMetas") and len(parts) > 1
    fix = _fix(expression, one)
    if one.code == "unknown-field":
        if one.severity == "error":
            yield "nil-access", Finding(expression.path, one.sentence, fix)
        elif of_step and one.severity == "warning":
            yield "unknown-output-field", Finding(expression.path, one.sentence, fix)
        return
    if of_step and len(parts) == 2:
        yield from _no_step(expression, one, name, context)
    elif one.severity == "warning":
        yield "unknown-name", Finding(expression.path, one.sentence, fix)


def _no_step(
    expression: Expression, one: Foresight, name: str, context: Context
) -> Iterator[tuple[str, Finding]]:
    """An alias that no step before has: of a later step, of a step of the same task, or of none."""
    manifest, alias = expression.manifest, name.rpartition(".")[2]
    known = standpoints(context).aliases(manifest) or {}
    of_task, meant = name.startswith("task."), one.meant
    if alias in known and (of_task or manifest.kind == "Stage"):
        yield "output-comes-later", Finding(expression.path, Sentence(_LATER, {"name": name}))
        return
    if manifest.kind != "Stage" and not of_task:
        if "::" in name or (one.severity == "hint" and alias not in known):
            return  # a task that other Stages may use, too, provides for their absence
        meant = f"task.{name}" if alias in known else meant
    template = _NO_STEP_MEANT if meant else _NO_STEP
    sentence = Sentence(template, {"name": name, "meant": meant} if meant else {"name": name})
    yield "alias-unknown", Finding(expression.path, sentence, _fix(expression, one))


def _fix(expression: Expression, one: Foresight) -> Fix | None:
    """What was meant, where what stands there is all that it replaces."""
    name = str(one.sentence.params.get("name", "")).rpartition(".")[2]
    if not one.meant or not name or one.code not in ("unknown-name", "unknown-field") or "[" in one.meant:
        return None
    text = expression.text
    lines = text.split("\n")
    at = sum(len(line) + 1 for line in lines[: one.line - 1]) + one.column - 1
    if not text.startswith(name, at):
        return None
    changed = f"{text[:at]}{one.meant}{text[at + len(name) :]}"
    edit = Edit(expression.manifest.kind, expression.manifest.name, Set(expression.path, changed))
    return Fix(Sentence(_MEANT, {"meant": one.meant}), (edit,))
