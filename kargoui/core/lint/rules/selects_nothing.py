"""A subscription whose criteria no tag can meet together, whatever the repository holds."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.discovery.criteria import SEMVER
from kargoui.core.lint import ERROR, Context, Finding, rule
from kargoui.core.lint.languages import Unanswerable, is_satisfiable, matching, versions, witness
from kargoui.core.lint.subscribed import Subject, Subscribed, subscribed
from kargoui.core.lint.tag_languages import matched, names_of, tags_of
from kargoui.core.manifest.path import Path
from kargoui.core.sentence import Sentence, gettext_noop

_UNSATISFIABLE = gettext_noop(
    "No version can meet the constraint %(constraint)s, so nothing is ever discovered and the Warehouse "
    "makes no Freight. Its parts exclude each other: widen one."
)
_NO_TAG = gettext_noop(
    "%(regexes)s can match no tag, whatever the repository holds: nothing is ever discovered, and the "
    "Warehouse makes no Freight."
)
_NO_VERSION = gettext_noop(
    "SemVer selects versions alone, and %(regexes)s lets no version in: nothing is ever discovered, and the "
    "Warehouse makes no Freight. Choose another strategy or another expression."
)
_OUTSIDE = gettext_noop(
    "No version that %(regexes)s lets in meets the constraint %(constraint)s: nothing is ever discovered, "
    "and the Warehouse makes no Freight."
)
_IGNORED = gettext_noop(
    "Every tag that is let in otherwise is ignored by %(regexes)s: nothing is ever discovered, and the "
    "Warehouse makes no Freight."
)


@rule("selects-nothing", on="subscription", severity=ERROR)
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """Freight needs something of every subscription (warehouses.go, validateDiscoveredArtifacts)."""
    found = subscribed(subject, context.version)
    if found is None:
        return
    if found.constraints is not None and not is_satisfiable(found.constraints):
        path = (*found.path, found.constraint_field)
        yield Finding(path, Sentence(_UNSATISFIABLE, {"constraint": found.criteria.constraint}))
    elif found.by_tags and (found.allow or found.ignore):
        try:
            why = _why_nothing(found)
        except Unanswerable:
            return
        if why is not None:
            yield Finding(*why)


def _why_nothing(found: Subscribed) -> tuple[Path, Sentence] | None:
    """What excludes all tags: the first of the criteria that leaves none."""
    tags = tags_of(found)
    if tags is None or witness(tags, [matched(found.ignore)] if found.ignore else []) is not None:
        return None
    params: dict[str, object] = {
        "regexes": ", ".join(each.regex for each in found.allow),
        "constraint": found.criteria.constraint,
    }
    if found.allow:
        place = _list(found.allow[0].path)
        allowed = [names_of(found)[0], matched(found.allow)]
        if witness(allowed) is None:
            return place, Sentence(_NO_TAG, params)
        any_version = matching([versions(None, strict=found.criteria.strict)])
        if found.criteria.strategy == SEMVER and witness([*allowed, any_version]) is None:
            return place, Sentence(_NO_VERSION, params)
        if witness(tags) is None:
            return place, Sentence(_OUTSIDE, params)
    regexes = ", ".join(each.regex for each in found.ignore)
    return _list(found.ignore[0].path), Sentence(_IGNORED, {"regexes": regexes})


def _list(path: Path) -> Path:
    return path[:-1] if isinstance(path[-1], int) else path
