"""A tag where SemVer wants a constraint on versions: what was meant is Digest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kargoui.core.discovery.criteria import DIGEST, SEMVER
from kargoui.core.lint import ERROR, Context, Edit, Finding, Fix, rule
from kargoui.core.lint.subscribed import Subject, Subscribed, subscribed
from kargoui.core.manifest.operations import Set
from kargoui.core.semver import is_constraint
from kargoui.core.sentence import Sentence, gettext_noop

_TAG = re.compile(r"[A-Za-z][A-Za-z_.-]*")  # a version has digits, and what has them may be a mistyped one
_IS_TAG = gettext_noop(
    "%(tag)s is a tag, and SemVer wants a constraint on versions, such as ^1.2. To follow the tag, choose "
    "the strategy Digest."
)
_FOLLOW = gettext_noop("Follow the tag %(tag)s with Digest")


@rule("tag-as-constraint", on="subscription", severity=ERROR, since="1.7")
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """A constraint that can be nothing but a tag; Kargo refuses it, and before 1.7 with Digest as well."""
    found = subscribed(subject, context.version)
    if found is None or found.kind != "image" or found.criteria.strategy != SEMVER:
        return
    tag = found.criteria.constraint
    if _TAG.fullmatch(tag) and not is_constraint(tag):
        sentence = Sentence(_IS_TAG, {"tag": tag})
        yield Finding((*found.path, found.constraint_field), sentence, _fix(found, tag))


def _fix(found: Subscribed, tag: str) -> Fix:
    strategy = Set((*found.path, found.strategy_field), DIGEST, after="repoURL")
    edit = Edit("Warehouse", found.manifest.name, strategy)
    return Fix(Sentence(_FOLLOW, {"tag": tag}), (edit,))
