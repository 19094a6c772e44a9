"""Guards: the `if` of a step, as a person types it, and those that suggest themselves.

A step that reads `.Tag` of what `imageFrom(...)` gives fails while the image's slot is empty. So the calls in
its config tell which guards make sense. These are suggestions at a glance: what a guard does in every case
is tried in core/simulate/mending.py. Only calls with literal arguments (or `vars.x`) are suggested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kargoui.core.catalog import Catalog
from kargoui.core.expr.embedded import expressions, sole_expression
from kargoui.core.expr.lookups import Lookup, lookups
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.core.simulate.mending import guarding


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A guard to choose with one click, and what to know before."""

    label: Sentence
    guard: str
    caution: Sentence | None = None

    @property
    def expression(self) -> str:
        return unwrapped(self.guard)


def wrapped(text: str) -> str:
    """The `if` for what a person typed, which may or may not stand in `${{ }}`; "" for nothing."""
    text = text.strip()
    if not text or "${{" in text or "${%" in text:
        return text
    return f"${{{{ {text} }}}}"


def unwrapped(guard: str) -> str:
    """A guard without its `${{ }}` where it is one expression, for showing."""
    whole = sole_expression(guard)
    return guard if whole is None else whole


def freight_calls(config: object) -> tuple[Lookup, ...]:
    """The calls of a config that fail where there is no Freight, each once, in order."""
    found: dict[str, Lookup] = {}
    for text in _strings(config):
        for _, _, inside in expressions(text):
            for each in lookups(inside):
                if each.finds_freight and each.plain and not each.careful:
                    found.setdefault(each.text, each)
    return tuple(found.values())


def suggestions(config: object, origins: Iterable[str], catalog: Catalog) -> tuple[Suggestion, ...]:
    """Guards for a step with this config in a Stage (or in Stages) that requests Freight from `origins`."""
    calls = [call for call in freight_calls(config) if guarding.gives_nil(call, catalog)]
    found = [_asking([call], catalog) for call in calls]
    if len(calls) > 1:
        found.append(_asking(calls, catalog))
    if guarding.knows_target(catalog):
        for origin in origins:
            guard = guarding.and_success(guarding.is_target(origin), catalog)
            found.append(Suggestion(guarding.called_for_target(origin), guarding.as_template(guard)))
    return tuple(found)


def needs_newer(config: object, catalog: Catalog) -> bool:
    """Whether the config finds Freight in a version where no guard can ask if there is any."""
    return any(not guarding.gives_nil(call, catalog) for call in freight_calls(config))


def _asking(calls: list[Lookup], catalog: Catalog) -> Suggestion:
    guard = guarding.and_success(guarding.is_there(calls), catalog)
    caution = next(filter(None, map(_caution, calls)), None)
    return Suggestion(guarding.called_for(calls), guarding.as_template(guard), caution)


def _caution(call: Lookup) -> Sentence | None:
    if call.function != "chartFrom":
        return None
    return Sentence(gettext_noop("Fails in a Stage that requests no Warehouse with this chart."))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
