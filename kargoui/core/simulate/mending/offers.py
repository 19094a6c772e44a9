"""The edits that mend a failing step, each tried on all cases of every Stage that it touches."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kargoui.core.catalog import catalog
from kargoui.core.manifest.operations import Operation, apply_to_data, to_json
from kargoui.core.pipeline.reading import mapping
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.core.simulate.every_case.answers import Cases, answered, told
from kargoui.core.simulate.mending import guarding
from kargoui.core.simulate.mending.candidates import DEFAULT, GUARD, Candidate, FailingStep, candidates
from kargoui.core.simulate.mending.effects import Effect, effect
from kargoui.core.simulate.mending.providers import Providers
from kargoui.core.simulate.mending.written import StepPlace, document, step_places, written
from kargoui.core.simulate.plan import NotCreated, plan
from kargoui.core.simulate.project import Project
from kargoui.core.simulate.trace import Outcome

_TOO_OLD = gettext_noop(
    "In Kargo %(version)s imageFrom(…) and its like fail where there is no Freight, in a guard too. "
    "From 1.5 on a guard can ask for it."
)
_LACKING = gettext_noop(
    "%(stages)s requests no Warehouse for %(call)s. There the call itself fails, in a guard too, "
    "unless it says which Warehouse it means."
)
_VARS = gettext_noop("Variables are evaluated before the guard, so that no guard keeps them from failing.")
_NOTHING = gettext_noop("No guard and no default value mends this.")


@dataclass(frozen=True, slots=True)
class Mend:
    """An edit of one manifest that mends a step. `effects` are those on the Stages, the step's own first."""

    candidate: Candidate
    effects: tuple[Effect, ...]

    @property
    def kind(self) -> str:
        return self.candidate.kind

    @property
    def label(self) -> Sentence:
        return self.candidate.label

    @property
    def manifest(self) -> tuple[str, str]:
        """Kind and name of what is edited."""
        return self.candidate.manifest

    @property
    def operations(self) -> tuple[Operation, ...]:
        return self.candidate.operations

    @property
    def failing_before(self) -> int:
        """In how many cases of all Stages the promotion does not succeed today."""
        return sum(each.before.failing for each in self.effects)

    @property
    def failing_after(self) -> int:
        return sum(each.after.failing for each in self.effects)

    @property
    def key(self) -> str:
        """A name by what it does; a default value has the same one whatever the value is."""
        content: object = [to_json(operation) for operation in self.operations]
        if self.kind == DEFAULT:
            content = [list(operation.path) for operation in self.operations]
        digest = hashlib.sha256(json.dumps([*self.manifest, content]).encode()).hexdigest()
        return f"{self.kind}-{digest[:8]}"


@dataclass(frozen=True, slots=True)
class Offer:
    """What mends one step, the best first, and what a person should know besides. `stages` have the step."""

    alias: str
    place: StepPlace
    stages: tuple[str, ...]
    mends: tuple[Mend, ...]
    notes: tuple[Sentence, ...]


def mends(
    project: Project,
    stage: str,
    version: str,
    alias: str,
    pinned: Mapping[str, Outcome] | None = None,
    default: str | None = None,
) -> Offer:
    """What mends the step that has this alias in the plan of a Stage.

    `default` is the text that somebody chose as default value; None tries "" and then an example. `pinned`
    are outcomes of the Stage's steps by alias. Raises NotCreated, and KeyError where there is no such step.
    """
    return _Search(project, stage, catalog(version).version, alias, pinned or {}).offer(default)


def stages_with(project: Project, stage: str, version: str, alias: str) -> list[str]:
    """The Stages whose promotions have the step of this alias in a Stage's plan, that Stage first.

    Raises NotCreated, and KeyError where there is no such step.
    """
    return _with(project, stage, _place(project, stage, version, alias))


def _place(project: Project, stage: str, version: str, alias: str) -> StepPlace:
    planned = {step.alias: at for at, step in enumerate(plan(project, stage, version).steps)}
    return step_places(project, stage)[planned[alias]]


def _with(project: Project, stage: str, place: StepPlace) -> list[str]:
    if place.kind == "Stage":
        return [stage]
    names = dict.fromkeys([stage, *project.stages])
    return [name for name in names if any(map(place.same, step_places(project, name)))]


class _Search:
    """One step, where it stands in every Stage, and how their cases end today."""

    def __init__(
        self, project: Project, stage: str, version: str, alias: str, pinned: Mapping[str, Outcome]
    ) -> None:
        self.project, self.stage, self.version, self.alias = project, stage, version, alias
        self.pinned = pinned
        self.place = _place(project, stage, version, alias)
        self.aliases, self.first = self._sharing()
        self.before: dict[str, Cases] = {}

    def _sharing(self) -> tuple[dict[str, tuple[str, ...]], bool]:
        """The step's aliases in each Stage that has it, its own first; whether nothing comes before it."""
        here = {stage: self._here(stage) for stage in _with(self.project, self.stage, self.place)}
        aliases = {stage: tuple(found.values()) for stage, found in here.items() if found}
        return aliases, not any(max(found) for found in here.values() if found)

    def _here(self, stage: str) -> dict[int, str]:
        """Where the step stands in a Stage's plan, and its alias there."""
        try:
            steps = plan(self.project, stage, self.version).steps
        except NotCreated:
            return {}
        places = enumerate(step_places(self.project, stage))
        return {at: steps[at].alias for at, place in places if place.same(self.place)}

    def offer(self, default: str | None) -> Offer:
        texts = written(self.project, self.stage, self.place)
        step = FailingStep(self.version, self.place, texts, tuple(self.aliases), self.first)
        providers = Providers(self.project, self.version, self.aliases)
        tried = [
            (candidate, after, own)
            for candidate in candidates(step, providers, default)
            for after in [self._changed(candidate)]
            if (own := self._effect(self.stage, after)).mended and not own.newly
        ]
        # of a step that fails for two reasons, an edit that mends one is no mend beside one that mends both
        reasons = {reason for _, _, own in tried if not own.reasons & own.left for reason in own.reasons}
        found = [
            Mend(candidate, (own, *self._others(candidate, after)))
            for candidate, after, own in tried
            if not own.left & (own.reasons | reasons)
        ]
        kept = [mend for mend in found if not any(each.newly or each.idle for each in mend.effects)]
        ranked = sorted(_distinct(kept), key=_rank)
        notes = tuple(self._notes(step, providers, ranked))
        return Offer(self.alias, self.place, tuple(self.aliases), tuple(ranked), notes)

    def _changed(self, candidate: Candidate) -> Project:
        kind, name = candidate.manifest
        data: object = document(self.project, kind, name)
        for operation in candidate.operations:
            data = apply_to_data(data, operation)
        return with_document(self.project, kind, name, mapping(data))

    def _others(self, candidate: Candidate, after: Project) -> list[Effect]:
        if candidate.manifest[0] == "Stage":
            return []
        return [self._effect(stage, after) for stage in self.aliases if stage != self.stage]

    def _effect(self, stage: str, after: Project) -> Effect:
        if stage not in self.before:
            self.before[stage] = self._cases(self.project, stage)
        return effect(self.before[stage], self._cases(after, stage), self.aliases[stage])

    def _cases(self, project: Project, stage: str) -> Cases:
        """All cases of a Stage; which of them can be reached makes no difference here."""
        found = answered(project, stage, self.version, self.pinned if stage == self.stage else None)
        return told(found, frozenset(found.origins))

    def _notes(self, step: FailingStep, providers: Providers, found: Sequence[Mend]) -> Iterator[Sentence]:
        looked_up = step.looked_up("config", "if", "vars")
        if not found and self._effect(self.stage, self.project).failing:
            yield Sentence(_NOTHING)
        if any(not guarding.gives_nil(each, catalog(self.version)) for each in looked_up):
            yield Sentence(_TOO_OLD, {"version": self.version})
            return
        for each in looked_up:
            stages = providers.lacking(each) if each.function == "chartFrom" else frozenset()
            if stages and not each.names_origin:
                shown = ", ".join(stage for stage in self.aliases if stage in stages)
                yield Sentence(_LACKING, {"stages": shown, "call": each.text})
        paths = [operation.path for mend in found for operation in mend.operations]
        if all(mend.kind == DEFAULT for mend in found) and any("vars" in path for path in paths):
            yield Sentence(_VARS)


def with_document(project: Project, kind: str, name: str, data: Mapping[object, object]) -> Project:
    """The project with another Stage or task of that name."""
    where = {"Stage": "stages", "PromotionTask": "tasks", "ClusterPromotionTask": "cluster_tasks"}[kind]
    return replace(project, plans={}, **{where: {**getattr(project, where), name: data}})  # type: ignore[arg-type]


def _distinct(found: Sequence[Mend]) -> Iterator[Mend]:
    """The best guard that asks for what is read, and the first default value for each manifest."""
    seen: set[object] = set()
    for mend in sorted(found, key=lambda mend: mend.effects[0].failing):
        what = {GUARD: GUARD, DEFAULT: (DEFAULT, mend.manifest)}.get(mend.kind, mend.operations)
        if what not in seen:
            seen.add(what)
            yield mend


def _rank(mend: Mend) -> tuple[int, bool, int]:
    """Fewest failing cases, then fewest skipped ones; a step that runs on a made-up value comes last."""
    return (
        mend.failing_after - mend.failing_before,
        mend.kind == DEFAULT,
        sum(each.skipped for each in mend.effects),
    )
