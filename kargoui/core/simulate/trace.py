"""How a promotion went: its phase and message, and each step with what Kargo evaluated for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kargoui.core.expr import Scope, Unknown


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step does once its config has passed its schema. `status` is Succeeded, Failed, Errored or
    Skipped; `output` is what it gives when it succeeds, None for nothing, Unknown where nobody
    can tell the names either."""

    status: str = "Succeeded"
    output: Mapping[str, object] | Unknown | None = None
    message: str = ""


@dataclass(slots=True)
class StepTrace:
    """One step. `status` is Kargo's, or Unknown where `guard` is an Unknown, whose reasons say why.

    `guard` is its evaluated `if`, None where it has none or that failed. `ran` tells a step that was handed
    its evaluated config. `scope` is what its expressions saw, None where none was evaluated.
    """

    alias: str
    status: str = ""
    message: str = ""
    guard: object = None
    config: object = None
    output: object = None
    ran: bool = False
    scope: Scope | None = field(default=None, repr=False, compare=False)

    @property
    def vars(self) -> Mapping[str, object]:
        """The evaluated variables; none where neither `if` nor config asked for them."""
        found = self.scope.variables["vars"] if self.scope is not None else {}
        assert isinstance(found, Mapping)  # noqa: S101 - for mypy: the engine made it
        return found


@dataclass(frozen=True, slots=True)
class Trace:
    """A promotion. `outputs` is what `outputs` held at its end, `step` the alias of the step that decided its
    phase, "" where it succeeded."""

    phase: str
    message: str
    steps: tuple[StepTrace, ...]
    outputs: Mapping[str, object] = field(default_factory=dict)
    step: str = ""
