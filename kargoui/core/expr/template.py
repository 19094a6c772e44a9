"""Kargo's templates: text with `${{ }}` or `${% %}` in it, and what becomes of the text that they leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kargoui.core.expr.engine import Program, program, run
from kargoui.core.expr.errors import ExpressionError, Fault
from kargoui.core.expr.freight import since
from kargoui.core.expr.gojson import marshal, unmarshal
from kargoui.core.expr.numerals import parse_float
from kargoui.core.expr.quoting import quote
from kargoui.core.expr.run import Run
from kargoui.core.expr.scope import Scope
from kargoui.core.expr.values import Unknown, UnknownValue, depends, joined

_DELIMITERS = {"${{": "}}", "${%": "%}"}
TRUE = frozenset({"1", "t", "T", "TRUE", "true", "True"})
FALSE = frozenset({"0", "f", "F", "FALSE", "false", "False"})
_NO_UTF8 = re.compile("[\udc80-\udcff]")
_MAY_BEGIN = frozenset(("", "[", "{", '"'))  # how JSON begins that may have anything in it
_NO_NUMBER = re.compile(r"[ghjkmoqvwz/:]|\S \S")  # what no number, boolean or null has in it
_WORDS: dict[str, object] = {
    **dict.fromkeys(TRUE, True),
    **dict.fromkeys(FALSE, False),
    "1": 1.0,
    "0": 0.0,
    "null": None,
}
# What a number begins with, and any text that may be taken for something else
_NUMBERS = frozenset("0123456789.+-iInN")
_BEGINNINGS = _NUMBERS | frozenset(' \t\r\n[{"eEtTfF')
_JSON_START = re.compile(r"[ \t\r\n]*(?:[\[{\"]|[\d.eE+-]+[ \t\r\n]*\Z|true|false|null)")


@dataclass(frozen=True, slots=True)
class Template:
    """Text before each expression, the expressions, and the text after the last one.

    `unclosed` says what is missing where an expression does not end, and `unclosed_at` where it begins.
    """

    parts: tuple[tuple[str, str], ...]
    rest: str
    unclosed: str = ""
    unclosed_at: int = 0


@lru_cache(maxsize=4096)
def template_of(source: str, version: str) -> Template | None:
    """The parts of a template; None for text without any expression."""
    openings = ["${{", "${%"] if since(version, "1.9") else ["${{"]
    if not any(opening in source for opening in openings):
        return None
    parts: list[tuple[str, str]] = []
    rest = source
    while True:
        found = [(rest.find(opening), opening) for opening in openings if opening in rest]
        if not found:
            return Template(tuple(parts), rest)
        at, opening = min(found)
        closing = _DELIMITERS[opening]
        before, rest = rest[:at], rest[at + 3 :]
        expression, closed, after = rest.partition(closing)
        if not closed:
            return _unclosed(version, tuple(parts), closing, source, rest)
        if not expression and since(version, "1.9"):  # Kargo stops here, and drops the empty expression
            return Template(tuple(parts), before + after)
        parts.append((before, expression))
        rest = after


def _unclosed(
    version: str, parts: tuple[tuple[str, str], ...], closing: str, source: str, rest: str
) -> Template:
    """Before 1.9 the whole template was read before anything of it was evaluated."""
    at = len(source) - len(rest) - 3
    if since(version, "1.9"):
        message = f"unclosed expression: expected {quote(closing)} but reached end of template"
        return Template(parts, "", message, at)
    where = f"in the template={quote(source)} starting from {quote(rest)}"
    return Template((), "", f"error parsing template: Cannot find end tag={quote(closing)} {where}", at)


@lru_cache(maxsize=4096)
def _single(source: str, version: str, where: str) -> Program | None:
    """The program of a template that is one expression and nothing else, where that compiles."""
    template = template_of(source, version)
    if template is None or len(template.parts) != 1 or template.unclosed:
        return None
    (before, expression), rest = template.parts[0], template.rest
    if before or rest not in {"", "\n"}:
        return None
    try:
        return program(expression, version, where)
    except ExpressionError:
        return None


def render(source: str, scope: Scope, *, where: str = "") -> object:
    """What Kargo makes of a value: text as it stands, or what its expressions give, coerced.

    `where` is "if", "config", "vars" or "step-vars", and decides which functions there are; "" has all.
    Gives an Unknown where the result depends on one. Raises ExpressionError.
    """
    single = _single(source, scope.version, where)
    if single is not None:
        value = run(single, scope)
        if value is True or value is False or type(value) is Unknown:
            return value
        return _coerced_value(value, source.endswith("\n"), scope)
    template = template_of(source, scope.version)
    if template is None:
        return source
    return _render_parts(template, scope, where)


def _coerced_value(value: object, newline: bool, scope: Scope) -> object:
    text = _text(value, scope)
    return text if isinstance(text, Unknown) else coerce(text + "\n" if newline else text)


def _render_parts(template: Template, scope: Scope, where: str) -> object:
    texts: list[str] = []
    doubts: list[Unknown] = []
    for before, expression in template.parts:
        value = part_text(expression, scope, where)
        texts.append(before)
        if isinstance(value, Unknown):
            doubts.append(value)
        else:
            texts.append(value)
    if template.unclosed:
        raise ExpressionError(template.unclosed)
    return depends(*doubts) if doubts else coerce(joined([*texts, template.rest]))


def part_text(expression: str, scope: Scope, where: str) -> str | Unknown:
    """What one expression of a template puts into its text. Raises ExpressionError."""
    return _text(run(program(expression, scope.version, where), scope), scope)


def remains_text(template: Template, values: Sequence[Iterable[str]]) -> bool:
    """Whether the result is the text as it is put together, whichever of the values the expressions give.

    Says so only where something stands in it that no number, boolean, null or quoted text has.
    """
    literals = [*(before for before, _ in template.parts), template.rest]
    if literals[0].strip():
        beginnings = {literals[0].lstrip()[0]}
    else:
        beginnings = {value.lstrip()[:1] for value in values[0]}
    if not beginnings.isdisjoint(_MAY_BEGIN):
        return False
    if any(_NO_NUMBER.search(text) for text in literals):
        return True
    ends = all(value.strip() for outer in (values[0], values[-1]) for value in outer)
    return ends and any(" " in text for text in literals[1:-1])


def _text(value: object, scope: Scope) -> str | Unknown:
    """A value as it is put into the text: strings as they are, all else as JSON."""
    if type(value) is str:
        return value
    try:
        return marshal(Run(scope), value)
    except Fault as fault:
        raise ExpressionError(fault.message) from None
    except UnknownValue as found:
        return found.unknown
    except RecursionError:
        raise ExpressionError("expression nests too deeply") from None


def coerce(text: str) -> object:
    """The value that Kargo takes the text of a template for."""
    if text[:1] not in _BEGINNINGS and text.isascii():
        return text
    if not text.isascii():  # bytes that are no UTF-8, as Kargo's own JSON then has them
        text = _NO_UTF8.sub("\ufffd", text)
    newline = text.endswith("\n")
    stripped = text[:-1] if newline else text
    if len(stripped) > 1 and stripped[0] == '"' == stripped[-1]:
        return stripped[1:-1] + ("\n" if newline else "")
    if stripped in _WORDS:
        return _WORDS[stripped]
    if stripped[:1] in _NUMBERS:
        try:
            return parse_float(stripped)
        except ValueError:
            pass
    if _JSON_START.match(stripped):
        try:
            return unmarshal(stripped)
        except ValueError:
            pass
    return text


def render_tree(value: object, scope: Scope, where: str) -> object:
    """A config: every string in it rendered, keys as they are."""
    if isinstance(value, str):
        return render(value, scope, where=where)
    if isinstance(value, dict):
        return {key: render_tree(item, scope, where) for key, item in value.items()}
    if isinstance(value, list):
        return [render_tree(item, scope, where) for item in value]
    return value
