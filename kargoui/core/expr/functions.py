"""Kargo's functions: their Go types for the checker, and what they do. Which there are is the catalog's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from kargoui.core.catalog import catalog
from kargoui.core.expr import gotypes as go
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.freight import (
    ARTIFACT,
    CHART,
    COMMIT,
    IMAGE,
    IMAGE_TO_1_6,
    ORIGIN,
    ORIGIN_KIND,
    Sought,
    find,
    since,
)
from kargoui.core.expr.gojson import marshal
from kargoui.core.expr.gotypes import ANY, BOOL, STRING, GoType, function
from kargoui.core.expr.goyaml import to_yaml
from kargoui.core.expr.quoting import quote
from kargoui.core.expr.run import Run
from kargoui.core.expr.semver import VERSION_POINTER, difference, version_value
from kargoui.core.expr.values import NamedString, Struct, Unknown, UnknownValue, deref, type_name
from kargoui.core.semver import VersionError

Implementation = Callable[..., object]


def _text(value: object, which: str = "argument") -> str:
    if type(value) is str:
        return value
    if isinstance(value, Unknown):
        raise UnknownValue(value)
    raise Fault(f"{which} must be string, got {type_name(value)}")


def _warehouse(run: Run, name: object) -> object:
    text = _text(name)
    if not text:
        raise Fault("name must not be empty")
    return Struct(ORIGIN, {"Kind": NamedString("Warehouse", ORIGIN_KIND), "Name": text})


def _origin(value: object, which: str) -> str:
    if isinstance(value, Unknown):
        raise UnknownValue(value)
    if not isinstance(value, Struct) or value.type is not ORIGIN:
        raise Fault(f"{which} argument must be FreightOrigin, got {type_name(value)}")
    return str(value.fields["Name"])


def _finder(kind: str) -> Implementation:
    def finder(run: Run, repo: object, *origin: object) -> object:
        wanted = _origin(origin[0], "second") if origin else ""
        return find(run.scope, Sought(kind, _text(repo, "first argument"), origin=wanted))

    return finder


def _chart(run: Run, repo: object, *rest: object) -> object:
    url = _text(repo, "first argument")
    name, origin = "", ""
    if rest:
        if type(rest[0]) is str:
            name = rest[0]
        elif isinstance(rest[0], (Struct, Unknown)):
            origin = _origin(rest[0], "second")
        else:
            raise Fault(f"second argument must be string or FreightOrigin, got {type_name(rest[0])}")
    if len(rest) == 2:
        if not name:
            shown = type_name(rest[0])
            raise Fault(f"when using three arguments, second argument must be string, got {shown}")
        origin = _origin(rest[1], "third")
    return find(run.scope, Sought("chart", url, name, origin))


_SOUGHT = {"commitFrom": "git", "imageFrom": "image", "chartFrom": "chart", "artifactFrom": "artifact"}


def sought_by(name: str, texts: list[str]) -> Sought | None:
    """What a call with these texts alone looks for; None where it is no call that finds Freight."""
    if name not in _SOUGHT or not 0 < len(texts) <= 1 + (name == "chartFrom"):
        return None
    return Sought(_SOUGHT[name], texts[0], texts[1] if len(texts) == 2 else "")


def _resolved(name: str) -> Implementation:
    which = "first argument" if name == "freightMetadata" else "argument"
    empty = {"freightMetadata": "freight ref name", "stageMetadata": "stage name"}.get(name)

    def resolve(run: Run, key: object, *rest: object) -> object:
        text = _text(key, which)
        if empty and not text:
            raise Fault(f"{empty} must not be empty")
        found = run.scope.resolve(name, text)
        if rest and isinstance(found, dict):
            return found.get(_text(rest[0]))
        return found

    return resolve


def _status(run: Run, alias: object) -> object:
    text = _text(alias)
    if not text:
        raise Fault("argument must not be empty")
    return run.scope.status(text)


def _semver_parse(run: Run, version: object) -> object:
    try:
        return version_value(_text(version))
    except VersionError as error:
        raise Fault(f"invalid semantic version: {error}") from None


def _quote(run: Run, value: object) -> object:
    if isinstance(value, Unknown):
        return value
    return quote(value) if type(value) is str else _unsafe_quote(run, value)


def _json_for(run: Run, value: object, function_name: str, indent: str = "") -> str:
    try:
        return marshal(run, value, indent)
    except Fault as fault:
        raise Fault(f"error applying {function_name}() function: {fault.message}") from None


def _unsafe_quote(run: Run, value: object) -> object:
    return f'"{_json_for(run, value, "quote")}"'


def _as_json(run: Run, value: object) -> object:
    return f'"{_json_for(run, value, "asJSON", "  ")}\n"'


def _as_yaml(run: Run, value: object) -> object:
    return f'"{to_yaml(run, deref(value))}"'


_IMPLEMENTATIONS: dict[str, Implementation] = {
    "warehouse": _warehouse,
    "commitFrom": _finder("git"),
    "imageFrom": _finder("image"),
    "chartFrom": _chart,
    "artifactFrom": _finder("artifact"),
    **{
        name: _resolved(name)
        for name in (
            "freightMetadata",
            "stageMetadata",
            "configMap",
            "secret",
            "sharedConfigMap",
            "sharedSecret",
        )
    },
    "quote": _quote,
    "unsafeQuote": _unsafe_quote,
    "asYAML": _as_yaml,
    "asJSON": _as_json,
    "semverDiff": lambda run, one, other: difference(
        _text(one, "first argument"), _text(other, "second argument")
    ),
    "semverParse": _semver_parse,
    "always": lambda run: True,
    "failure": lambda run: run.scope.failed(),
    "success": lambda run: not run.scope.failed(),
    "status": _status,
}


def _by_origin(result: GoType) -> tuple[GoType, ...]:
    return (function((STRING, ORIGIN), result), function((STRING,), result))


_TEXT_MAP = (function((STRING,), go.STRING_MAP),)
_METADATA = (function((STRING,), go.MAP),)
_OF_ANY = (function((ANY,), STRING),)
_SIGNATURES: dict[str, tuple[GoType, ...]] = {
    "warehouse": (function((STRING,), ORIGIN),),
    "commitFrom": _by_origin(COMMIT),
    "imageFrom": _by_origin(IMAGE),
    "chartFrom": (
        function((STRING, STRING, ORIGIN), CHART),
        function((STRING, STRING), CHART),
        function((STRING, ORIGIN), CHART),
        function((STRING,), CHART),
    ),
    "artifactFrom": _by_origin(ARTIFACT),
    "freightMetadata": _METADATA,
    "stageMetadata": _METADATA,
    **dict.fromkeys(("configMap", "secret", "sharedConfigMap", "sharedSecret"), _TEXT_MAP),
    **dict.fromkeys(("quote", "unsafeQuote", "asYAML", "asJSON"), _OF_ANY),
    "semverDiff": (function((STRING, STRING), STRING),),
    "semverParse": (function((STRING,), VERSION_POINTER),),
    **dict.fromkeys(("always", "failure", "success"), (function((), BOOL),)),
    "status": (function((STRING,), STRING),),
}


BARE = "bare"
NONE = "none"
_OF_TEMPLATES = frozenset({"quote", "unsafeQuote", "asYAML", "asJSON"})


class Functions:
    """The functions of one Kargo version in one place of a Stage."""

    def __init__(self, version: str, where: str) -> None:
        known = catalog(version)
        self.version = known.version
        self.where = where
        self.types: Mapping[str, tuple[GoType, ...]] = MappingProxyType(
            {
                name: _signatures(name, known.version)
                for name, given in known.functions.items()
                if _is_there(name, given.where, where)
            }
        )
        self.names = frozenset(self.types)
        self.implementations: dict[str, Any] = {name: _IMPLEMENTATIONS[name] for name in self.types}


def _is_there(name: str, given: str, where: str) -> bool:
    if where == NONE:
        return False
    if where == BARE:
        return name not in _OF_TEMPLATES
    return not where or where in given.split() or "anywhere" in given


def _signatures(name: str, version: str) -> tuple[GoType, ...]:
    if name == "imageFrom" and not since(version, "1.7"):
        return _by_origin(IMAGE_TO_1_6)
    if name == "freightMetadata" and not since(version, "1.10"):
        by_key = function((STRING, STRING), ANY)
        return (by_key,) if not since(version, "1.8") else (by_key, function((STRING,), go.MAP))
    return _SIGNATURES[name]


@lru_cache(maxsize=64)
def functions_of(version: str, where: str) -> Functions:
    """What is in `if`, `config`, `vars` or `step-vars`; "" is all, BARE what no template needs, NONE none."""
    return Functions(version, where)
