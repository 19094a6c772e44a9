"""The project around what a rule is asked about, worked out when first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from kargoui.core.catalog import Catalog, catalog
from kargoui.core.lint.failing import Failure
from kargoui.core.lint.failing_behind import all_failures
from kargoui.core.lint.subjects import Manifest, Step, manifests_of
from kargoui.core.manifest.document import Document
from kargoui.core.manifest.problems import Problem
from kargoui.core.manifest.validate import check
from kargoui.core.pipeline import AutoPromotion, Pipeline, auto_promotion, pipeline, promotion_policies
from kargoui.core.pipeline.flow import Flow, flow
from kargoui.core.pipeline.reading import mapping, text
from kargoui.core.remembered import Remembered
from kargoui.core.simulate import Cases, Project, all_cases, freight, read_project

Named = tuple[str, str]

_failures: Remembered[tuple[Failure, ...]] = Remembered(8192)


class Context:
    """All manifests of a project under one Kargo version.

    `cases` and `problems` are given by who knows them already; problems have their places.
    """

    def __init__(
        self,
        documents: Iterable[Document],
        version: str,
        namespace: str = "",
        cases: Mapping[str, Cases] | None = None,
        problems: Iterable[Problem] | None = None,
    ) -> None:
        self.catalog: Catalog = catalog(version)
        self.version = self.catalog.version
        self.namespace = namespace
        self.documents = tuple(documents)
        self.listed = tuple(manifest for document in self.documents for manifest in manifests_of(document))
        self.manifests: Mapping[Named, Manifest] = {(each.kind, each.name): each for each in self.listed}
        self._cases, self._problems = cases, problems

    def of_kind(self, *kinds: str) -> list[Manifest]:
        """The manifests of some kinds, kind by kind, in the order of the files."""
        return [manifest for kind in kinds for manifest in self._by_kind.get(kind, ())]

    @cached_property
    def _by_kind(self) -> Mapping[str, list[Manifest]]:
        found: dict[str, list[Manifest]] = {}
        for manifest in self.listed:
            found.setdefault(manifest.kind, []).append(manifest)
        return found

    @cached_property
    def problems(self) -> Mapping[Named, list[Problem]]:
        """By manifest, what Kargo or its cluster would refuse, references to what is not there among it."""
        found: dict[Named, list[Problem]] = {}
        listed = self._problems
        if listed is None:
            listed = check(self.documents, self.version, closed=True, namespace=self.namespace)
        for problem in listed:
            found.setdefault((problem.kind, problem.name), []).append(problem)
        return found

    @cached_property
    def project(self) -> Project:
        """The project as the simulator reads it."""
        documents = [dict(manifest.data) for manifest in self.listed]
        named = (text(mapping(each.data, "metadata").get("namespace")) for each in self.listed)
        namespace = self.namespace or next(filter(None, named), "")
        return read_project(namespace, documents, freight(documents))  # type: ignore[arg-type]

    @cached_property
    def graph(self) -> Pipeline:
        return pipeline(manifest.data for manifest in self.of_kind("Warehouse", "Stage"))  # type: ignore[misc]

    @cached_property
    def flow(self) -> Flow:
        """Which Freight can get to which Stage."""
        return flow(self.graph)

    @cached_property
    def policies(self) -> list[object]:
        """The promotion policies that hold at the version."""
        owners = [manifest.data for manifest in self.of_kind("Project", "ProjectConfig")]
        return promotion_policies(owners, self.version)  # type: ignore[arg-type]

    @cached_property
    def automatic(self) -> Mapping[str, AutoPromotion]:
        """By Stage, what the policies say of it."""
        return auto_promotion(self.graph.stages.values(), self.policies)

    @cached_property
    def cases(self) -> Mapping[str, Cases]:
        """All cases of every Stage that promotes."""
        return self._cases if self._cases is not None else all_cases(self.project, self.version)

    @property
    def failures(self) -> Iterator[tuple[Failure, ...]]:
        """Of each Stage the steps that fail in cases which can be reached, or would if no earlier one did."""
        return filter(None, map(self._failures_of, self.cases.items()))

    def _failures_of(self, of: tuple[str, Cases]) -> tuple[Failure, ...]:
        stage, found = self.manifests["Stage", of[0]], of[1]
        tasks = map(self.task_of, stage.steps)
        return _failures.of((found, stage, *tasks), all_failures, stage, found, self)

    @cached_property
    def users(self) -> Mapping[Named, tuple[Manifest, ...]]:
        """By kind and name of a task, the Stages that reference it, each once."""
        found: dict[Named, dict[str, Manifest]] = {}
        for stage in self.of_kind("Stage"):
            for step in stage.steps:
                if step.task is not None:
                    found.setdefault(step.task, {})[stage.name] = stage
        return {task: tuple(stages.values()) for task, stages in found.items()}

    def task_of(self, step: Step) -> Manifest | None:
        """The task that a step references, None where it references none or there is none such."""
        return self.manifests.get(step.task) if step.task is not None else None
