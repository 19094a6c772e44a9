"""What Kargo evaluates for one step in one case, as YAML, and the form that supposes how the step ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from kargoui.core.expr import Unknown
from kargoui.core.simulate import PlannedStep, StepTrace
from kargoui.editor.case_page import CasePage
from kargoui.editor.endings import StepEnding
from kargoui.editor.pins import SELF_DECIDING, given_names, shown
from kargoui.editor.yaml_view import highlight, rows_of

_OPEN, _CLOSE = "\ue000", "\ue001"  # around what is not known, until it is HTML
_UNKNOWN = re.compile(f"{_OPEN}(.*?){_CLOSE}")
_WIDTH = 10_000


@dataclass(frozen=True, slots=True)
class Given:
    """One output of a step, and what is supposed of it, as it is typed."""

    name: str
    text: str


@dataclass
class Evaluated:
    """A step of the chosen case; `place` names its card."""

    case: CasePage
    place: str
    ending: StepEnding
    step: PlannedStep
    trace: StepTrace | None

    @property
    def parts(self) -> list[tuple[str, SafeString]]:
        """What was evaluated, part by part, each as YAML."""
        if self.trace is None:
            return []
        parts: list[tuple[str, object]] = []
        if self.step.guard is not None and self.trace.guard is not None:
            parts.append(("if", self.trace.guard))
        if self.trace.vars:
            parts.append(("vars", self.trace.vars))
        if self.trace.config is not None:
            parts.append(("config", self.trace.config))
        if self.trace.output:
            parts.append((gettext("gives"), _with_gaps(self.trace.output)))
        return [(name, as_yaml(value)) for name, value in parts]

    @property
    def can_suppose(self) -> bool:
        return self.step.uses not in SELF_DECIDING

    @cached_property
    def pin(self) -> Mapping[str, object]:
        return self.case.pins.of(self.step.alias)

    @property
    def fails(self) -> bool:
        return self.pin.get("status") == "Failed"

    @property
    def gives(self) -> list[Given]:
        names = given_names(self.step, self.case.version)
        return [Given(name, shown(self.pin, name)) for name in names]


def evaluated(case: CasePage, place: str, endings: Mapping[str, StepEnding]) -> Evaluated | None:
    """The step at a place of the page; None where there is none."""
    end = endings.get(place)
    if end is None or not end.alias or case.flow is None:
        return None
    step = next(step for step in case.flow.planned.steps if step.alias == end.alias)
    trace = next((each for each in case.flow.trace.steps if each.alias == end.alias), None)
    return Evaluated(case, place, end, step, trace)


def _with_gaps(output: object) -> object:
    """What a step gives; what is not known of it depends on nothing but the step."""
    if isinstance(output, Mapping):
        return {name: _with_gaps(value) for name, value in output.items()}
    return _Unknown(gettext("not known")) if isinstance(output, Unknown) else output


def as_yaml(value: object) -> SafeString:
    """A value as highlighted YAML; what is not known stands in it as what it depends on."""
    text = yaml.dump(
        _plain(value),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=_WIDTH,
        default_flow_style=False,
    )
    html = "\n".join(highlight(rows_of(text.removesuffix("...\n").rstrip("\n"))))
    return mark_safe(_UNKNOWN.sub(r"<i>\1</i>", html))  # noqa: S308 - escaped by highlight


class _Unknown(str):
    """What is said in place of a value that is not known."""

    def __new__(cls, text: str) -> _Unknown:
        return super().__new__(cls, f"{_OPEN}{text}{_CLOSE}")


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks; a value that is not known without quotes."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(_Unknown, _represent_text)


def _plain(value: object) -> object:
    """A value in Python's own types; whole numbers without the `.0` that Go does not write either."""
    if isinstance(value, Unknown):
        names = {"names": ", ".join(sorted(value.reasons))}
        return _Unknown(gettext("depends on %(names)s") % names)
    if isinstance(value, _Unknown):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)
