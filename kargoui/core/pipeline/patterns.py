"""Names as promotion policies select them: exact, regex: or glob:, in time linear in the name.

Follows pkg/pattern/matcher.go of Kargo, which hands globs to github.com/bmatcuk/doublestar.
"""

from __future__ import annotations

from collections.abc import Callable

import re2


class PatternError(ValueError):
    """A pattern that Kargo could not compile."""


def is_pattern(text: str) -> bool:
    """Whether a text may match other names than itself."""
    return text.startswith(("glob:", "regex:", "regexp:"))


def name_matcher(pattern: str) -> Callable[[str], bool]:
    """A test for names. Raises PatternError."""
    if pattern.startswith("glob:"):
        glob = pattern.removeprefix("glob:")
        # A last component of two stars may also match nothing, its slash included.
        body = glob.removesuffix("/**")
        return _compiled(rf"\A(?:{_glob_regex(body)}{'(?:/.*)?' if body != glob else ''})\z")
    for prefix in ("regex:", "regexp:"):
        if pattern.startswith(prefix):
            return _compiled(pattern.removeprefix(prefix))
    return lambda name: name == pattern


def _compiled(regex: str) -> Callable[[str], bool]:
    options = re2.Options()
    options.log_errors = False
    try:
        search = re2.compile(regex, options).search
    except re2.error as error:
        raise PatternError(regex) from error
    return lambda name: search(name) is not None


def _glob_regex(glob: str) -> str:
    parts: list[str] = []
    depth = position = 0
    while position < len(glob):
        character = glob[position]
        if character == "[":
            part, position = _character_class(glob, position)
            parts.append(part)
            continue
        if character == "*":
            part, position = _stars(glob, position)
            parts.append(part)
            continue
        if character == "\\":
            position += 1
            if position == len(glob):
                raise PatternError(glob)
            parts.append(re2.escape(glob[position]))
        else:
            depth += {"{": 1, "}": -1}.get(character, 0)
            if depth < 0:
                raise PatternError(glob)
            special = {"?": "[^/]", "{": "(?:", "}": ")"}
            if depth:
                special[","] = "|"
            parts.append(special.get(character) or re2.escape(character))
        position += 1
    if depth:
        raise PatternError(glob)
    return "".join(parts)


def _stars(glob: str, start: int) -> tuple[str, int]:
    end = start
    while end < len(glob) and glob[end] == "*":
        end += 1
    # Two stars cross slashes only where they stand for whole components of a path.
    opens = start == 0 or glob[start - 1] in "/{,"
    if end - start == 2 and opens:
        if glob[end : end + 1] == "/":
            return "(?:.*/)?", end + 1
        if end == len(glob):
            return ".*", end
    return "[^/]*", end


def _character_class(glob: str, start: int) -> tuple[str, int]:
    position = start + 1
    negated = glob[position : position + 1] in ("^", "!") and position < len(glob)
    position += negated
    content: list[str] = []
    while position < len(glob) and (character := glob[position]) != "]":
        if character == "\\":
            position += 1
            content.append(re2.escape(glob[position : position + 1]))
        else:
            content.append(f"\\{character}" if character in "^[" else character)
        position += 1
    if position >= len(glob) or not content:
        raise PatternError(glob)
    return f"[{'^/' if negated else ''}{''.join(content)}]", position + 1
