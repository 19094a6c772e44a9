"""What expressions name that Kargo has deprecated, dropped or not yet, and what takes its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from kargoui.core.catalog import VERSIONS, catalog
from kargoui.core.expr.quoting import quote
from kargoui.core.expr.reads import FINDERS
from kargoui.core.lint.context import Context
from kargoui.core.lint.finding import Edit, Fix
from kargoui.core.lint.lifetimes import Lifetime
from kargoui.core.lint.rewriting import Splice, Words, expressions_of, is_name, rewritten
from kargoui.core.lint.subjects import Expression, Step
from kargoui.core.manifest.operations import Set
from kargoui.core.sentence import Sentence, gettext_noop

_INSTEAD: Final = gettext_noop("Write %(new)s instead of %(old)s")
_OUTPUTS: Final = {("git-open-pr", "prNumber"): "pr.id"}  # what took the place of an output


@dataclass(frozen=True, slots=True)
class Use:
    """A name in an expression: what it is called, which versions have it, what would mend it."""

    name: str
    lifetime: Lifetime
    deprecated: str = ""
    splice: Splice | None = None
    instead: str = ""


@lru_cache(maxsize=64)
def _names(version: str) -> tuple[tuple[str, Lifetime, str], ...]:
    """Names that this version has deprecated, or that it has not and another has."""
    found: dict[str, tuple[str, Lifetime, str]] = {}
    for other in (*VERSIONS, version):
        for name, known in catalog(other).names.items():
            deprecated = known.deprecated if other == version else None
            found[name] = name, Lifetime(known.since, known.until or ""), deprecated or ""
    there = catalog(version).names
    return tuple(each for name, each in found.items() if name not in there or each[2])


def uses(expression: Expression, context: Context) -> Iterator[tuple[int, Use]]:
    """The names, outputs and fields in a text that are deprecated, or unknown to the version.

    Each with the number of its expression in the text, from 0.
    """
    text = expression.text
    wanted = [each for each in _names(context.version) if all(part in text for part in each[0].split("."))]
    fields = "outputs" in text or "GitRepoURL" in text
    if not wanted and not fields:
        return
    for number, source in enumerate(expressions_of(expression.text, context.version)):
        words = Words(source)
        found = [use for each in wanted for use in _of_name(words, *each)]
        if fields:
            found += [*_of_outputs(words, expression, context), *_of_images(words, context.version)]
        yield from ((number, use) for use in found)


def _of_name(words: Words, dotted: str, lifetime: Lifetime, deprecated: str) -> Iterator[Use]:
    first, *rest = dotted.split(".")
    for place in words.names(first):
        members = words.members(place)
        if [name for name, _, _ in members[: len(rest)]] != rest:
            continue
        use = Use(dotted, lifetime, deprecated)
        if dotted == "secrets" and members:
            name, _, behind = members[0]
            end = words.start(behind)
            gap = len(words.source[:end]) - len(words.source[:end].rstrip())
            new = f"secret({quote(name)})"
            use = replace(use, splice=(words.start(place), end - gap, new), instead=new)
        yield use


def _of_outputs(words: Words, expression: Expression, context: Context) -> Iterator[Use]:
    for place in words.names("outputs"):
        yield from _of_output(words, words.members(place), expression, context)
    for place in words.names("task"):
        members = words.members(place)
        if members and members[0][0] == "outputs":
            yield from _of_output(words, members[1:], expression, context)


def _of_output(
    words: Words, members: list[tuple[str, int, int]], expression: Expression, context: Context
) -> Iterator[Use]:
    if len(members) < 2:
        return
    (alias, _, _), (output, place, behind) = members[:2]
    step = step_of(expression, alias, context)
    found = _output(step.uses, output, context.version) if step is not None else None
    if step is None or found is None:
        return
    new = _OUTPUTS.get((step.uses, output), "")
    if not new:
        yield Use(f"{alias}.{output}", *found)
        return
    start, end = words.start(place), words.start(behind)
    text = words.source[start:end].rstrip()
    opening = "?." if text.startswith("?.") else "."
    splice = start, start + len(text), opening + new
    yield Use(f"outputs.{alias}.{output}", *found, splice, new)


def step_of(expression: Expression, alias: str, context: Context) -> Step | None:
    """The step of an alias, of the same template or task, or of a task that the template references."""
    outer, _, inner = alias.partition("::")
    found = next((step for step in expression.manifest.steps if step.alias == outer), None)
    task = context.task_of(found) if found is not None and inner else None
    if task is not None:
        return next((step for step in task.steps if step.alias == inner), None)
    return found if not inner else None


@lru_cache(maxsize=512)
def _output(uses: str, output: str, version: str) -> tuple[Lifetime, str] | None:
    """Of an output that is deprecated, or that only another version has."""
    for other in (version, *reversed(VERSIONS)):
        step = catalog(other).steps.get(uses)
        field = step.outputs.get(output) if step is not None else None
        if step is None or (other == version and step.open_outputs):
            return None
        if field is not None:
            known = Lifetime(field.since, field.until or "", field.note)
            deprecated = field.deprecated if other == version else None
            return (known, deprecated or "") if deprecated or other != version else None
    return None


def _of_images(words: Words, version: str) -> Iterator[Use]:
    """The one field of what finds Freight that a version has taken away."""
    field = catalog("1.6").results["Image"].fields["GitRepoURL"]
    here = catalog(version).results["Image"].fields.get("GitRepoURL")
    for finder in FINDERS:
        for place in words.names(finder):
            call = words.arguments(place)
            members = words.members(call[1] - 1) if call is not None else []
            if members and members[0][0] == "GitRepoURL" and (here is None or here.deprecated):
                known = Lifetime(field.since, field.until or "")
                yield Use("GitRepoURL", known, here.deprecated or "" if here is not None else "")


def metadata_by_key(expression: Expression, version: str) -> Iterator[tuple[int, Use]]:
    """Calls of freightMetadata with a key: `freightMetadata(x)?.key` gives the same, nil included."""
    if "freightMetadata" in expression.text:
        for number, source in enumerate(expressions_of(expression.text, version)):
            yield from ((number, use) for use in _of_metadata(Words(source)))


def _of_metadata(words: Words) -> Iterator[Use]:
    source = words.source
    for place in words.names("freightMetadata"):
        call = words.arguments(place)
        if call is None or len(call[0]) != 2:
            continue
        (start, end), (key_start, key_end) = call[0]
        name, key = source[start:end].strip(), source[key_start:key_end].strip()
        plain = key[1:-1] if key[:1] in "'\"" and is_name(key[1:-1]) else ""
        new = f"freightMetadata({name})?.{plain}" if plain else f"freightMetadata({name})?.[{key}]"
        yield Use(
            "freightMetadata", Lifetime("1.6", "1.9"), "1.8", (words.start(place), key_end + 1, new), new
        )


@dataclass(frozen=True, slots=True)
class Named:
    """All uses of one name in a text, which one fix mends together."""

    use: Use
    fix: Fix | None


def named(expression: Expression, version: str, found: Iterable[tuple[int, Use]]) -> Iterator[Named]:
    """By name, the uses in the expressions of a text, each with the number of its expression."""
    by_name: dict[str, list[tuple[int, Use]]] = {}
    for number, use in found:
        by_name.setdefault(use.name, []).append((number, use))
    for listed in by_name.values():
        yield Named(listed[0][1], _fix(expression, version, listed))


def _fix(expression: Expression, version: str, listed: list[tuple[int, Use]]) -> Fix | None:
    splices: dict[int, list[Splice]] = {}
    for number, use in listed:
        if use.splice is None:
            return None
        splices.setdefault(number, []).append(use.splice)
    text = rewritten(expression.text, version, splices)
    edit = Edit(expression.manifest.kind, expression.manifest.name, Set(expression.path, text))
    use = listed[0][1]
    return Fix(Sentence(_INSTEAD, {"old": use.name, "new": use.instead}), (edit,))
