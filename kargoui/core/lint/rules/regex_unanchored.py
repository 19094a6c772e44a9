"""An expression that reads like a whole tag, and matches wherever that stands in one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kargoui.core.lint import INFO, Context, Finding, rule
from kargoui.core.lint.subscribed import Subject, subscribed
from kargoui.core.sentence import Sentence, gettext_noop

_ANYWHERE = gettext_noop(
    "%(regex)s matches wherever it stands in a tag, as in %(example)s. Write ^%(regex)s$ if it is the whole "
    "tag."
)
_WHOLE_TAG = re.compile(
    r"latest|main|master|head|HEAD|stable|edge|v?\d+(?:\\?\.\d+)+|v?(?:\\d[+*]?\\?\.)+\\d[+*]?"
)


@rule("regex-unanchored", on="subscription", severity=INFO)
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """A version, or the name of a tag that moves, without ^ and $. Go looks for a match anywhere."""
    found = subscribed(subject, context.version)
    if found is None or not found.by_tags:
        return
    for each in (*found.allow, *found.ignore):
        if _WHOLE_TAG.fullmatch(each.regex):
            tag = re.sub(r"\\d[+*]?", "1", each.regex).replace("\\", "")
            params = {"regex": each.regex, "example": f"old-{tag}-2"}
            yield Finding(each.path, Sentence(_ANYWHERE, params))
