"""A dot between the numbers of a version that stands for any character."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kargoui.core.lint import INFO, Context, Edit, Finding, Fix, rule
from kargoui.core.lint.subscribed import Subject, subscribed
from kargoui.core.manifest.operations import Set
from kargoui.core.sentence import Sentence, gettext_noop

_DOT = gettext_noop(
    "A dot in a regular expression stands for any character: %(regex)s matches %(example)s too. Write "
    "%(better)s."
)
_ESCAPE = gettext_noop("Let the dots stand for themselves: %(better)s")
_ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|\{\d+(?:,\d*)?\}|.", re.DOTALL)
_DIGITS = re.compile(r"[0-9]|\\d|\[[0-9-]+\]|\[\[:digit:\]\]")
_COUNTS = re.compile(r"[*+?]|\{\d+(?:,\d*)?\}")
_BRACKETS = frozenset("()")


@rule("regex-unescaped-dot", on="subscription", severity=INFO)
def check(subject: Subject, context: Context) -> Iterator[Finding]:
    """Dots with digits on both sides, and no count behind them."""
    found = subscribed(subject, context.version)
    if found is None or not found.by_tags:
        return
    for each in (*found.allow, *found.ignore):
        better = escaped(each.regex)
        if better == each.regex or not each.compiles or "ignoreTags" in each.path:
            continue
        params = {"regex": each.regex, "better": better, "example": _example(each.regex, better)}
        edit = Edit("Warehouse", found.manifest.name, Set(each.path, better))
        yield Finding(each.path, Sentence(_DOT, params), Fix(Sentence(_ESCAPE, params), (edit,)))


def escaped(regex: str) -> str:
    """The expression with each dot escaped that stands between the numbers of a version."""
    atoms = _ATOM.findall(regex)
    for place, atom in enumerate(atoms):
        if atom == "." and _is_digit(atoms, place, -1) and _is_digit(atoms, place, 1):
            atoms[place] = r"\."
    return "".join(atoms)


def _is_digit(atoms: list[str], place: int, step: int) -> bool:
    """Whether the next atom to one side, but for brackets, is a digit; on the left it may be counted."""
    place += step
    while 0 <= place < len(atoms):
        atom = atoms[place]
        if (step < 0 and _COUNTS.fullmatch(atom)) or atom in _BRACKETS:
            place += step
        else:
            return _DIGITS.fullmatch(atom) is not None
    return False


def _example(regex: str, better: str) -> str:
    """Something that only the expression as it is matches: its dots as letters, and what it counts once."""
    place = next(index for index, (one, other) in enumerate(zip(regex, better, strict=False)) if one != other)
    before = re.split(r"[^0-9]", _plain(regex[:place]))[-1] or "1"
    after = re.split(r"[^0-9]", _plain(regex[place + 1 :]))[0] or "2"
    return f"{before}x{after}"


def _plain(regex: str) -> str:
    kept = (atom for atom in _ATOM.findall(regex) if atom not in _BRACKETS and not _COUNTS.fullmatch(atom))
    return "".join("1" if len(atom) > 1 and _DIGITS.fullmatch(atom) else atom for atom in kept)
