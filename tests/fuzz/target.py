"""What is tried with every input: nothing but ExpressionError leaves, and what is foreseen comes true."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from kargoui.core.catalog import VERSIONS
from kargoui.core.expr import ExpressionError, Scope, Unknown, evaluate, render
from kargoui.core.expr import gotypes as go
from kargoui.core.expr.foresight import Foresight, foresee, foresee_expression
from kargoui.core.expr.functions import BARE
from kargoui.core.expr.gotypes import GoType
from kargoui.core.expr.names import Names, described
from kargoui.core.expr.values import NamedString, NilStringMap, Struct
from tests.conformance.expressions import scope_of, world

PLACES = ("", "if", "config", "vars", "step-vars")
SLOTS = ("images", "charts", "config")
NOW = 1_700_000_000_123_456_789
_STATUS = GoType("v1alpha1.PromotionStepStatus", "string", package="v1alpha1")
_META = GoType("v1alpha1.Meta", "struct", fields={"Status": _STATUS, "ErrorCount": go.ANY})


@cache
def variables() -> dict[str, object]:
    """The names of tests/vectors/world.json, and values that are not known, or of Go's types, among them."""
    given = world()["env"]
    meta = {"Status": NamedString("Succeeded", _STATUS), "ErrorCount": Unknown("ErrorCount")}
    doubts = {
        "doubt": Unknown("vars.doubt"),
        "doubts": [1.0, Unknown("vars.doubts")],
        "half": {"known": "x", "unknown": Unknown("vars.half")},
    }
    return {
        **given,
        "vars": {**given["vars"], **doubts},
        "outputs": {**given["outputs"], "http": Unknown("outputs.http"), "none": NilStringMap()},
        "stepMetas": {"build": Struct(_META, meta)},
    }


@cache
def names() -> Names:
    return Names({name: described(value) for name, value in variables().items()})


@cache
def scope(version: str, filled: tuple[str, ...]) -> Scope:
    case = {
        "requests": SLOTS,
        "filled": filled,
        "alias": "t::s",
        "metas": [{"alias": "t::a", "status": "Failed"}],
    }
    return replace(scope_of(case, world()), version=version, variables=variables(), now=lambda: NOW)


def attempt(source: str, version: str = VERSIONS[-1], where: str = "", filled: tuple[str, ...] = ()) -> None:
    """Compiles and evaluates a source as an expression and as a template, and looks ahead at both."""
    around = scope(version, filled)
    foreseen = errors(foresee_expression(source, names(), version, BARE))
    try:
        value = evaluate(source, around)
    except ExpressionError:
        pass
    else:
        assert not foreseen or isinstance(value, Unknown), (foreseen, value)
    template = source if "${" in source else f"${{{{ {source} }}}}"
    foreseen = errors(foresee(template, names(), version, where))
    try:
        value = render(template, around, where=where)
    except ExpressionError:
        return
    fails = [one for one in foreseen if one.code != "not-boolean"]
    assert not fails or isinstance(value, Unknown), (fails, value)
    assert not foreseen or not isinstance(value, bool), (foreseen, value)


def one_input(data: bytes) -> None:
    """The first byte says version and place, the second which slots are filled; the rest is the source."""
    if len(data) < 2:
        return
    version = VERSIONS[data[0] % len(VERSIONS)]
    where = PLACES[data[0] // len(VERSIONS) % len(PLACES)]
    filled = tuple(slot for bit, slot in enumerate(SLOTS) if data[1] >> bit & 1)
    attempt(data[2:].decode("utf-8", "surrogateescape"), version, where, filled)


def errors(found: tuple[Foresight, ...]) -> list[Foresight]:
    return [one for one in found if one.severity == "error"]
