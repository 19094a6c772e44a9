"""What helps somebody who writes an expression: its value in one case, and what may come next.

place = place_of(project, "testnet", Spot("if"), case_of(["charts", "images"]), "1.11")
value_at('imageFrom("ghcr.io/acme/api") != nil', 5, place).value.text     # "true"
completions("vars.", 5, place).options
"""

from __future__ import annotations

from kargoui.core.assist.completion import Completion, Completions, completions
from kargoui.core.assist.known import Place
from kargoui.core.assist.standing import NO_STAGE, Spot, alone, case_of, place_of, reference_to
from kargoui.core.assist.value import Answer, Failure, Value, value_at

__all__ = [
    "NO_STAGE",
    "Answer",
    "Completion",
    "Completions",
    "Failure",
    "Place",
    "Spot",
    "Value",
    "alone",
    "case_of",
    "completions",
    "place_of",
    "reference_to",
    "value_at",
]
