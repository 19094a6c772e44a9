"""Asks the rules about every manifest of a project, and puts what they find in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kargoui.core.catalog import catalog
from kargoui.core.lint.context import Context
from kargoui.core.lint.finding import Finding, Severity
from kargoui.core.lint.projects import by_project
from kargoui.core.lint.registry import Rule, all_rules
from kargoui.core.lint.subjects import Manifest
from kargoui.core.lint.suppressions import Quiet
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.places import Places
from kargoui.core.pipeline.reading import items

_TASKS: Final = ("PromotionTask", "ClusterPromotionTask")


def _nowhere(_file: str) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Settings:
    """Which rules are asked: those of `select` (all where it is empty) but those of `ignore`.

    `severities` overrides those of rules by name. `ignored_in` gives the rules whose findings in a file do
    not count. `partial`: manifests are missing, so only rules are asked that look at no other one.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    ignored_in: Callable[[str], frozenset[str]] = _nowhere
    partial: bool = False

    def chosen(self, version: str) -> list[Rule]:
        """The rules that are asked at a Kargo version."""
        return [
            rule
            for name, rule in all_rules().items()
            if rule.holds(version)
            and (not self.select or name in self.select)
            and name not in self.ignore
            and not (self.partial and rule.reach != "manifest")
        ]


def audit(
    documents: Sequence[Document],
    version: str,
    settings: Settings | None = None,
    namespace: str = "",
) -> list[Finding]:
    """All findings of manifests, each Project's on its own, in the order of files, lines and columns.

    `namespace` is that of manifests which name none themselves.
    """
    settings = settings or Settings()
    version = catalog(version).version
    rules = settings.chosen(version)
    found: list[Finding] = []
    for project, members in by_project(documents, version, namespace).items():
        context = Context(members, version, project)
        answers = (each for rule in rules for each in asked(rule, context, context.listed, settings))
        found += placed(answers, context)
    return in_order(unsuppressed(found, documents, rules, settings))


def unsuppressed(
    findings: Iterable[Finding], documents: Iterable[Document], rules: Iterable[Rule], settings: Settings
) -> list[Finding]:
    """The findings that count: no setting and no comment keeps them quiet; and those about such comments."""
    names = frozenset(rule.name for rule in rules)
    quiet = Quiet(documents, lambda file: names - settings.ignored_in(file))
    found = quiet.kept(_counting(findings, settings))
    about = [
        replace(finding, rule=rule.name, severity=settings.severities.get(rule.name, rule.severity))
        for rule in rules
        if rule.on == "suppression"
        for comment in quiet.comments
        for finding in rule.check(comment, None)
    ]
    return [*found, *quiet.kept(_counting(about, settings))]


def _counting(findings: Iterable[Finding], settings: Settings) -> Iterator[Finding]:
    return (each for each in findings if each.rule not in settings.ignored_in(each.file))


def asked(
    rule: Rule, context: Context, manifests: Iterable[Manifest], settings: Settings
) -> Iterator[Finding]:
    """What a rule finds in some manifests; one about the whole project is asked once, whichever they are."""
    name, project = rule.name, context.namespace
    severity = settings.severities.get(name, rule.severity)
    if rule.on == "project":
        for finding in rule.check(context, context):
            yield replace(finding, rule=name, severity=severity, project=project)
        return
    subjects = SUBJECTS_OF[rule.on]
    for manifest in manifests:
        for subject in subjects(manifest):
            for finding in rule.check(subject, context):
                yield replace(
                    finding,
                    kind=finding.kind or manifest.kind,
                    name=finding.name or manifest.name,
                    rule=name,
                    severity=severity,
                    project=project,
                )


def placed(findings: Iterable[Finding], context: Context) -> Iterator[Finding]:
    """The findings with their files, lines and columns; each document is read once for all of its own."""
    by_document: dict[int, list[tuple[Manifest, Finding]]] = {}
    for finding in findings:
        if finding.line:
            yield finding
            continue
        owner = context.manifests.get((finding.kind, finding.name))
        if owner is not None:
            by_document.setdefault(id(owner.document), []).append((owner, finding))
    for listed in by_document.values():
        document = listed[0][0].document
        places = Places(document.text)
        for owner, finding in listed:
            line, column = places.of((*owner.path, *finding.path))
            yield replace(finding, file=document.file, line=document.line + line, column=column)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by place; of those that say the same at the same place, one."""
    unique = {(each.file, each.line, each.column, each.rule, str(each.sentence)): each for each in findings}
    return [unique[key] for key in sorted(unique)]


def _of_kind(*kinds: str) -> Callable[[Manifest], Iterable[object]]:
    return lambda manifest: (manifest,) if manifest.kind in kinds else ()


def _subscriptions(manifest: Manifest) -> Iterable[object]:
    if manifest.kind != "Warehouse":
        return ()
    count = len(items(manifest.at(("spec", "subscriptions"))))
    return [(manifest, index) for index in range(count)]


# Suppressions are no part of a manifest: `unsuppressed` asks about them.
SUBJECTS_OF: Final[Mapping[str, Callable[[Manifest], Iterable[object]]]] = {
    "manifest": lambda manifest: (manifest,),
    "step": lambda manifest: manifest.steps,
    "expression": lambda manifest: manifest.expressions,
    "subscription": _subscriptions,
    "stage": _of_kind("Stage"),
    "suppression": _of_kind(),
    "task": _of_kind(*_TASKS),
    "warehouse": _of_kind("Warehouse"),
}
