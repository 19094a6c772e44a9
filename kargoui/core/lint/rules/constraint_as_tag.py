"""A constraint on versions where Digest wants the name of one tag: no tag is called that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kargoui.core.discovery.criteria import DIGEST, SEMVER
from kargoui.core.lint import ERROR, Context, Edit, Finding, Fix, rule
from kargoui.core.lint.subscribed import Subject, Subscribed, subscribed
from kargoui.core.manifest.operations import Set
from kargoui.core.semver import is_constraint
from kargoui.core.sentence import Sentence, gettext_noop

_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
_NO_TAG = gettext_noop(
    "Digest looks for the tag %(tag)s, and no tag can be called that, so nothing is ever discovered. Name "
    "one tag, such as latest, or choose SemVer for a constraint on versions."
)
_SORT = gettext_noop("Choose the newest version that %(constraint)s lets in, with SemVer")


@rule("constraint-as-tag", on="subscription", severity=ERROR)
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """What no registry has as a tag: https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md."""
    found = subscribed(subject, context.version)
    if found is None or found.criteria.strategy != DIGEST or not found.criteria.constraint:
        return
    tag = found.criteria.constraint
    if not _TAG.fullmatch(tag):
        path = (*found.path, found.constraint_field)
        yield Finding(path, Sentence(_NO_TAG, {"tag": tag}), _fix(found, tag) if is_constraint(tag) else None)


def _fix(found: Subscribed, constraint: str) -> Fix:
    strategy = Set((*found.path, found.strategy_field), SEMVER)
    edit = Edit("Warehouse", found.manifest.name, strategy)
    return Fix(Sentence(_SORT, {"constraint": constraint}), (edit,))
