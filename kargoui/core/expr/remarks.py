"""What a walk over an expression has to say, and how sure it is that it gets there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal

from kargoui.core.catalog import MISSING
from kargoui.core.expr.shapes import OBJECT, OTHER, Shape
from kargoui.core.sentence import Sentence

Severity = Literal["error", "warning", "hint"]
_SHOWN: Final = 40  # characters of a constant in a sentence


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said at an offset of an expression; `meant` is what was probably meant there."""

    at: int
    code: str
    severity: Severity
    sentence: Sentence
    meant: str = ""


class Remarks:
    """`sure`: what is being looked at is evaluated whenever the expression is."""

    def __init__(self, *, sure: bool) -> None:
        self.remarks: list[Remark] = []
        self.sure = sure

    @contextmanager
    def perhaps(self, *, unless: bool = False) -> Iterator[None]:
        """What may not be evaluated."""
        before = self.sure
        self.sure = before and unless
        yield
        self.sure = before

    def fails(self, at: int, code: str, sentence: Sentence, meant: str = "", *, sure: bool = True) -> None:
        """What fails whenever it is evaluated."""
        severity: Severity = "error" if sure and self.sure else "warning"
        self.remarks.append(Remark(at, code, severity, sentence, meant))

    def remark(
        self, at: int, code: str, sentence: Sentence, meant: str = "", *, guarded: bool = False
    ) -> None:
        """What gives something, but not what was meant; `guarded` where the expression reckons with that."""
        self.remarks.append(Remark(at, code, "hint" if guarded else "warning", sentence, meant))


def shown(shape: Shape) -> str:
    """What a sentence calls a value: how it is written, and of which kinds it can be."""
    kinds = " or ".join(sorted({OBJECT if kind == OTHER else kind for kind in shape.kinds}))
    written = shape.path
    if not written and shape.value is not MISSING:
        written = json.dumps(shape.value, ensure_ascii=False)
    if len(written) > _SHOWN:
        written = f"{written[: _SHOWN - 1]}…"
    return f"{written} ({kinds})" if written else kinds
