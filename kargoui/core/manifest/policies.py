"""Checks the promotion policies and webhook receivers of a ProjectConfig or ClusterConfig."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import re2

from kargoui.core.manifest.path import Path
from kargoui.core.manifest.problems import Problem, shown
from kargoui.core.sentence import Sentence, gettext_noop

_POLICY_TWICE: Final = gettext_noop(
    "Policy %(first)s of the list is for the Stage %(stage)s already. Remove one of them."
)
_NO_PATTERN: Final = gettext_noop(
    'A Stage selector with a colon starts with "glob:", "regex:" or "regexp:", but this is %(value)s.'
)
_NO_REGEX: Final = gettext_noop("%(value)s is no regular expression that Go can read.")
_NO_GLOB: Final = gettext_noop("%(value)s is no glob pattern: a bracket or a brace is not closed in it.")
_RECEIVER_TWICE: Final = gettext_noop(
    'The receiver %(first)s of the list has the name "%(name)s" already. Choose another.'
)
_RECEIVER_TYPES: Final = gettext_noop(
    "A receiver must be of one type only, but this is of several: %(types)s. Make each a receiver of its own."
)
_NO_CRITERION: Final = gettext_noop("At least one of name, labelSelector and indexSelector must be given.")
_TYPES: Final = frozenset(
    {"artifactory", "azure", "bitbucket", "dockerhub", "generic", "gitea", "github", "gitlab", "quay"}
)
_CRITERIA: Final = (("labelSelector", "matchLabels"), ("labelSelector", "matchExpressions"))
_INDICES: Final = ("indexSelector", "matchIndices")


def check_policies(policies: object, path: Path, out: list[Problem]) -> None:
    """One policy a Stage, and patterns that can be read.

    https://github.com/akuity/kargo/blob/v1.11.2/pkg/webhook/kubernetes/projectconfig/webhook.go
    (validatePromotionPolicies) and https://github.com/akuity/kargo/blob/v1.11.2/pkg/pattern/matcher.go
    """
    seen: dict[str, int] = {}
    for index, policy in enumerate(policies if isinstance(policies, list) else ()):
        if not isinstance(policy, dict):
            continue
        where = (*path, index)
        selector = policy.get("stageSelector")
        selected = selector.get("name") if isinstance(selector, dict) else None
        stage = policy.get("stage") or selected
        if not isinstance(stage, str) or not stage:
            continue
        if ":" in stage:
            if selected == stage:
                _check_pattern(stage, (*where, "stageSelector", "name"), out)
            continue
        first = seen.setdefault(stage, index)
        if first != index:
            params = {"stage": stage, "first": first + 1}
            out.append(Problem("duplicate-policy", where, Sentence(_POLICY_TWICE, params)))


def _check_pattern(stage: str, path: Path, out: list[Problem]) -> None:
    form, _, pattern = stage.partition(":")
    params = {"value": shown(stage)}
    if form in ("regex", "regexp"):
        if not _is_regex(pattern):
            out.append(Problem("wrong-form", path, Sentence(_NO_REGEX, params)))
    elif form != "glob":
        out.append(Problem("wrong-form", path, Sentence(_NO_PATTERN, params)))
    elif not _is_glob(pattern):
        out.append(Problem("wrong-form", path, Sentence(_NO_GLOB, params)))


@lru_cache(maxsize=1_000)
def _is_regex(pattern: str) -> bool:
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error:
        return False
    return True


def _is_glob(pattern: str) -> bool:
    """https://github.com/bmatcuk/doublestar/blob/v4.9.2/validate.go (doValidatePattern)."""
    depth, index = 0, 0
    while index < len(pattern):
        letter = pattern[index]
        if letter == "\\":
            index += 1
            if index >= len(pattern):
                return False
        elif letter == "[":
            end = _class_end(pattern, index)
            if end < 0:
                return False
            index = end
        elif letter == "{":
            depth += 1
        elif letter == "}":
            if depth == 0:
                return False
            depth -= 1
        index += 1
    return depth == 0


def _class_end(pattern: str, start: int) -> int:
    """Where the bracket that closes a class stands; -1 where none does, or the class is empty."""
    index = start + 1
    if pattern[index : index + 1] in ("^", "!"):
        index += 1
    if pattern[index : index + 1] in ("]", ""):
        return -1
    while index < len(pattern) and pattern[index] != "]":
        index += 2 if pattern[index] == "\\" else 1
    return index if index < len(pattern) else -1


def check_receivers(receivers: object, path: Path, out: list[Problem]) -> None:
    """Names that differ, one type each, and targets of a generic receiver that say what they select.

    https://github.com/akuity/kargo/blob/v1.11.2/pkg/webhook/kubernetes/external/validation.go
    """
    seen: dict[str, int] = {}
    for index, receiver in enumerate(receivers if isinstance(receivers, list) else ()):
        if not isinstance(receiver, dict):
            continue
        where = (*path, index)
        name = receiver.get("name")
        if isinstance(name, str):
            first = seen.setdefault(name, index)
            if first != index:
                params = {"name": name, "first": first + 1}
                out.append(Problem("duplicate-receiver", (*where, "name"), Sentence(_RECEIVER_TWICE, params)))
        types = [key for key, value in receiver.items() if key in _TYPES and value is not None]
        if len(types) > 1:
            sentence = Sentence(_RECEIVER_TYPES, {"types": ", ".join(types)})
            out.append(Problem("conflicting-fields", where, sentence))
        _check_targets(receiver.get("generic"), (*where, "generic"), out)


def _check_targets(generic: Any, path: Path, out: list[Problem]) -> None:
    for action, entry in _entries(generic, "actions"):
        for number, target in _entries(entry, "targetSelectionCriteria"):
            if not isinstance(target, dict) or target.get("name"):
                continue
            if not any(_inner(target, *place) for place in (*_CRITERIA, _INDICES)):
                where = (*path, "actions", action, "targetSelectionCriteria", number)
                out.append(Problem("missing-field", where, Sentence(_NO_CRITERION)))


def _entries(mapping: Any, name: str) -> enumerate[Any]:
    items = mapping.get(name) if isinstance(mapping, dict) else None
    return enumerate(items if isinstance(items, list) else ())


def _inner(target: dict[str, Any], outer: str, inner: str) -> object:
    selector = target.get(outer)
    return selector.get(inner) if isinstance(selector, dict) else None
