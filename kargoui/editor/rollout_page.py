"""The first rollout on its page: promotions one below the other, and what another order would spare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kargoui.core.manifest.operations import Move
from kargoui.core.pipeline import origin_colour
from kargoui.core.simulate import NOT_CREATED, Promotion, Rollout
from kargoui.editor.failing_stages import case_url
from kargoui.editor.links import manifest_url
from kargoui.editor.slots import PATH
from kargoui.pipelines.simulations import Survey


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a Stage as a promotion found it and left it."""

    origin: str
    colour: int
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """One promotion. `tone` is ok, fail or warn.

    `before` says how the same one ends as it is, where that is better or worse. `opens`: the first of those
    that run side by side. `wave` counts the phases, from 0.
    """

    number: int
    stage: str
    address: str
    target: str
    colour: int
    slots: tuple[Slot, ...]
    tone: str
    word: str
    message: str
    automatic: bool
    opens: bool
    wave: int
    before: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to roll out: how many promotions it takes, and how many of them fail."""

    promotions: int
    failing: int
    waiting: int


def alternative(rollout: Rollout) -> Alternative:
    """The numbers of a rollout."""
    return Alternative(len(rollout.promotions), rollout.failing, len(rollout.waiting))


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A better order, and the Stages that it is one for."""

    order: tuple[tuple[str, int], ...]
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A rollout beside the one as it is. `version` is what links name, "" for the project's own."""

    project: str
    shown: Rollout
    as_it_is: Rollout
    tried: Survey
    warehouses: Sequence[str]
    version: str = ""

    def places(self, *, failing: bool = False) -> list[int]:
        """The places of all promotions, or of those that fail."""
        every = enumerate(self.shown.promotions)
        return [place for place, each in every if not failing or each.phase != "Succeeded"]

    def moments(self, places: Iterable[int]) -> list[Moment]:
        """What the page says of the promotions at these places."""
        others = {(each.stage, each.case.target): ending(each) for each in self.as_it_is.promotions}
        return [self._moment(place, others) for place in places]

    def _moment(self, place: int, others: Mapping[tuple[str, str], tuple[str, str]]) -> Moment:
        each = self.shown.promotions[place]
        origins = self.tried.cases[each.stage].origins or tuple(sorted(each.case.filled))
        address = manifest_url(self.project, "Stage", each.stage)
        tone, word = ending(each)
        was, before = others.get((each.stage, each.case.target), ("", _("does not happen")))
        return Moment(
            number=place + 1,
            stage=each.stage,
            address=case_url(address, each.case, origins, self.version),
            target=each.case.target,
            colour=origin_colour(each.case.target, self.warehouses),
            slots=tuple(self._slots(each, origins)),
            tone=tone,
            word=word,
            message=each.message,
            automatic=each.automatic,
            opens=not place or self.shown.promotions[place - 1].round != each.round,
            wave=each.wave,
            before="" if was == tone else before,
        )

    def _slots(self, each: Promotion, origins: Iterable[str]) -> Iterator[Slot]:
        for origin in origins:
            after = origin in each.case.filled
            before = after and origin != each.case.target
            yield Slot(origin, origin_colour(origin, self.warehouses), before, after)


def ending(promotion: Promotion) -> tuple[str, str]:
    """How a promotion ends, as a tone and in words."""
    step = {"step": promotion.step}
    if promotion.phase == "Succeeded":
        if not promotion.skipped:
            return "ok", _("succeeds")
        words = ngettext("succeeds, %(count)d skipped", "succeeds, %(count)d skipped", promotion.skipped)
        return "ok", words % {"count": promotion.skipped}
    if promotion.phase == NOT_CREATED:
        return "fail", _("is not created")
    if promotion.phase == "Unknown":
        return "warn", _("may fail at %(step)s") % step if promotion.step else _("can fail")
    if promotion.phase == "Failed":
        return "fail", _("failed at %(step)s") % step if promotion.step else _("failed")
    return "fail", _("errored at %(step)s") % step if promotion.step else _("errored")


def order_lines(orders: Mapping[str, tuple[str, ...]], warehouses: Sequence[str]) -> list[OrderLine]:
    """Stages by the order that is better for them, most Stages first."""
    gathered: dict[tuple[str, ...], list[str]] = {}
    for stage, order in orders.items():
        gathered.setdefault(order, []).append(stage)
    lines = [
        OrderLine(tuple((name, origin_colour(name, warehouses)) for name in order), tuple(stages))
        for order, stages in gathered.items()
    ]
    return sorted(lines, key=lambda line: -len(line.stages))


def reordering(now: Sequence[str], wanted: Sequence[str]) -> list[Move]:
    """The moves that bring a Stage's requestedFreight from one order of origins to another."""
    current = list(now)
    moves = []
    for to, origin in enumerate(wanted):
        at = current.index(origin, to)
        if at != to:
            current.insert(to, current.pop(at))
            moves.append(Move((*PATH, at), to))
    return moves
