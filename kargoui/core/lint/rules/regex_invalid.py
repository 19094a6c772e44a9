"""A regular expression that Go cannot read: discovery fails with it, for the whole Warehouse."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import ERROR, Context, Finding, rule
from kargoui.core.lint.subscribed import IGNORE, Subject, subscribed
from kargoui.core.sentence import Sentence, gettext_noop

_BROKEN = gettext_noop("%(regex)s is no regular expression of Go, and discovery fails with it: %(said)s.")
_LOOKS = gettext_noop(
    "%(regex)s looks ahead or behind, which regular expressions of Go cannot, and discovery fails with it. "
    "Say what is not wanted with %(field)s instead."
)
_LOOKING = ("(?!", "(?=", "(?<!", "(?<=")


@rule("regex-invalid", on="subscription", severity=ERROR)
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """Nothing looks at expressions before discovery does: a Warehouse with a broken one is let in."""
    found = subscribed(subject, context.version)
    if found is None or not found.by_tags:
        return
    for each in (*found.allow, *found.ignore):
        if each.compiles:
            continue
        if any(part in each.regex for part in _LOOKING):
            field = IGNORE if found.criteria.since("1.9") else "ignoreTags"
            yield Finding(each.path, Sentence(_LOOKS, {"regex": each.regex, "field": field}))
        else:
            said = each.problem.removeprefix("error parsing regexp: ")
            yield Finding(each.path, Sentence(_BROKEN, {"regex": each.regex, "said": said}))
