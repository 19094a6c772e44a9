"""The types of the builtins that have some, and the names of all."""

from __future__ import annotations

from kargoui.core.expr.gotimes import DURATION, ERROR_RESULT, LOCATION_POINTER
from kargoui.core.expr.gotypes import (
    ANY,
    ARRAY,
    BOOL,
    FLOAT_SLICE,
    INT,
    INT_SLICE,
    STRING,
    STRING_SLICE,
    GoType,
    function,
)
from kargoui.core.expr.grammar import PREDICATES

_TEXT = (function((STRING,), STRING),)
_TEXT_AND_OPTIONAL = (function((STRING, STRING), STRING), function((STRING,), STRING))
_SPLIT = (
    function((STRING, STRING), STRING_SLICE),
    function((STRING, STRING, INT), STRING_SLICE),
)
_FIND = (function((STRING, STRING), INT),)
_HAS = (function((STRING, STRING), BOOL),)
_BITS = (function((INT, INT), INT),)
_SLICES = (ARRAY, INT_SLICE, FLOAT_SLICE, STRING_SLICE)

SIGNATURES: dict[str, tuple[GoType, ...]] = {
    "type": (function((ANY,), STRING),),
    "string": (function((ANY,), STRING),),
    "trim": (function((STRING,), STRING), function((STRING, STRING), STRING)),
    "trimPrefix": _TEXT_AND_OPTIONAL,
    "trimSuffix": _TEXT_AND_OPTIONAL,
    "upper": _TEXT,
    "lower": _TEXT,
    "split": _SPLIT,
    "splitAfter": _SPLIT,
    "replace": (
        function((STRING, STRING, STRING, INT), STRING),
        function((STRING, STRING, STRING), STRING),
    ),
    "repeat": (function((STRING, INT), STRING),),
    "join": (
        function((STRING_SLICE, STRING), STRING),
        function((ARRAY, STRING), STRING),
        function((ARRAY,), STRING),
        function((STRING_SLICE, STRING), STRING),
        function((STRING_SLICE,), STRING),
    ),
    "indexOf": _FIND,
    "lastIndexOf": _FIND,
    "hasPrefix": _HAS,
    "hasSuffix": _HAS,
    "toJSON": (function((ANY,), STRING),),
    "fromJSON": (function((STRING,), ANY),),
    "toBase64": _TEXT,
    "fromBase64": _TEXT,
    "duration": (function((STRING,), DURATION, ERROR_RESULT),),
    "timezone": (function((STRING,), LOCATION_POINTER, ERROR_RESULT),),
    "sort": (
        *(function((slice_, STRING), ARRAY) for slice_ in _SLICES),
        *(function((slice_,), ARRAY) for slice_ in (ARRAY, FLOAT_SLICE, STRING_SLICE, INT_SLICE)),
    ),
    "bitnot": (function((INT,), INT),),
    **dict.fromkeys(("bitand", "bitor", "bitxor", "bitnand", "bitshl", "bitshr", "bitushr"), _BITS),
}
SUM_FALLBACK = (function((ARRAY, function((ANY,), BOOL)), INT),)

_LISTS = "first last take keys values toPairs fromPairs reverse uniq concat flatten"
_REST = "len abs ceil floor round int float max min mean median now date get"
VALIDATED = frozenset(f"{_LISTS} {_REST}".split())
BUILTIN_NAMES = frozenset(SIGNATURES) | VALIDATED | frozenset(PREDICATES)
