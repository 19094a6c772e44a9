"""What mends a failing step, as pages show it: before and after of every case, the lines that change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kargoui.core.catalog import VERSIONS
from kargoui.core.manifest.edits import apply
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.operations import Operation
from kargoui.core.pipeline import origin_colour
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.core.simulate import Cases, NotCreated, Project
from kargoui.core.simulate.mending import Mend, Offer, mends, stages_with
from kargoui.core.simulate.mending.candidates import DEFAULT
from kargoui.core.simulate.mending.effects import Effect
from kargoui.editor.diff_view import Row, difference
from kargoui.editor.links import manifest_url
from kargoui.editor.pages import ProjectPage
from kargoui.pipelines.simulations import simulated
from kargoui.pipelines.state import ManifestChange

MOST_ROWS = 12  # cases one by one: those of three slots
STAGES_SHOWN = 8
_STILL = gettext_noop("With this value the step still fails.")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a promotion ends. `tone` is ok, fail or warn."""

    tone: str
    word: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a case."""

    origin: str
    colour: int
    filled: bool


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case before and after."""

    slots: tuple[Slot, ...]
    target: str
    before: Ending
    after: Ending


@dataclass(frozen=True, slots=True)
class Count:
    """In how many cases a promotion ends like this, before and after."""

    ending: Ending
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class StageRow:
    """How many cases of a Stage fail, before and after."""

    name: str
    address: str
    before: Ending
    after: Ending


@dataclass(frozen=True, slots=True)
class Card:
    """One mend to choose. `default` is the text that stands in, None for a guard; `refused`: why not."""

    key: str
    label: Sentence
    kind: str
    name: str
    address: str
    rows: tuple[Row, ...]
    stages: tuple[StageRow, ...]
    cases: tuple[CaseRow, ...]
    counts: tuple[Count, ...]
    operations: tuple[Operation, ...]
    default: str | None
    open: bool
    refused: Sentence | None = None

    @property
    def shown(self) -> tuple[StageRow, ...]:
        return self.stages[:STAGES_SHOWN]

    @property
    def more(self) -> tuple[StageRow, ...]:
        return self.stages[STAGES_SHOWN:]


@dataclass(frozen=True, slots=True)
class Mending:
    """What is offered for one step of a Stage; `kargo` is another Kargo version than the project's, or ""."""

    stage: str
    alias: str
    kargo: str
    slots: tuple[Slot, ...]
    cards: tuple[Card, ...]
    notes: tuple[Sentence, ...]

    def card(self, key: str) -> Card | None:
        return next((card for card in self.cards if card.key == key), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """The step that a request asks about; `kargo` is another Kargo version than the project's, or ""."""

    page: ProjectPage
    project: Project
    stage: str
    alias: str
    kargo: str

    @property
    def version(self) -> str:
        return self.kargo or self.page.project.kargo_version

    def stages(self) -> int:
        """How many Stages have the step; 0 where there is no such step."""
        try:
            return len(stages_with(self.project, self.stage, self.version, self.alias))
        except (KeyError, NotCreated):
            return 0


def asked(page: ProjectPage, stage: str, alias: str, kargo: str) -> Asked:
    """The step of a Stage, under the project's Kargo version or another one."""
    return Asked(page, simulated(page.state), stage, alias, kargo if kargo in VERSIONS else "")


def mending(of: Asked, default: str | None = None, opened: str = "") -> Mending | None:
    """What mends a step; None where there is no such step.

    `default` is a default value that was typed, `opened` the key of the card that stands open.
    """
    try:
        offer = mends(of.project, of.stage, of.version, of.alias)
        chosen = (
            mends(of.project, of.stage, of.version, of.alias, default=default)
            if default is not None
            else None
        )
    except (KeyError, NotCreated):
        return None
    slots = _slots(of.page, offer)
    cards = tuple(_cards(of.page, offer, chosen, default, slots, opened))
    return Mending(of.stage, of.alias, of.kargo, slots, cards, offer.notes)


def _slots(page: ProjectPage, offer: Offer) -> tuple[Slot, ...]:
    """The slots of the step's own Stage, all filled."""
    names = page.names.get("Warehouse", [])
    origins = next((mend.effects[0].before.origins for mend in offer.mends), ())
    return tuple(Slot(origin, origin_colour(origin, names), filled=True) for origin in origins)


def _cards(
    page: ProjectPage,
    offer: Offer,
    chosen: Offer | None,
    typed: str | None,
    slots: tuple[Slot, ...],
    opened: str,
) -> Iterator[Card]:
    instead = {mend.key: mend for mend in chosen.mends} if chosen is not None else {}
    for mend in offer.mends:
        if mend.kind == DEFAULT and chosen is not None:
            if mend.key in instead:
                yield _card(page, instead[mend.key], slots, opened)
            else:
                yield replace(_card(page, mend, slots, opened), default=typed, refused=Sentence(_STILL))
        else:
            yield _card(page, mend, slots, opened)


def _card(page: ProjectPage, mend: Mend, slots: tuple[Slot, ...], opened: str) -> Card:
    kind, name = mend.manifest
    rows, refused = _lines(page, mend)
    own = mend.effects[0]
    few = own.before.count <= MOST_ROWS
    return Card(
        key=mend.key,
        label=mend.label,
        kind=kind,
        name=name,
        address=manifest_url(page.project.name, kind, name),
        rows=rows,
        stages=tuple(_stage_row(page, each) for each in mend.effects),
        cases=tuple(_case_rows(own, slots)) if few else (),
        counts=() if few else tuple(_counts(own)),
        operations=mend.operations,
        default=mend.candidate.default if mend.kind == DEFAULT else None,
        open=mend.key == opened,
        refused=refused,
    )


def _lines(page: ProjectPage, mend: Mend) -> tuple[tuple[Row, ...], Sentence | None]:
    """The lines of the manifest that change, or why they cannot."""
    found = page.state.manifest(*mend.manifest)
    if found is None:
        return (), None
    text = found.text
    try:
        for operation in mend.operations:
            text = apply(text, operation)
    except ManifestError as error:
        return (), error.sentence
    return difference(ManifestChange(*mend.manifest, found.file, found.text, text)).rows, None


def _stage_row(page: ProjectPage, effect: Effect) -> StageRow:
    address = manifest_url(page.project.name, "Stage", effect.stage)
    return StageRow(effect.stage, address, failing(effect.before), failing(effect.after))


def failing(found: Cases) -> Ending:
    """In how many cases of a Stage the promotion does not succeed."""
    count = {"failing": found.failing, "count": found.count}
    if not found.failing:
        words = ngettext("%(count)s case, it succeeds", "%(count)s cases, all succeed", found.count)
        return Ending("ok", words % count)
    words = ngettext("%(failing)s of %(count)s fails", "%(failing)s of %(count)s fail", found.failing)
    return Ending("fail", words % count)


def _case_rows(effect: Effect, slots: tuple[Slot, ...]) -> Iterator[CaseRow]:
    for before, after in zip(effect.before, effect.after, strict=True):
        filled = tuple(replace(slot, filled=slot.origin in before.case.filled) for slot in slots)
        ends = [
            _ending(each.phase, each.step, sum(step.status == "Skipped" for step in each.steps))
            for each in (before, after)
        ]
        yield CaseRow(filled, before.case.target, *ends)


def _counts(effect: Effect) -> Iterator[Count]:
    by_ending: dict[Ending, list[int]] = {}
    for which, found in enumerate((effect.before, effect.after)):
        for group in found.groups:
            numbers = by_ending.setdefault(_ending(group.phase, group.step), [0, 0])
            numbers[which] += group.count
    for ending, (before, after) in sorted(by_ending.items(), key=lambda item: item[0].tone != "fail"):
        yield Count(ending, before, after)


def _ending(phase: str, step: str, skipped: int = 0) -> Ending:
    """The end of a promotion, and the step that decided it as people know it."""
    if phase == "Succeeded":
        words = ngettext("succeeds, %(count)d skipped", "succeeds, %(count)d skipped", skipped)
        return Ending("ok", words % {"count": skipped} if skipped else _("succeeds"))
    words = {"Unknown": _("may fail at %(step)s"), "Failed": _("failed at %(step)s")}.get(
        phase, _("errored at %(step)s")
    )
    return Ending("warn" if phase == "Unknown" else "fail", words % {"step": step.rpartition("::")[2]})
