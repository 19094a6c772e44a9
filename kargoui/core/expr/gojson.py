"""JSON as Go's encoding/json writes and reads it, with its errors."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from math import isfinite

from kargoui.core.expr.clock import instant_json
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.instants import Instant, Zone
from kargoui.core.expr.printing import fixed, float_text, scientific
from kargoui.core.expr.run import Run
from kargoui.core.expr.semver import GoVersion
from kargoui.core.expr.values import (
    AnyMap,
    Method,
    Struct,
    Unknown,
    UnknownValue,
    is_nil,
    raw,
    type_name,
)

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile('[\x00-\x1f"\\\\<>&\u2028\u2029\ud800-\udfff]')


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    if char in _ESCAPES:
        return _ESCAPES[char]
    return "\ufffd" if "\ud800" <= char <= "\udfff" else f"\\u{ord(char):04x}"


def string_json(text: str) -> str:
    return f'"{_SPECIAL.sub(_escaped, text)}"'


def float_json(value: float) -> str:
    if not isfinite(value):
        raise Fault(f"json: unsupported value: {float_text(value)}")
    size = abs(value)
    if size and (size < 1e-6 or size >= 1e21):
        text = scientific(value)
        return text[:-2] + text[-1] if text[-4:-1] == "e-0" else text
    return fixed(value)


def marshal(run: Run, value: object, indent: str = "") -> str:
    """json.Marshal, or MarshalIndent. Raises Fault with Go's text."""
    out: list[str] = []
    _write(run, value, out, "\n" if indent else "", indent)
    text = "".join(out)
    run.grow_text(len(text))
    return text


def _scalar(run: Run, value: object) -> str | None:
    """A value that is no collection; None where it is one."""
    if value is None or is_nil(value):
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        run.grow_text(len(value))
        return string_json(value)
    if isinstance(value, float):
        return float_json(value)
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, bytes):
        return f'"{base64.b64encode(value).decode()}"'
    if isinstance(value, GoVersion):
        return string_json(value.text)
    if isinstance(value, Instant):
        return instant_json(value)
    return "{}" if isinstance(value, Zone) else None


def _write(run: Run, value: object, out: list[str], line: str, indent: str) -> None:
    run.step()
    scalar = _scalar(run, value)
    if scalar is not None:
        out.append(scalar)
    elif isinstance(value, Unknown):
        raise UnknownValue(value)
    elif isinstance(value, list):
        _write_list(run, value, out, line, indent)
    elif isinstance(value, dict):
        _write_map(run, value, out, line, indent)
    elif isinstance(value, Struct):
        _write_items(run, struct_items(value), out, line, indent)
    else:
        shown = value.type.name if isinstance(value, Method) else type_name(value)
        raise Fault(f"json: unsupported type: {shown}")


def _write_list(run: Run, value: list[object], out: list[str], line: str, indent: str) -> None:
    if not value:
        out.append("[]")
        return
    inner = line + indent
    out.append("[")
    for index, item in enumerate(value):
        out.append(f",{inner}" if index else inner)
        _write(run, item, out, inner, indent)
    out.append(f"{line}]")


def _write_map(run: Run, value: dict[str, object], out: list[str], line: str, indent: str) -> None:
    if isinstance(value, AnyMap):
        raise Fault(f"json: unsupported type: {type_name(value)}")
    _write_items(run, sorted(value.items(), key=lambda pair: raw(pair[0])), out, line, indent)


def _write_items(
    run: Run, items: Iterable[tuple[str, object]], out: list[str], line: str, indent: str
) -> None:
    inner = line + indent
    first = True
    for key, item in items:
        out.append(f"{{{inner}" if first else f",{inner}")
        first = False
        out.append(string_json(key))
        out.append(": " if indent else ":")
        _write(run, item, out, inner, indent)
    out.append("{}" if first else f"{line}}}")


def struct_items(value: Struct) -> list[tuple[str, object]]:
    """A struct's JSON names and values, empty ones left out where their tags say so."""
    names = JSON_NAMES.get(value.type.name, {})
    return [
        (names[name], item) if name in names else (name, item)
        for name, item in value.fields.items()
        if name not in names or (item and not is_nil(item))
    ]


_COMMON = {"RepoURL": "repoURL", "Tag": "tag"}
JSON_NAMES: dict[str, dict[str, str]] = {
    "v1alpha1.Image": {
        **_COMMON,
        "GitRepoURL": "gitRepoURL",
        "Digest": "digest",
        "Annotations": "annotations",
    },
    "v1alpha1.Chart": {"RepoURL": "repoURL", "Name": "name", "Version": "version"},
    "v1alpha1.GitCommit": {
        **_COMMON,
        "ID": "id",
        "Branch": "branch",
        "Message": "message",
        "Author": "author",
        "Committer": "committer",
    },
    "v1alpha1.FreightOrigin": {"Kind": "kind", "Name": "name"},
    "v1alpha1.StepExecutionMetadata": {
        "Alias": "alias",
        "StartedAt": "startedAt",
        "FinishedAt": "finishedAt",
        "ErrorCount": "errorCount",
        "Status": "status",
        "Message": "message",
        "ContinueOnError": "continueOnError",
    },
}


def _no_constant(name: str) -> object:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_int=float, parse_float=float, parse_constant=_no_constant)
_SURROGATE = re.compile("[\ud800-\udfff]")


def unmarshal(text: str) -> object:
    """json.Unmarshal into any. Raises ValueError with Go's text."""
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError):
        from kargoui.core.expr.jsonerrors import explain

        raise ValueError(explain(text)) from None
    return (
        _cleaned(value, text) if "e" in text or "E" in text or "\\u" in text or not text.isascii() else value
    )


def _cleaned(value: object, text: str) -> object:
    """Lone surrogates become U+FFFD; a number too large for a float64 is an error."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(f"json: cannot unmarshal number {text.strip()} into Go value of type float64")
    if isinstance(value, list):
        return [_cleaned(item, text) for item in value]
    if isinstance(value, dict):
        return {_SURROGATE.sub("\ufffd", key): _cleaned(item, text) for key, item in value.items()}
    return value
