"""Why a text is no YAML, in a sentence with its place: what libyaml says, and what people really did."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yaml import MarkedYAMLError, YAMLError

from kargoui.core.manifest.errors import ManifestError
from kargoui.core.manifest.lines import place
from kargoui.core.sentence import Sentence, gettext_noop

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_HELM = re.compile(r"(?<!\$)\{\{")
_SURELY_HELM = re.compile(
    r"^[ \t]*(?:- )?(?:[\w.-]+:[ \t]+)?\{\{-?\s*(?:\.(?:Values|Release|Chart|Files|Capabilities)\b"
    r"|(?:include|template|toYaml|if|range|with|end|else|define)\b|/\*)",
    re.MULTILINE,
)
_TAB = re.compile(r"^[ ]*\t", re.MULTILINE)

TEMPLATE = gettext_noop(
    "This looks like a Helm template (%(found)s). Render it first, with `helm template`, and take the result."
)
TAB = gettext_noop("A tab is used for indentation here; YAML takes spaces only.")
CONTROL = gettext_noop("The character %(code)s is not allowed in YAML.")
OTHER = gettext_noop("This is no YAML: %(problem)s.")

# What libyaml says -> what we say. Whatever is not here is shown in libyaml's words.
PROBLEMS = {
    "mapping values are not allowed in this context": gettext_noop(
        "A `key: value` cannot stand here: check the indentation, or put the text in quotes."
    ),
    "block sequence entries are not allowed in this context": gettext_noop(
        "A list item `-` cannot stand here."
    ),
    "did not find expected key": gettext_noop(
        "A key was expected here: check the indentation of this line and of the lines above."
    ),
    "did not find expected '-' indicator": gettext_noop(
        "A list item `-` was expected here: check the indentation of this line and of the lines above."
    ),
    "could not find expected ':'": gettext_noop("A `:` is missing after a key."),
    "found undefined alias": gettext_noop("No anchor of this name stands above this alias."),
    "found unexpected end of stream": gettext_noop("The text ends inside a quoted string."),
    "found unexpected document indicator": gettext_noop("A document ends inside a quoted string."),
    "did not find expected ',' or ']'": gettext_noop("A `,` or `]` is missing in this list."),
    "did not find expected ',' or '}'": gettext_noop("A `,` or `}` is missing in this mapping."),
    "found unknown escape character": gettext_noop(
        "A `\\` in double quotes starts no escape that YAML knows."
    ),
    "found character that cannot start any token": gettext_noop(
        "A value cannot start with this character: put it in quotes."
    ),
    "did not find expected <document start>": gettext_noop(
        "A further document or a stray line starts here: `---` was expected."
    ),
    "found undefined tag handle": gettext_noop("This tag uses a handle that is declared nowhere."),
    "found incompatible YAML document": gettext_noop("Only YAML 1.1 and 1.2 are read."),
}


class FaultAt(Exception):  # noqa: N818  it is caught inside this package, where the text is known
    """A sentence about the character at an index of a text."""

    def __init__(self, sentence: Sentence, index: int) -> None:
        super().__init__(sentence, index)
        self.sentence = sentence
        self.index = index


def error_at(text: str, index: int, sentence: Sentence) -> ManifestError:
    """A ManifestError about the character at an index of a text."""
    index = max(0, min(index, len(text)))
    line, column = place(text, index)
    return ManifestError(sentence, line=line, column=column)


def refused(text: str, error: Exception) -> ManifestError:
    """Why libyaml, or the building of the data, refused a text."""
    if isinstance(error, FaultAt):
        # `name: {{ x }}` is a mapping as the key of a mapping.
        if text.startswith("{", error.index) and "{{" in text[max(0, error.index - 1) : error.index + 2]:
            return _template(text, text.index("{{", max(0, error.index - 1)))
        return error_at(text, error.index, error.sentence)
    if match := _CONTROL.search(text):
        code = f"U+{ord(match[0]):04X}"
        return error_at(text, match.start(), Sentence(CONTROL, {"code": code}))
    index, sentence = _problem(text, error)
    if (template := _helm(text, index)) is not None:
        return _template(text, template)
    if index < len(text) and (tab := _indented_by_tab(text, index)) is not None:
        return error_at(text, tab, Sentence(TAB))
    return error_at(text, index, sentence)


def _template(text: str, index: int) -> ManifestError:
    found = re.match(r"\{\{[^\r\n]{0,40}?\}\}", text[index : index + 50])
    return error_at(text, index, Sentence(TEMPLATE, {"found": found[0] if found else "{{"}))


def _problem(text: str, error: Exception) -> tuple[int, Sentence]:
    if isinstance(error, MarkedYAMLError):
        problem = str(error.problem or error.context or "")
        mark = error.problem_mark or error.context_mark
        index = mark.index if mark is not None else len(text)
        known = PROBLEMS.get(problem) or PROBLEMS.get(re.sub(r" '.*| \".*", "", problem))
        return index, Sentence(known) if known else Sentence(OTHER, {"problem": problem})
    problem = (
        str(error).splitlines()[0] if isinstance(error, YAMLError) and str(error) else type(error).__name__
    )
    return 0, Sentence(OTHER, {"problem": problem})


def _around(text: str, index: int) -> Iterator[tuple[int, int]]:
    """The line of an index and the two before it, as (start, end)."""
    end = text.find("\n", index)
    end = len(text) if end < 0 else end
    for _ in range(3):
        start = text.rfind("\n", 0, end) + 1
        yield start, end
        end = start - 1
        if end < 0:
            return


def _helm(text: str, index: int) -> int | None:
    """Where a `{{` outside of `${{ }}` near the fault stands, or a certain sign of Helm anywhere."""
    for start, end in _around(text, index):
        if match := _HELM.search(text, start, end):
            return match.start()
    match = _SURELY_HELM.search(text)
    return text.index("{{", match.start()) if match else None


def _indented_by_tab(text: str, index: int) -> int | None:
    for start, end in _around(text, index):
        if match := _TAB.match(text, start, end):
            return match.end() - 1
    return None
