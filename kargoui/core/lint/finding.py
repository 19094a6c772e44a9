"""What a rule says about one place of one manifest, and what would mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from kargoui.core.manifest.operations import Operation
from kargoui.core.manifest.path import Path
from kargoui.core.sentence import Sentence

Severity = Literal["error", "warning", "info"]
ERROR: Final[Severity] = "error"  # Kargo refuses it, or a promotion fails because of it
WARNING: Final[Severity] = "warning"  # it works now, or in some cases, or not as it reads
INFO: Final[Severity] = "info"  # it could be better
SEVERITIES: Final[tuple[Severity, ...]] = (ERROR, WARNING, INFO)


@dataclass(frozen=True, slots=True)
class Edit:
    """One operation on one manifest."""

    kind: str
    name: str
    operation: Operation


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend a finding and change nothing else; made together or not at all."""

    label: Sentence
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A place, a sentence for the person, and a fix where one is safe.

    `kind` and `name` are those of the manifest that the path is in; rules leave them empty for the one that
    they are asked about. `project`, `rule` and `severity` are filled in by the audit, and so are `file`,
    `line` and `column` (from 1) where a rule does not know them.
    """

    path: Path
    sentence: Sentence
    fix: Fix | None = None
    kind: str = ""
    name: str = ""
    rule: str = ""
    severity: Severity = WARNING
    file: str = ""
    line: int = 0
    column: int = 0
    project: str = ""
