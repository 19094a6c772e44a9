"""Number literals, and Go's reading of numbers in text, with its errors."""

from __future__ import annotations

import re
from math import isinf

from kargoui.core.expr.errors import Fault
from kargoui.core.expr.nodes import Float, Integer
from kargoui.core.expr.quoting import quote

MAX_INT = 2**63 - 1
MIN_INT = -(2**63)
_BASES = {"0x": ("hex", 16), "0b": ("binary", 2), "0o": ("octal", 8)}
_DECIMAL_FLOAT = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_HEX_FLOAT = re.compile(r"[+-]?0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)[pP][+-]?\d+", re.ASCII)
_INFINITIES = frozenset({"inf", "infinity"})
_SEPARATOR = re.compile(r"(?<=[0-9])_(?=[0-9])")
_HEX_SEPARATOR = re.compile(r"(?<=[0-9a-fA-FxX])_(?=[0-9a-fA-F])")
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)


def wrapped(value: int) -> int:
    """An int64 that overflows as Go's does."""
    return value if MIN_INT <= value <= MAX_INT else (value + 2**63) % 2**64 - 2**63


def parse_number(text: str, at: int, after: int) -> Integer | Float:
    """A literal's node; a bad one is reported at the token after it, as expr-lang does."""
    text = text.replace("_", "")
    prefix = text[:2].lower()
    if prefix in _BASES and not (prefix != "0x" and ("." in text or "e" in text.lower())):
        kind, base = _BASES[prefix]
        return Integer(at, _integer(text, text[2:], base, kind, after))
    if "." in text or "e" in text.lower():
        try:
            value = parse_float(text)
        except ValueError as error:
            raise Fault(f"invalid float literal: {error}", after) from None
        return Float(at, value)
    return Integer(at, _integer(text, text, 10, "integer", after))


def _integer(text: str, digits: str, base: int, kind: str, after: int) -> int:
    try:
        value = int(digits, base) if len(digits) < 100 else MAX_INT + 1
    except ValueError:
        problem = "invalid syntax"
    else:
        if value <= MAX_INT:
            return value
        problem = "value out of range"
    raise Fault(f"invalid {kind} literal: strconv.ParseInt: parsing {quote(text)}: {problem}", after)


def parse_float(text: str) -> float:
    """As strconv.ParseFloat(text, 64). Raises ValueError with its words."""
    given = text
    if "_" in text:
        digits = _HEX_SEPARATOR if text.lstrip("+-")[:2].lower() == "0x" else _SEPARATOR
        text = digits.sub("", text)
    if _DECIMAL_FLOAT.fullmatch(text):
        value = float(text)
    elif _HEX_FLOAT.fullmatch(text):
        try:
            value = float.fromhex(text)
        except OverflowError:
            value = float("inf")
    else:
        lowered = text.lower() if text.isascii() else ""
        if lowered == "nan" or (
            lowered.lstrip("+-") in _INFINITIES and len(lowered) - len(lowered.lstrip("+-")) < 2
        ):
            return float(lowered)
        raise ValueError(f"strconv.ParseFloat: parsing {quote(given)}: invalid syntax")
    if isinf(value):
        raise ValueError(f"strconv.ParseFloat: parsing {quote(given)}: value out of range")
    return value


def parse_int(text: str) -> int | None:
    """As strconv.Atoi; None where that is an error."""
    if not _INTEGER.fullmatch(text) or len(text) > 100:
        return None
    value = int(text)
    return value if MIN_INT <= value <= MAX_INT else None
