"""What has to change before a project runs under a later Kargo version, version by version.

report = upgrade(read(text, "stages.yaml"), "1.7", "1.11")
report.must                                       # whether anything must
[(change.version, str(change.sentence)) for change in report.changes]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from kargoui.core.catalog import VERSIONS
from kargoui.core.lint.audit import Settings, asked, in_order, placed
from kargoui.core.lint.behaviours import behaviours
from kargoui.core.lint.context import Context
from kargoui.core.lint.finding import Finding
from kargoui.core.lint.fixing import fixed
from kargoui.core.lint.outcomes import OutcomeChange, outcome_changes
from kargoui.core.lint.registry import all_rules
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.path import Path
from kargoui.core.sentence import Sentence, gettext_noop

Nature = Literal["removed", "refused", "behaviour", "deprecated"]
NATURES: Final[tuple[Nature, ...]] = ("removed", "refused", "behaviour", "deprecated")
_RULES: Final[dict[str, Nature]] = {
    "allow-tags-removed": "removed",
    "field-of-another-version": "removed",
    "function-unknown-to-version": "removed",
    "name-unknown-to-version": "removed",
    "step-unknown-to-version": "removed",
    "guard-without-status": "behaviour",
    "deprecated-field": "deprecated",
    "deprecated-function": "deprecated",
    "deprecated-name": "deprecated",
    "ssh-repository-url": "deprecated",
}
_COMES_ALIVE: Final = gettext_noop(
    "Earlier versions pass this field over without a word; from Kargo %(version)s on it counts."
)
_Key = tuple[str, str, Path, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a version brings, and every place that it touches.

    `name` is that of a rule, a problem or a behaviour. `must`: what is touched does not work as it is, or is
    refused.
    """

    version: str
    nature: Nature
    name: str
    must: bool
    sentence: Sentence
    places: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Upgrade:
    """`changes` in the order of versions; `outcomes` are Stages that promote otherwise than before."""

    source: str
    target: str
    changes: tuple[Change, ...]
    outcomes: tuple[OutcomeChange, ...] = field(default=())

    @property
    def must(self) -> bool:
        return any(change.must for change in self.changes) or any(each.worse for each in self.outcomes)


class Contexts:
    """The project under each version, worked out when first asked for."""

    def __init__(self, documents: Sequence[Document], namespace: str) -> None:
        self.documents, self.namespace = documents, namespace or _namespace(documents)
        self._known: dict[str, Context] = {}
        self._found: dict[str, list[Finding]] = {}

    def under(self, version: str) -> Context:
        if version not in self._known:
            self._known[version] = Context(self.documents, version, self.namespace)
        return self._known[version]

    def findings(self, version: str) -> list[Finding]:
        """What the rules about versions find, and as rule "refused" what Kargo would refuse."""
        if version not in self._found:
            context = self.under(version)
            rules = [rule for name, rule in all_rules().items() if name in _RULES and rule.holds(version)]
            found = [each for rule in rules for each in asked(rule, context, context.listed, Settings())]
            known = set(map(_place, found))
            self._found[version] = [
                *found,
                *(each for each in _problems(context) if _place(each) not in known),
            ]
        return self._found[version]


def _namespace(documents: Sequence[Document]) -> str:
    """That of the first manifest which names one: what belongs together has the same."""
    members = (member for document in documents for _, member in document.members())
    return next((member.namespace for member in members if member.is_kargo and member.namespace), "")


def upgrade(documents: Sequence[Document], source: str, target: str, namespace: str = "") -> Upgrade:
    """The report for entries of VERSIONS; `source` is the earlier one."""
    contexts = Contexts(documents, namespace)
    first, last = VERSIONS.index(source), VERSIONS.index(target)
    changes: list[Change] = []
    for before, version in zip(VERSIONS[first:last], VERSIONS[first + 1 : last + 1], strict=True):
        changes += _changes(contexts, before, version, target)
    outcomes = outcome_changes(contexts.under, VERSIONS[first : last + 1])
    return Upgrade(source, target, tuple(changes), tuple(outcomes))


def earliest(documents: Sequence[Document], target: str, namespace: str = "") -> str:
    """The earliest version, up to the target, that knows as much of the manifests as any of them does."""
    contexts = Contexts(documents, namespace)
    versions = VERSIONS[: VERSIONS.index(target) + 1]
    unknown = {
        version: sum(_RULES.get(each.rule) != "deprecated" for each in contexts.findings(version))
        for version in versions
    }
    return min(versions, key=lambda version: (unknown[version], versions.index(version)))


def upgraded(documents: Sequence[Document], source: str, target: str, namespace: str = "") -> list[Document]:
    """The documents with every fix that the report has for the target, made as far as they go."""
    current = list(documents)
    for _ in range(len(_RULES) + 1):
        report = _changes_at_once(Contexts(current, namespace), source, target)
        done = fixed(current, [place for change in report for place in change.places])
        if not done.mended:
            break
        current = done.documents
    return current


def _changes_at_once(contexts: Contexts, source: str, target: str) -> list[Change]:
    """What differs between both ends, and the behaviours of all versions between."""
    first, last = VERSIONS.index(source), VERSIONS.index(target)
    found = _of_rules(contexts, source, target)
    for version in VERSIONS[first + 1 : last + 1]:
        found += _of_behaviours(contexts.under(version))
    return found


def _changes(contexts: Contexts, before: str, version: str, target: str) -> list[Change]:
    """What a version brings; only what can be fixed under the target counts as something that can be."""
    mended = {_place(each) for each in contexts.findings(target) if each.fix is not None}
    changes = [
        *(_without_fixes(each, mended) for each in _of_rules(contexts, before, version)),
        *_coming_alive(contexts, before, version),
        *_of_behaviours(contexts.under(version)),
    ]
    order = {name: number for number, name in enumerate(NATURES)}
    return sorted(changes, key=lambda change: (not change.must, order[change.nature], change.name))


def _without_fixes(change: Change, but: set[tuple[str, str, Path]]) -> Change:
    places = (each if _place(each) in but else replace(each, fix=None) for each in change.places)
    return replace(change, places=tuple(places))


def _of_rules(contexts: Contexts, before: str, version: str) -> list[Change]:
    """What is found under a version, and was not under the one before."""
    known = {_key(each) for each in contexts.findings(before)}
    new = [each for each in contexts.findings(version) if _key(each) not in known]
    return _grouped(contexts.under(version), version, new)


def _coming_alive(contexts: Contexts, before: str, version: str) -> list[Change]:
    """Fields that the version before dropped."""
    now = {each.path: each for each in contexts.findings(version)}
    found = [
        replace(each, rule="comes-alive", sentence=Sentence(_COMES_ALIVE, {"version": version}), fix=None)
        for each in contexts.findings(before)
        if each.rule in ("unknown-field", "field-of-another-version") and each.path not in now
    ]
    return _grouped(contexts.under(version), version, found)


def _of_behaviours(context: Context) -> list[Change]:
    found: list[Change] = []
    for behaviour in behaviours(context.version):
        sentence, name = Sentence(behaviour.template), behaviour.name
        places = [
            Finding(place.path, sentence, place.fix, place.manifest.kind, place.manifest.name, name)
            for place in behaviour.touches(context)
        ]
        found += (
            replace(change, nature="behaviour", must=behaviour.must)
            for change in _grouped(context, context.version, places)
        )
    return found


def _grouped(context: Context, version: str, findings: Iterable[Finding]) -> list[Change]:
    """A change for each sentence."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in in_order(placed(findings, context)):
        groups.setdefault((finding.rule, str(finding.sentence)), []).append(finding)
    return [_change(version, name, tuple(places)) for (name, _), places in groups.items()]


def _change(version: str, name: str, places: tuple[Finding, ...]) -> Change:
    alive = name == "comes-alive"
    nature: Nature = "behaviour" if alive else _RULES.get(name, "refused")
    must = nature in ("removed", "refused")
    return Change(version, nature, name, must, places[0].sentence, places)


def _problems(context: Context) -> Iterator[Finding]:
    """What Kargo would refuse, as findings of rules of the same names."""
    for (kind, name), listed in context.problems.items():
        manifest = context.manifests.get((kind, name))
        inside = len(manifest.path) if manifest is not None else 0
        for problem in listed:
            yield Finding(problem.path[inside:], problem.sentence, None, kind, name, problem.rule)


def _key(finding: Finding) -> _Key:
    """What is said of a place. Of what Kargo refuses it does not matter why."""
    return *_place(finding), finding.rule if finding.rule in _RULES else "refused"


def _place(finding: Finding) -> tuple[str, str, Path]:
    return finding.kind, finding.name, finding.path
