"""What the rules find in a project as a draft leaves it, but for what comments or the project keep quiet.

A rule is asked about a manifest once for each state of what its answer may depend on, whichever state of the
project, draft or page wants it. Lines and columns take parsing texts: `placed` tells those of some findings.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf
from typing import Final

from kargoui.core.lint import Context, Finding, Manifest, Rule, Settings, all_rules, audit
from kargoui.core.lint.audit import asked, unsuppressed
from kargoui.core.lint.fixing import fixed
from kargoui.core.lint.subjects import manifests_of
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.places import Places
from kargoui.core.pipeline import AutoPromotion, Pipeline
from kargoui.core.remembered import Recent
from kargoui.core.simulate import Project, graph_of
from kargoui.pipelines.documents import documents_of
from kargoui.pipelines.index import Entry
from kargoui.pipelines.simulations import Survey, simulated, survey
from kargoui.pipelines.state import ManifestState, ProjectState
from kargoui.pipelines.stored import Named

_SETTINGS: Final = Settings()
_SUPPRESSION: Final = "kargoui:"


@dataclass(frozen=True, slots=True)
class Audit:
    """How far the project has been tried; once it is, what was found, in the order of the manifests."""

    done: int
    total: int
    findings: tuple[Finding, ...] = ()

    @property
    def ready(self) -> bool:
        return self.done == self.total


_manifests: Recent[tuple[Manifest, ...]] = Recent(4096)
_answers: Recent[tuple[Finding, ...]] = Recent(16384)  # of a manifest, or of a project
_audits: Recent[Audit] = Recent(8)
_places: Recent[tuple[int, int]] = Recent(16384)


def audited(state: ProjectState, seconds: float = inf) -> Audit:
    """Ask the rules, once the Stages have been tried, for which at most `seconds` are taken."""
    known = _audits.get(_key(state))
    if known is not None:
        return known
    tried = survey(state, state.project.kargo_version, seconds)
    if not tried.ready:
        return Audit(tried.done, tried.total)
    found = _found(state, tried)
    return _audits.put(_key(state), Audit(tried.total, tried.total, tuple(found)))


def known_audit(state: ProjectState) -> Audit | None:
    """The audit of this state of the project, if somebody has asked for it lately; takes no time."""
    return _audits.get(_key(state))


def of_manifest(state: ProjectState, manifest: ManifestState) -> list[Finding]:
    """The findings in one manifest; as long as nobody has asked about all, those that it shows alone."""
    known = known_audit(state)
    if known is not None:
        return placed(
            state, (each for each in known.findings if _named(each) == (manifest.kind, manifest.name))
        )
    document = Document(manifest.text, manifest.data, manifest.file, 0, manifest.line)
    settings = Settings(ignore=frozenset(state.project.ignored_rules), partial=True)
    return audit([document], state.project.kargo_version, settings, state.project.name)


def placed(state: ProjectState, findings: Iterable[Finding]) -> list[Finding]:
    """The findings with file, line and column, as far as their manifests are there."""
    listed = list(findings)
    entries = {entry.key: entry for entry in reversed(state.entries)}
    wanted = {_named(each) for each in listed if not each.line} & entries.keys()
    asked_for = [
        (entries[_named(each)], each.path)
        for each in listed
        if _named(each) in wanted and _places.get((entries[_named(each)].digest, each.path)) is None
    ]
    documents = documents_of(state, {entry for entry, _ in asked_for})
    read = {entry: Places(document.text) for entry, document in documents.items()}
    for entry, path in asked_for:
        _places.put((entry.digest, path), read[entry].of(path))
    return [_moved(each, entries.get(_named(each))) for each in listed]


def _moved(finding: Finding, entry: Entry | None) -> Finding:
    """The finding with its lines counted in the file."""
    if entry is None:
        return finding
    line, column = (
        (finding.line, finding.column)
        if finding.line
        else _places.get((entry.digest, finding.path)) or (0, 0)
    )
    return replace(finding, file=entry.file, line=entry.line + line, column=column)


def _named(finding: Finding) -> Named:
    return finding.kind, finding.name


def _key(state: ProjectState) -> Hashable:
    """What the findings of a project depend on."""
    project = state.project
    return project.name, project.kargo_version, tuple(project.ignored_rules), _of_all(state)


def _of_all(state: ProjectState) -> Hashable:
    return tuple((entry.file, entry.position, entry.digest) for entry in state.entries)


class _Known(Context):
    """The project with what is known of it already; the lines of its manifests count from their own first."""

    def __init__(self, state: ProjectState, tried: Survey, documents: Mapping[Entry, Document]) -> None:
        problems = [
            replace(problem, line=problem.line - entry.line)
            for entry, listed in state.problems_by_entry().items()
            for problem in listed
        ]
        cases = {name: each for name, each in tried.cases.items() if each.origins}
        super().__init__((), state.project.kargo_version, state.project.name, cases, problems)
        self._state, self._tried = state, tried
        self.documents = tuple(documents.values())
        self.of_entry = {entry: _manifests_in(entry, document) for entry, document in documents.items()}
        self.listed = tuple(manifest for listed in self.of_entry.values() for manifest in listed)
        self.manifests = {(each.kind, each.name): each for each in self.listed}

    @cached_property
    def project(self) -> Project:
        """The project as the simulator reads it."""
        return simulated(self._state)

    @cached_property
    def graph(self) -> Pipeline:
        return graph_of(self.project)

    @cached_property
    def automatic(self) -> Mapping[str, AutoPromotion]:
        return self._tried.automatic


def _manifests_in(entry: Entry, document: Document) -> tuple[Manifest, ...]:
    key = (entry.digest, entry.file, entry.position)
    known = _manifests.get(key)
    return known if known is not None else _manifests.put(key, tuple(manifests_of(document)))


def _found(state: ProjectState, tried: Survey) -> Iterator[Finding]:
    """Of manifest after manifest, what counts; the places of those with comments on findings are told."""
    settings = Settings(ignore=frozenset(state.project.ignored_rules))
    chosen = settings.chosen(state.project.kargo_version)
    names = {rule.name for rule in chosen}
    documents = documents_of(state, state.entries)
    commented: list[Entry] = []
    answers: dict[Entry, list[Finding]] = {}
    for entry, found in _answered(state, _Known(state, tried, documents)):
        answers[entry] = [each for each in found if each.rule in names]
        if _SUPPRESSION in documents[entry].text:
            commented.append(entry)
    spoken = [replace(documents[entry], line=entry.line) for entry in commented]
    told = placed(state, (each for entry in commented for each in answers[entry]))
    kept: dict[Named, list[Finding]] = {}
    for each in unsuppressed(told, spoken, chosen, settings):
        kept.setdefault(_named(each), []).append(each)
    for entry, listed in answers.items():
        yield from (
            (_relative(each, entry) for each in kept.get(entry.key, ())) if entry in commented else listed
        )


def _relative(finding: Finding, entry: Entry) -> Finding:
    return replace(finding, line=finding.line - entry.line)


def _answered(state: ProjectState, context: _Known) -> Iterator[tuple[Entry, list[Finding]]]:
    """What the rules find in each manifest; only those are asked whose answer is not known."""
    version, name = context.version, state.project.name
    alone, near, whole = (_rules(reach, version) for reach in ("manifest", "neighbours", "project"))
    given = frozenset(state.digests("Freight").items())
    of_project: dict[Named, list[Finding]] = {}
    for finding in _asked(("project", _of_all(state), version, name), whole, context, context.listed):
        of_project.setdefault(_named(finding), []).append(finding)
    for entry, neighbours in _neighbours(state):
        own = (version, name, entry.digest, entry.file)
        manifests = context.of_entry[entry]
        found = [
            *_asked(own, alone, context, manifests),
            *_asked((*own, neighbours, given), near, context, manifests),
        ]
        yield entry, found + of_project.pop(entry.key, [])


def _asked(
    key: Hashable, rules: Sequence[Rule], context: Context, manifests: Sequence[Manifest]
) -> tuple[Finding, ...]:
    known = _answers.get(key)
    if known is not None:
        return known
    found = (each for rule in rules for each in asked(rule, context, manifests, _SETTINGS))
    return _answers.put(key, tuple(_unique(found)))


def _rules(reach: str, version: str) -> list[Rule]:
    return [rule for rule in all_rules().values() if rule.reach == reach and rule.holds(version)]


def _unique(findings: Iterable[Finding]) -> Iterable[Finding]:
    by_place = {
        (*_named(each), each.rule, each.path, each.line, str(each.sentence)): each for each in findings
    }
    return by_place.values()


def _neighbours(state: ProjectState) -> Iterator[tuple[Entry, Hashable]]:
    """Of each manifest the digests of what it names, and of what names it with what that names."""
    closest = {entry: state.digests_around(entry) for entry in state.entries}
    users: dict[Named, dict[Entry, None]] = {}
    for entry in state.entries:
        for kind, name, *_ in entry.references:
            users.setdefault((kind, name), {})[entry] = None
    for entry, named in closest.items():
        yield entry, (named, tuple(closest[user] for user in users.get(entry.key, ())))


def fixes_together(state: ProjectState, findings: Sequence[Finding]) -> list[Finding]:
    """Those of some findings whose fixes do not get in each other's way."""
    wanted = {(edit.kind, edit.name) for each in findings if each.fix for edit in each.fix.edits}
    entries = [entry for entry in state.entries if entry.key in wanted]
    return fixed(list(documents_of(state, entries).values()), findings).mended
