"""What an audit found, written for people, programs, code scanning and the logs of GitHub Actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kargoui.core.lint.finding import SEVERITIES, Finding
from kargoui.core.lint.registry import Rule
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.errors import ManifestError


@dataclass(frozen=True, slots=True)
class Report:
    """The findings in some documents by the rules that were asked at a Kargo version.

    `mended` counts findings whose fixes were made, so they are not among `findings`; `errors` say what could
    not be read.
    """

    findings: Sequence[Finding]
    documents: Sequence[Document]
    rules: Sequence[Rule]
    version: str
    mended: int = 0
    errors: Sequence[ManifestError] = ()

    @property
    def manifests(self) -> int:
        """How many of Kargo's manifests there are."""
        return sum(member.is_kargo for document in self.documents for _, member in document.members())

    @property
    def counts(self) -> dict[str, int]:
        found = [finding.severity for finding in self.findings]
        return {severity: found.count(severity) for severity in SEVERITIES}

    @property
    def fixable(self) -> int:
        return sum(finding.fix is not None for finding in self.findings)
