"""What an operator gives for kinds of values, and for which it can only fail."""

from __future__ import annotations

from itertools import product
from typing import Final

from kargoui.core.expr.grammar import COMPARISONS
from kargoui.core.expr.shapes import (
    ANY,
    ARRAY,
    BOOL,
    MAYBE_NIL,
    NIL,
    NUMBER,
    OBJECT,
    OTHER,
    STRING,
    Kinds,
    Shape,
)

Pairs = frozenset[tuple[str, str]]
LOGIC: Final = frozenset({"&&", "and", "||", "or"})
_TEXT: Final = frozenset({"contains", "startsWith", "endsWith", "matches"})
_NUMBERS: Final[Pairs] = frozenset({(NUMBER, NUMBER)})
_ORDERED: Final[Pairs] = _NUMBERS | {(STRING, STRING)}
_TEXTS: Final[Pairs] = frozenset(
    {(STRING, STRING), *((NIL, kind) for kind in ANY), *((kind, NIL) for kind in ANY)}
)
_IN: Final[Pairs] = frozenset(
    {*((kind, found) for kind in ANY for found in (NIL, ARRAY)), (STRING, OBJECT), (NIL, OBJECT)}
)
_TAKEN: Final[dict[str, Pairs]] = {
    **dict.fromkeys(("+", *COMPARISONS), _ORDERED),
    **dict.fromkeys(("-", "*", "/", "%", "**", "^", ".."), _NUMBERS),
    **dict.fromkeys(_TEXT, _TEXTS),
    "in": _IN,
}
_GIVEN: Final[dict[str, Kinds]] = {
    **dict.fromkeys((*COMPARISONS, *_TEXT, "in", "==", "!="), frozenset({BOOL})),
    **dict.fromkeys(("/", "%", "**", "^"), frozenset({NUMBER})),
    "..": frozenset({ARRAY}),
}


def can_only_fail(operator: str, left: Shape, right: Shape) -> bool:
    """Whether an operator takes no two of these kinds."""
    pairs = _TAKEN[operator]
    return not any(OTHER in pair or pair in pairs for pair in product(left.kinds, right.kinds))


def given(operator: str, left: Shape, right: Shape) -> Kinds:
    """What kinds an operator gives."""
    if operator in _GIVEN:
        return _GIVEN[operator]
    both = left.kinds | right.kinds
    for kind in (NUMBER, STRING):
        if both == {kind}:
            return frozenset({kind})
    return frozenset({NUMBER, STRING, OTHER})


def never_equal(left: Shape, right: Shape) -> bool:
    """Whether no value of the one can equal one of the other; nil alone is another matter."""
    if left.is_nil or right.is_nil:
        return False
    pairs = product(left.kinds, right.kinds)
    return not any(one == other or {one, other} <= MAYBE_NIL for one, other in pairs)
