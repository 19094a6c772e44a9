"""What a person supposes of steps whose outcome nobody knows: in addresses, and for the simulator."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from django.http import QueryDict

from kargoui.core.catalog import catalog
from kargoui.core.simulate import Outcome, Plan, PlannedStep, foreseen

PREFIX = "pin."
MESSAGE = "supposed"  # in the place of the engine's own
SELF_DECIDING = frozenset({"compose-output", "fail"})  # whose config alone says how they end
_MOST, _LONGEST = 40, 2000
_EXACT = 2**53


@dataclass(frozen=True, slots=True)
class Pins:
    """Outcomes by alias, each as the JSON text that stands in an address.

    `{"status":"Failed"}` for a step that is to fail, `{"output":{"commit":"abc1234"}}` for what one gives.
    """

    texts: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.texts)

    def of(self, alias: str) -> Mapping[str, object]:
        """What is supposed of a step, empty where nothing is."""
        return next((_read(text) or {} for each, text in self.texts if each == alias), {})

    def but(self, alias: str, pin: Mapping[str, object]) -> Pins:
        """The same with another supposition of one step; an empty one is none."""
        others = [each for each in self.texts if each[0] != alias]
        return Pins(tuple([*others, (alias, _written(pin))] if pin else others))

    def among(self, planned: Plan) -> Pins:
        """Those of steps that a Stage has, and that do not decide themselves."""
        there = {step.alias for step in planned.steps if step.uses not in SELF_DECIDING}
        return Pins(tuple(each for each in self.texts if each[0] in there))

    def query(self) -> list[tuple[str, str]]:
        """The parameters of an address that hold them."""
        return [(f"{PREFIX}{alias}", text) for alias, text in self.texts]

    def outcomes(self, planned: Plan) -> dict[str, Outcome]:
        """The outcomes of those steps; outputs that are not supposed stay unknown."""
        usual = foreseen(planned)
        return {alias: _outcome(self.of(alias), usual[alias]) for alias, _ in self.texts if alias in usual}


NO_PINS = Pins()


def read_pins(query: QueryDict) -> Pins:
    """The suppositions of an address; what is none is left out."""
    found: dict[str, str] = {}
    for name, text in query.items():
        pin = _read(str(text)) if name.startswith(PREFIX) else None
        if pin and len(found) < _MOST:
            found[name.removeprefix(PREFIX)] = _written(pin)
    return Pins(tuple(found.items()))


def posted_pin(form: QueryDict, step: PlannedStep, version: str) -> Mapping[str, object]:
    """What the form of one step supposes: fields `ends` and, for each output, `give.NAME`."""
    if form.get("ends") == "Failed":
        return {"status": "Failed"}
    output: dict[str, object] = {}
    for name in given_names(step, version):
        text = form.get(f"give.{name}", "").strip()
        if text:
            _put(output, name.split("."), _value(step, name, text, version))
    return {"output": output} if output else {}


def given_names(step: PlannedStep, version: str) -> list[str]:
    """The outputs that are known to come of a step, those inside others dotted: `pr.id`."""
    planned = Plan("", version, (), (), (step,), vars_see_step=False, steps_see_metas=False)
    return list(_leaves(foreseen(planned)[step.alias].output))


def shown(pin: Mapping[str, object], name: str) -> str:
    """A supposed output as it is typed, "" where it is not supposed."""
    value: object = pin.get("output")
    for part in name.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return ""
        value = value[part]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _leaves(output: object, prefix: str = "") -> Iterator[str]:
    for name, value in output.items() if isinstance(output, Mapping) else ():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def _put(output: dict[str, object], path: list[str], value: object) -> None:
    for part in path[:-1]:
        below = output.setdefault(part, {})
        assert isinstance(below, dict)  # noqa: S101 - for mypy: names of leaves never lead through a leaf
        output = below
    output[path[-1]] = value


def _value(step: PlannedStep, name: str, text: str, version: str) -> object:
    """Text where the output is known to be text, else what it is as JSON, if it is that."""
    kind = catalog(version).steps.get(step.uses)
    fields = kind.outputs if kind is not None else {}
    *path, last = name.split(".")
    for part in path:
        fields = fields[part].fields if part in fields else {}
    if last in fields and fields[last].type == "string":
        return text
    found = _parsed(text)
    return text if found is None else found


def _number(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return int(number) if number.is_integer() and abs(number) < _EXACT else number


def _parsed(text: str) -> object:
    """The value of a JSON text, None for what is none or holds what Kargo could not."""
    try:
        found: object = json.loads(text, parse_constant=_number, parse_float=_number, parse_int=_number)
        json.dumps(found, ensure_ascii=False).encode()  # halves of characters cannot be shown
    except (ValueError, RecursionError):
        return None
    return found


def _read(text: str) -> dict[str, object] | None:
    """A supposition out of its text; None where it is none."""
    found = _parsed(text) if len(text) <= _LONGEST else None
    if not isinstance(found, dict):
        return None
    if found.get("status") == "Failed":
        return {"status": "Failed"}
    output = found.get("output")
    return {"output": output} if isinstance(output, dict) and output else None


def _written(pin: Mapping[str, object]) -> str:
    return json.dumps(pin, ensure_ascii=False, separators=(",", ":"))


def _outcome(pin: Mapping[str, object], usual: Outcome) -> Outcome:
    if pin.get("status") == "Failed":
        return Outcome("Failed", message=MESSAGE)
    return Outcome(output=_over(usual.output, pin.get("output")))


def _over(usual: object, given: object) -> dict[str, object]:
    """Outputs with those that are given in their places."""
    merged: dict[str, object] = dict(usual) if isinstance(usual, Mapping) else {}
    for name, value in given.items() if isinstance(given, Mapping) else ():
        before = merged.get(name)
        inside = isinstance(before, Mapping) and isinstance(value, Mapping)
        merged[str(name)] = _over(before, value) if inside else value
    return merged
