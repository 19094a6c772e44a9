"""How tightly operators bind, and what the functions that take a predicate are given."""

from __future__ import annotations

LEFT, RIGHT = "left", "right"

RAISING = 100  # the power of the operators that bind to the right
UNARY = {"not": 50, "!": 50, "-": 90, "+": 90}

BINARY: dict[str, tuple[int, str]] = {
    "|": (0, LEFT),
    "or": (10, LEFT),
    "||": (10, LEFT),
    "and": (15, LEFT),
    "&&": (15, LEFT),
    "==": (20, LEFT),
    "!=": (20, LEFT),
    "<": (20, LEFT),
    ">": (20, LEFT),
    ">=": (20, LEFT),
    "<=": (20, LEFT),
    "in": (20, LEFT),
    "matches": (20, LEFT),
    "contains": (20, LEFT),
    "startsWith": (20, LEFT),
    "endsWith": (20, LEFT),
    "..": (25, LEFT),
    "+": (30, LEFT),
    "-": (30, LEFT),
    "*": (60, LEFT),
    "/": (60, LEFT),
    "%": (60, LEFT),
    "**": (RAISING, RIGHT),
    "^": (RAISING, RIGHT),
    "??": (500, LEFT),
}
COMPARISONS = frozenset({"<", ">", ">=", "<="})
NEGATABLE = frozenset({"contains", "matches", "startsWith", "endsWith", "in"})

EXPRESSION, PREDICATE, OPTIONAL_EXPRESSION, OPTIONAL_PREDICATE = "e", "p", "e?", "p?"
_ONE = (EXPRESSION, PREDICATE)
PREDICATES: dict[str, tuple[str, ...]] = {
    "all": _ONE,
    "none": _ONE,
    "any": _ONE,
    "one": _ONE,
    "filter": _ONE,
    "map": _ONE,
    "count": (EXPRESSION, OPTIONAL_PREDICATE),
    "sum": (EXPRESSION, OPTIONAL_PREDICATE),
    "find": _ONE,
    "findIndex": _ONE,
    "findLast": _ONE,
    "findLastIndex": _ONE,
    "groupBy": _ONE,
    "sortBy": (EXPRESSION, PREDICATE, OPTIONAL_EXPRESSION),
    "reduce": (EXPRESSION, PREDICATE, OPTIONAL_EXPRESSION),
}

MAX_NODES = 10_000
MAX_DEPTH = 120
