"""What goes wrong with a text that should be a manifest: one sentence and where."""

from __future__ import annotations

from kargoui.core.sentence import Sentence


class ManifestError(ValueError):
    """A sentence about a place in a file. Line and column count from 1; 0 and "" stand for unknown."""

    def __init__(self, sentence: Sentence, *, file: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(sentence, file, line, column)
        self.sentence = sentence
        self.file = file
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.sentence}" if place else str(self.sentence)

    def moved(self, *, file: str, lines: int) -> ManifestError:
        """The same error seen from a file in which `lines` lines precede the text that it is about."""
        line = self.line + lines if self.line else 0
        return type(self)(self.sentence, file=file, line=line, column=self.column)


class EditError(ManifestError):
    """An edit that cannot be made, or that would not do what was meant."""


class PathError(ManifestError):
    """A text that is no field path; the column says where it stops being one."""
