"""Calls as closures: of Kargo's functions, of builtins, and of values that may be functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kargoui.core.expr.arity import kept_arguments, wrong_count
from kargoui.core.expr.builtins import BUILTINS
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.freight import Sought, find
from kargoui.core.expr.instants import Zone
from kargoui.core.expr.run import Run
from kargoui.core.expr.values import Method, Struct, Unknown, UnknownValue, depends, deref, type_name
from kargoui.core.expr.values import NilPointer as _NilPointer

Eval = Callable[[Run], object]


def call_function(name: str, implementation: Callable[..., object], arguments: list[Eval], at: int) -> Eval:
    """A call of one of Kargo's functions, or of a builtin."""
    problem = wrong_count(name, len(arguments))
    if problem:
        return _refused(problem, arguments, at)
    if kept_arguments(name, len(arguments)) < len(arguments):
        return _first_arguments(name, implementation, arguments, at)
    if not arguments:

        def call0(run: Run) -> object:
            return implementation(run)

        return call0
    if len(arguments) == 1:
        return _call1(implementation, arguments[0], at)

    def call(run: Run) -> object:
        values = [argument(run) for argument in arguments]
        for value in values:
            if type(value) is Unknown:
                return depends(*values)
        try:
            return implementation(run, *values)
        except Fault as fault:
            raise fault.placed(at) from None
        except UnknownValue as found:
            return found.unknown

    return call


def call_finder(sought: Sought, at: int) -> Eval:
    """A look-up of Freight by constants: the scope remembers what it has found."""

    def look_up(run: Run) -> object:
        known = run.scope.found.get(sought)
        if known is not None:
            return known
        try:
            return find(run.scope, sought)
        except Fault as fault:
            raise fault.placed(at) from None

    return look_up


def _refused(problem: str, arguments: list[Eval], at: int) -> Eval:
    def refuse(run: Run) -> object:
        for argument in arguments:
            argument(run)
        raise Fault(problem, at)

    return refuse


def _first_arguments(
    name: str, implementation: Callable[..., object], arguments: list[Eval], at: int
) -> Eval:
    count = kept_arguments(name, len(arguments))
    kept = call_function(name, implementation, arguments[:count], at)

    def call_with_first(run: Run) -> object:
        for argument in arguments[count:]:
            argument(run)
        return kept(run)

    return call_with_first


def _call1(implementation: Callable[..., object], argument: Eval, at: int) -> Eval:
    def call1(run: Run) -> object:
        value = argument(run)
        if type(value) is Unknown:
            return value
        try:
            return implementation(run, value)
        except Fault as fault:
            raise fault.placed(at) from None
        except UnknownValue as found:
            return found.unknown

    return call1


def call_builtin(name: str, arguments: list[Eval], kept: list[bool], at: int) -> Eval:
    """A builtin gets what pointers point to, unless the checker knows better; now and date take zones."""
    pointers = {Struct, _NilPointer} if name in {"now", "date"} else {Struct, _NilPointer, Zone}
    readied = [
        argument if keep else _dereferenced(argument, pointers)
        for argument, keep in zip(arguments, kept, strict=True)
    ]
    return call_function(name, BUILTINS[name], readied, at)


def _dereferenced(argument: Eval, pointers: set[type]) -> Eval:
    def dereferenced(run: Run) -> object:
        value = argument(run)
        return deref(value) if type(value) in pointers else value

    return dereferenced


def call_value(callee: Eval, arguments: list[Eval], at: int, stopped: object) -> Eval:
    """A call of what an expression gives: a method, or nothing that can be called."""

    def call(run: Run) -> object:
        values: list[Any] = [argument(run) for argument in arguments]
        target = callee(run)
        if target is stopped or isinstance(target, Unknown):
            return target
        try:
            return _called(target, values)
        except Fault as fault:
            raise fault.placed(at) from None

    return call


def _called(target: object, values: list[Any]) -> object:
    if target is None:
        raise Fault("invalid operation: cannot call nil")
    if not isinstance(target, Method):
        raise Fault(f"invalid operation: cannot call non-function of type {type_name(target)}")
    wanted = len(target.type.parameters)
    if len(values) != wanted:
        raise Fault(f"invalid number of arguments: expected {wanted}, got {len(values)}")
    for value, parameter in zip(values, target.type.parameters, strict=True):
        if isinstance(value, Unknown):
            return depends(*values)
        if type_name(value) != parameter.name:
            raise Fault(f"reflect: Call using {type_name(value)} as type {parameter.name}")
    return target.call(*values)
