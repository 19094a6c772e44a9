"""What guards and default values are written like, and what they are called."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kargoui.core.catalog import Catalog
from kargoui.core.expr.embedded import expressions
from kargoui.core.expr.lookups import Lookup, lookups
from kargoui.core.expr.quoting import quote
from kargoui.core.sentence import Sentence, gettext_noop

_ONE = {
    "imageFrom": gettext_noop("Run only when there is an image"),
    "chartFrom": gettext_noop("Run only when there is a chart"),
    "commitFrom": gettext_noop("Run only when there is a commit"),
    "artifactFrom": gettext_noop("Run only when there is an artifact"),
}
_STEP = gettext_noop("Run only when step %(step)s has run")
_EACH = gettext_noop("Run only when there is each of them")
_TARGET = gettext_noop("Only when %(origin)s is promoted")
_BRACES = 2


def called_for(looked_up: Sequence[Lookup]) -> Sentence:
    """What a guard is called that asks whether each of these is there."""
    if len(looked_up) > 1:
        return Sentence(_EACH)
    (only,) = looked_up
    return Sentence(_ONE[only.function]) if only.finds_freight else Sentence(_STEP, {"step": only.alias})


def called_for_target(origin: str) -> Sentence:
    """What a guard is called that asks for the origin that is promoted."""
    return Sentence(_TARGET, {"origin": origin})


def is_there(looked_up: Sequence[Lookup]) -> str:
    """The condition that each of these is there; what another one is looked up by comes before it."""
    inner_first = sorted(looked_up, key=lambda each: sum(other.text in each.text for other in looked_up))
    return " && ".join(f"{each.text} != nil" for each in inner_first)


def is_target(origin: str) -> str:
    """The condition that Freight of this origin is promoted."""
    return f"ctx.targetFreight.origin.name == {literal(origin)}"


def not_in(stages: Sequence[str]) -> str:
    """The condition that the promotion is none of these Stages'."""
    if len(stages) == 1:
        return f"ctx.stage != {literal(stages[0])}"
    return f"ctx.stage not in [{', '.join(map(literal, stages))}]"


def knows_target(catalog: Catalog) -> bool:
    """Whether a version's expressions can ask for the origin that is promoted."""
    return "ctx.targetFreight.origin.name" in catalog.names


def gives_nil(lookup: Lookup, catalog: Catalog) -> bool:
    """Whether a guard can ask if it is there: before 1.5 the finders failed instead."""
    function = catalog.functions.get(lookup.function)
    return not lookup.finds_freight or (function is not None and function.nullable)


def and_success(condition: str, catalog: Catalog) -> str:
    """The condition with the success() that an absent `if` implies, where the version has it."""
    return f"{condition} && success()" if "success" in catalog.functions else condition


def as_template(expression: str) -> str:
    """An expression as the value of a manifest."""
    return f"${{% {expression} %}}" if "}}" in expression else f"${{{{ {expression} }}}}"


def literal(text: str) -> str:
    """A text as a string of an expression, in which nothing ends the template around it."""
    return quote(text).replace("}}", "}\\x7d").replace("%}", "%\\x7d")


def with_default(text: str, default: str) -> str:
    """A value of a manifest in which this text stands in for what is read of something that is not there."""

    def optional(source: str, each: Lookup) -> str:
        rest = source[each.end : each.read_to].lstrip()
        value = f"{each.text}?{rest}" if rest.startswith(".") else f"{each.text}?.{rest}"
        value = f"{value} ?? {literal(default)}"
        alone = not source[: each.start].strip() and not source[each.read_to :].strip()
        return value if alone else f"({value})"

    return _changed(text, lambda each: each.reads and not each.careful, optional)


def naming_origins(text: str, origins: Callable[[Lookup], str]) -> str:
    """A value of a manifest whose calls say which origin they mean, where `origins` gives one."""

    def change(source: str, each: Lookup) -> str:
        return named(each.text, origins(each)) + source[each.end : each.read_to]

    return _changed(text, lambda each: not each.names_origin and bool(origins(each)), change)


def named(call: str, origin: str) -> str:
    """A call that says which origin it means."""
    arguments = call[:-1].rstrip().removesuffix(",").rstrip()
    return f"{arguments}, warehouse({literal(origin)}))"


def _changed(text: str, wanted: Callable[[Lookup], bool], change: Callable[[str, Lookup], str]) -> str:
    """The text with some of what its expressions look up, and read of it, written otherwise."""
    parts, at = [], 0
    for _, end, source in expressions(text):
        inside = end - _BRACES - len(source)
        for each in filter(wanted, lookups(source)):
            if inside + each.start >= at:
                parts += [text[at : inside + each.start], change(source, each)]
                at = inside + each.read_to
    return "".join([*parts, text[at:]])
