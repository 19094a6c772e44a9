"""What takes the place of a field that a Kargo version has deprecated or dropped, as fixes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kargoui.core.catalog import VERSIONS
from kargoui.core.lint.finding import Edit, Fix
from kargoui.core.lint.lifetimes import field_at
from kargoui.core.lint.subjects import Manifest
from kargoui.core.lint.subscribed import ALLOW, IGNORE, quoted
from kargoui.core.manifest.operations import Operation, Remove, Set
from kargoui.core.manifest.path import Path
from kargoui.core.pipeline.reading import items, mapping, text, texts
from kargoui.core.sentence import Sentence, gettext_noop

_INSTEAD: Final = gettext_noop("Write %(new)s instead of %(old)s")
_REMOVE: Final = gettext_noop("Remove %(old)s, which has no effect")
_SEVERAL: Final = "Kargo applied multiple changes\n\nIncluding:\n"
_PART: Final = '\n  * ${{{{ outputs["{0}"]?.commitMessage ?? "" }}}}'
_ONE: Final = '${{{{ outputs["{0}"]?.commitMessage ?? "Kargo made some changes" }}}}'
# Fields that have no effect where they are deprecated, or are dropped without one being missed.
_WITHOUT_EFFECT: Final[Mapping[str, str]] = {"createTargetBranch": "1.10", "gitRepoURL": "1.7"}


def replaced(manifest: Manifest, path: Path, version: str) -> Fix | None:
    """The fix for a field that was deprecated or dropped; None where there is no one obvious way."""
    *parents, field = path
    parent = tuple(parents)
    if field in ("allowTags", "ignoreTags"):
        known = field_at(manifest, (*parent, ALLOW), version) is not None
        return replaced_tags(manifest, parent, str(field)) if known else None
    if field == "semverConstraint" and path[-2] == "image":
        return _constraint(manifest, parent)
    if field == "stage" and parent[-2:-1] == ("promotionPolicies",):
        return _stage_selector(manifest, parent)
    if field == "messageFromSteps":
        return _message(manifest, parent)
    since = _WITHOUT_EFFECT.get(str(field))
    if since is None or VERSIONS.index(version) < VERSIONS.index(since):
        return None
    edit = Edit(manifest.kind, manifest.name, Remove(path))
    return Fix(Sentence(_REMOVE, {"old": field}), (edit,))


def replaced_tags(manifest: Manifest, path: Path, field: str) -> Fix | None:
    """Lists of expressions for `allowTags` or `ignoreTags` of the subscription at a path.

    As Kargo 1.9 and 1.10 read them:
    https://github.com/akuity/kargo/blob/v1.10.10/pkg/image/tag_based_selector.go
    """
    body = mapping(manifest.at(path))
    if field == "allowTags":
        new, regexes = ALLOW, texts([body.get(field)])
    else:
        new, regexes = IGNORE, tuple(f"^{quoted(name)}$" for name in texts(body.get(field)))
    there = items(body.get(new))
    if not regexes:
        return None
    return _moved(manifest, path, field, new, [*there, *(each for each in regexes if each not in there)])


def _constraint(manifest: Manifest, path: Path) -> Fix:
    body = mapping(manifest.at(path))
    if body.get("constraint"):  # then the older field is not looked at
        edit = Edit(manifest.kind, manifest.name, Remove((*path, "semverConstraint")))
        return Fix(Sentence(_REMOVE, {"old": "semverConstraint"}), (edit,))
    return _moved(manifest, path, "semverConstraint", "constraint", body.get("semverConstraint"))


def _stage_selector(manifest: Manifest, path: Path) -> Fix | None:
    """A policy without selector selects by `stage`: pkg/api/auto_promotion.go of Kargo 1.11."""
    body = mapping(manifest.at(path))
    name = text(body.get("stage"))
    if not name or ":" in name or "stageSelector" in body:
        return None
    return _moved(manifest, path, "stage", "stageSelector", {"name": name})


def _message(manifest: Manifest, path: Path) -> Fix | None:
    """What git-commit made of messageFromSteps, until 1.4: git_commiter.go (buildCommitMessage)."""
    body = mapping(manifest.at(path))
    aliases = texts(body.get("messageFromSteps"))
    if manifest.kind != "Stage" or body.get("message") or not aliases or any('"' in each for each in aliases):
        return None
    parts = "".join(_PART.format(each) for each in aliases)
    message = _ONE.format(aliases[0]) if len(aliases) == 1 else _SEVERAL + parts
    return _moved(manifest, path, "messageFromSteps", "message", message)


def _moved(manifest: Manifest, path: Path, old: str, new: str, value: object) -> Fix:
    """A value under a new name, where it stood under its old one."""
    operations: list[Operation] = [Set((*path, new), value, after=old), Remove((*path, old))]
    edits = tuple(Edit(manifest.kind, manifest.name, operation) for operation in operations)
    return Fix(Sentence(_INSTEAD, {"old": old, "new": new}), edits)
