"""Guards: the `if` of a step, as a person types it, and those that suggest themselves.

A step that reads `.Tag` of what `imageFrom(...)` gives fails while the image's slot is empty. So the calls in
its config tell which guards make sense. Only calls with literal arguments (or `vars.x`) are understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kargoui.core.catalog import Catalog
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.editor.expressions import expressions

_TEMPLATE = re.compile(r"\$\{\{(.*?)\}\}|\$\{%(.*?)%\}", re.DOTALL)
# A string that nobody closed goes on to the end, so that no second way to read it needs to be tried.
_TOKEN = re.compile(
    r"""\s*(?:(?P<string>"(?:[^"\\]|\\.)*+(?:"|\Z)|'(?:[^'\\]|\\.)*+(?:'|\Z)|`[^`]*+(?:`|\Z))
      |(?P<name>[A-Za-z_$][\w$]*)
      |(?P<number>\d[\w.]*)
      |(?P<mark>\?\.|\?\?|[!=<>]=|&&|\|\||.))""",
    re.VERBOSE | re.DOTALL,
)
_NAMES_OF = {"imageFrom": "image", "chartFrom": "chart", "commitFrom": "commit", "artifactFrom": "artifact"}
_ONE = {
    "image": gettext_noop("Run only when there is an image"),
    "chart": gettext_noop("Run only when there is a chart"),
    "commit": gettext_noop("Run only when there is a commit"),
    "artifact": gettext_noop("Run only when there is an artifact"),
}
_EACH = gettext_noop("Run only when there is each of them")
_TARGET = gettext_noop("Only when %(origin)s is promoted")
# What makes a call safe as it stands: its absence is asked for or provided for.
_CARES = frozenset({"?.", "??", "==", "!="})


@dataclass(frozen=True, slots=True)
class Call:
    """A call that finds Freight, as written: `imageFrom("ghcr.io/acme/api")`."""

    function: str
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A guard to choose with one click, and what to know before."""

    label: Sentence
    guard: str
    caution: Sentence | None = None

    @property
    def expression(self) -> str:
        return unwrapped(self.guard)


def wrapped(text: str) -> str:
    """The `if` for what a person typed, which may or may not stand in `${{ }}`; "" for nothing."""
    text = text.strip()
    if not text or "${{" in text or "${%" in text:
        return text
    return f"${{{{ {text} }}}}"


def unwrapped(guard: str) -> str:
    """A guard without its `${{ }}` where it is one expression, for showing."""
    whole = _TEMPLATE.fullmatch(guard.strip())
    if whole is None or "}}" in (whole[1] or ""):
        return guard
    return (whole[1] or whole[2] or "").strip()


def freight_calls(config: object) -> tuple[Call, ...]:
    """The calls of a config that fail where there is no Freight, each once, in order."""
    found: dict[Call, None] = {}
    for text in _strings(config):
        for _, _, inside in expressions(text):
            found.update(dict.fromkeys(_calls(inside)))
    return tuple(found)


def suggestions(config: object, origins: Iterable[str], catalog: Catalog) -> tuple[Suggestion, ...]:
    """Guards for a step with this config in a Stage (or in Stages) that requests Freight from `origins`."""
    also = " && success()" if "success" in catalog.functions else ""
    calls = [call for call in freight_calls(config) if _gives_nil(call, catalog)]
    found = [
        Suggestion(
            Sentence(_ONE[_NAMES_OF[call.function]]), wrapped(f"{call.text} != nil{also}"), _caution(call)
        )
        for call in calls
    ]
    if len(calls) > 1:
        every = " && ".join(f"{call.text} != nil" for call in calls)
        caution = next(filter(None, map(_caution, calls)), None)
        found.append(Suggestion(Sentence(_EACH), wrapped(f"{every}{also}"), caution))
    if any(name.startswith("ctx.targetFreight.origin") for name in catalog.names):
        for origin in origins:
            quoted = origin.replace("\\", "\\\\").replace('"', '\\"')
            guard = wrapped(f'ctx.targetFreight.origin.name == "{quoted}"{also}')
            found.append(Suggestion(Sentence(_TARGET, {"origin": origin}), guard))
    return tuple(found)


def needs_newer(config: object, catalog: Catalog) -> bool:
    """Whether the config finds Freight in a version where no guard can ask if there is any."""
    return any(not _gives_nil(call, catalog) for call in freight_calls(config))


def _gives_nil(call: Call, catalog: Catalog) -> bool:
    function = catalog.functions.get(call.function)
    return function is not None and function.nullable


def _caution(call: Call) -> Sentence | None:
    if call.function != "chartFrom":
        return None
    return Sentence(gettext_noop("Fails in a Stage that requests no Warehouse with this chart."))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(
            match.lastgroup or "", match[match.lastgroup or 0], match.start(match.lastgroup or 0), match.end()
        )
        for match in _TOKEN.finditer(text)
    ]


def _calls(expression: str) -> Iterator[Call]:
    tokens = _tokens(expression)
    for index, token in enumerate(tokens):
        of_something = index > 0 and tokens[index - 1].text in (".", "?.")
        if token.kind != "name" or token.text not in _NAMES_OF or of_something:
            continue
        end = _end_of_call(tokens, index)
        if end is None or (end < len(tokens) and tokens[end].text in _CARES):
            continue
        yield Call(token.text, expression[token.start : tokens[end - 1].end])


def _end_of_call(tokens: list[_Token], index: int) -> int | None:
    """The index after `name(literal, ...)`; None where an argument is something else."""
    if index + 1 >= len(tokens) or tokens[index + 1].text != "(":
        return None
    at = index + 2
    while True:
        after = _end_of_argument(tokens, at)
        if after is None or after >= len(tokens):
            return None
        if tokens[after].text == ")":
            return after + 1
        if tokens[after].text != ",":
            return None
        at = after + 1


def _end_of_argument(tokens: list[_Token], at: int) -> int | None:
    texts = [token.text for token in tokens[at : at + 3]]
    if at < len(tokens) and tokens[at].kind == "string":
        return at + 1
    if len(texts) == 3 and texts[:2] == ["vars", "."] and tokens[at + 2].kind == "name":
        return at + 3
    if texts[:2] == ["warehouse", "("]:
        return _end_of_call(tokens, at)
    return None
