"""Values of manifests that may hold expressions, read once: what is constant, how the rest is evaluated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite, isinf
from typing import Literal

from kargoui.core.expr import ExpressionError, Scope, render

Where = Literal["if", "config", "vars", "step-vars"]
Evaluate = Callable[[Scope], object]
Build = Callable[[Iterator[object]], object]
_LARGEST = 2**64
# What YAML's readers refuse, although JSON's writers let it through
_UNREADABLE = re.compile("[\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")


class Unreadable(ValueError):  # noqa: N818 - Kargo goes on with no config
    """An evaluated config that Kargo cannot read back; it takes that for no config."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text with expressions in it, and where in a config it stands."""

    path: tuple[str | int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Template:
    """One value of a manifest. `source` is it as written; `evaluate` is None where it is constant, and
    `constant` then what it is.

    `leaves` are its texts with expressions, in the order of evaluation, and `build` makes the whole of what
    these give; a text (of an `if` or a variable) is its only leaf.
    """

    source: object
    constant: object
    evaluate: Evaluate | None
    leaves: tuple[Leaf, ...] = ()
    build: Build | None = None

    def value(self, scope: Scope) -> object:
        """The value in a scope. Raises ExpressionError, for configs also Unreadable."""
        return self.constant if self.evaluate is None else self.evaluate(scope)


def template_of(value: object, where: Where) -> Template:
    """Reads one value: a text (of an `if` or a variable) or a whole config."""
    if where != "config":
        assert isinstance(value, str)  # noqa: S101 - for mypy: `if` and variables are texts
        if not _has_expression(value):
            return Template(value, value, None)
        return Template(value, value, lambda scope: render(value, scope, where=where), (Leaf((), value),))
    if not isinstance(value, dict):
        return Template(value, None, _refused(value))
    leaves: list[Leaf] = []
    try:
        build = _tree(value, (), leaves)
        return _config(value, build, tuple(leaves))
    except Unreadable:
        return Template(value, None, None)
    except ExpressionError as error:
        return Template(value, None, _raising(str(error)))


def _config(value: dict[object, object], build: Build | None, leaves: tuple[Leaf, ...]) -> Template:
    if build is None:
        return Template(value, as_config(value), None)
    texts = [leaf.text for leaf in leaves]

    def evaluate(scope: Scope) -> object:
        return build(as_config(render(text, scope, where="config")) for text in texts)

    return Template(value, None, evaluate, leaves, build)


def _has_expression(value: str) -> bool:
    return "${{" in value or "${%" in value


def _refused(value: object) -> Evaluate:
    kind = {bool: "bool", str: "string", list: "array"}.get(type(value), "number")
    return _raising(
        "input is not valid JSON; are all expressions enclosed in quotes? "
        f"json: cannot unmarshal {kind} into Go value of type map[string]interface {{}}"
    )


def _raising(message: str) -> Evaluate:
    def evaluate(scope: Scope) -> object:
        raise ExpressionError(message)

    return evaluate


def _tree(value: object, path: tuple[str | int, ...], leaves: list[Leaf]) -> Build | None:
    """How a part of a config is made of its leaves' values; None where it is constant."""
    if isinstance(value, str) and _has_expression(value):
        leaves.append(Leaf(path, value))
        return next
    if isinstance(value, dict):
        return _mapping(value, path, leaves)
    return _list(value, path, leaves) if isinstance(value, list) else None


def _mapping(value: dict[object, object], path: tuple[str | int, ...], leaves: list[Leaf]) -> Build | None:
    parts = [(str(key), _tree(item, (*path, str(key)), leaves)) for key, item in value.items()]
    if all(part is None for _, part in parts):
        return None
    items = zip(parts, value.values(), strict=True)
    constants = {key: as_config(item) if part is None else None for (key, part), item in items}
    changing = [(key, part) for key, part in parts if part is not None]

    def build(values: Iterator[object]) -> object:
        result = constants.copy()
        for key, part in changing:
            result[key] = part(values)
        return result

    return build


def _list(value: list[object], path: tuple[str | int, ...], leaves: list[Leaf]) -> Build | None:
    parts = [_tree(item, (*path, index), leaves) for index, item in enumerate(value)]
    if all(part is None for part in parts):
        return None
    constants = [as_config(item) if part is None else None for item, part in zip(value, parts, strict=True)]
    changing = [(index, part) for index, part in enumerate(parts) if part is not None]

    def build(values: Iterator[object]) -> object:
        result = constants.copy()
        for index, part in changing:
            result[index] = part(values)
        return result

    return build


def as_config(value: object) -> object:
    """A value as it comes out of Kargo's way through JSON and YAML: whole numbers become integers."""
    if isinstance(value, str):
        if _UNREADABLE.search(value):
            raise Unreadable
        return value
    if isinstance(value, dict):
        return {str(key): as_config(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_config(item) for item in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(float(value))
    return value


def _number(value: float) -> int | float:
    if not isfinite(value):
        shown = ("-Inf" if value < 0 else "+Inf") if isinf(value) else "NaN"
        raise ExpressionError(f"json: unsupported value: {shown}")
    if value.is_integer() and abs(value) < _LARGEST:
        return int(Decimal(repr(value)))
    return value


def as_output(value: object) -> object:
    """A value as steps' outputs hold it, where every number is a float64."""
    if isinstance(value, dict):
        return {key: as_output(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_output(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
