"""All cases of a Stage: every combination of filled and empty slots, and every slot that may be the target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kargoui.core.catalog import catalog
from kargoui.core.simulate.foreseen import foreseen
from kargoui.core.simulate.plan import NotCreated, plan
from kargoui.core.simulate.project import Case, Project
from kargoui.core.simulate.trace import Outcome


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """How one step ends in some cases. `status` is Kargo's, or Unknown where that depends on what is not known."""

    alias: str
    status: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """How the promotion of one case ends; `reachable`: a real history can get there.

    `step` is the alias of the step that decides, "" where the promotion succeeds.
    """

    case: Case
    phase: str
    message: str
    step: str
    steps: tuple[StepOutcome, ...]
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that end alike, because of the same step and with the same message.

    `filled` and `empty` are the slots that are so in all of them, `target` is what all of them promote, ""
    where they differ. `smallest` has the fewest filled slots, a reachable one if there is any.
    """

    phase: str
    message: str
    step: str
    count: int
    smallest: Case
    filled: frozenset[str]
    empty: frozenset[str]
    target: str
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Cases:
    """Every case of one Stage under one Kargo version. `origins` are its slots, in its order.

    `refusal` is Kargo's answer where no promotion can be created at all; then there is nothing else.
    """

    stage: str
    version: str
    origins: tuple[str, ...]
    groups: tuple[Group, ...] = ()
    refusal: str = ""

    @property
    def count(self) -> int:
        """How many cases there are: N * 2^(N-1)."""
        return sum(group.count for group in self.groups)

    @property
    def failing(self) -> int:
        """In how many of them the promotion does not succeed, for all that is known."""
        return sum(group.count for group in self.groups if group.phase != "Succeeded")

    def outcome(self, case: Case) -> CaseOutcome:
        """One case, its target filled. Raises KeyError where the Stage has no such case."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[CaseOutcome]:
        """Each case: those with the fewest filled slots first, then in the Stage's order."""
        raise NotImplementedError
