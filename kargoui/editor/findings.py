"""Findings as the page of problems shows them: filtered, in groups, each with its place and its fix."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kargoui.core.lint import Finding, Rule, Severity, all_rules, summary
from kargoui.core.lint.finding import SEVERITIES
from kargoui.core.manifest.edits import apply, to_json
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.operations import Operation
from kargoui.core.manifest.path import format_path
from kargoui.core.sentence import Sentence
from kargoui.editor.diff_view import Difference, difference
from kargoui.editor.links import manifest_url
from kargoui.pipelines.state import ManifestChange, ProjectState
from kargoui.pipelines.stored import Named

BY_RULE: Final = "rule"
BY_MANIFEST: Final = "manifest"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; "" for any."""

    by: str = BY_RULE
    severity: str = ""
    rule: str = ""
    kind: str = ""
    query: str = ""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        by = self.by if self.by != BY_RULE else ""
        given = (("by", by), ("severity", self.severity), ("rule", self.rule), ("kind", self.kind))
        return [(name, value) for name, value in (*given, ("q", self.query)) if value]

    @property
    def address(self) -> str:
        """The beginning of a query that asks for the same."""
        return f"{urlencode(self.pairs)}&" if self.pairs else ""

    @property
    def filters(self) -> bool:
        return bool(self.severity or self.rule or self.kind or self.query)

    def wants(self, finding: Finding, words: Sequence[str]) -> bool:
        """Whether the finding is asked for; `words` are those of the query."""
        return (
            self.severity in ("", finding.severity)
            and self.rule in ("", finding.rule)
            and self.kind in ("", finding.kind)
            and (not words or all(word in _said(finding) for word in words))
        )


def asked(given: Mapping[str, str]) -> Asked:
    """What a query asks for; what is none of ours counts as any."""
    severity, rule = given.get("severity", ""), given.get("rule", "")
    return Asked(
        BY_MANIFEST if given.get("by") == BY_MANIFEST else BY_RULE,
        severity if severity in SEVERITIES else "",
        rule if rule in all_rules() else "",
        given.get("kind", "")[:253],
        given.get("q", "")[:200].strip(),
    )


def _said(finding: Finding) -> str:
    sentence = finding.sentence.translated(_)
    words = (finding.rule, finding.kind, finding.name, finding.file, format_path(finding.path), sentence)
    return " ".join(words).lower()


@dataclass(frozen=True, slots=True)
class Line:
    """One finding with its place as an editor takes it, `file:line:column`."""

    key: str
    rule: str
    severity: Severity
    sentence: Sentence
    kind: str
    name: str
    address: str
    place: str
    path: str
    fix: Sentence | None


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one rule, or in one manifest; `count` of all pages, `fixable` of those with a fix."""

    key: str
    rule: Rule | None
    summary: str
    kind: str
    name: str
    address: str
    file: str
    lines: tuple[Line, ...]
    count: int
    fixable: int


def said_of(rule: Rule) -> str:
    """What a rule finds, in one sentence without marks of code."""
    return summary(rule).replace("`", "")


def chosen(findings: Iterable[Finding], wanted: Asked) -> list[Finding]:
    """The findings that are asked for, in the order of their groups; what is worst comes first."""
    words = wanted.query.lower().split()
    found = [each for each in findings if wanted.wants(each, words)]
    if wanted.by == BY_RULE:
        found.sort(key=lambda each: (SEVERITIES.index(each.severity), each.rule))
    return found


def key_of(finding: Finding) -> str:
    """What tells a finding from others, and from what it was before its manifest or its fix was changed."""
    edits = finding.fix.edits if finding.fix else ()
    operations = [(edit.kind, edit.name, to_json(edit.operation)) for edit in edits]
    told = (finding.rule, finding.kind, finding.name, finding.path, str(finding.sentence), operations)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def groups(project: str, shown: Iterable[Finding], all_of_them: Iterable[Finding], by: str) -> list[Group]:
    """The findings of one page in their groups."""

    def key(finding: Finding) -> Named:
        return ("", finding.rule) if by == BY_RULE else (finding.kind, finding.name)

    listed = list(all_of_them)
    counts, fixable = Counter(map(key, listed)), Counter(key(each) for each in listed if each.fix)
    return [
        _group(project, by, list(found), counts[which], fixable[which])
        for which, found in groupby(shown, key=key)
    ]


def _group(project: str, by: str, found: Sequence[Finding], count: int, fixable: int) -> Group:
    first = found[0]
    rule = all_rules()[first.rule] if by == BY_RULE else None
    lines = tuple(line(project, each) for each in found)
    return Group(
        key=key_of(first),
        rule=rule,
        summary=said_of(rule) if rule else "",
        kind=first.kind,
        name=first.name,
        address=manifest_url(project, first.kind, first.name),
        file=first.file,
        lines=lines,
        count=count,
        fixable=fixable,
    )


def line(project: str, finding: Finding) -> Line:
    """One finding for the page."""
    return Line(
        key=key_of(finding),
        rule=finding.rule,
        severity=finding.severity,
        sentence=finding.sentence,
        kind=finding.kind,
        name=finding.name,
        address=manifest_url(project, finding.kind, finding.name),
        place=":".join(str(part) for part in (finding.file, finding.line, finding.column) if part),
        path=format_path(finding.path),
        fix=finding.fix.label if finding.fix else None,
    )


def operations_of(findings: Iterable[Finding]) -> dict[Named, list[Operation]]:
    """What the fixes do, by manifest."""
    found: dict[Named, list[Operation]] = {}
    for finding in findings:
        for edit in finding.fix.edits if finding.fix else ():
            found.setdefault((edit.kind, edit.name), []).append(edit.operation)
    return found


def preview(state: ProjectState, finding: Finding) -> tuple[list[Difference], Sentence | None]:
    """The lines that a fix changes in each manifest, or why it cannot be made."""
    changes = []
    for (kind, name), operations in operations_of([finding]).items():
        manifest = state.manifest(kind, name)
        if manifest is None:
            continue
        text = manifest.text
        try:
            for operation in operations:
                text = apply(text, operation)
        except ManifestError as error:
            return [], error.sentence
        changes.append(difference(ManifestChange(kind, name, manifest.file, manifest.text, text)))
    return changes, None
