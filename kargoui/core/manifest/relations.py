"""Compiles the catalog's rules about fields beside each other; kargoui.core.catalog lists their words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from kargoui.core.manifest.path import Path
from kargoui.core.manifest.problems import Problem, has_expression, missing, named, shown
from kargoui.core.sentence import Sentence, gettext_noop

# Of a mapping or a list that has its field's type already.
Relation = Callable[[Any, Path, list[Problem]], None]

_ONE_MISSING: Final = gettext_noop("One of these fields is missing here: %(fields)s. Add exactly one.")
_SOME_MISSING: Final = gettext_noop("At least one of these fields must be here: %(fields)s.")
_SEVERAL: Final = gettext_noop("These fields exclude each other: %(fields)s. Keep only one.")
_REQUIRED: Final = gettext_noop("%(field)s is missing. It is required beside %(other)s.")
_REQUIRED_AT: Final = gettext_noop("%(field)s is missing. It is required where %(other)s is %(value)s.")
_FORBIDDEN: Final = gettext_noop("%(field)s must not stand beside %(other)s. Remove one of them.")
_FORBIDDEN_AT: Final = gettext_noop("%(field)s must not be given where %(other)s is %(value)s.")
_TWICE: Final = gettext_noop("This entry says the same as entry %(first)s of the list. Remove one of them.")
_KEY_TWICE: Final = gettext_noop("Entry %(first)s of the list has the same %(keys)s. Each may stand once.")
_NO_EMAIL: Final = gettext_noop(
    "%(field)s is %(value)s, which is no e-mail address. Correct it or remove it."
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
ONE_OF: Final = gettext_noop("%(field)s is %(value)s, but must be one of these: %(allowed)s.")


@dataclass(frozen=True, slots=True)
class Presence:
    """When a field counts as given: for sure, or perhaps (an expression may turn out to be empty)."""

    sure: Callable[[dict[str, object], str], bool]
    perhaps: Callable[[dict[str, object], str], bool]


def relation_of(rule: str, empty_is_absent: bool) -> Relation:
    """The check that a rule of the catalog names. Raises ValueError for one that nobody wrote."""
    presence = Presence(_filled, _not_empty) if empty_is_absent else Presence(_given, _given)
    match rule.split():
        case [("exactly-one-of" | "at-most-one-of" | "at-least-one-of") as word, *names] if names:
            least, most = word != "at-most-one-of", word != "at-least-one-of"
            return _count(names, presence, least=least, most=most)
        case [("requires" | "forbids") as word, name, "when", other, *rest] if not rest or rest[0] == "=":
            value = " ".join(rest[1:]) if rest else None
            return _when(name, other, value, presence, wanted=word == "requires")
        case ["unique-items"]:
            return _unique
        case ["empty-or-email"]:
            return _email
        case ["unique-by", *keys] if keys:
            return _unique_by(tuple(keys))
        case ["item", index, "one-of", *allowed] if index.isdigit():
            return _item(int(index), tuple(allowed))
        case _:
            raise ValueError(f"the catalog has a rule that nothing checks: {rule!r}")


def _given(mapping: dict[str, object], name: str) -> bool:
    return mapping.get(name) is not None


def _not_empty(mapping: dict[str, object], name: str) -> bool:
    value = mapping.get(name)
    return not (value is None or value is False or value == "" or value == [] or value == {})


def _filled(mapping: dict[str, object], name: str) -> bool:
    value = mapping.get(name)
    return _not_empty(mapping, name) and not (isinstance(value, str) and has_expression(value))


def _count(names: list[str], presence: Presence, *, least: bool, most: bool) -> Relation:
    fields = ", ".join(names)

    def check(value: Any, path: Path, out: list[Problem]) -> None:
        if least and len(names) == 1 and not presence.perhaps(value, names[0]):
            out.append(missing((*path, names[0])))
            return
        if least and not any(presence.perhaps(value, name) for name in names):
            template = _ONE_MISSING if most else _SOME_MISSING
            out.append(Problem("missing-field", path, Sentence(template, {"fields": fields})))
            return
        found = [name for name in names if presence.sure(value, name)] if most else []
        if len(found) > 1:
            sentence = Sentence(_SEVERAL, {"fields": ", ".join(found)})
            out.append(Problem("conflicting-fields", path, sentence))

    return check


def _when(name: str, other: str, value: str | None, presence: Presence, *, wanted: bool) -> Relation:
    names = name.split("|")  # alternatives, of which any will do
    if wanted:
        rule, template = "missing-field", _REQUIRED if value is None else _REQUIRED_AT
    else:
        rule, template = "conflicting-fields", _FORBIDDEN if value is None else _FORBIDDEN_AT
    params = {"field": " / ".join(names), "other": other, "value": value}
    there = presence.perhaps if wanted else presence.sure

    def check(mapping: Any, path: Path, out: list[Problem]) -> None:
        holds = presence.sure(mapping, other) if value is None else _is(mapping.get(other), value)
        if holds and any(there(mapping, each) for each in names) is not wanted:
            out.append(Problem(rule, (*path, names[0]), Sentence(template, params)))

    return check


def _is(value: object, word: str) -> bool:
    """Whether a value is what a rule writes as one word: true, false, a number or a text."""
    return value == word or (not isinstance(value, str) and json.dumps(value, default=str) == word)


def _unique(items: Any, path: Path, out: list[Problem]) -> None:
    seen: dict[str, int] = {}
    for index, item in enumerate(items):
        first = seen.setdefault(json.dumps(item, sort_keys=True, default=str), index)
        if first != index:
            sentence = Sentence(_TWICE, {"first": first + 1})
            out.append(Problem("duplicate-entry", (*path, index), sentence))


def _email(value: Any, path: Path, out: list[Problem]) -> None:
    """Refuses the empty text too: the schemas that allow it beside an address allow it twice."""
    if not _EMAIL.fullmatch(value):
        params = {"field": named(path), "value": shown(value)}
        out.append(Problem("wrong-form", path, Sentence(_NO_EMAIL, params)))


def _unique_by(keys: tuple[str, ...]) -> Relation:
    def check(items: Any, path: Path, out: list[Problem]) -> None:
        seen: dict[str, int] = {}
        for index, item in enumerate(items):
            if not isinstance(item, dict):
                continue
            values = json.dumps([item.get(key) for key in keys], default=str)
            first = seen.setdefault(values, index)
            if first != index:
                sentence = Sentence(_KEY_TWICE, {"first": first + 1, "keys": _listed(keys)})
                out.append(Problem("duplicate-entry", (*path, index), sentence))

    return check


def _item(index: int, allowed: tuple[str, ...]) -> Relation:
    def check(items: Any, path: Path, out: list[Problem]) -> None:
        if len(items) > index and items[index] not in allowed:
            place = (*path, index)
            params = {
                "field": named(place),
                "value": shown(items[index]),
                "allowed": _listed(allowed),
            }
            out.append(Problem("unknown-value", place, Sentence(ONE_OF, params)))

    return check


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
