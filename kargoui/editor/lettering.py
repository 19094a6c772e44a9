"""How wide a text will be: a drawing made by the server cannot ask the browser.

The widths are those of a roomy sans-serif, so that what is cut to fit also fits in narrower type.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


class _Widths(dict[str, float]):
    """The widths of characters in em; those not listed are told by what script they belong to."""

    def __missing__(self, character: str) -> float:
        if character.isascii():
            return 0.57
        found = 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.68
        if len(self) < _KNOWN:
            self[character] = found
        return found


_KNOWN = 8192
_EM = _Widths(
    {
        **dict.fromkeys("ijl|'.,:;!", 0.27),
        **dict.fromkeys('frt()[]/\\- "`', 0.38),
        **dict.fromkeys("mwMW@%&", 0.88),
        **dict.fromkeys("ABCDEFGHIJKLNOPQRSTUVXYZ_+=<>#~^", 0.68),
        **dict.fromkeys("0123456789$*?", 0.61),
        **dict.fromkeys("abcdeghknopqsuvxyz", 0.57),
    }
)
_BOLD = 1.15
SEPARATOR = " · "


def width(text: str, size: float, *, bold: bool = False) -> float:
    """An upper estimate of the width of a line of text, in the unit of `size`."""
    return sum(map(_EM.__getitem__, text)) * size * (_BOLD if bold else 1)


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text, or as much of its beginning as fits with an ellipsis."""
    if width(text, size, bold=bold) <= room:
        return text
    left = room - width("…", size, bold=bold)
    for index, character in enumerate(text):
        left -= width(character, size, bold=bold)
        if left < 0:
            return text[:index].rstrip() + "…"
    return text


def fit_parts(parts: Sequence[str], room: float, size: float) -> str:
    """As many of the parts as fit into one line; the first two are rather cut than left away."""
    line = SEPARATOR.join(parts[:2])
    for part in parts[2:]:
        longer = line + SEPARATOR + part
        if width(longer, size) > room:
            break
        line = longer
    return fit(line, room, size)
