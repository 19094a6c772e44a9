"""`--fails` and `--output`: outcomes of steps that a person chooses, to see what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kargoui.core.catalog import catalog
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.loader import load_data
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.core.simulate import Outcome, Plan, PlannedStep, foreseen

FAILS, OUTPUT = "--fails", "--output"
_CHOSEN = "chosen to fail"
_OWN = ("compose-output", "fail")  # whose config alone decides
_NOT_WRITTEN = gettext_noop("%(text)s is not of the form ALIAS.NAME=VALUE, as promote::push.commit=abc12 is.")
_NO_STEP = gettext_noop("No step has the alias %(alias)s. There are: %(there)s.")
_DECIDED = gettext_noop("The step %(alias)s is a %(kind)s: its config alone decides how it ends.")
_NO_OUTPUT = gettext_noop("The step %(alias)s gives no output %(name)s. %(kind)s gives: %(there)s.")
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Pins:
    """What was chosen: aliases of steps that fail, and outputs as text by alias and dotted name."""

    fails: frozenset[str]
    outputs: Mapping[str, Mapping[str, str]]


def read_pins(fails: Iterable[str], outputs: Iterable[str]) -> Pins:
    """The choices that the arguments make. Raises ManifestError."""
    given: dict[str, dict[str, str]] = {}
    for text in outputs:
        place, equals, value = text.partition("=")
        alias, _, name = place.partition(".")
        if not (equals and alias and name):
            raise ManifestError(Sentence(_NOT_WRITTEN, {"text": text}), file=OUTPUT)
        given.setdefault(alias, {})[name] = value
    return Pins(frozenset(fails), given)


def check_pins(pins: Pins, plans: Sequence[Plan]) -> None:
    """Raise ManifestError where an alias is that of no step, or of one that decides itself."""
    steps = {step.alias: step for planned in plans for step in planned.steps}
    for flag, aliases in ((FAILS, pins.fails), (OUTPUT, pins.outputs)):
        for alias in aliases:
            if alias not in steps:
                there = ", ".join(list(steps)[:_LISTED]) or "none"
                raise ManifestError(Sentence(_NO_STEP, {"alias": alias, "there": there}), file=flag)
            if steps[alias].uses in _OWN:
                params = {"alias": alias, "kind": steps[alias].uses}
                raise ManifestError(Sentence(_DECIDED, params), file=flag)


def outcomes(pins: Pins, planned: Plan) -> dict[str, Outcome]:
    """The chosen outcomes of one Stage's steps. Raises ManifestError for an output that none gives."""
    usual = foreseen(planned)
    found: dict[str, Outcome] = {}
    for step in planned.steps:
        if step.alias in pins.fails:
            found[step.alias] = Outcome("Failed", message=_CHOSEN)
        elif step.alias in pins.outputs:
            before = usual[step.alias].output
            output: dict[str, object] = dict(before) if isinstance(before, Mapping) else {}
            for name, value in pins.outputs[step.alias].items():
                _put(output, name.split("."), _value(step, name, value, planned.version))
            found[step.alias] = Outcome(output=output)
    return found


def _put(output: dict[str, object], path: Sequence[str], value: object) -> None:
    first, *rest = path
    if rest:
        below = output.get(first)
        inner = dict(below) if isinstance(below, Mapping) else {}
        _put(inner, rest, value)
        value = inner
    output[first] = value


def _value(step: PlannedStep, name: str, text: str, version: str) -> object:
    """The value: text where the step's output is known to be text, else as YAML."""
    kind = catalog(version).steps.get(step.uses)
    first, *rest = name.split(".")
    field = kind.outputs.get(first) if kind else None
    for part in rest:
        field = field.fields.get(part) if field else None
    if field is None and kind is not None and not kind.open_outputs:
        there = ", ".join(kind.outputs) or "nothing"
        params = {"alias": step.alias, "name": name, "kind": step.uses, "there": there}
        raise ManifestError(Sentence(_NO_OUTPUT, params), file=OUTPUT)
    if field is not None and field.type == "string":
        return text
    try:
        return load_data(text)
    except ManifestError as error:
        raise error.moved(file=OUTPUT, lines=0) from None
