"""allowTags and ignoreTags, with which discovery fails from Kargo 1.11 on."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import ERROR, Context, Finding, rule
from kargoui.core.lint.replacements import replaced_tags
from kargoui.core.lint.subscribed import Subject, subscribed
from kargoui.core.sentence import Sentence, gettext_noop

_ALLOW = gettext_noop(
    "From Kargo 1.11 on discovery fails where allowTags is given. Put the expression into allowTagsRegexes."
)
_IGNORE = gettext_noop(
    "From Kargo 1.11 on discovery fails where ignoreTags is given. Put expressions into ignoreTagsRegexes "
    "that match these tags alone."
)


@rule("allow-tags-removed", on="subscription", severity=ERROR, since="1.11")
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """Only strategies that go by tags look at them, and fail.

    https://github.com/akuity/kargo/blob/v1.11.2/pkg/image/tag_based_selector.go; the fixes are what 1.9 and
    1.10 made of both fields: https://github.com/akuity/kargo/blob/v1.10.10/pkg/image/tag_based_selector.go
    """
    found = subscribed(subject, context.version)
    if found is None or not found.by_tags:
        return
    for field, template in (("allowTags", _ALLOW), ("ignoreTags", _IGNORE)):
        if found.body.get(field):
            fix = replaced_tags(found.manifest, found.path, field)
            yield Finding((*found.path, field), Sentence(template), fix)
