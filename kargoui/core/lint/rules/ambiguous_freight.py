"""A call that finds Freight, without an origin, where two requested Warehouses could be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from kargoui.core.expr import ExpressionError
from kargoui.core.expr.engine import program
from kargoui.core.expr.freight import Sought
from kargoui.core.expr.functions import sought_by
from kargoui.core.expr.nodes import Call, Name, Node, String, children
from kargoui.core.expr.reads import FINDERS, path_of
from kargoui.core.expr.template import template_of
from kargoui.core.lint import ERROR, Context, Expression, Finding, Manifest, rule
from kargoui.core.lint.failing import of_variables, steps_of
from kargoui.core.lint.listing import listed
from kargoui.core.lint.provided import Provider, as_compared, brought_twice
from kargoui.core.manifest.path import Path
from kargoui.core.sentence import Sentence, gettext_noop
from kargoui.core.simulate import NotCreated, plan
from kargoui.core.simulate.templates import Template

_AMBIGUOUS = gettext_noop(
    "%(function)s fails in promotions to %(stages)s: %(repo)s comes with Freight from each of %(origins)s. "
    'Say which one you mean, as in warehouse("%(origin)s").'
)
Values = Mapping[str, Template]


@rule("ambiguous-freight", on="project", severity=ERROR, reach="project")
def check(project: Context, context: Context) -> Iterator[Finding]:
    """Calls in Stages that can get what they look for through several subscriptions."""
    found: dict[tuple[Manifest, Path, str, Sought], dict[str, list[Provider]]] = {}
    for name, several in brought_twice(context.graph).items():
        for expression, values in _evaluated(context, name):
            for function, sought in _sought(expression, values, context.version):
                if sought in several:
                    key = (expression.manifest, expression.path, function, sought)
                    found.setdefault(key, {})[name] = several[sought]
    for (manifest, path, function, sought), stages in found.items():
        origins = [provider.warehouse for providers in stages.values() for provider in providers]
        params = {"function": function, "stages": listed(stages), "repo": sought.repo}
        params |= {"origins": listed(origins), "origin": origins[0]}
        yield Finding(path, Sentence(_AMBIGUOUS, params), kind=manifest.kind, name=manifest.name)


def _evaluated(context: Context, name: str) -> Iterator[tuple[Expression, Values]]:
    """The expressions of a Stage's promotions, with the variables that they see."""
    stage = context.manifests["Stage", name]
    try:
        planned = plan(context.project, name, context.version)
    except NotCreated:
        return
    of_promotion = dict(planned.vars)
    yield from ((each, of_promotion) for each in of_variables(stage))
    for run, step in zip(steps_of(stage, context), planned.steps, strict=True):
        values = of_promotion | dict(step.vars)
        yield from ((expression, values) for expression in run.expressions)


def _sought(expression: Expression, values: Values, version: str) -> Iterator[tuple[str, Sought]]:
    """What the calls without an origin look for, as far as that is constant."""
    for function, arguments in _calls(expression.text, version, expression.where):
        texts = [_constant(argument, values) for argument in arguments]
        sought = None if None in texts else sought_by(function, [text or "" for text in texts])
        if sought is not None:
            yield function, as_compared(sought)


@lru_cache(maxsize=4096)
def _calls(text: str, version: str, where: str) -> tuple[tuple[str, tuple[Node, ...]], ...]:
    template = template_of(text, version) if any(name in text for name in FINDERS) else None
    found: list[tuple[str, tuple[Node, ...]]] = []
    for _, part in template.parts if template is not None else ():
        try:
            waiting = [program(part, version, where).tree]
        except ExpressionError:
            continue
        while waiting:
            node = waiting.pop()
            waiting += children(node)
            if isinstance(node, Call) and isinstance(node.callee, Name) and node.callee.name in FINDERS:
                found.append((node.callee.name, node.arguments))
    return tuple(found)


def _constant(argument: Node, values: Values) -> str | None:
    if isinstance(argument, String):
        return argument.value
    path = path_of(argument)
    value = values.get(path[1]) if path is not None and path[0] == "vars" and len(path) > 1 else None
    known = value.constant if value is not None and value.evaluate is None else None
    return known if isinstance(known, str) else None
