"""How the texts begin that a pattern matches, where it says so letter by letter."""

from __future__ import annotations

from typing import Final

from kargoui.core.lint.languages import syntax
from kargoui.core.lint.languages.syntax import Tree, Unanswerable, parse

_MOST: Final = 50


def prefixes(pattern: str) -> frozenset[str]:
    """One of these begins every text that the pattern matches: {"main-", "release-"} for `^(main|release)-`.

    {""} where it does not say.
    """
    try:
        found = _of(parse(pattern))
    except Unanswerable:
        return frozenset({""})
    return frozenset(text for text, _ in found) if found else frozenset({""})


def _of(tree: Tree) -> list[tuple[str, bool]]:
    """How what a tree matches begins, and whether that is all of it; none where it is not anchored."""
    parts = tree.parts if isinstance(tree, syntax.Sequence) else (tree,)
    if isinstance(tree, syntax.Choice):
        each = [_of(part) for part in tree.parts]
        return [found for listed in each for found in listed] if all(each) else []
    if not parts:
        return []
    if isinstance(parts[0], syntax.Edge) and parts[0].begin:
        return _literals(syntax.Sequence(parts[1:]))
    return _of(parts[0]) if len(parts) == 1 and not isinstance(parts[0], syntax.Chars | syntax.Repeat) else []


def _literals(tree: Tree) -> list[tuple[str, bool]]:
    """The letters with which it begins, and whether nothing else follows them."""
    if isinstance(tree, syntax.Chars):
        ((low, high), *more) = tree.ranges or ((0, 1),)
        return [(chr(low), True)] if low == high and not more else [("", False)]
    if isinstance(tree, syntax.Choice):
        return [found for part in tree.parts for found in _literals(part)][:_MOST] or [("", False)]
    if not isinstance(tree, syntax.Sequence):
        return [("", isinstance(tree, syntax.Edge))]
    found = [("", True)]
    for part in tree.parts:
        following = _literals(part)
        found = [
            (text + more, ended) if whole else (text, False)
            for text, whole in found
            for more, ended in (following if whole else [("", False)])
        ]
        if len(found) > _MOST:
            return [("", False)]
    return found
