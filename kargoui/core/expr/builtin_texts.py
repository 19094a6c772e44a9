"""Builtins on strings, and those that turn values into strings and back."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable

from kargoui.core.expr.errors import Fault
from kargoui.core.expr.gojson import marshal, unmarshal
from kargoui.core.expr.printing import sprint
from kargoui.core.expr.run import MEMORY_BUDGET, Run
from kargoui.core.expr.values import Strings, expect, int_of, joined, kind_of, raw, text_of, type_name

_SPACES = "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_SPACES += "\u2028\u2029\u202f\u205f\u3000"


def _text(value: object) -> str:
    return str(expect(value, str, "string"))


def _trim(run: Run, value: object, chars: object = _SPACES) -> object:
    return _text(value).strip(_text(chars))


def _trim_prefix(run: Run, value: object, prefix: object = " ") -> object:
    return _text(value).removeprefix(_text(prefix))


def _trim_suffix(run: Run, value: object, suffix: object = " ") -> object:
    return _text(value).removesuffix(_text(suffix))


def _upper(run: Run, value: object) -> object:
    text = _text(value)
    return text.upper() if text.isascii() else "".join(_mapped(char, char.upper()) for char in text)


def _lower(run: Run, value: object) -> object:
    text = _text(value)
    return text.lower() if text.isascii() else "".join(_mapped(char, char.lower()) for char in text)


def _mapped(char: str, other: str) -> str:
    """Go maps one code point to one: ß stays as it is; İ becomes i."""
    return other if len(other) == 1 else (other[0] if char == "\u0130" else char)


def _split(*, after: bool) -> Callable[..., object]:
    def split(run: Run, value: object, separator: object, limit: object = -1) -> object:
        text, between, count = _text(value), _text(separator), int_of(limit)
        if not count:
            return Strings()
        if between:
            parts = text.split(between, count - 1 if count > 0 else -1)
            if after:
                parts = [part + between for part in parts[:-1]] + parts[-1:]
        elif count < 0 or count >= len(text):
            parts = list(text)
        else:
            parts = [*text[: count - 1], text[count - 1 :]]
        run.step(len(parts))
        return Strings(parts)

    return split


def _replace(run: Run, value: object, old: object, new: object, limit: object = -1) -> object:
    text, sought, put, count = _text(value), _text(old), _text(new), int_of(limit)
    found = text.count(sought) if count < 0 else min(text.count(sought), count)
    run.grow_text(len(text) + found * len(put))
    made = text.replace(sought, put, count)
    return made if made.isascii() else text_of(raw(made))


def _repeat(run: Run, value: object, times: object) -> object:
    text, count = _text(value), int_of(times)
    if count < 0:
        raise Fault(f"invalid argument for repeat (expected positive integer, got {count})")
    if count > MEMORY_BUDGET:
        raise Fault("memory budget exceeded")
    size = len(raw(text)) * count
    run.grow(size)
    run.grow_text(size)
    return text * count


def _join(run: Run, values: object, glue: object = "") -> object:
    between = _text(glue)
    if not isinstance(values, list) or type(values).__name__ in {"Ints", "Pairs", "PairArray"}:
        raise Fault(f"invalid argument for join (type {type_name(values)})")
    parts = [_text(value) for value in values]
    run.grow_text(sum(map(len, parts)) + len(between) * len(parts))
    return joined(parts, between)


def _index_of(run: Run, value: object, part: object) -> object:
    return raw(_text(value)).find(raw(_text(part)))


def _last_index_of(run: Run, value: object, part: object) -> object:
    return raw(_text(value)).rfind(raw(_text(part)))


def _has_prefix(run: Run, value: object, part: object) -> object:
    return raw(_text(value)).startswith(raw(_text(part)))


def _has_suffix(run: Run, value: object, part: object) -> object:
    return raw(_text(value)).endswith(raw(_text(part)))


def _to_json(run: Run, value: object) -> object:
    return marshal(run, value, "  ")


def _from_json(run: Run, value: object) -> object:
    text = _text(value)
    run.step(len(text) // 10)
    try:
        return unmarshal(text)
    except ValueError as error:
        raise Fault(str(error)) from None


def _to_base64(run: Run, value: object) -> object:
    return base64.b64encode(raw(_text(value))).decode()


_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def _from_base64(run: Run, value: object) -> object:
    given = _text(value)
    text = given.replace("\r", "").replace("\n", "")
    if not _BASE64.fullmatch(text):
        good = _BASE64.match(text)
        rest = text[good.end() :] if good else text
        bad = next((at for at, char in enumerate(rest) if not re.match(r"[A-Za-z0-9+/]", char)), len(rest))
        at = (good.end() if good else 0) + bad
        if at >= len(text):
            at -= len(rest) % 4
        raise Fault(f"illegal base64 data at input byte {at}")
    try:
        return text_of(base64.b64decode(text))
    except binascii.Error as error:
        raise Fault(f"illegal base64 data: {error}") from None


_TYPES = {
    **dict.fromkeys(("int", "int64"), "int"),
    **dict.fromkeys(("uint8", "uint64"), "uint"),
    **dict.fromkeys(("slice", "array"), "array"),
    **dict.fromkeys(("bool", "string", "map", "func", "struct"), ""),
    "float64": "float",
}


def _type(run: Run, value: object) -> object:
    if value is None:
        return "nil"
    kind = getattr(value, "type", None)
    found = kind_of(value)
    if kind is not None and kind.package and found != "ptr":
        return f"{kind.package}.{kind.name.rpartition('.')[2]}"
    return (_TYPES[found] or found) if found in _TYPES else "unknown"


TEXTS: dict[str, Callable[..., object]] = {
    "type": _type,
    "string": sprint,
    "trim": _trim,
    "trimPrefix": _trim_prefix,
    "trimSuffix": _trim_suffix,
    "upper": _upper,
    "lower": _lower,
    "split": _split(after=False),
    "splitAfter": _split(after=True),
    "replace": _replace,
    "repeat": _repeat,
    "join": _join,
    "indexOf": _index_of,
    "lastIndexOf": _last_index_of,
    "hasPrefix": _has_prefix,
    "hasSuffix": _has_suffix,
    "toJSON": _to_json,
    "fromJSON": _from_json,
    "toBase64": _to_base64,
    "fromBase64": _from_base64,
}
