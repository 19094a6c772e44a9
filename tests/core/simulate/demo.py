"""The demo project as values, and with a Stage that uses its task but requests no charts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kargoui.core.manifest.operations import apply_to_data
from kargoui.core.pipeline.reading import mapping
from kargoui.core.simulate import Project, freight, read_project
from kargoui.core.simulate.mending import Mend, with_document
from kargoui.core.simulate.mending.written import document

TASK = ("PromotionTask", "promote")
STAGES = ("previewnet", "testnet", "mainnet")
SANDBOX = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: Stage
metadata:
  name: sandbox
  namespace: acme-pay
spec:
  requestedFreight:
  - origin: {kind: Warehouse, name: images}
    sources: {direct: true}
  promotionTemplate:
    spec:
      steps:
      - task: {name: promote}
        as: promote
"""


@cache
def files() -> dict[str, str]:
    folder = Path(__file__).resolve().parents[3] / "kargoui" / "pipelines" / "demo"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}


def demo(*more: str) -> Project:
    documents: list[dict[str, Any]] = [
        document for text in (*files().values(), *more) for document in yaml.safe_load_all(text)
    ]
    return read_project("acme-pay", documents, freight(documents))


def with_mend(project: Project, mend: Mend) -> Project:
    """The project after a mend."""
    data: object = document(project, *mend.manifest)
    for operation in mend.operations:
        data = apply_to_data(data, operation)
    return with_document(project, *mend.manifest, mapping(data))
