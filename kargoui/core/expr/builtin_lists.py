"""Builtins on lists and maps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kargoui.core.expr.access import fetch
from kargoui.core.expr.errors import Fault
from kargoui.core.expr.operators import equal
from kargoui.core.expr.run import Run
from kargoui.core.expr.sorting import sort_by
from kargoui.core.expr.values import (
    AnyMap,
    NilList,
    PairArray,
    Pairs,
    Uint8,
    Unknown,
    UnknownValue,
    deref,
    kind_of,
    map_key,
    type_name,
)

_MAX_DEPTH = 200


def _items(value: Any, refusal: str) -> list[object]:
    if isinstance(value, list):
        return value
    if isinstance(value, bytes):
        return [Uint8(byte) for byte in value]
    raise Fault(f"cannot {refusal} {kind_of(value)}")


def _len(run: Run, value: object) -> object:
    if isinstance(value, (list, dict, str, bytes)):
        return len(value)
    raise Fault(f"invalid argument for len (type {type_name(value)})")


def _end(index: int) -> Callable[..., object]:
    def end(run: Run, value: object) -> object:
        try:
            return fetch(value, index)
        except Fault:
            return None

    return end


def _take(run: Run, value: Any, count: Any) -> object:
    items = _items(value, "take from")
    if not isinstance(count, int) or isinstance(count, bool) or kind_of(count) in {"uint8", "uint64"}:
        raise Fault(f"cannot take {kind_of(count)} elements")
    if count < 0:
        raise Fault("reflect.Value.Slice: slice index out of bounds")
    part = items[:count]
    if isinstance(value, bytes):
        return value[:count]
    return part if type(value) in {list, NilList, PairArray} else type(value)(part)


def _map_items(value: object, refusal: str) -> list[tuple[object, object]]:
    if not isinstance(value, dict):
        raise Fault(refusal.format(kind_of(value)))
    if isinstance(value, AnyMap):
        return [(key[1], item) for key, item in value.items()]
    return list(value.items())


def _keys(run: Run, value: object) -> object:
    return [key for key, _ in _map_items(value, "cannot get keys from {}")]


def _values(run: Run, value: object) -> object:
    return [item for _, item in _map_items(value, "cannot get values from {}")]


def _to_pairs(run: Run, value: object) -> object:
    return Pairs(PairArray(pair) for pair in _map_items(value, "cannot transform {} to pairs"))


def _from_pairs(run: Run, value: object) -> object:
    if not isinstance(value, (list, bytes)):
        raise Fault(f"cannot transform {_reflected(value)} from pairs")
    made = AnyMap()
    for pair in value:
        run.step()
        if isinstance(pair, Unknown):
            raise UnknownValue(pair)
        if not isinstance(pair, (list, bytes)):
            raise Fault(f"invalid pair {_printed(run, pair)}")
        if len(pair) != 2:
            raise Fault(f"invalid pair length {_printed(run, pair)}")
        made[map_key(pair[0])] = pair[1]
    return made


def _printed(run: Run, value: object) -> str:
    from kargoui.core.expr.printing import sprint

    return sprint(run, value) if value is not None else "<nil>"


def _reflected(value: object) -> str:
    return (
        "<invalid Value>"
        if value is None
        else (value if isinstance(value, str) else f"<{type_name(value)} Value>")
    )


def _reverse(run: Run, value: object) -> object:
    items = _items(value, "reverse")
    run.grow(len(items))
    return list(reversed(items))


def _uniq(run: Run, value: object) -> object:
    made: list[object] = []
    for item in _items(value, "uniq"):
        for known in made:
            run.step()
            same = equal(run, item, known)
            if isinstance(same, Unknown):
                raise UnknownValue(same)
            if same:
                break
        else:
            made.append(item)
    return made


def _concat(run: Run, *arguments: object) -> object:
    made: list[object] = []
    for argument in arguments:
        items = _items(argument, "concat")
        run.step(len(items))
        made += items
    run.grow(len(made))
    return made or NilList()


def _flatten(run: Run, value: object) -> object:
    made: list[object] = []
    _flatten_into(run, _items(value, "flatten"), made, 0)
    run.grow(len(made))
    return made


def _flatten_into(run: Run, items: list[object], made: list[object], depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise Fault("recursion depth exceeded")
    for item in items:
        run.step()
        if isinstance(item, Unknown):
            raise UnknownValue(item)
        if isinstance(item, (list, bytes)):
            _flatten_into(run, _items(item, "flatten"), made, depth + 1)
        else:
            made.append(deref(item))


def _sort(run: Run, value: Any, order: object = "asc") -> object:
    if type(order) is not str:
        raise Fault(f"sort order argument must be a string (got {type_name(order)})")
    if order not in {"asc", "desc"}:
        raise Fault(f"invalid order {order}, expected asc or desc")
    if not isinstance(value, list) or isinstance(value, (Pairs, PairArray, NilList)):
        return NilList()
    run.grow(len(value))
    return sort_by(run, list(value), list(value), descending=order == "desc")


LISTS: dict[str, Callable[..., object]] = {
    "len": _len,
    "first": _end(0),
    "last": _end(-1),
    "take": _take,
    "keys": _keys,
    "values": _values,
    "toPairs": _to_pairs,
    "fromPairs": _from_pairs,
    "reverse": _reverse,
    "uniq": _uniq,
    "concat": _concat,
    "flatten": _flatten,
    "sort": _sort,
}
