"""What Kargo does otherwise from some version on with manifests that stay valid, and which it touches.

From the release notes (docs/docs/80-release-notes at v1.11.2) and the source at the tags of both sides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from kargoui.core.discovery.criteria import NEWEST_BUILD, NEWEST_FROM_BRANCH, SEMVER
from kargoui.core.lint.context import Context
from kargoui.core.lint.finding import Edit, Fix
from kargoui.core.lint.rewriting import Words, expressions_of
from kargoui.core.lint.subjects import Expression, Manifest, Step
from kargoui.core.lint.subscribed import Subscribed, subscribed
from kargoui.core.lint.vocabulary import step_of
from kargoui.core.manifest.operations import Operation, Set
from kargoui.core.manifest.path import Path
from kargoui.core.pipeline.reading import items, mapping, text
from kargoui.core.semver import ConstraintError, parse_constraints
from kargoui.core.sentence import Sentence, gettext_noop


@dataclass(frozen=True, slots=True)
class Place:
    """Where a behaviour touches a manifest, and what keeps it as it was."""

    manifest: Manifest
    path: Path
    fix: Fix | None = None


Touches = Callable[[Context], Iterable[Place]]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """`template` has no places to fill. `must`: manifests that are touched do not work as they are."""

    name: str
    since: str
    must: bool
    template: str
    touches: Touches


_ALL: list[Behaviour] = []
_DEFAULT_ALIAS: Final = re.compile(r"step-\d+")
_COLON: Final = re.compile(r"(?<=[^.\\:]):")
_ESCAPE: Final = gettext_noop("Write a backslash before the colon")
_AS_BEFORE: Final = gettext_noop("Say with %(field)s what was so before")
_HTTP: Final = ("successExpression", "failureExpression")


def behaviours(version: str) -> Iterator[Behaviour]:
    """Those that a version brought."""
    return (each for each in _ALL if each.since == version)


def _since(version: str, name: str, template: str, *, must: bool = False) -> Callable[[Touches], Touches]:
    def register(touches: Touches) -> Touches:
        _ALL.append(Behaviour(name, version, must, template, touches))
        return touches

    return register


def _steps(context: Context, *uses: str) -> Iterator[Step]:
    return (step for manifest in context.listed for step in manifest.steps if step.uses in uses)


def _expressions(context: Context, *words: str) -> Iterator[Expression]:
    """The texts that hold all of some words."""
    for manifest in context.listed:
        for expression in manifest.expressions:
            if all(word in expression.text for word in words):
                yield expression


def _subscriptions(context: Context) -> Iterator[Subscribed]:
    for manifest in context.of_kind("Warehouse"):
        for index in range(len(items(manifest.at(("spec", "subscriptions"))))):
            found = subscribed((manifest, index), context.version)
            if found is not None:
                yield found


def _aliases_read(expression: Expression, version: str, *, outputs: bool) -> Iterator[str]:
    """The aliases whose outputs, or whose status, a text asks for."""
    for source in expressions_of(expression.text, version):
        words = Words(source)
        if outputs:
            for place in words.names("outputs"):
                yield from (alias for alias, _, _ in words.members(place)[:1])
            for place in words.names("task"):
                members = words.members(place)[:2]
                if len(members) > 1 and members[0][0] == "outputs":
                    yield members[1][0]
        else:
            for place in words.names("status"):
                call = words.arguments(place)
                if call is not None and len(call[0]) == 1:
                    yield source[slice(*call[0][0])].strip().strip("'\"")


@_since(
    "1.5",
    "default-aliases",
    gettext_noop(
        "Steps without an alias are counted from 1 on, step-1 being the first, and no longer from 0: what "
        "reads outputs by such an alias reads those of another step. Give the step an alias of its own."
    ),
    must=True,
)
def _default_aliases(context: Context) -> Iterator[Place]:
    for expression in _expressions(context, "outputs", "step-"):
        aliases = _aliases_read(expression, context.version, outputs=True)
        if any(map(_DEFAULT_ALIAS.fullmatch, aliases)):
            yield Place(expression.manifest, expression.path)


@_since(
    "1.6",
    "git-commit-skipped",
    gettext_noop(
        "git-commit ends as Skipped, and no longer as Succeeded, where there is nothing to commit: what asks "
        "for its status gets another answer."
    ),
)
def _git_commit_skipped(context: Context) -> Iterator[Place]:
    yield from _asking_for_status(context, "git-commit")


def _asking_for_status(context: Context, uses: str) -> Iterator[Place]:
    for expression in _expressions(context, "status"):
        for alias in _aliases_read(expression, context.version, outputs=False):
            step = step_of(expression, alias, context)
            if step is not None and step.uses == uses:
                yield Place(expression.manifest, expression.path)
                break


@_since(
    "1.7",
    "prereleases",
    gettext_noop(
        "A pre-release gets past a constraint as soon as one of the comparisons that belong together names "
        "one; before, each of them had to. More is discovered than before."
    ),
)
def _prereleases(context: Context) -> Iterator[Place]:
    for found in _subscriptions(context):
        if found.criteria.strategy != SEMVER:
            continue
        try:
            before = parse_constraints(found.criteria.constraint, before_3_4=True)
            after = parse_constraints(found.criteria.constraint)
        except ConstraintError:
            continue
        if before.asks_for_prereleases != after.asks_for_prereleases:
            yield Place(found.manifest, (*found.path, found.constraint_field))


@_since(
    "1.7",
    "leading-zeros",
    gettext_noop(
        "Where strictSemvers is false, numbers with leading zeros are versions too: 2024.01.05 is discovered "
        "as 2024.1.5, which it was not before."
    ),
)
def _leading_zeros(context: Context) -> Iterator[Place]:
    for found in _subscriptions(context):
        if found.criteria.strategy == SEMVER and not found.criteria.strict:
            yield Place(found.manifest, (*found.path, "strictSemvers"))


@_since(
    "1.7",
    "image-dates",
    gettext_noop(
        "NewestBuild goes by the annotations org.opencontainers.image.created and "
        "org.label-schema.build-date of an image where it has them: the order of images may change."
    ),
)
def _image_dates(context: Context) -> Iterator[Place]:
    for found in _subscriptions(context):
        if found.criteria.strategy == NEWEST_BUILD:
            yield Place(found.manifest, (*found.path, found.strategy_field))


@_since(
    "1.7",
    "http-failure-alone",
    gettext_noop(
        "A step http that says only when it has failed never succeeds: it is repeated until it fails or its "
        "time is over. Say with successExpression when it has succeeded."
    ),
    must=True,
)
def _http_failure_alone(context: Context) -> Iterator[Place]:
    return _http_with(context, "failureExpression", "successExpression")


@_since(
    "1.7",
    "http-success-alone",
    gettext_noop(
        "A step http that says only when it has succeeded is repeated until then, or until its time is over; "
        "before, it failed at once. Say with failureExpression when it has failed."
    ),
)
def _http_success_alone(context: Context) -> Iterator[Place]:
    return _http_with(context, "successExpression", "failureExpression")


def _http_with(context: Context, field: str, other: str) -> Iterator[Place]:
    """Until 1.6 the other one was the opposite: http_requester.go (wasRequestSuccessful, didRequestFail)."""
    for step in _steps(context, "http"):
        config = mapping(step.body.get("config"))
        if [each for each in _HTTP if config.get(each)] != [field]:
            continue
        said = text(config.get(field))
        edit = Set((*step.path, "config", other), f"!({said})", after=field)
        known = said and "${{" not in said and "${%" not in said
        fix = _fix(step.manifest, edit, Sentence(_AS_BEFORE, {"field": other})) if known else None
        yield Place(step.manifest, (*step.path, "config", field), fix)


def _fix(manifest: Manifest, operation: Operation, label: Sentence) -> Fix:
    return Fix(label, (Edit(manifest.kind, manifest.name, operation),))


@_since(
    "1.9",
    "percent-delimiters",
    gettext_noop("What stands between ${% and %} is evaluated as an expression, where it was text before."),
    must=True,
)
def _percent_delimiters(context: Context) -> Iterator[Place]:
    for expression in _expressions(context, "${%"):
        yield Place(expression.manifest, expression.path)


@_since(
    "1.10",
    "open-pr-skipped",
    gettext_noop(
        "git-open-pr is Skipped, and has no outputs, where both branches hold the same; before, it failed. "
        "What reads its outputs fails then: let it run only if status() of that step is not Skipped."
    ),
)
def _open_pr_skipped(context: Context) -> Iterator[Place]:
    for expression in _expressions(context, "outputs"):
        guard = expression.step.guard if expression.step is not None else ""
        for alias in _aliases_read(expression, context.version, outputs=True):
            step = step_of(expression, alias, context)
            if step is not None and step.uses == "git-open-pr" and "Skipped" not in guard:
                yield Place(expression.manifest, expression.path)
                break


@_since(
    "1.10",
    "yaml-update-colon",
    gettext_noop(
        "In the keys of yaml-update a colon may only begin a part, so that one elsewhere makes the step "
        "fail. Write a backslash before it."
    ),
    must=True,
)
def _yaml_update_colon(context: Context) -> Iterator[Place]:
    for place in _yaml_keys(context, _COLON):
        key = _COLON.sub(r"\\:", str(place.manifest.at(place.path)))
        yield replace(place, fix=_fix(place.manifest, Set(place.path, key), Sentence(_ESCAPE)))


@_since(
    "1.10",
    "yaml-update-backslash",
    gettext_noop(
        "In the keys of yaml-update a backslash makes the dot or colon behind it part of a name; before, it "
        "was a letter like others."
    ),
)
def _yaml_update_backslash(context: Context) -> Iterator[Place]:
    return _yaml_keys(context, re.compile(r"\\"))


def _yaml_keys(context: Context, pattern: re.Pattern[str]) -> Iterator[Place]:
    for step in _steps(context, "yaml-update"):
        for index, update in enumerate(items(mapping(step.body.get("config")).get("updates"))):
            key = text(mapping(update).get("key"))
            if "${{" not in key and "${%" not in key and pattern.search(key):
                yield Place(step.manifest, (*step.path, "config", "updates", index, "key"))


@_since(
    "1.10",
    "merged-commits",
    gettext_noop(
        "Of a branch only the commits of its main line are looked at, each merge with all that it brought: "
        "merges that changed the wanted paths are discovered, and commits of merged branches no more."
    ),
)
def _merged_commits(context: Context) -> Iterator[Place]:
    for found in _subscriptions(context):
        criteria = found.criteria
        if criteria.strategy == NEWEST_FROM_BRANCH and (criteria.has_paths or criteria.expression):
            yield Place(found.manifest, found.path)


@_since(
    "1.10",
    "failed-not-errored",
    gettext_noop(
        "A step that fails for good is Failed, and no longer Errored: what compares its status with Errored "
        "gets another answer."
    ),
)
def _failed_not_errored(context: Context) -> Iterator[Place]:
    for expression in _expressions(context, "status", "Errored"):
        yield Place(expression.manifest, expression.path)


@_since(
    "1.11",
    "auto-promotion-holds",
    gettext_noop(
        "A Stage that somebody has promoted to earlier Freight by hand is held there only if that happened "
        "under 1.11: any other is promoted to the newest Freight right after the upgrade. Turn "
        "auto-promotion off for it before."
    ),
)
def _auto_promotion_holds(context: Context) -> Iterator[Place]:
    for stage in context.of_kind("Stage"):
        found = context.automatic.get(stage.name)
        if found is not None and found.enabled:
            yield Place(stage, ())


@_since(
    "1.11",
    "polling",
    gettext_noop(
        "http, git-wait-for-pr and git-merge-pr ask again after 30, 30 and 10 seconds, where it was five "
        "minutes. Say pollInterval where that is too often."
    ),
)
def _polling(context: Context) -> Iterator[Place]:
    for step in _steps(context, "http", "git-wait-for-pr", "git-merge-pr"):
        config = mapping(step.body.get("config"))
        waits = step.uses == "git-wait-for-pr" or config.get("wait") or any(map(config.get, _HTTP))
        if waits and not config.get("pollInterval"):
            yield Place(step.manifest, (*step.path, "uses"))
