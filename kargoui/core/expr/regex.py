"""Regular expressions in linear time, with the words of Go's regexp where one does not parse."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2

_MEMORY = 8 << 20
# RE2's words for what Go's regexp/syntax says; longest first where one begins another.
_WORDS = {
    "missing ]": "missing closing ]",
    "missing )": "missing closing )",
    "unexpected )": "unexpected )",
    "trailing \\ at end of regexp": "trailing backslash at end of expression",
    "trailing \\": "trailing backslash at end of expression",
    "no argument for repetition operator": "missing argument to repetition operator",
    "invalid repetition size": "invalid repeat count",
    "bad repetition operator": "invalid nested repetition operator",
    "invalid perl operator": "invalid or unsupported Perl syntax",
    "invalid escape sequence": "invalid escape sequence",
    "invalid character class range": "invalid character class range",
    "invalid character class": "invalid character class",
    "invalid named capture group": "invalid named capture",
    "invalid UTF-8": "invalid UTF-8",
}


@lru_cache(maxsize=512)
def compile_regex(pattern: str) -> Any:
    """A compiled pattern. Raises re2.error whose text is that of Go's regexp."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        return re2.compile(pattern.encode("utf-8", "surrogateescape"), options)
    except re2.error as error:
        raise re2.error(_translated(error)) from None


def _translated(error: Exception) -> str:
    given = error.args[0] if error.args else ""
    text = given.decode("utf-8", "replace") if isinstance(given, bytes) else str(given)
    for words, go_words in _WORDS.items():
        if text.startswith(words):
            shown = text[len(words) :].removeprefix(": ")
            return f"error parsing regexp: {go_words}: `{shown}`"
    return f"error parsing regexp: {text}"


def matches(pattern: str, text: str | bytes) -> bool:
    """Whether it matches anywhere in the text."""
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
    return compile_regex(pattern).search(content) is not None
