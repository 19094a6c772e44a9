"""One subscription of a Warehouse as rules ask about it: its fields, their places, what decides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kargoui.core.discovery import Criteria, read_criteria
from kargoui.core.discovery.criteria import LEXICAL, NEWEST_BUILD, NEWEST_TAG, SEMVER
from kargoui.core.expr.regex import compile_regex
from kargoui.core.lint.subjects import Manifest
from kargoui.core.manifest.path import Path
from kargoui.core.pipeline.reading import items, mapping, text
from kargoui.core.semver import ConstraintError, Constraints, parse_constraints

Subject = tuple[Manifest, int]
ALLOW: Final = "allowTagsRegexes"
IGNORE: Final = "ignoreTagsRegexes"
_BY_TAGS: Final = {"image": (SEMVER, LEXICAL, NEWEST_BUILD), "git": (SEMVER, LEXICAL, NEWEST_TAG)}
_STRATEGY: Final = {"image": "imageSelectionStrategy", "git": "commitSelectionStrategy"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A regular expression with its place in the manifest."""

    path: Path
    regex: str

    @property
    def compiles(self) -> bool:
        return not self.problem

    @property
    def problem(self) -> str:
        """Why Go cannot read it, "" where it can."""
        try:
            compile_regex(self.regex)
        except Exception as error:
            return str(error)
        return ""


@dataclass(frozen=True, eq=False)
class Subscribed:
    """A subscription of Kargo's own kinds; `body` is what stands below its kind, and `path` leads there."""

    manifest: Manifest
    index: int
    kind: str
    body: Mapping[object, object]
    criteria: Criteria

    @property
    def path(self) -> Path:
        return ("spec", "subscriptions", self.index, self.kind)

    @property
    def strategy_field(self) -> str:
        """The field that names the strategy; "" for charts, which have none."""
        return _STRATEGY.get(self.kind, "")

    @property
    def constraint_field(self) -> str:
        """The field that holds the constraint; before 1.9 images may have it under its older name."""
        if self.kind == "image" and self.criteria.since("1.7"):
            older = self.body.get("semverConstraint") and not self.criteria.since("1.9")
            return "semverConstraint" if older and not self.body.get("constraint") else "constraint"
        return "semverConstraint"

    @property
    def by_tags(self) -> bool:
        """Whether its strategy selects tags, by expressions among other things."""
        return self.criteria.strategy in _BY_TAGS.get(self.kind, ())

    @cached_property
    def allow(self) -> list[Placed]:
        return self._regexes(ALLOW, self._single("allowTags"))

    @cached_property
    def ignore(self) -> list[Placed]:
        names = [
            Placed((*self.path, "ignoreTags", index), f"^{quoted(name)}$")
            for index, name in enumerate(items(self.body.get("ignoreTags")))
            if isinstance(name, str) and name and not self.criteria.since("1.11")
        ]
        return self._regexes(IGNORE, names)

    @cached_property
    def constraints(self) -> Constraints | None:
        """Its constraint on versions, where it has one that can be read and the strategy looks at it."""
        if self.criteria.strategy != SEMVER or not self.criteria.constraint:
            return None
        try:
            return parse_constraints(self.criteria.constraint, before_3_4=not self.criteria.since("1.7"))
        except ConstraintError:
            return None

    def _single(self, field: str) -> list[Placed]:
        regex = text(self.body.get(field))
        return [Placed((*self.path, field), regex)] if regex and not self.criteria.since("1.11") else []

    def _regexes(self, field: str, more: list[Placed]) -> list[Placed]:
        listed = items(self.body.get(field)) if self.criteria.since("1.9") else []
        found = [
            Placed((*self.path, field, index), regex)
            for index, regex in enumerate(listed)
            if isinstance(regex, str) and regex
        ]
        return [*found, *more]


def quoted(name: str) -> str:
    """A text as a regular expression that matches it alone, as regexp.QuoteMeta writes it."""
    return re.sub(r"([\\.+*?()|\[\]{}^$])", r"\\\1", name)


def subscribed(subject: Subject, version: str) -> Subscribed | None:
    """The subscription of a subject; None where it is of no kind of Kargo's own."""
    manifest, index = subject
    entry = mapping(items(manifest.at(("spec", "subscriptions")))[index])
    criteria = read_criteria(entry, version)
    if not criteria.strategy:
        return None
    return Subscribed(manifest, index, criteria.kind, mapping(entry, criteria.kind), criteria)
