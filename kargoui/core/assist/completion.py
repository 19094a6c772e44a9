"""What may come next at a place in an expression: names, functions, fields, and what strings stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kargoui.core.assist.known import Entry, Place, allowed
from kargoui.core.assist.regions import Region, Written, regions, written
from kargoui.core.assist.shown import shown
from kargoui.core.assist.strings import TAKES_A_STRING, Text, quoted, strings_at
from kargoui.core.assist.tokens import WORDS, Token, path_of, tokens, value_before
from kargoui.core.catalog import Function
from kargoui.core.expr import ExpressionError
from kargoui.core.expr.engine import program, run
from kargoui.core.expr.gotypes import GoType
from kargoui.core.expr.signatures import BUILTIN_NAMES
from kargoui.core.expr.values import Struct

_SHORT: Final = 60
_CONSTANTS: Final = ("true", "false", "nil")
_REST_OF_STRING: Final = frozenset("./:@-_~+")  # besides letters and digits, as URLs and names have them


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing to choose. `insert` replaces the text from `start` to `stop`; the caret goes to `caret` in
    what was inserted, or behind it. `kind` is what it is, `detail` its value or signature."""

    label: str
    kind: str
    start: int
    stop: int
    insert: str
    detail: str = ""
    about: str = ""
    caret: int | None = None


@dataclass(frozen=True, slots=True)
class Completions:
    """What may come next. `start` is where the word begins that is being typed; `eager`: worth showing to
    somebody who has not asked for it."""

    start: int
    options: tuple[Completion, ...] = ()
    eager: bool = False


def completions(typed: str, cursor: int, place: Place) -> Completions:
    """What may come next at the cursor, in offsets of what was typed."""
    text = written(typed, guard=place.where == "if")
    at = text.at(cursor)
    if place.where == "if" and not typed.strip():
        return _in_expression(typed, Region(0, 0, len(typed), len(typed), closed=True), at, place)
    region = next((each for each in regions(text.source, place.version) if each.holds(at)), None)
    if region is not None:
        return _moved(_in_expression(text.source, region, at, place), text)
    return _opening(typed, cursor)


def _moved(found: Completions, text: Written) -> Completions:
    options = tuple(
        replace(each, start=text.typed_at(each.start), stop=text.typed_at(each.stop))
        for each in found.options
    )
    return Completions(text.typed_at(found.start), options, found.eager)


def _opening(typed: str, cursor: int) -> Completions:
    """Outside of every expression a `$` may begin one."""
    start = cursor
    while start > 0 and cursor - start < 2 and typed[start - 1] in "${":
        start -= 1
    if typed[start:cursor] not in ("$", "${"):
        return Completions(cursor)
    option = Completion("${{ }}", "expression", start, cursor, "${{  }}", caret=4)
    return Completions(start, (option,), eager=True)


def _in_expression(source: str, region: Region, cursor: int, place: Place) -> Completions:
    found = tokens(source[region.start : cursor])
    last = found[-1] if found else None
    if last is not None and last.kind == "open":
        return _in_string(source, region, cursor, last, strings_at(place, found))
    before, prefix = found, ""
    if last is not None and last.kind == "name" and last.end == cursor - region.start:
        before, prefix = found[:-1], last.text
    elif last is not None and last.kind == "number" and last.end == cursor - region.start:
        return Completions(cursor)
    start = cursor - len(prefix)
    stop = cursor + _word_length(source[cursor : region.stop])
    if before and before[-1].text in (".", "?."):
        options = tuple(_members(source, region, start, stop, before, place))
        return Completions(start, options, eager=bool(options))
    called = source[stop : region.stop].lstrip().startswith("(")
    options = tuple(_top(start, stop, place, called=called))
    return Completions(start, options, eager=bool(prefix))


def _word_length(rest: str) -> int:
    return next((at for at, char in enumerate(rest) if not (char.isalnum() or char in "_$")), len(rest))


def _in_string(
    source: str, region: Region, cursor: int, opened: Token, choices: Iterable[Text]
) -> Completions:
    start, quote = region.start + opened.start + 1, opened.text[0]
    rest = source[cursor : region.stop]
    length = next(
        (at for at, char in enumerate(rest) if not (char.isalnum() or char in _REST_OF_STRING)), len(rest)
    )
    closed = rest[length : length + 1] == quote
    stop = cursor + length if closed else cursor
    alone = not closed and not rest.lstrip().startswith((",", ")", "]"))
    options = tuple(
        Completion(
            choice.text,
            choice.kind,
            start,
            stop,
            quoted(choice.text, quote)[1 : -1 if closed else None] + (choice.then if alone else ""),
            choice.detail,
        )
        for choice in choices
    )
    return Completions(start, options, eager=bool(options))


def _members(
    source: str, region: Region, start: int, stop: int, before: Sequence[Token], place: Place
) -> Iterator[Completion]:
    """The parts of the value in front of the last dot."""
    dot, end = before[-1], len(before) - 2
    first = value_before(before, end)
    if first is None:
        return
    entries = _entries(place, before[first : end + 1])
    if entries is None:
        text = source[region.start + before[first].start : region.start + before[end].end]
        entries = _parts_of(text, place)
    for name, entry in entries.items():
        if name.isidentifier():
            yield Completion(name, entry.kind, start, stop, name, entry.detail, entry.about)
        else:
            key = f"[{quoted(name)}]" if dot.text == "." else f"?.[{quoted(name)}]"
            opening = region.start + dot.start
            yield Completion(name, entry.kind, opening, stop, key, entry.detail, entry.about)


def _entries(place: Place, value: Sequence[Token]) -> Mapping[str, Entry] | None:
    """The parts of a value that the tree of names knows; None where it does not."""
    entries: Mapping[str, Entry] = place.names
    path = path_of(value)
    if path is None:
        return None
    for name in path:
        if name not in entries:
            return None
        entries = entries[name].parts
    return entries or None


def _parts_of(text: str, place: Place) -> dict[str, Entry]:
    """The parts of any value: by its type, which is known before it is evaluated, or by what it is."""
    try:
        compiled = program(text, place.version, place.where)
        if compiled.nature.type is not None and (known := _of_type(compiled.nature.type)):
            return known
        value = run(compiled, place.scope) if place.scope is not None else None
    except ExpressionError:
        return {}
    if isinstance(value, Struct):
        return _of_type(value.type)
    if isinstance(value, Mapping):
        return {
            key: Entry("field", shown(item, _SHORT)) for key, item in value.items() if isinstance(key, str)
        }
    return {}


def _of_type(kind: GoType) -> dict[str, Entry]:
    found = {name: Entry("field", each.name) for name, each in kind.fields.items()}
    return found | {
        name: Entry("method", each.name.removeprefix("func")) for name, each in kind.methods.items()
    }


def _top(start: int, stop: int, place: Place, *, called: bool) -> Iterator[Completion]:
    for name, entry in place.names.items():
        yield Completion(name, entry.kind, start, stop, name, entry.detail, entry.about)
    known = {name: each for name, each in place.catalog.functions.items() if allowed(each.where, place.where)}
    for name, function in known.items():
        insert = name if called else name + _arguments(function)
        yield Completion(name, "function", start, stop, insert, _signature(function), function.summary)
    for name in sorted(BUILTIN_NAMES - known.keys()):
        yield Completion(name, "builtin", start, stop, name if called else f"{name}(")
    for name in (*_CONSTANTS, *WORDS):
        yield Completion(name, "word", start, stop, name)


def _arguments(function: Function) -> str:
    """What follows a function's name: what it takes is typed, or chosen, next."""
    if not function.parameters:
        return "()"
    return '("' if function.name in TAKES_A_STRING else "("


def _signature(function: Function) -> str:
    parameters = ", ".join(f"{each.name}?" if each.optional else each.name for each in function.parameters)
    return f"({parameters}) {function.returns}"
