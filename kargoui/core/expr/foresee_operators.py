"""What can be foreseen of operators: the kinds of their results, what they cannot take, what never runs."""

from __future__ import annotations

from abc import abstractmethod
from typing import Final

from kargoui.core.catalog import MISSING
from kargoui.core.expr import nodes
from kargoui.core.expr.nodes import Node
from kargoui.core.expr.remarks import Remarks, shown
from kargoui.core.expr.shape_operators import LOGIC, can_only_fail, given, never_equal
from kargoui.core.expr.shapes import (
    BOOL,
    MAYBE_NIL,
    NAMED,
    NIL,
    NUMBER,
    OBJECT,
    OTHER,
    UNKNOWN,
    Shape,
    constant,
    either,
    of_kinds,
)
from kargoui.core.sentence import Sentence, gettext_noop

_TWO: Final = gettext_noop("%(operator)s cannot take %(left)s and %(right)s: this fails.")
_ONE: Final = gettext_noop("%(operator)s cannot take %(operand)s: this fails.")
_CONDITION: Final = gettext_noop("A condition must be true or false, not %(given)s: this fails.")
_NAMED: Final = gettext_noop("%(name)s is no plain string and never equals one; string(%(name)s) does.")
_NEVER_EQUAL: Final = gettext_noop("%(left)s and %(right)s are never equal.")

_FOLDED: Final = (nodes.Integer, nodes.String, nodes.Bool, nodes.Unary, nodes.Binary)  # or may become one


class Operators(Remarks):
    @abstractmethod
    def visit(self, node: Node, *, guarded: bool = False) -> Shape: ...

    def binary(self, node: nodes.Binary) -> Shape:
        """Chains of operators lean to the left, and can be long."""
        chain = [node]
        while isinstance(chain[-1].left, nodes.Binary):
            chain.append(chain[-1].left)
        first = chain[-1]
        guarded = first.operator == "??" or (
            first.operator in {"==", "!="} and isinstance(first.right, nodes.Nil)
        )
        with self.perhaps(unless=not any(_drops_left(link) for link in chain)):
            shape = self.visit(first.left, guarded=guarded)
            for link in reversed(chain):
                shape = self._applied(link, shape)
        return shape

    def _applied(self, node: nodes.Binary, left: Shape) -> Shape:
        operator = node.operator
        if operator in LOGIC:
            return self._logic(node, left, decides=operator in {"||", "or"})
        if operator == "??":
            return self._coalesce(node, left)
        equality = operator in {"==", "!="}
        right = self.visit(node.right, guarded=equality and isinstance(node.left, nodes.Nil))
        if equality:
            return self._equality(node, left, right)
        if can_only_fail(operator, left, right):
            said = {"operator": operator, "left": shown(left), "right": shown(right)}
            self.fails(node.at, "mismatch", Sentence(_TWO, said))
            return UNKNOWN
        if operator == "in" and _never_in(left, right):
            return constant(False)
        return Shape(given(operator, left, right))

    def _logic(self, node: nodes.Binary, left: Shape, *, decides: bool) -> Shape:
        if left.value is decides:
            return left
        with self.perhaps(unless=left.value is not MISSING):
            right = self.visit(node.right)
        if left.value is (not decides):
            return right
        if right.value is MISSING and not left.kinds & {BOOL, OTHER}:  # folding may still drop one side
            said = {"operator": node.operator, "operand": shown(left)}
            self.fails(node.at, "mismatch", Sentence(_ONE, said), sure=False)
            return UNKNOWN
        if right.value is decides:
            return right
        return Shape(left.kinds | right.kinds | {BOOL})

    def _coalesce(self, node: nodes.Binary, left: Shape) -> Shape:
        if not left.kinds & MAYBE_NIL:
            return left
        with self.perhaps(unless=left.is_nil):
            right = self.visit(node.right)
        return right if left.is_nil else Shape(left.kinds - {NIL} | right.kinds)

    def _equality(self, node: nodes.Binary, left: Shape, right: Shape) -> Shape:
        equal = _surely_equal(left, right)
        if equal is not None:
            return constant(equal is (node.operator == "=="))
        if never_equal(left, right):
            named = next((one for one in (left, right) if one.field and one.field.format == NAMED), None)
            if named is not None:
                sentence = Sentence(_NAMED, {"name": named.path})
                self.remark(node.at, "never-equal", sentence, f"string({named.path})")
                return of_kinds(BOOL)
            said = {"left": shown(left), "right": shown(right)}
            self.remark(node.at, "never-equal", Sentence(_NEVER_EQUAL, said))
        return of_kinds(BOOL)

    def unary(self, node: nodes.Unary) -> Shape:
        inner = self.visit(node.node)
        if node.operator == "+":
            return Shape(inner.kinds)
        wanted = NUMBER if node.operator == "-" else BOOL
        if not inner.kinds & {wanted, OTHER}:
            said = {"operator": node.operator, "operand": shown(inner)}
            self.fails(node.at, "mismatch", Sentence(_ONE, said))
            return UNKNOWN
        if isinstance(inner.value, bool) and wanted == BOOL:
            return constant(not inner.value)
        return of_kinds(BOOL) if wanted == BOOL else of_kinds(NUMBER, OTHER)

    def conditional(self, node: nodes.Conditional) -> Shape:
        condition = self.visit(node.condition)
        if isinstance(condition.value, bool):
            return self.visit(node.then if condition.value else node.otherwise)
        if not condition.kinds & {BOOL, OTHER}:
            sentence = Sentence(_CONDITION, {"given": shown(condition)})
            self.fails(node.condition.at, "mismatch", sentence)
        with self.perhaps():
            then, otherwise = self.visit(node.then), self.visit(node.otherwise)
        return either(then, otherwise)


def _drops_left(node: nodes.Binary) -> bool:
    """Whether folding may make `x || true` of it, and that true."""
    if node.operator not in LOGIC:
        return False
    waiting = [node.right]
    while waiting:
        part = waiting.pop()
        operator = part.operator if isinstance(part, nodes.Binary) else ""
        sides = nodes.children(part)
        if isinstance(part, nodes.Bool) or (
            operator == "==" and all(isinstance(side, _FOLDED) for side in sides)
        ):
            return True
        if isinstance(part, nodes.Unary) or operator in LOGIC:
            waiting += sides
    return False


def _never_in(left: Shape, right: Shape) -> bool:
    """Whether a map that is wholly known has no such key."""
    field = right.field
    if right.kinds != {OBJECT} or field is None or field.open or field.values is not None:
        return False
    return isinstance(left.value, str) and left.value not in field.fields


def _surely_equal(left: Shape, right: Shape) -> bool | None:
    """Whether two values are equal, where that is known."""
    if left.value is not MISSING and right.value is not MISSING and type(left.value) is type(right.value):
        return left.value == right.value
    for one, other in ((left, right), (right, left)):
        if one.is_nil:
            if other.is_nil:
                return True
            return None if other.kinds & MAYBE_NIL else False
    return None
