"""What an import did with each document, and why one was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kargoui.core.sentence import Sentence
from kargoui.pipelines.errors import Refused
from kargoui.pipelines.models import Revision

Outcome = Literal["created", "changed", "unchanged", "kept", "refused", "skipped"]


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One document, or a file without any: where it stood, what it is, what happened to it.

    `kept` are manifests of kinds that kargoui does not edit. `line` counts from 1, 0 for whole files.
    """

    file: str
    position: int
    kind: str
    name: str
    outcome: Outcome
    sentence: Sentence | None = None
    line: int = 0

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class ImportReport:
    """An import that went through; without a revision when no text is other than it was."""

    rows: tuple[ImportRow, ...]
    revision: Revision | None


class ImportRefused(Refused):
    """Documents that cannot be taken in, so nothing was; their sentences begin with the place."""

    def __init__(self, rows: Sequence[ImportRow]) -> None:
        self.rows = tuple(rows)
        super().__init__(*(row.sentence for row in rows if row.sentence))
