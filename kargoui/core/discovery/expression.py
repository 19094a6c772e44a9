"""A git subscription's expressionFilter, as far as a list of tags can tell what it asks."""

from __future__ import annotations

from typing import Final

from kargoui.core.discovery.errors import DiscoveryError
from kargoui.core.discovery.tags import Tag
from kargoui.core.expr.engine import program, run
from kargoui.core.expr.errors import ExpressionError, Fault
from kargoui.core.expr.functions import NONE
from kargoui.core.expr.printing import sprint
from kargoui.core.expr.quoting import quote
from kargoui.core.expr.run import Run
from kargoui.core.expr.scope import Scope
from kargoui.core.expr.template import FALSE, TRUE
from kargoui.core.expr.values import Unknown, UnknownValue
from kargoui.core.sentence import Sentence, gettext_noop

_BAD: Final = gettext_noop("expressionFilter fails, so Kargo discovers nothing with it.")
_UNKNOWN: Final = {
    name: Unknown(name) for name in ("id", "author", "committer", "subject", "tagger", "annotation")
}
_DATE: Final = "creatorDate"


class ExpressionFilter:
    """`undecided` names what it asks for and no list tells; `passed` counts the tags let by for that."""

    def __init__(self, source: str, version: str) -> None:
        self.undecided: set[str] = set()
        self.passed = 0
        self._version = version
        try:
            self._program = program(source, version, NONE)
        except ExpressionError as error:
            said = f"error compiling filter expression: {error}"
            raise DiscoveryError(Sentence(_BAD), said) from None

    def allows(self, tag: Tag) -> bool:
        """Whether it is true of the tag, or cannot be told. Raises DiscoveryError where it fails."""
        date = Unknown(_DATE) if tag.time is None else tag.time
        scope = Scope({**_UNKNOWN, "tag": tag.name, _DATE: date}, version=self._version)
        try:
            value = run(self._program, scope)
            if isinstance(value, bool):
                return value
            text = sprint(Run(scope), value)
        except UnknownValue as found:
            self.undecided |= found.unknown.reasons
            self.passed += 1
            return True
        except (ExpressionError, Fault) as error:
            raise DiscoveryError(Sentence(_BAD), f"error evaluating tag filter expression: {error}") from None
        if text not in TRUE | FALSE:
            problem = f"strconv.ParseBool: parsing {quote(text)}: invalid syntax"
            raise DiscoveryError(Sentence(_BAD), f"error parsing expression result: {problem}")
        return text in TRUE
