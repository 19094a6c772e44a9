"""A report to write: one finding of each severity, one with a fix."""

from __future__ import annotations

from kargoui.core.lint import Settings, audit
from kargoui.core.lint.reports import Report
from kargoui.core.manifest.document import read
from kargoui.core.manifest.errors import ManifestError
from kargoui.core.sentence import Sentence

TEXT = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: PromotionTask
metadata: {name: promote, namespace: acme-pay}
spec:
  stepz: []
  steps:
  - uses: git-clear
    config: {path: ./out}
  - uses: git-push
    if: ${{ vars.push == "yes" }}  # 现在
    config: {path: ./out}  # kargoui: ignore unknown-field seen
"""
ERROR = ManifestError(Sentence("50%: no YAML,\nat all"), file="b c.yaml", line=3, column=7)


def report(text: str = TEXT, file: str = "tasks/a b.yaml", error: ManifestError | None = None) -> Report:
    documents = read(text, file)
    rules = Settings().chosen("1.11")
    return Report(audit(documents, "1.11"), documents, rules, "1.11", errors=[error] if error else [])
