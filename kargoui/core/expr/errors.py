"""What goes wrong in an expression, with the text and the position that Kargo gives."""

from __future__ import annotations


class Fault(Exception):  # noqa: N818 - inside the engine only; people get ExpressionError
    """A failure on its way out of the engine; `at` is the offset of the node that it belongs to."""

    def __init__(self, message: str, at: int = -1) -> None:
        super().__init__(message)
        self.message = message
        self.at = at

    def placed(self, at: int) -> Fault:
        """The same failure, with this place unless it knows a more exact one."""
        if self.at < 0:
            self.at = at
        return self


class ExpressionError(ValueError):
    """An expression that does not compile or evaluate.

    `message` is Kargo's text without a position; `line` and `column` are 1-based, 0 where Kargo gives none.
    `str()` is the text as Kargo prints it, with the line and a caret below it.
    """

    def __init__(self, message: str, line: int = 0, column: int = 0, snippet: str = "") -> None:
        self.message = message
        self.line = line
        self.column = column
        self.snippet = snippet
        super().__init__(str(self))

    def __str__(self) -> str:
        if not self.line:
            return self.message
        return f"{self.message} ({self.line}:{self.column}){self.snippet}"


def positioned(fault: Fault, source: str) -> ExpressionError:
    """The error with its line, as expr-lang's file.Error.Bind places it (none on an empty line)."""
    if fault.at < 0:
        return ExpressionError(fault.message)
    before = source[: fault.at]
    start = before.rfind("\n") + 1
    line, _, _ = source[start:].partition("\n")
    if not line:
        return ExpressionError(fault.message)
    column = len(before) - start
    text = line.replace("\t", " ")
    caret = "." * column + "^"
    return ExpressionError(fault.message, before.count("\n") + 1, column + 1, f"\n | {text}\n | {caret}")
