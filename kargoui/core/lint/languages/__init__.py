"""Sets of tags as regular languages: whether any tag can get past some expressions, and an example of one.

    witness([IMAGE_TAGS, matching(["^v1"])], [matching(["-rc"])])      # "v1"
    witness([matching(["^v1"]), matching(["^v2"])], [])                # None: no text matches both

Go's regular expressions are regular languages (RE2 has neither backreferences nor look-around), so that such
questions have exact answers. `Unanswerable` says that one was too large, or used what is not read here.
"""

from __future__ import annotations

from kargoui.core.lint.languages.automaton import Automaton, matching, witness
from kargoui.core.lint.languages.prefixes import prefixes
from kargoui.core.lint.languages.syntax import Unanswerable
from kargoui.core.lint.languages.versions import (
    GIT_TAGS,
    IMAGE_TAGS,
    covers_several_minors,
    disjoint_groups,
    is_satisfiable,
    versions,
)

__all__ = [
    "GIT_TAGS",
    "IMAGE_TAGS",
    "Automaton",
    "Unanswerable",
    "covers_several_minors",
    "disjoint_groups",
    "is_satisfiable",
    "matching",
    "prefixes",
    "versions",
    "witness",
]
