"""A project's Stages by how their promotions can fail: the what-if page, with those that can fail first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kargoui.core.simulate import Case, Cases, Group
from kargoui.editor.links import manifest_url

FAILING, REFUSED, FINE, PASSING = "failing", "refused", "fine", "passing"
_ORDER = (FAILING, REFUSED, FINE, PASSING)
_SHORT = 5  # so many Stages a row shows by itself
_NAMED = 3  # so many empty slots a sentence names


@dataclass(frozen=True, slots=True)
class Way:
    """One way to fail that all Stages of a row have in common; not `surely` where that is not known.

    `snippet` are the lines under the message in which the engine shows the expression.
    """

    step: str
    message: str
    snippet: str = ""
    surely: bool = True

    def __str__(self) -> str:
        return f"{self.step} {self.message} {self.snippet}"


@dataclass(frozen=True, slots=True)
class StageLine:
    """A Stage: in how many of its cases a promotion fails, and the smallest of those in words.

    `reachable`: Freight gets to one of them by itself, without somebody who approves it.
    """

    name: str
    address: str
    count: int
    failing: int = 0
    words: str = ""
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """Stages whose promotions fail at the same steps with the same messages, or not at all."""

    key: str
    kind: str
    ways: tuple[Way, ...]
    stages: tuple[StageLine, ...]

    @property
    def surely(self) -> bool:
        return any(way.surely for way in self.ways)

    @property
    def is_short(self) -> bool:
        return len(self.stages) <= _SHORT

    @property
    def first(self) -> tuple[StageLine, ...]:
        return self.stages[:_SHORT]

    @property
    def steps(self) -> list[str]:
        return list(dict.fromkeys(way.step for way in self.ways if way.step))


@dataclass(frozen=True, slots=True)
class FailingStages:
    """Rows in their order; how many Stages there are of each kind, and how many the rows hold."""

    rows: tuple[Row, ...]
    counts: Mapping[str, int]
    total: int
    found: int

    def row(self, key: str) -> Row | None:
        return next((row for row in self.rows if row.key == key), None)


def failing_stages(
    project: str, tried: Mapping[str, Cases], version: str = "", query: str = ""
) -> FailingStages:
    """The rows of those Stages that hold every word of the query in a name, a step or a message.

    `version` is the Kargo version that links are to name, "" for the project's own.
    """
    words = query.lower().split()
    counts = dict.fromkeys(_ORDER, 0)
    gathered: dict[tuple[str, tuple[Way, ...]], list[StageLine]] = {}
    for name, cases in tried.items():
        kind, ways = _kind(cases), _ways(cases)
        counts[kind] += 1
        said = " ".join([name, *cases.origins, *map(str, ways)]).lower()
        if all(word in said for word in words):
            gathered.setdefault((kind, ways), []).append(_line(project, cases, version))
    rows = [_row(kind, ways, stages) for (kind, ways), stages in gathered.items()]
    rows.sort(key=_place)
    return FailingStages(tuple(rows), counts, len(tried), sum(len(row.stages) for row in rows))


def _kind(cases: Cases) -> str:
    if cases.refusal:
        return REFUSED
    if not cases.count:
        return PASSING
    return FAILING if cases.failing else FINE


def _place(row: Row) -> tuple[int, bool, int]:
    """What is sure and what many Stages have in common comes first."""
    return _ORDER.index(row.kind), not row.surely, -len(row.stages)


def _row(kind: str, ways: tuple[Way, ...], stages: Sequence[StageLine]) -> Row:
    key = hashlib.sha256(repr((kind, ways)).encode()).hexdigest()[:12]
    return Row(key, kind, ways, tuple(sorted(stages, key=lambda line: not line.reachable)))


def _ways(cases: Cases) -> tuple[Way, ...]:
    if cases.refusal:
        return (Way("", cases.refusal),)
    return tuple(dict.fromkeys(map(_way, _failing(cases))))


def _way(group: Group) -> Way:
    message, line, snippet = group.message.partition("\n")
    return Way(group.step, message, line and snippet, group.phase != "Unknown")


def _failing(cases: Cases) -> list[Group]:
    """The groups that fail, the one with the smallest case that can happen first."""
    return [group for group in cases.groups if group.phase != "Succeeded"]


def _line(project: str, cases: Cases, version: str) -> StageLine:
    address = manifest_url(project, "Stage", cases.stage)
    failing = _failing(cases)
    if not failing:
        return StageLine(cases.stage, address, cases.count)
    smallest = failing[0].smallest
    return StageLine(
        cases.stage,
        case_url(address, smallest, cases.origins, version),
        cases.count,
        cases.failing,
        in_words(smallest, cases.origins),
        failing[0].reachable,
    )


def case_url(stage_url: str, case: Case, origins: Iterable[str], version: str = "") -> str:
    """The page of a Stage in one of its cases."""
    if not stage_url:
        return ""
    query = [("filled", origin) for origin in origins if origin in case.filled]
    query += [("target", case.target), *([("kargo", version)] if version else [])]
    return f"{stage_url}?{urlencode(query)}"


def in_words(case: Case, origins: Iterable[str]) -> str:
    """A case as people say it: charts is promoted while images is empty."""
    empty = [origin for origin in origins if origin not in case.filled]
    if not empty:
        return _("%(target)s is promoted while every slot is filled") % {"target": case.target}
    if len(empty) > _NAMED:
        words = _("%(target)s is promoted while %(count)s other slots are empty")
        return words % {"target": case.target, "count": len(empty)}
    words = ngettext(
        "%(target)s is promoted while %(slots)s is empty",
        "%(target)s is promoted while %(slots)s are empty",
        len(empty),
    )
    return words % {"target": case.target, "slots": listed(empty)}


def listed(names: Sequence[str]) -> str:
    """a, b and c."""
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}
