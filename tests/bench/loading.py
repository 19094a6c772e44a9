"""The core alone on a project of 1,000 Stages: reading, checking, editing, beside PyYAML's C loader."""

from __future__ import annotations

import yaml

from kargoui.core.manifest.document import Document, read
from kargoui.core.manifest.edits import Set, apply
from kargoui.core.manifest.validate import check
from tests.bench.clock import best, row
from tests.bench.projects import project_text


def run() -> dict[str, object]:
    """Rows of ratios to the time that `yaml.load_all(text, CSafeLoader)` takes for the same text."""
    text = project_text()
    loader = best(lambda: list(yaml.load_all(text, yaml.CSafeLoader)))
    documents: list[Document] = read(text, "project.yaml")
    stage = next(document for document in documents if document.kind == "Stage")
    checked = best(lambda: check(documents, "1.11"))
    edit = Set(("spec", "requestedFreight", 0, "sources", "direct"), value=True)
    return {
        "rows": [
            row("the benchmark project", len(text.encode()) / 1e6, "MB"),
            row("PyYAML's C loader on it", loader, "s"),
            row("read into documents, beside the C loader", best(lambda: read(text)) / loader, "x"),
            row("check every manifest, beside the C loader", checked / loader, "x"),
            row("one edit on the text of one Stage", 1000 * best(lambda: apply(stage.text, edit), 20), "ms"),
        ]
    }
