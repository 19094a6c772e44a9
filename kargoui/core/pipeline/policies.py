"""Which Stages are promoted automatically, by the promotion policies of a project.

Follows findMatchingPromotionPolicy in pkg/api/auto_promotion.go of Kargo 1.11: the policies are tried in
order, the first that selects the Stage decides, and one that cannot be compiled stops the search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kargoui.core.catalog import VERSIONS, catalog
from kargoui.core.pipeline.nodes import StageNode
from kargoui.core.pipeline.patterns import PatternError, is_pattern, name_matcher
from kargoui.core.pipeline.reading import items, kargo_kind, mapping, text

Selector = Callable[[StageNode], bool]
_CONFIGS, _CONFIGS_ALONE = VERSIONS.index("1.5"), VERSIONS.index("1.7")


class _BrokenPolicyError(ValueError):
    """A policy at which Kargo gives up."""


@dataclass(frozen=True, slots=True)
class AutoPromotion:
    """Whether a Stage is promoted automatically, and by which policy (its index; None: no policy selects it).

    `broken`: the policy cannot be compiled, so Kargo promotes nothing that gets as far as it.
    """

    enabled: bool
    policy: int | None = None
    broken: bool = False


def promotion_policies(manifests: Iterable[Mapping[str, object]], version: str) -> list[object]:
    """The policies that hold at a Kargo version: of the ProjectConfig, before 1.5 of the Project.

    1.5 and 1.6 still copied a Project's policies into a ProjectConfig where there was none. Raises
    kargoui.core.catalog.UnknownVersion.
    """
    found: dict[str, list[object]] = {}
    for manifest in manifests:
        if (kind := kargo_kind(manifest)) in ("Project", "ProjectConfig"):
            found[kind] = items(mapping(manifest, "spec").get("promotionPolicies"))
    number = VERSIONS.index(catalog(version).version)
    if number < _CONFIGS or (number < _CONFIGS_ALONE and "ProjectConfig" not in found):
        return found.get("Project", [])
    return found.get("ProjectConfig", [])


def auto_promotion(stages: Iterable[StageNode], policies: Iterable[object]) -> dict[str, AutoPromotion]:
    """By the name of each Stage, what the policies (as in the manifest, of any type) say of it."""
    compiled = _Policies(policies)
    return {stage.name: compiled.decide(stage) for stage in stages}


class _Policies:
    """Policies ready to be tried; those that name one Stage are tried for it alone."""

    def __init__(self, policies: Iterable[object]) -> None:
        self._compiled = [_compile(policy) for policy in policies]
        self._general: list[int] = []
        self._by_name: dict[str, list[int]] = {}
        for index, (name, _, _) in enumerate(self._compiled):
            (self._general if name is None else self._by_name.setdefault(name, [])).append(index)

    def decide(self, stage: StageNode) -> AutoPromotion:
        """What the first policy says that selects a Stage."""
        for index in sorted([*self._general, *self._by_name.get(stage.name, ())]):
            _, selects, enabled = self._compiled[index]
            try:
                if selects(stage):
                    return AutoPromotion(enabled=enabled, policy=index)
            except _BrokenPolicyError:
                return AutoPromotion(enabled=False, policy=index, broken=True)
        return AutoPromotion(enabled=False)


def _compile(policy: object) -> tuple[str | None, Selector, bool]:
    """The one Stage that a policy can select, None for any; whether it selects a Stage; what it says then."""
    if not isinstance(policy, Mapping):
        return None, _selects_nothing, False
    enabled = policy.get("autoPromotionEnabled") is True
    selector = policy.get("stageSelector")
    if selector is None:
        name = text(policy.get("stage"))
        # No name at all selects every Stage in Kargo, but its schema lets no such policy in.
        return _exact(name), (_by_name(name) if name else _selects_nothing), enabled
    if not isinstance(selector, Mapping):
        return None, _selects_nothing, enabled
    name = text(selector.get("name"))
    by_name = _by_name(name) if name else None
    by_labels = _by_labels(selector)

    def selects(stage: StageNode) -> bool:
        # In this order: what the name rules out never meets a label selector that cannot be compiled.
        return (by_name is None or by_name(stage)) and by_labels(stage)

    return _exact(name), selects, enabled


def _exact(pattern: str) -> str | None:
    return pattern if pattern and not is_pattern(pattern) else None


def _selects_nothing(_stage: StageNode) -> bool:
    return False


def _breaks(_stage: StageNode) -> bool:
    raise _BrokenPolicyError


def _by_name(pattern: str) -> Selector:
    try:
        matches = name_matcher(pattern)
    except PatternError:
        return _breaks
    return lambda stage: matches(stage.name)


def _by_labels(selector: Mapping[object, object]) -> Selector:
    tests = [_label_is(key, value) for key, value in mapping(selector, "matchLabels").items()]
    tests += [_label_meets(mapping(entry)) for entry in items(selector.get("matchExpressions"))]
    if _breaks in tests:
        return _breaks
    return lambda stage: all(test(stage) for test in tests)


def _label_is(key: object, value: object) -> Selector:
    return lambda stage: isinstance(key, str) and stage.labels.get(key) == value


def _label_meets(requirement: Mapping[object, object]) -> Selector:
    key, operator = text(requirement.get("key")), requirement.get("operator")
    values = [value for value in items(requirement.get("values")) if isinstance(value, str)]
    if not key or (operator in ("In", "NotIn")) != bool(values):
        return _breaks
    if operator == "In":
        return lambda stage: stage.labels.get(key) in values
    if operator == "NotIn":
        return lambda stage: stage.labels.get(key) not in values
    if operator == "Exists":
        return lambda stage: key in stage.labels
    if operator == "DoesNotExist":
        return lambda stage: key not in stage.labels
    return _breaks
