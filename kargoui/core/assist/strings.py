"""What may stand in a string: repositories and charts of the requested Freight, origins, aliases, keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kargoui.core.assist.known import Place
from kargoui.core.assist.tokens import Token, call_around, path_of, value_before
from kargoui.core.pipeline import Subscription
from kargoui.core.pipeline.reading import mapping
from kargoui.core.pipeline.subscriptions import subscriptions

FINDERS: Final = {"imageFrom": "image", "commitFrom": "git", "chartFrom": "chart", "artifactFrom": ""}
# The functions whose first argument is one of a few strings
TAKES_A_STRING: Final = frozenset({*FINDERS, "warehouse", "status"})
_ORIGIN: Final = ("ctx", "targetFreight", "origin", "name")


@dataclass(frozen=True, slots=True)
class Text:
    """One string to choose; `then` is what goes behind its closing quote where nothing stands there yet."""

    text: str
    kind: str
    detail: str = ""
    then: str = ""


def strings_at(place: Place, found: Sequence[Token]) -> tuple[Text, ...]:
    """What may stand in the string that the tokens end with; nothing where anything may."""
    end = len(found) - 1
    if end > 0 and found[end - 1].text in ("==", "!="):
        start = value_before(found, end - 2)
        if start is not None and path_of(found[start : end - 1]) == _ORIGIN:
            return tuple(Text(origin, "origin") for origin in dict.fromkeys(place.requests))
        return ()
    if end > 0 and found[end - 1].text == "[":
        return tuple(_keys(place, found, end - 2))
    call = call_around(found, end)
    if call is None:
        return ()
    if call.function == "warehouse" and call.argument == 0:
        return tuple(Text(origin, "origin", then=")") for origin in dict.fromkeys(place.requests))
    if call.function == "status" and call.argument == 0:
        return tuple(Text(alias, "output", step.uses, ")") for alias, step in place.nearby())
    if call.function == "chartFrom" and call.argument == 1:
        repo = call.strings[0] if call.strings else ""
        charts = (each for _, each in _subscriptions(place, "chart") if each.repo == repo)
        return tuple(dict.fromkeys(Text(each.name, "chart", repo, ")") for each in charts if each.name))
    if call.function in FINDERS and call.argument == 0:
        return tuple(_artifacts(place, FINDERS[call.function]))
    return ()


def _artifacts(place: Place, kind: str) -> Iterator[Text]:
    """The artifacts of one kind; an origin follows where several Warehouses have the same."""
    found = list(_subscriptions(place, kind))
    count = Counter(_identity(each) for _, each in dict.fromkeys(found))
    for origin, each in dict.fromkeys(found):
        text, name = _identity(each)
        chart = f", {quoted(name)}" if name else ""
        named = f", warehouse({quoted(origin)})" if count[text, name] > 1 else ""
        yield Text(text, each.kind, f"{name} · {origin}" if name else origin, f"{chart}{named})")


def quoted(text: str, quote: str = '"') -> str:
    """A text as a string of the language."""
    return quote + text.replace("\\", "\\\\").replace(quote, "\\" + quote) + quote


def _identity(each: Subscription) -> tuple[str, str]:
    custom = each.kind not in ("git", "image", "chart")
    return (each.name, "") if custom else (each.repo, each.name)


def _subscriptions(place: Place, kind: str) -> Iterator[tuple[str, Subscription]]:
    """What the requested Warehouses subscribe to of one kind; "" is any custom one."""
    for origin in dict.fromkeys(place.requests):
        for each in subscriptions(mapping(place.warehouses.get(origin), "spec").get("subscriptions")):
            custom = each.kind not in ("", "git", "image", "chart")
            if (each.kind == kind or (custom and not kind)) and _identity(each)[0]:
                yield origin, each


def _keys(place: Place, found: Sequence[Token], end: int) -> Iterator[Text]:
    """The keys of what stands before a `[`."""
    start = value_before(found, end)
    path = path_of(found[start : end + 1]) if start is not None else None
    if path is None:
        return
    entries = place.names
    for name in path:
        if name not in entries:
            return
        entries = dict(entries[name].parts)
    for name, entry in entries.items():
        yield Text(name, entry.kind, entry.detail, "]")
