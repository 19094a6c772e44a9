"""A Stage on its page: its slots, what promotes it, how it is verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import ClassVar

from kargoui.core.pipeline import AutoPromotion, auto_promotion, pipeline, promotion_policies
from kargoui.core.pipeline.reading import items, mapping, text
from kargoui.core.sentence import Sentence
from kargoui.editor import slots
from kargoui.editor.manifest_forms import SourcesForm
from kargoui.editor.pages import Item
from kargoui.editor.slots import RequestEntry, origins_of, request_entries
from kargoui.editor.steps import at
from kargoui.editor.workbench import Workbench, documents


class StageBench(Workbench):
    """A Stage on its page."""

    kind: ClassVar[str] = "Stage"
    route: ClassVar[str] = "stage"
    guard_route: ClassVar[str] = "stage_guard"
    failing_route: ClassVar[str] = "stage_failing"

    focused: str = ""  # the key of the entry whose sources were changed last
    moved_request: str = ""
    requests_refused: Sequence[Sentence] = ()
    sources_form: SourcesForm | None = None

    @cached_property
    def raw_requests(self) -> list[object]:
        return items(at(self.data, slots.PATH))

    @cached_property
    def requests(self) -> tuple[RequestEntry, ...]:
        names = self.page.names.get("Warehouse", [])
        return request_entries(self.data, documents(self.page, "Warehouse", origins_of(self.data)), names)

    @property
    def addable(self) -> list[Item]:
        taken = origins_of(self.data)
        return [item for item in self.page.warehouses if item.name not in taken]

    @cached_property
    def auto_promotion(self) -> AutoPromotion:
        """What the project's policies say of this Stage."""
        found = [
            document
            for kind in ("ProjectConfig", "Project")
            for document in documents(self.page, kind, self.page.names.get(kind, [])).values()
            if isinstance(document, Mapping)
        ]
        policies = promotion_policies(found, self.page.project.kargo_version)
        node = pipeline([self.data] if isinstance(self.data, Mapping) else []).stages.get(self.name)
        return auto_promotion([node], policies)[self.name] if node else AutoPromotion(enabled=False)

    @property
    def control_flow(self) -> bool:
        return not self.raw_steps

    @property
    def verification(self) -> dict[str, list[dict[str, str]]] | None:
        """The analysis that verifies Freight; None where there is none."""
        spec = at(self.data, ("spec", "verification"))
        if not isinstance(spec, Mapping):
            return None
        templates = [
            {"kind": text(entry.get("kind"), "AnalysisTemplate"), "name": text(entry.get("name"))}
            for entry in map(mapping, items(spec.get("analysisTemplates")))
        ]
        arguments = [
            {"name": text(entry.get("name")), "value": text(entry.get("value"))}
            for entry in map(mapping, items(spec.get("args")))
        ]
        return {"templates": templates, "args": arguments}
