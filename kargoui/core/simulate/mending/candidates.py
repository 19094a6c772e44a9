"""Edits that may mend a failing step, not yet tried: guards on what it looks up, and default values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from kargoui.core.catalog import catalog
from kargoui.core.expr.embedded import expressions, sole_expression
from kargoui.core.expr.lookups import Lookup, lookups
from kargoui.core.manifest.operations import Operation, Set
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.core.simulate.mending import guarding
from kargoui.core.simulate.mending.providers import Providers
from kargoui.core.simulate.mending.written import StepPlace, Written

GUARD, TARGET, ORIGIN, STAGE, DEFAULT = "guard", "target", "origin", "stage", "default"
_FROM = gettext_noop("Run only when there is a chart from %(origin)s")
_NOT_IN = gettext_noop("Leave it out in %(stages)s")
_DEFAULT = gettext_noop("Use a default value")
_MOST_ORIGINS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An edit of one manifest. `kind` is one of the constants above; `default` is the text of DEFAULT."""

    kind: str
    label: Sentence
    manifest: tuple[str, str]
    operations: tuple[Operation, ...]
    default: str = ""


@dataclass(frozen=True, slots=True)
class FailingStep:
    """A step that fails, as it is written. `stages` are those whose promotions have it, its own first.

    `first`: it is the first step of all of them, so that nothing can fail before.
    """

    version: str
    place: StepPlace
    texts: Sequence[Written]
    stages: Sequence[str]
    first: bool

    @property
    def manifest(self) -> tuple[str, str]:
        return self.place.kind, self.place.name

    @property
    def guard(self) -> str:
        """Its `if` as written; one without an expression counts as none."""
        return next((each.text for each in self.texts if each.part == "if"), "")

    def looked_up(self, *parts: str) -> list[Lookup]:
        """What these parts of it look up, each once."""
        return _unlike(self._all(*parts))

    def without_care(self, *parts: str) -> list[Lookup]:
        """What these parts of it look up and do not provide for being nil, each once."""
        return _unlike(each for each in self._all(*parts) if not each.careful)

    def asked_for(self, lookup: Lookup) -> bool:
        """Whether its `if` looks for the same already."""
        return any(map(lookup.alike, self._all("if")))

    def _all(self, *parts: str) -> Iterator[Lookup]:
        for each in self.texts:
            if each.part in parts:
                for _, _, inside in expressions(each.text):
                    yield from (each for each in lookups(inside) if each.standalone)


def _unlike(found: Iterable[Lookup]) -> list[Lookup]:
    kept: list[Lookup] = []
    for each in found:
        if not any(map(each.alike, kept)):
            kept.append(each)
    return kept


def candidates(step: FailingStep, providers: Providers, default: str | None) -> Iterator[Candidate]:
    """Edits to try, those to be preferred first; `default` is the text that somebody chose."""
    yield from _asking(step)
    yield from _by_target(step, providers)
    yield from _naming_origins(step, providers)
    yield from _by_stage(step, providers)
    yield from _defaults(step, providers, default)


def _asking(step: FailingStep) -> Iterator[Candidate]:
    """Guards that ask for what the step reads itself; where that is not enough, for all that it looks up."""
    own, rest = step.without_care("config", "if"), step.looked_up("config", "if", "vars")
    freight = [each for each in own if each.finds_freight]
    steps = [each for each in own if not each.finds_freight]
    seen: list[list[Lookup]] = []
    for asked in (freight, steps, own, rest):
        if asked and asked not in seen:
            seen.append(asked)
            found = guard_for(step, asked)
            if found is not None:
                yield found


def guard_for(step: FailingStep, asked: Sequence[Lookup]) -> Candidate | None:
    """The guard that asks whether each of these is there; None where the step's `if` is no expression."""
    return next(_guarded(step, GUARD, guarding.called_for(asked), guarding.is_there(asked)), None)


def _by_target(step: FailingStep, providers: Providers) -> Iterator[Candidate]:
    if not guarding.knows_target(catalog(step.version)):
        return
    for origin in providers.requested(step.looked_up("config", "if", "vars")):
        label = guarding.called_for_target(origin)
        yield from _guarded(step, TARGET, label, guarding.is_target(origin))


def _naming_origins(step: FailingStep, providers: Providers) -> Iterator[Candidate]:
    """chartFrom fails by itself in a Stage that requests no such chart, unless it names the Warehouse.

    Such a guard asks for all other Freight that the step reads, too.
    """
    found = [each for each in step.looked_up("config", "if") if each.finds_freight]
    lacking = [each for each in found if each.function == "chartFrom" and not each.names_origin]
    lacking = [each for each in lacking if providers.lacking(each)]
    asked = [each for each in found if not step.asked_for(each) and (not each.careful or each in lacking)]
    choices = [(each, names) for each in lacking if (names := providers.anywhere(each))]
    for number in range(min(_MOST_ORIGINS, max((len(names) for _, names in choices), default=0))):
        chosen = [(each, names[min(number, len(names) - 1)]) for each, names in choices]
        old, new = (
            guarding.naming_origins(text, partial(_chosen, chosen))
            for text in (step.guard, guarding.as_template(guarding.is_there(asked)))
        )
        label = Sentence(_FROM, {"origin": ", ".join(dict.fromkeys(origin for _, origin in chosen))})
        yield from _guarded(step, ORIGIN, label, sole_expression(new) or "", old)


def _chosen(chosen: Sequence[tuple[Lookup, str]], lookup: Lookup) -> str:
    return next((origin for each, origin in chosen if each.alike(lookup)), "")


def _by_stage(step: FailingStep, providers: Providers) -> Iterator[Candidate]:
    read = step.looked_up("config", "if")
    without = [stage for stage in step.stages if any(stage in providers.lacking(each) for each in read)]
    if 0 < len(without) < len(step.stages):
        label = Sentence(_NOT_IN, {"stages": ", ".join(without)})
        yield from _guarded(step, STAGE, label, guarding.not_in(without), first=True)


def _guarded(
    step: FailingStep,
    kind: str,
    label: Sentence,
    condition: str,
    old: str | None = None,
    *,
    first: bool = False,
) -> Iterator[Candidate]:
    """The edit that puts a condition into the step's `if`; `old` is what that is to be besides.

    The condition stands first where it is what lets the rest be evaluated. An `if` that is there already has
    its own say in what becomes of the step after a failure; a new one says success(), as none implies.
    """
    old = step.guard if old is None else old
    whole = sole_expression(old)
    if whole is not None:
        first = first or any(not each.careful for each in lookups(whole))
        both = f"{condition} && ({whole})" if first else f"({whole}) && {condition}"
        guard = both if condition else whole
    elif old or not condition:
        return
    else:
        guard = condition if step.first else guarding.and_success(condition, catalog(step.version))
    operation = Set((*step.place.path, "if"), guarding.as_template(guard), after="uses")
    yield Candidate(kind, label, step.manifest, (operation,))


def _defaults(step: FailingStep, providers: Providers, default: str | None) -> Iterator[Candidate]:
    for value in [default] if default is not None else dict.fromkeys(["", *_examples(step, providers)]):
        for manifest in dict.fromkeys((each.kind, each.name) for each in step.texts):
            operations = tuple(_filled(step.texts, manifest, value))
            if operations:
                yield Candidate(DEFAULT, Sentence(_DEFAULT), manifest, operations, value)


def _filled(texts: Iterable[Written], manifest: tuple[str, str], value: str) -> Iterator[Operation]:
    for each in texts:
        if (each.kind, each.name) == manifest:
            text = guarding.with_default(each.text, value)
            if text != each.text:
                yield Set(each.path, text)


def _examples(step: FailingStep, providers: Providers) -> Iterator[str]:
    """What the first of what is read would be, if it were there."""
    for each in step.texts:
        for _, _, inside in expressions(each.text):
            for found in lookups(inside):
                if found.finds_freight and found.reads and not found.careful:
                    yield from providers.example(inside[found.start : found.read_to])
                    return
