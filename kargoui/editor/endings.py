"""How promotions and their steps end, in the words and colours of the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from kargoui.core.catalog import VERSIONS
from kargoui.core.expr import Unknown
from kargoui.core.sentence import Sentence
from kargoui.core.simulate import Case, Cases, Plan, PlannedStep, Project, StepTrace, Trace
from kargoui.core.simulate.explain import explain
from kargoui.editor.pins import Pins
from kargoui.editor.steps import StepCard

_FAILS = ("Failed", "Errored")
_SNIPPET = "\n | "


@dataclass(frozen=True, slots=True)
class Ending:
    """How a promotion ends. `tone` is ok, fail or warn."""

    tone: str
    word: str


@dataclass(frozen=True, slots=True)
class Summary:
    """In how many cases of a Stage the promotion fails; `short` is for little room: `1 of 4`, or `4`."""

    tone: str
    word: str
    short: str


@dataclass(frozen=True, slots=True)
class StepEnding:
    """How a step ends in the chosen case.

    `place` names its card on the page, `alias` it in the promotion ("" for a reference to a task). `tone` is
    ok, skip, fail or unknown. Where it does not end well, `sentence` says why; `message` and `snippet` are
    the engine's. `harmless`: its failure does not count.
    """

    place: str
    alias: str
    tone: str
    word: str
    more: str = ""
    sentence: Sentence | None = None
    message: str = ""
    snippet: str = ""
    harmless: bool = False
    supposed: bool = False


def ending(phase: str, step: str, skipped: int = 0) -> Ending:
    """The end of a promotion that `step` decided, as people know that step."""
    if phase == "Succeeded":
        if skipped:
            words = ngettext("succeeds, %(count)d skipped", "succeeds, %(count)d skipped", skipped)
            return Ending("ok", words % {"count": skipped})
        return Ending("ok", gettext("succeeds"))
    if phase == "Unknown":
        word = gettext("may fail at %(step)s") if step else gettext("can fail")
        return Ending("warn", word % {"step": step})
    if phase == "Failed":
        word = gettext("failed at %(step)s") if step else gettext("failed")
    else:
        word = gettext("errored at %(step)s") if step else gettext("errored")
    return Ending("fail", word % {"step": step})


def summary(found: Cases) -> Summary | None:
    """What all cases of a Stage come to; None where it has none."""
    fails = sum(group.count for group in found.groups if group.phase not in ("Succeeded", "Unknown"))
    may, count = found.failing - fails, grouped(found.count)
    numbers = {"failing": grouped(fails or may), "count": count}
    if not found.count:
        return None
    if fails:
        word = ngettext("%(failing)s of %(count)s cases fails", "%(failing)s of %(count)s cases fail", fails)
    elif may:
        word = ngettext(
            "%(failing)s of %(count)s cases may fail", "%(failing)s of %(count)s cases may fail", may
        )
    else:
        word = ngettext("%(count)s case, it succeeds", "%(count)s cases, all succeed", found.count)
        return Summary("ok", word % numbers, count)
    return Summary("fail" if fails else "warn", word % numbers, gettext("%(failing)s of %(count)s") % numbers)


def grouped(number: int) -> str:
    """A number as people read it: 524,288."""
    return str(number_format(number, force_grouping=True))


def known_as(planned: Plan, alias: str) -> str:
    """What people call a step: its own alias, else its kind."""
    step = next((step for step in planned.steps if step.alias == alias), None)
    if step is None:
        return alias
    return step.alias.rpartition("::")[2] if step.named else step.uses


@dataclass(frozen=True, slots=True)
class Flow:
    """One promotion beside the plan that it followed."""

    project: Project
    planned: Plan
    case: Case
    trace: Trace
    pins: Pins

    def endings(self, cards: Sequence[StepCard]) -> Iterator[StepEnding]:
        """The end of each step that a page shows, those of tasks behind the reference to theirs."""
        for card, steps in places(self.planned, cards):
            ends = [self._ending(card.key, step) for step in steps]
            if not card.task:
                yield from ends
                continue
            yield self._of_task(card, ends)
            for inside, end in zip(card.steps, ends, strict=False):
                yield replace(end, place=f"{card.key}-{inside.key}")

    def _of_task(self, card: StepCard, ends: Sequence[StepEnding]) -> StepEnding:
        """The end of a reference to a task: that of the step in it that matters most."""
        words = {"fail": gettext("fails at %(step)s"), "unknown": gettext("depends at %(step)s")}
        for tone, word in words.items():
            found = next((each for each in ends if each.tone == tone and not each.harmless), None)
            if found is not None:
                word %= {"step": known_as(self.planned, found.alias)}
                if not card.steps:  # nowhere else is it said why
                    return replace(found, alias="", word=word)
                return StepEnding(card.key, "", tone, word)
        if ends and all(each.tone == "skip" for each in ends):
            return StepEnding(card.key, "", "skip", ends[0].word)
        return StepEnding(card.key, "", "ok", "")

    def _ending(self, place: str, step: PlannedStep) -> StepEnding:
        own = next((each for each in self.trace.steps if each.alias == step.alias), None)
        decides = step.alias == self.trace.step
        if own is None or (decides and not own.status):  # as Kargo 1.4 ends
            status, message = (self.trace.phase, self.trace.message) if decides else ("", "")
            own = StepTrace(step.alias, status, message, own.guard if own is not None else None)
        supposed = bool(self.pins.of(step.alias))
        tone, word, more = self._word(own)
        if tone not in ("fail", "unknown") or not own.message:
            return StepEnding(place, step.alias, tone, word, more, supposed=supposed)
        message, _, snippet = own.message.encode(errors="replace").decode().partition(_SNIPPET)
        return StepEnding(
            place,
            step.alias,
            tone,
            word,
            more,
            explain(self.project, self.planned, self.case, self.trace, own, supposed=supposed),
            message,
            f"{_SNIPPET}{snippet}".strip("\n") if snippet else "",
            step.continue_on_error,
            supposed,
        )

    def _word(self, own: StepTrace) -> tuple[str, str, str]:
        """Tone, word, and what else there is to say."""
        if isinstance(own.guard, Unknown):
            reasons = sorted(own.guard.reasons)
            names = {"names": reasons[0] if len(reasons) == 1 else f"{reasons[0]}, …"}
            return "unknown", gettext("depends on %(names)s") % names, ", ".join(reasons)
        if own.guard is False:
            return "skip", gettext("skipped: its if is false"), ""
        if own.status == "Succeeded":
            return "ok", "", ""
        if own.status == "Failed":
            return "fail", gettext("failed"), ""
        if own.status == "Errored":
            return "fail", gettext("errored"), ""
        if own.status == "Skipped":
            failed = any(each.status == "Failed" for each in self.trace.steps)
            return (
                "skip",
                gettext("skipped after a failure") if failed else gettext("skipped after an error"),
                "",
            )
        if self.trace.phase == "Unknown":
            return "unknown", gettext("may not be reached"), ""
        return "skip", gettext("not reached"), ""


def places(planned: Plan, cards: Iterable[StepCard]) -> Iterator[tuple[StepCard, list[PlannedStep]]]:
    """The cards of a page, each with its steps in the promotion: several where it references a task."""
    waiting = list(planned.steps)
    first = planned.version == VERSIONS[0]
    for card in cards:
        if not card.task:
            yield card, [waiting.pop(0)] if waiting else []
            continue
        alias = card.alias or f"task-{card.index + (not first)}"
        steps = []
        while waiting and waiting[0].task == alias:
            steps.append(waiting.pop(0))
        yield card, steps
