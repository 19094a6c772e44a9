"""What can be said of an expression before it runs: what can only fail, and what is surely not meant.

    outputs = {"push": output_of("1.11", "git-push")}
    names = names_of("1.11", "config", vars={"env": described("test")}, outputs=outputs)
    foresee("${{ outputs.push.comit }}", names, "1.11", "config")  # ... Did you mean commit?

Kargo's own checker knows the types of its functions alone, and reports what does not compile. This one also
knows which variables and outputs there are. Where it does not know a type it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kargoui.core.catalog import Field, catalog
from kargoui.core.expr.absences import nearest
from kargoui.core.expr.checker import check
from kargoui.core.expr.engine import program
from kargoui.core.expr.errors import ExpressionError
from kargoui.core.expr.foreseer import remarks
from kargoui.core.expr.functions import Functions, functions_of
from kargoui.core.expr.gotypes import Nature
from kargoui.core.expr.names import OPEN, Names, described
from kargoui.core.expr.nodes import Node
from kargoui.core.expr.remarks import Remark, Severity, shown
from kargoui.core.expr.shapes import BOOL, NUMBER, STRING, UNKNOWN, Shape
from kargoui.core.expr.template import Template, coerce, template_of
from kargoui.core.sentence import Sentence, gettext_noop

_COMPILES_NOT: Final = gettext_noop("Does not compile: %(message)s")
_COMPILES_NOT_MEANT: Final = gettext_noop("Does not compile: %(message)s. Did you mean %(meant)s?")
_NOT_BOOLEAN: Final = gettext_noop("An if must give true or false; this gives %(given)s.")
_TEXT: Final = gettext_noop("An if must give true or false; this gives a text.")
_WORDS: Final = ("true", "True", "TRUE", "false", "False", "FALSE")
_READ: Final = ("ctx", "vars", "outputs", "task", "stepMetas", "secrets")
_BLANK: Final = " \t\r\n"
_NO_FIELD: Final = re.compile(r"type \*?(\S+) has no (?:field|method) (\w+)")


@dataclass(frozen=True, slots=True)
class Foresight:
    """One thing that can be said. `line` and `column` are 1-based places in the text that was given, `within`
    the same in its expression, as Kargo counts; `meant` is what probably was to stand there.

    `code`: compile, unknown-name, unknown-field, nil-access, unknown-function, not-called, not-callable,
    mismatch, never-equal, not-boolean.
    `severity`: with an error, evaluating can only fail (an `if`: give no boolean); a warning is on what fails
    where it is evaluated at all, or gives something else than was meant; a hint is on something that is not
    there where the expression reckons with that (`?.`, `??`, `!= nil`).
    """

    code: str
    severity: Severity
    line: int
    column: int
    within: tuple[int, int]
    sentence: Sentence
    meant: str = ""


def foresee(source: str, names: Names, version: str, where: str = "") -> tuple[Foresight, ...]:
    """What can be said of a value of a manifest, in order; `where` as for template.render."""
    version = catalog(version).version
    template = template_of(source, version)
    if template is None:
        wrong = Sentence(_TEXT) if where == "if" and source else None
        return () if wrong is None else (_foresight(source, source, 0, _not_boolean(wrong)),)
    found: list[Foresight] = []
    shapes: list[Shape] = []
    for offset, expression in _placed(template):
        said, shape = _looked_at(expression, names, version, where)
        found += [_foresight(source, expression, offset, remark) for remark in said]
        shapes.append(shape)
    if template.unclosed:
        sentence = Sentence(_COMPILES_NOT, {"message": template.unclosed})
        found.append(_foresight(source, "", template.unclosed_at, Remark(0, "compile", "error", sentence)))
    elif where == "if" and not any(one.code == "compile" for one in found):
        wrong = _guard(template, shapes)
        found += [] if wrong is None else [_foresight(source, source, 0, _not_boolean(wrong))]
    return tuple(found)


def _not_boolean(sentence: Sentence) -> Remark:
    return Remark(0, "not-boolean", "error", sentence)


def foresee_expression(expression: str, names: Names, version: str, where: str = "") -> tuple[Foresight, ...]:
    """The same of what stands between the delimiters of a template."""
    said, _ = _looked_at(expression, names, catalog(version).version, where)
    return tuple(_foresight(expression, expression, 0, remark) for remark in said)


def given(source: str, names: Names, version: str, where: str) -> tuple[str | None, Shape]:
    """The text that the expressions of a value surely leave, before Kargo makes of it what it looks like.

    Where that is not known, None and the shape of a value that is one expression and nothing else.
    """
    template = template_of(source, version)
    if template is None or template.unclosed:
        return None, UNKNOWN
    shapes = [_looked_at(expression, names, version, where)[1] for _, expression in template.parts]
    pieces: list[str] = []
    for (before, _), shape in zip(template.parts, shapes, strict=True):
        if not isinstance(shape.value, str):
            break
        pieces += [before, shape.value]
    else:
        return "".join(pieces) + template.rest, UNKNOWN
    alone = len(shapes) == 1 and not template.parts[0][0] and template.rest in {"", "\n"}
    return None, shapes[0] if alone else UNKNOWN


def kind_of(source: str, version: str, where: str) -> Field | None:
    """What a value gives that is known without the names it reads; None where that is nothing."""
    text, shape = given(source, Names(dict.fromkeys(_READ, OPEN)), version, where)
    if text is not None:
        value = coerce(text)
        return described(float(value) if type(value) is int else value)
    kinds = {frozenset({BOOL}): "boolean", frozenset({NUMBER}): "number"}
    kind = kinds.get(shape.kinds)
    return Field(kind, required=True) if kind else None


def _looked_at(expression: str, names: Names, version: str, where: str) -> tuple[list[Remark], Shape]:
    functions = functions_of(version, where)
    try:
        tree, natures = _checked(expression, version, where)
        # findLast leaves things on expr-lang's stack (leftovers.py): then nobody is sure of anything
        said, shape = remarks(tree, natures, names, functions, sure="findLast" not in expression)
    except ExpressionError as error:
        return [_compile_error(error, expression, functions)], UNKNOWN
    except RecursionError:
        return [], UNKNOWN
    return sorted(said, key=lambda remark: remark.at), shape


@lru_cache(maxsize=1024)
def _checked(expression: str, version: str, where: str) -> tuple[Node, Mapping[Node, Nature]]:
    """The tree as it was written, with what Kargo's checker knows. Raises ExpressionError."""
    tree = program(expression, version, where).tree
    return tree, check(tree, functions_of(version, where).types)


def _compile_error(error: ExpressionError, expression: str, functions: Functions) -> Remark:
    at = _offset(expression, error.line, error.column) if error.line else _start(expression)
    meant = ""
    match = _NO_FIELD.fullmatch(error.message)
    if match is not None:
        results = (result for given in functions.types.values() for one in given for result in one.results)
        known = [one for one in results if one.name == match[1]]
        meant = nearest(match[2], [*known[0].fields, *known[0].methods]) if known else ""
    if not meant:
        return Remark(at, "compile", "error", Sentence(_COMPILES_NOT, {"message": error.message}))
    sentence = Sentence(_COMPILES_NOT_MEANT, {"message": error.message, "meant": meant})
    return Remark(at, "compile", "error", sentence, meant)


def _placed(template: Template) -> Iterator[tuple[int, str]]:
    """The expressions of a template and where they begin; delimiters are three and two characters."""
    offset = 0
    for before, expression in template.parts:
        offset += len(before) + 3
        yield offset, expression
        offset += len(expression) + 2


def _guard(template: Template, shapes: list[Shape]) -> Sentence | None:
    """What is wrong with an `if` that can give no boolean."""
    texts = [before for before, _ in template.parts] + [template.rest]
    if any(not any(text.strip(_BLANK) in word for word in _WORDS) for text in texts):
        return Sentence(_TEXT)
    if not shapes:
        return None if isinstance(coerce(template.rest), bool) else Sentence(_TEXT)
    if len(shapes) > 1:
        return Sentence(_TEXT) if sum(shape.kinds == {BOOL} for shape in shapes) > 1 else None
    shape = shapes[0]
    never = not shape.kinds & {BOOL, STRING}
    if isinstance(shape.value, str):
        never = not isinstance(coerce(shape.value.join(texts)), bool)
    return Sentence(_NOT_BOOLEAN, {"given": shown(shape)}) if never else None


def _start(text: str) -> int:
    """Where a text begins that is more than blanks."""
    return len(text) - len(text.lstrip(_BLANK)) if text.strip(_BLANK) else 0


def _offset(text: str, line: int, column: int) -> int:
    return sum(len(before) + 1 for before in text.split("\n")[: line - 1]) + column - 1


def _place(text: str, at: int) -> tuple[int, int]:
    before = text[:at]
    return before.count("\n") + 1, at - before.rfind("\n")


def _foresight(source: str, expression: str, offset: int, remark: Remark) -> Foresight:
    line, column = _place(source, offset + remark.at)
    within = _place(expression, remark.at)
    return Foresight(remark.code, remark.severity, line, column, within, remark.sentence, remark.meant)
