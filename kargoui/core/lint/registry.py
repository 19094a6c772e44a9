"""The rules: each module of the package `rules` registers the one that it holds, and its page says why."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeVar

from kargoui.core.catalog import VERSIONS
from kargoui.core.lint.finding import WARNING, Finding, Severity

Check = Callable[[Any, Any], Iterable[Finding]]
C = TypeVar("C", bound=Check)

# What a rule may be asked about, and how far its answer may reach: the manifest alone, what the manifest
# names and what names it (how promotions end comes of these, but not which cases can be reached), or the
# whole project. Rules on suppressions are asked when all others have been,
# and get no context.
SUBJECTS: Final = (
    "manifest",
    "step",
    "expression",
    "subscription",
    "stage",
    "task",
    "warehouse",
    "project",
    "suppression",
)
REACHES: Final = ("manifest", "neighbours", "project")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `check` gets one subject and the context. It holds from `since` to `until`, both included."""

    name: str
    severity: Severity
    on: str
    reach: str
    since: str
    until: str
    module: str
    check: Check

    def holds(self, version: str) -> bool:
        return VERSIONS.index(self.since) <= VERSIONS.index(version) <= VERSIONS.index(self.until)


_RULES: dict[str, Rule] = {}


def rule(
    name: str,
    *,
    on: str,
    severity: Severity = WARNING,
    reach: str = "manifest",
    since: str = VERSIONS[0],
    until: str = VERSIONS[-1],
) -> Callable[[C], C]:
    """Register a check. `on` is one of SUBJECTS, `reach` one of REACHES."""

    def register(check: C) -> C:
        if name in _RULES or on not in SUBJECTS or reach not in REACHES:
            raise ValueError(f"rule {name!r} is there already, or is on {on!r} with reach {reach!r}")
        _RULES[name] = Rule(name, severity, on, reach, since, until, check.__module__, check)
        return check

    return register


@cache
def all_rules() -> dict[str, Rule]:
    """All rules by name."""
    package = importlib.import_module("kargoui.core.lint.rules")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(_RULES.items()))


def page(rule: Rule) -> str:
    """The page of a rule, as Markdown: why it matters, a bad and a good example."""
    from importlib.resources import files  # what it imports would slow down who only asks the rules

    package = files("kargoui.core.lint.rules")
    return (package / f"{rule.module.rpartition('.')[2]}.md").read_text(encoding="utf-8")


def summary(rule: Rule) -> str:
    """What a rule finds, in one sentence: the first one that its module says of itself."""
    return (sys.modules[rule.module].__doc__ or rule.name).strip().partition("\n")[0]
