"""The builtins that take a predicate: walks over a list, counted against the budget before they start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kargoui.core.expr import nodes, operators
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.run import NO_ITEM, Loop, Run
from kargoui.core.expr.sorting import sort_by
from kargoui.core.expr.values import (
    Groups,
    Uint8,
    Unknown,
    UnknownValue,
    expect,
    kind_of,
    map_key,
    raw,
)

Eval = Callable[[Run], object]
Walk = Callable[[Run, Loop, list[object], "Parts"], object]


@dataclass(frozen=True, slots=True)
class Parts:
    """A predicate builtin, compiled."""

    arguments: list[Eval]
    mapped: Eval | None
    node: nodes.Builtin
    spills: bool = False


class _Doubt(Exception):  # noqa: N818 - not an error
    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown)
        self.unknown = unknown


def _loop(walk: Walk) -> Callable[[Parts], Eval]:
    def build(parts: Parts) -> Eval:
        collection, at = parts.arguments[0], parts.node.at

        def evaluate(run: Run) -> object:
            given = collection(run)
            if isinstance(given, Unknown):
                return given
            outer = run.loop
            loop = Loop()
            try:
                items = _items(given)
                run.step(len(items))
                run.loop = loop
                return walk(run, loop, items, parts)
            except Fault as fault:
                raise fault.placed(at) from None
            except (_Doubt, UnknownValue) as found:
                return found.unknown
            finally:
                run.loop = outer

        return evaluate

    return build


def _items(given: object) -> list[object]:
    if isinstance(given, list):
        return given
    if isinstance(given, str):
        return [Uint8(byte) for byte in raw(given)]
    if isinstance(given, bytes):
        return [Uint8(byte) for byte in given]
    if isinstance(given, dict):
        return [NO_ITEM] * len(given)
    kind = "zero" if given is None else kind_of(given)
    raise Fault(f"reflect: call of reflect.Value.Len on {kind} Value")


def _readable(item: object) -> object:
    if item is NO_ITEM:
        raise Fault("reflect: call of reflect.Value.Index on map Value")
    return item


def _steps(loop: Loop, items: list[object]) -> Iterator[object]:
    for loop.index, loop.item in enumerate(items):
        yield loop.item


def _truth(value: object) -> bool:
    """A predicate's answer. Raises where it is none, or not known."""
    if value is True or value is False:
        return bool(value)
    if isinstance(value, Unknown):
        raise _Doubt(value)
    return bool(expect(value, bool, "bool"))


def _decided_by(wanted: bool, *, negated: bool = False) -> Walk:
    """all, any and none: the first item with the wanted answer decides, an unknown one only may."""

    def walk(run: Run, loop: Loop, items: list[object], parts: Parts) -> object:
        predicate = parts.arguments[1]
        doubt: Unknown | None = None
        for _ in _steps(loop, items):
            answer = predicate(run)
            if isinstance(answer, Unknown):
                doubt = doubt or answer
            elif _truth(answer) is wanted:
                return wanted is not negated
        return doubt if doubt is not None else (not wanted) is not negated

    return walk


def _one(run: Run, loop: Loop, items: list[object], parts: Parts) -> object:
    return sum(_truth(parts.arguments[1](run)) for _ in _steps(loop, items)) == 1


def _filter(run: Run, loop: Loop, items: list[object], parts: Parts) -> object:
    predicate, mapped = parts.arguments[1], parts.mapped
    before, made = len(run.spilled), []
    for item in _steps(loop, items):
        if _truth(predicate(run)):
            made.append(_readable(item) if mapped is None else mapped(run))
            if parts.spills:
                run.spilled.append(made[-1])
    if parts.spills:
        made = _taken(run, before, len(made))
    run.grow(len(made))
    return made


def _taken(run: Run, before: int, count: int) -> list[object]:
    """The last values of what a loop has left on the stack; the rest stays there."""
    start = max(len(run.spilled) - count, before)
    made = run.spilled[start:]
    del run.spilled[start:]
    return made


def _map(run: Run, loop: Loop, items: list[object], parts: Parts) -> object:
    predicate = parts.arguments[1]
    if parts.spills:
        before = len(run.spilled)
        for _ in _steps(loop, items):
            value = predicate(run)
            run.spilled.append(value)
        made = _taken(run, before, len(items))
    else:
        made = [predicate(run) for _ in _steps(loop, items)]
    run.grow(len(made))
    return made


def _count(run: Run, loop: Loop, items: list[object], parts: Parts) -> object:
    predicate = parts.arguments[1] if len(parts.arguments) == 2 else None
    threshold = parts.node.threshold
    count = 0
    for item in _steps(loop, items):
        count += _truth(_readable(item) if predicate is None else predicate(run))
        if threshold is not None and count >= threshold:
            break
    return count


def _sum(run: Run, loop: Loop, items: list[object], parts: Parts) -> object:
    predicate = parts.arguments[1] if len(parts.arguments) == 2 else None
    total: object = 0
    for item in _steps(loop, items):
        total = operators.add(run, _readable(item) if predicate is None else predicate(run), total)
    return total


def _find(*, index: bool = False, backwards: bool = False) -> Walk:
    def walk(run: Run, loop: Loop, items: list[object], parts: Parts) -> object:
        predicate = parts.arguments[1]
        order = range(len(items) - 1, -1, -1) if backwards else range(len(items))
        for loop.index in order:
            loop.item = items[loop.index]
            if backwards:
                run.spilled.append(True)
            if _truth(predicate(run)):
                if index:
                    return loop.index
                return _readable(loop.item) if parts.mapped is None else parts.mapped(run)
        if backwards:
            run.spilled.append(False)
        if parts.node.throws:
            raise Fault("reflect: slice index out of range")
        return None

    return walk


def _group_by(run: Run, loop: Loop, items: list[object], parts: Parts) -> object:
    members: dict[tuple[str, object], list[object]] = {}
    for item in _steps(loop, items):
        key = parts.arguments[1](run)
        if isinstance(key, Unknown):
            raise _Doubt(key)
        members.setdefault(map_key(key), []).append(_readable(item))
    return Groups(members)


def _sort_by(run: Run, loop: Loop, items: list[object], parts: Parts) -> object:
    order = parts.arguments[2](run) if len(parts.arguments) == 3 else "asc"
    if isinstance(order, Unknown):
        raise _Doubt(order)
    if type(order) is not str:
        raise Fault("sortBy order argument must be a string")
    if order not in {"asc", "desc"}:
        raise Fault("unknown order, use asc or desc")
    keys = [parts.arguments[1](run) for _ in _steps(loop, items)]
    for key in keys:
        if isinstance(key, Unknown):
            raise _Doubt(key)
    run.grow(len(items))
    for item in items:
        _readable(item)
    return sort_by(run, items, keys, descending=order == "desc")


def _reduce(run: Run, loop: Loop, items: list[object], parts: Parts) -> object:
    rest = list(enumerate(items))
    if len(parts.arguments) == 3:
        loop.accumulator = parts.arguments[2](run)
    elif not items:
        raise Fault("reduce of empty array with no initial value")
    else:
        loop.accumulator = _readable(items[0])
        rest = rest[1:]
    for loop.index, loop.item in rest:
        loop.accumulator = parts.arguments[1](run)
    return loop.accumulator


LOOPS: dict[str, Callable[[Parts], Eval]] = {
    name: _loop(walk)
    for name, walk in {
        "all": _decided_by(False),
        "none": _decided_by(True, negated=True),
        "any": _decided_by(True),
        "one": _one,
        "filter": _filter,
        "map": _map,
        "count": _count,
        "sum": _sum,
        "find": _find(),
        "findIndex": _find(index=True),
        "findLast": _find(backwards=True),
        "findLastIndex": _find(index=True, backwards=True),
        "groupBy": _group_by,
        "sortBy": _sort_by,
        "reduce": _reduce,
    }.items()
}
