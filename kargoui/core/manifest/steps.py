"""Checks lists of promotion steps: aliases, references to tasks, and each step's config by its schema."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from kargoui.core.catalog import catalog
from kargoui.core.manifest.path import Path
from kargoui.core.manifest.problems import Problem
from kargoui.core.manifest.schema import Check, compiled, reading_configs
from kargoui.core.sentence import Sentence, gettext_noop

_RESERVED = re.compile(r"(step|task)-[0-9]+")
_ALIAS_TWICE: Final = gettext_noop(
    'The alias "%(alias)s" is that of step %(first)s already. Aliases must differ within a list of steps.'
)
_ALIAS_RESERVED: Final = gettext_noop(
    'The alias "%(alias)s" is reserved: Kargo gives names like it to steps without an alias. Choose another.'
)
_TASK_IF: Final = gettext_noop(
    "A step that references a task cannot have an `if`. Put the condition on the steps inside the task."
)
_TASK_CONFIG: Final = gettext_noop(
    "A step that references a task cannot have a config. Hand values to the task with vars."
)


def check_steps(version: str, steps: object, path: Path, out: list[Problem], *, in_stage: bool) -> None:
    """Checks the steps of a Stage's template (`in_stage`) or of a task, as far as the schema does not.

    Steps that this Kargo version does not ship are somebody's own, and anything may stand in their config.
    Follows ValidatePromotionSteps and validatePromotionStepTaskRefs (Kargo 1.6 and later; 1.4 and 1.5 accept
    some of it and then fail in the promotion):
    https://github.com/akuity/kargo/blob/v1.11.2/pkg/webhook/kubernetes/promotion_steps.go
    https://github.com/akuity/kargo/blob/v1.11.2/pkg/webhook/kubernetes/stage/webhook.go
    """
    if not isinstance(steps, list):
        return
    aliases: dict[str, int] = {}
    for index, step in enumerate(steps):
        if not isinstance(step, dict):
            continue
        where = (*path, index)
        alias = step.get("as")
        if alias is not None:
            _check_alias(alias, index, (*where, "as"), aliases, out)
        if step.get("task") is not None:
            if in_stage:
                _check_task_step(step, where, out)
            continue
        uses = step.get("uses")
        if uses in _shipped(version):
            check = _config_check(version, uses)
            if check is not None:
                check(step.get("config") or {}, (*where, "config"), out)


def _check_alias(alias: object, index: int, path: Path, seen: dict[str, int], out: list[Problem]) -> None:
    if not isinstance(alias, str) or not (alias := alias.strip()):
        return
    first = seen.setdefault(alias, index)
    if first != index:
        params = {"alias": alias, "first": first + 1}
        out.append(Problem("duplicate-alias", path, Sentence(_ALIAS_TWICE, params)))
    if _RESERVED.fullmatch(alias):
        out.append(Problem("reserved-alias", path, Sentence(_ALIAS_RESERVED, {"alias": alias})))


def _check_task_step(step: dict[str, object], path: Path, out: list[Problem]) -> None:
    if step.get("if"):
        out.append(Problem("task-with-if", (*path, "if"), Sentence(_TASK_IF)))
    if step.get("config") is not None:
        out.append(Problem("task-with-config", (*path, "config"), Sentence(_TASK_CONFIG)))


@cache
def _shipped(version: str) -> tuple[str, ...]:
    return tuple(catalog(version).steps)


@cache
def _config_check(version: str, uses: str) -> Check | None:
    return compiled(catalog(version).steps[uses].config, reading_configs(version))
