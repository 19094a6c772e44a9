"""What the page of a Stage says of one case: its slots, all other cases, and how each step ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext, ngettext

from kargoui.core.catalog import VERSIONS
from kargoui.core.pipeline import origin_colour
from kargoui.core.simulate import (
    Case,
    CaseOutcome,
    Cases,
    Group,
    NotCreated,
    Plan,
    Project,
    Trace,
    foreseen,
    plan,
    run,
    shown_version,
)
from kargoui.core.simulate.every_case.answers import MOST_SLOTS
from kargoui.core.simulate.project import requested_origins
from kargoui.editor.choice import Choice, first_choice, read_choice
from kargoui.editor.endings import Ending, Flow, StepEnding, Summary, ending, grouped, known_as, summary
from kargoui.editor.pages import ProjectPage
from kargoui.editor.pins import NO_PINS, Pins, posted_pin
from kargoui.editor.steps import StepCard
from kargoui.editor.what_if import stage_cases, stage_project

MOST_STAGES = 100
MOST_ROWS_SLOTS = 4  # with more slots there are more cases than a person reads one by one


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of the strip. `alone`: nothing else is filled, so it stays so."""

    origin: str
    colour: int
    version: str
    missing: bool
    filled: bool
    target: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the table, which `query` chooses. `never`: its Freight does not get there by itself."""

    slots: tuple[tuple[Slot, bool], ...]
    target: str
    ending: Ending
    chosen: bool
    never: bool
    query: str

    @property
    def label(self) -> str:
        """The case in words."""
        return in_words([slot.origin for slot, filled in self.slots if filled], self.target)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Cases that end alike, in the list that stands for the table where there are many slots."""

    ending: Ending
    count: str
    common: str
    smallest: str
    chosen: bool
    never: bool
    query: str


@dataclass
class CasePage:
    """One Stage and the case that was chosen of it."""

    page: ProjectPage
    stage: str
    query: QueryDict

    @cached_property
    def project(self) -> Project:
        return stage_project(self.page.state, self.stage)

    @cached_property
    def origins(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(requested_origins(self.project.stages.get(self.stage, {}))))

    @cached_property
    def asked(self) -> Choice:
        """What the address says; it may choose no case."""
        return read_choice(self.query, self.origins, self.page.project.kargo_version)

    @property
    def version(self) -> str:
        return self.asked.version or self.page.project.kargo_version

    @property
    def versions(self) -> Sequence[str]:
        return VERSIONS[::-1]

    @cached_property
    def planned(self) -> Plan | None:
        """The steps of a promotion; None where Kargo refuses to create one."""
        try:
            return plan(self.project, self.stage, self.version)
        except NotCreated:
            return None

    @cached_property
    def pins(self) -> Pins:
        """What is supposed of the steps, with what the form of one step supposes just now."""
        if self.planned is None:
            return NO_PINS
        pins = self.asked.pins
        for step in self.planned.steps:
            if step.alias == self.query.get("suppose"):
                pins = pins.but(step.alias, posted_pin(self.query, step, self.version))
        return pins.but(self.query.get("forget", ""), {}).among(self.planned)

    @cached_property
    def choice(self) -> Choice:
        """The case that is shown."""
        asked = replace(self.asked, pins=self.pins)
        return asked if asked.target else asked.at(first_choice(self.cases), self.origins)

    @cached_property
    def cases(self) -> Cases:
        return stage_cases(self.project, self.stage, self.version, self.pins)

    @cached_property
    def flow(self) -> Flow | None:
        """The promotion of the chosen case; None where there is none."""
        if self.planned is None or not self.choice.target:
            return None
        outcomes = {**foreseen(self.planned), **self.pins.outcomes(self.planned)}
        trace = run(self.project, self.stage, self.choice.case, self.version, outcomes)
        return Flow(self.project, self.planned, self.choice.case, trace, self.pins)

    def endings(self, cards: Sequence[StepCard]) -> dict[str, StepEnding]:
        """How each step ends, by the place of its card."""
        return {each.place: each for each in self.flow.endings(cards)} if self.flow else {}

    @property
    def ending(self) -> Ending | None:
        return self._ending_of(self.flow.trace) if self.flow else None

    @property
    def loose_message(self) -> str:
        """The engine's message where no step is to blame."""
        trace = self.flow.trace if self.flow else None
        return trace.message if trace is not None and trace.phase != "Succeeded" and not trace.step else ""

    @property
    def said(self) -> str:
        """The chosen case and its end, for whoever cannot see it change."""
        if self.ending is None:
            return ""
        return f"{in_words(self.choice.filled, self.choice.target)}: {self.ending.word}"

    @property
    def count(self) -> str:
        return grouped(self.cases.count)

    @property
    def summary(self) -> Summary | None:
        """In how many cases the promotion fails; None where none is listed."""
        return summary(self.cases)

    @property
    def few_stages(self) -> bool:
        """Whether the side navigation says of every Stage what its cases come to."""
        return len(self.page.stages) <= MOST_STAGES

    @property
    def slots(self) -> list[Slot]:
        choice = self.choice
        return [
            Slot(
                origin,
                self._colours[origin],
                shown_version(self.project.freight[origin]) if origin in self.project.freight else "",
                origin not in self.project.warehouses,
                origin in choice.filled,
                origin == choice.target,
                choice.filled == (origin,),
            )
            for origin in self.origins
        ]

    @property
    def many(self) -> bool:
        """Whether the cases are listed by how they end instead of one by one."""
        return len(self.origins) > MOST_ROWS_SLOTS

    @property
    def too_many(self) -> bool:
        """Whether they are not listed at all."""
        return len(self.origins) > MOST_SLOTS

    @property
    def absent(self) -> str:
        """The origins whose Freight never gets to the Stage by itself; "" where there are none."""
        if not self.cases.count:
            return ""
        alone = {origin: Case(frozenset({origin}), origin) for origin in self.origins}
        return ", ".join(origin for origin, case in alone.items() if not self.cases.outcome(case).reachable)

    @property
    def rows(self) -> list[Row]:
        return [self._row(each) for each in self.cases] if not self.many else []

    @property
    def groups(self) -> list[GroupRow]:
        return [self._group(group) for group in self.cases.groups] if self.many else []

    @cached_property
    def _colours(self) -> Mapping[str, int]:
        names = self.page.names.get("Warehouse", [])
        return {origin: origin_colour(origin, names) for origin in self.origins}

    def _row(self, outcome: CaseOutcome) -> Row:
        case = outcome.case
        skipped = sum(step.status == "Skipped" for step in outcome.steps)
        return Row(
            tuple((slot, slot.origin in case.filled) for slot in self.slots),
            case.target,
            ending(outcome.phase, self._known_as(outcome.step), skipped),
            case == self.choice.case,
            not outcome.reachable,
            self.choice.at(case, self.origins).query,
        )

    def _group(self, group: Group) -> GroupRow:
        trace = self.flow.trace if self.flow else None
        chosen = trace is not None and (trace.phase, trace.message, trace.step) == (
            group.phase,
            group.message,
            group.step,
        )
        return GroupRow(
            ending(group.phase, self._known_as(group.step)),
            ngettext("%(count)s case", "%(count)s cases", group.count) % {"count": grouped(group.count)},
            self._common(group),
            self._smallest(group),
            chosen,
            not group.reachable,
            self.choice.at(group.smallest, self.origins).query,
        )

    def _common(self, group: Group) -> str:
        """What the cases of a group have in common."""
        said = []
        for slots, template in (
            (group.empty, gettext("%(slots)s empty")),
            (group.filled - {group.target}, gettext("%(slots)s filled")),
        ):
            if slots:
                said.append(template % {"slots": ", ".join(self._in_order(slots))})
        if group.target:
            said.append(gettext("promoting %(target)s") % {"target": group.target})
        return "; ".join(said)

    def _smallest(self, group: Group) -> str:
        """The smallest case of a group, as far as what they have in common does not tell it."""
        case = group.smallest
        if case.filled == group.filled:
            return gettext("promoting %(target)s") % {"target": case.target}
        return in_words(self._in_order(case.filled), case.target)

    def _in_order(self, origins: frozenset[str]) -> list[str]:
        return [origin for origin in self.origins if origin in origins]

    def _known_as(self, alias: str) -> str:
        return known_as(self.planned, alias) if self.planned is not None and alias else alias

    def _ending_of(self, trace: Trace) -> Ending:
        skipped = sum(step.status == "Skipped" for step in trace.steps)
        return ending(trace.phase, self._known_as(trace.step), skipped)


def in_words(filled: Sequence[str], target: str) -> str:
    """A case in a few words."""
    others = ", ".join(origin for origin in filled if origin != target)
    if not others:
        return gettext("promoting %(target)s alone") % {"target": target}
    return gettext("promoting %(target)s, with %(others)s") % {"target": target, "others": others}
