"""Asks the rules about every manifest of a project, and puts what they find in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kargoui.core.lint.context import Context
from kargoui.core.lint.finding import Finding, Severity
from kargoui.core.lint.registry import Rule, all_rules
from kargoui.core.lint.subjects import Manifest
from kargoui.core.lint.suppressions import kept
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.places import Places
from kargoui.core.pipeline.reading import items

_TASKS: Final = ("PromotionTask", "ClusterPromotionTask")


@dataclass(frozen=True, slots=True)
class Settings:
    """Which rules are asked: those of `select` (all where it is empty) but those of `ignore`.

    `severities` overrides those of rules by name.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)

    def chosen(self, version: str) -> list[Rule]:
        """The rules that are asked at a Kargo version."""
        return [
            rule
            for name, rule in all_rules().items()
            if rule.holds(version) and (not self.select or name in self.select) and name not in self.ignore
        ]


def audit(
    documents: Sequence[Document],
    version: str,
    settings: Settings | None = None,
    namespace: str = "",
) -> list[Finding]:
    """All findings of a project, in the order of files, lines and columns.

    `namespace` is that of manifests which name none themselves.
    """
    settings = settings or Settings()
    context = Context(documents, version, namespace)
    found = [
        finding
        for rule in settings.chosen(context.version)
        for finding in asked(rule, context, context.listed, settings)
    ]
    return in_order(kept(placed(found, context), documents))


def asked(
    rule: Rule, context: Context, manifests: Iterable[Manifest], settings: Settings
) -> Iterator[Finding]:
    """What a rule finds in some manifests; one about the whole project is asked once, whichever they are."""
    severity = settings.severities.get(rule.name, rule.severity)
    if rule.on == "project":
        for finding in rule.check(context, context):
            yield replace(finding, rule=rule.name, severity=severity)
        return
    subjects = SUBJECTS_OF[rule.on]
    for manifest in manifests:
        for subject in subjects(manifest):
            for finding in rule.check(subject, context):
                kind, name = finding.kind or manifest.kind, finding.name or manifest.name
                yield replace(finding, kind=kind, name=name, rule=rule.name, severity=severity)


def placed(findings: Iterable[Finding], context: Context) -> Iterator[Finding]:
    """The findings with their files, lines and columns; each document is read once for all of its own."""
    by_document: dict[int, list[tuple[Manifest, Finding]]] = {}
    for finding in findings:
        owner = context.manifests.get((finding.kind, finding.name))
        if owner is not None:
            by_document.setdefault(id(owner.document), []).append((owner, finding))
    for listed in by_document.values():
        places = Places(listed[0][0].document.text)
        for owner, finding in listed:
            line, column = places.of((*owner.path, *finding.path))
            document = owner.document
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


SUBJECTS_OF: Final[Mapping[str, Callable[[Manifest], Iterable[object]]]] = {
    "manifest": lambda manifest: (manifest,),
    "step": lambda manifest: manifest.steps,
    "expression": lambda manifest: manifest.expressions,
    "subscription": _subscriptions,
    "stage": _of_kind("Stage"),
    "task": _of_kind(*_TASKS),
    "warehouse": _of_kind("Warehouse"),
}
