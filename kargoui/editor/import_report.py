"""What an import did, or why it did nothing, arranged for reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from kargoui.core.manifest.errors import ManifestError
from kargoui.core.sentence import Sentence
from kargoui.pipelines.errors import Refused
from kargoui.pipelines.services import ImportReport, ImportRow

# In the order in which they matter to whoever reads: word, tone, explanation.
_OUTCOMES = {
    "refused": (gettext_noop("refused"), "fail", gettext_noop("Not taken in.")),
    "skipped": (gettext_noop("left out"), "warn", gettext_noop("Nothing of it was stored.")),
    "changed": (gettext_noop("changed"), "", gettext_noop("The project had another version of it.")),
    "created": (gettext_noop("created"), "ok", gettext_noop("New in the project.")),
    "kept": (
        gettext_noop("kept verbatim"),
        "",
        gettext_noop("Of a kind that kargoui does not edit: exported as it is."),
    ),
    "unchanged": (gettext_noop("unchanged"), "", gettext_noop("The project had it just so.")),
}
_OPEN_UP_TO = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One document: what it is, where it stood, what happened to it."""

    kind: str
    name: str
    place: str
    text: str
    stored: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The documents that fared alike."""

    outcome: str
    rows: tuple[Row, ...]

    @property
    def word(self) -> str:
        return gettext(_OUTCOMES[self.outcome][0])

    @property
    def tone(self) -> str:
        return _OUTCOMES[self.outcome][1]

    @property
    def explanation(self) -> str:
        return gettext(_OUTCOMES[self.outcome][2])

    @property
    def says_more(self) -> bool:
        """Whether there is more to say of any of them than the word."""
        return any(row.text for row in self.rows)

    @property
    def open(self) -> bool:
        """Whether its rows are shown at once: what was not as expected always, long lists of the rest not."""
        return self.outcome in ("refused", "skipped") or len(self.rows) <= _OPEN_UP_TO


@dataclass(frozen=True, slots=True)
class Report:
    """An import that went through; `number` is its revision, 0 when it changed nothing."""

    number: int
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why nothing was imported, and where in the upload."""

    text: str
    place: str = ""


def arranged(report: ImportReport) -> Report:
    """The report by outcome, what needs attention first."""
    rows: dict[str, list[Row]] = {}
    for row in report.rows:
        rows.setdefault(row.outcome, []).append(_row(row))
    groups = tuple(Group(outcome, tuple(rows[outcome])) for outcome in _OUTCOMES if outcome in rows)
    return Report(report.revision.number if report.revision else 0, groups)


def _row(row: ImportRow) -> Row:
    stored = row.outcome not in ("refused", "skipped")
    text = row.sentence.translated(gettext) if row.sentence else ""
    return Row(row.kind, row.name, row.place, text, stored)


def reasons_of(error: ManifestError | Refused) -> list[Reason]:
    """Why an import was refused, sentence by sentence."""
    if isinstance(error, ManifestError):
        place = ":".join(str(part) for part in (error.file, error.line, error.column) if part)
        return [Reason(error.sentence.translated(gettext), place)]
    return said(error.sentences)


def said(sentences: Iterable[Sentence]) -> list[Reason]:
    """Sentences as reasons without a place."""
    return [Reason(sentence.translated(gettext)) for sentence in sentences]
