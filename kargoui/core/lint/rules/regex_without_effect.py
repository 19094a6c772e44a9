"""An expression that decides about no tag: others, or the strategy, have decided about all of its tags."""

from __future__ import annotations

from collections.abc import Iterator

from kargoui.core.lint import INFO, Context, Edit, Finding, Fix, rule
from kargoui.core.lint.languages import Automaton, Unanswerable, matching, witness
from kargoui.core.lint.subscribed import Placed, Subject, Subscribed, subscribed
from kargoui.core.lint.tag_languages import matched, names_of, tags_of
from kargoui.core.manifest.operations import Remove
from kargoui.core.sentence import Sentence, gettext_noop

_ALLOWS_ALL = gettext_noop(
    "%(regex)s lets in whatever is let in without it. Remove it, or say what it is to keep out."
)
_ALLOWED = gettext_noop("Every tag that %(regex)s lets in is let in by the other expressions too. Remove it.")
_IGNORES_NONE = gettext_noop(
    "%(regex)s keeps nothing out: every tag that it matches is out already. Remove it."
)
_REMOVE = gettext_noop("Remove %(regex)s, which decides about no tag")


@rule("regex-without-effect", on="subscription", severity=INFO)
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """What can go without any tag that could be being treated otherwise; asked from the last one on."""
    found = subscribed(subject, context.version)
    if found is None or not found.by_tags or not (found.allow or found.ignore):
        return
    try:
        yield from _without_effect(found)
    except Unanswerable:
        return


def _without_effect(found: Subscribed) -> Iterator[Finding]:
    tags = tags_of(found)
    if tags is None or witness(tags, [matched(found.ignore)] if found.ignore else []) is None:
        return  # then selects-nothing or regex-invalid has more to say
    names, allow = names_of(found), list(found.allow)
    for each in reversed(found.allow):
        others = [other for other in allow if other is not each]
        if others and witness([*names, matching([each.regex])], [matched(others)]) is None:
            allow = others
            yield _finding(found, each, _ALLOWED, found.allow)
    if len(allow) == 1 and witness(names, [matched(allow)]) is None:
        yield _finding(found, allow[0], _ALLOWS_ALL, found.allow)
    yield from _ignoring_none(found, tags)


def _ignoring_none(found: Subscribed, tags: list[Automaton]) -> Iterator[Finding]:
    ignore = list(found.ignore)
    for each in reversed(found.ignore):
        others = [other for other in ignore if other is not each]
        if witness([*tags, matching([each.regex])], [matched(others)] if others else []) is None:
            ignore = others
            yield _finding(found, each, _IGNORES_NONE, found.ignore)


def _finding(found: Subscribed, each: Placed, template: str, listed: list[Placed]) -> Finding:
    params = {"regex": each.regex}
    alone = sum(other.path[:-1] == each.path[:-1] for other in listed) == 1
    path = each.path[:-1] if alone and isinstance(each.path[-1], int) else each.path
    edit = Edit("Warehouse", found.manifest.name, Remove(path))
    return Finding(each.path, Sentence(template, params), Fix(Sentence(_REMOVE, params), (edit,)))
