"""What the expressions of a promotion see: ctx, vars, outputs and the steps before, by Kargo version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from kargoui.core.catalog import catalog
from kargoui.core.expr import ExpressionError, FreightPiece, Scope, StepMeta
from kargoui.core.expr import gotypes as go
from kargoui.core.expr.gotypes import GoType
from kargoui.core.expr.quoting import quote
from kargoui.core.expr.values import NamedString, NilStringMap, Struct, Unknown
from kargoui.core.simulate.plan import Plan, PlannedStep
from kargoui.core.simulate.project import Case, Project
from kargoui.core.simulate.templates import Template

_PACKAGE = "github.com/akuity/kargo/api/v1alpha1"
_STATUS = GoType("v1alpha1.PromotionStepStatus", "string", package=_PACKAGE)
_META = GoType(
    "v1alpha1.StepExecutionMetadata",
    "struct",
    package=_PACKAGE,
    fields={
        "Alias": go.STRING,
        "StartedAt": go.ANY,
        "FinishedAt": go.ANY,
        "ErrorCount": go.ANY,
        "Status": _STATUS,
        "Message": go.STRING,
        "ContinueOnError": go.BOOL,
    },
)


class NoOutput(NilStringMap):
    """What a step that gave nothing leaves in outputs: a nil map[string]interface {}."""

    type = go.MAP

    def get(self, key: str, default: object = None) -> Any:
        """Nil for every key, where a map of strings has ""."""
        return None


@dataclass(slots=True)
class Surroundings:
    """One promotion's view of the project, with what its steps have left there."""

    project: Project
    plan: Plan
    freight: Mapping[str, FreightPiece]
    ctx: dict[str, object]
    metas: list[StepMeta] = field(default_factory=list)
    outputs: dict[str, object] = field(default_factory=dict)
    found: dict[object, object] = field(default_factory=dict)
    settled: dict[str, object] | None = None

    def scope(self, step: PlannedStep) -> Scope:
        """What a step's `if` and config see, its variables among it: the promotion's, then its own.

        Raises ExpressionError, with Kargo's prefix, where a variable cannot be evaluated.
        """
        values = self._promotion_variables(step)
        scope = self.scope_with(step, values)
        for name, template in step.vars:
            values[name] = _evaluated(name, template, scope)
        return scope

    def scope_of_promotion(self, step: PlannedStep, values: Mapping[str, object]) -> Scope:
        """What the variables of the promotion see, with those before."""
        return self._scope(step, {"ctx": self.ctx_of(step), "vars": values})

    def scope_with(self, step: PlannedStep, values: Mapping[str, object]) -> Scope:
        """What a step sees, with these variables."""
        return self._scope(step, self._names(step, values))

    def with_secrets(self, scope: Scope) -> Scope:
        """The same, with the map of secrets that configs could read up to 1.6."""
        if not _knows(self.plan.version, "secrets"):
            return scope
        return replace(scope, variables={**scope.variables, "secrets": Unknown("secrets")})

    def _promotion_variables(self, step: PlannedStep) -> dict[str, object]:
        if self.settled is not None:
            return self.settled.copy()
        if not self.plan.vars:
            return {}
        values: dict[str, object] = {}
        scope = self.scope_of_promotion(step, values)
        for name, template in self.plan.vars:
            values[name] = _evaluated(name, template, scope)
        if not self.plan.vars_see_step:
            self.settled = values.copy()
        return values

    def _names(self, step: PlannedStep, values: Mapping[str, object]) -> dict[str, object]:
        names: dict[str, object] = {"ctx": self.ctx_of(step), "vars": values, "outputs": self.outputs}
        if self.plan.steps_see_metas and _knows(self.plan.version, "stepMetas"):
            names["stepMetas"] = {meta.alias: _struct(meta) for meta in self.metas}
        if step.task:
            prefix = step.task + "::"
            inner = {
                alias[len(prefix) :]: output
                for alias, output in self.outputs.items()
                if alias.startswith(prefix) and alias.count("::") == 1
            }
            names["task"] = {"outputs": inner}
        return names

    def ctx_of(self, step: PlannedStep) -> dict[str, object]:
        """The promotion's `ctx` as a step sees it."""
        if not _knows(self.plan.version, "ctx.meta.step.alias"):
            return self.ctx
        meta = self.ctx["meta"]
        assert isinstance(meta, dict)  # noqa: S101 - for mypy: context made it
        return {**self.ctx, "meta": {**meta, "step": {"alias": step.alias}}}

    def _scope(self, step: PlannedStep, names: Mapping[str, object]) -> Scope:
        return Scope(
            variables=names,
            version=self.plan.version,
            project=self.project.name,
            requests=self.plan.requests,
            warehouses=self.project.warehouses,
            freight=self.freight,
            alias=step.alias,
            metas=tuple(self.metas),
            found=self.found,
            subscribed=self.project.subscribed,
        )


def surroundings(project: Project, plan: Plan, case: Case, actor: str) -> Surroundings:
    """What a promotion sees as it begins: the Freight of the filled slots, and that of the target."""
    filled = [origin for origin in plan.requests if origin in case.filled or origin == case.target]
    freight = {origin: project.freight[origin] for origin in filled if origin in project.freight}
    return Surroundings(project, plan, freight, context(project, plan, case, actor))


def context(project: Project, plan: Plan, case: Case, actor: str) -> dict[str, object]:
    """The `ctx` of a promotion, but for the step that is running."""
    target = project.freight.get(case.target)
    values = {
        "ctx.project": project.name,
        "ctx.stage": plan.stage,
        "ctx.promotion": f"{plan.stage}.01h",
        "ctx.uiBaseUrl": "",
        "ctx.targetFreight.name": target.name if target else "",
        "ctx.targetFreight.alias": target.alias if target else "",
        "ctx.targetFreight.origin.name": case.target,
        "ctx.meta.promotion.actor": actor,
        "ctx.meta.promotion.rollback": False,
        "ctx.meta.step.alias": "",
    }
    ctx: dict[str, object] = {}
    for *path, name, dotted in _paths(plan.version):
        place = ctx
        for part in path:
            place = place.setdefault(part, {})  # type: ignore[assignment]
        place[name] = values[dotted]
    return ctx


@cache
def _paths(version: str) -> tuple[tuple[str, ...], ...]:
    return tuple((*dotted.split(".")[1:], dotted) for dotted in catalog(version).context)


@cache
def _knows(version: str, name: str) -> bool:
    return name in catalog(version).names


def _evaluated(name: str, template: Template, scope: Scope) -> object:
    try:
        return template.value(scope)
    except ExpressionError as error:
        raise ExpressionError(variable_error(name, error)) from None


def variable_error(name: str, error: object) -> str:
    """What Kargo says of a variable that cannot be evaluated."""
    return f"error pre-processing promotion variable {quote(name)}: {error}"


def _struct(meta: StepMeta) -> Struct:
    fields: dict[str, object] = {
        "Alias": meta.alias,
        "StartedAt": Unknown(f"stepMetas.{meta.alias}.StartedAt"),
        "FinishedAt": Unknown(f"stepMetas.{meta.alias}.FinishedAt"),
        "ErrorCount": Unknown(f"stepMetas.{meta.alias}.ErrorCount"),
        "Status": NamedString(meta.status, _STATUS),
        "Message": meta.message,
        "ContinueOnError": meta.continue_on_error,
    }
    return Struct(_META, fields)
