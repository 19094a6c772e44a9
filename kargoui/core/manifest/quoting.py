"""Scalars as text: plain where every reader of YAML 1.1 and 1.2 takes it for the same string, else quoted."""

from __future__ import annotations

import json
import re
from typing import Final

from kargoui.core.manifest.scalars import plain

# What some reader takes for something other than a string: words, numbers of any notation, dates.
_WORDS: Final = frozenset(
    ("", "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "nan", "inf", "=", "<<")
)
_NUMBER = re.compile(
    r"[-+]?(?:0[box][0-9a-fA-F_]*|[0-9][0-9_]*(?::[0-9]+)+(?:\.[0-9_]*)?"
    r"|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9_]+)(?:[eE][-+]?[0-9]*)?|\.(?:inf|nan))",
    re.IGNORECASE,
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:$|[Tt \t].*)", re.DOTALL)
_INDICATOR = re.compile(r"[,\[\]{}#&*!|>'\"%@`]|[-?:](?:\s|$)|---|\.\.\.|[-?:=]$")
_BREAKS_PLAIN = re.compile(r":(?:[ \t]|$)|[ \t]#")
_BREAKS_FLOW = re.compile(r"[,\[\]{}?]|:(?:$|[ ,\[\]{}\"'])|^[-:]")
_UNPRINTABLE: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_ONE_LINE = re.compile(f"[^{_UNPRINTABLE}\t\r\n]*")
_MANY_LINES = re.compile(f"[^{_UNPRINTABLE}\r]*")
_ESCAPED = re.compile(f"[{_UNPRINTABLE}]")


def is_plain(text: str, *, flow: bool = False) -> bool:
    """Whether a string can stand without quotes."""
    if text.lower() in _WORDS or _NUMBER.fullmatch(text) or _DATE.match(text) or text != text.strip():
        return False
    if _INDICATOR.match(text) or _BREAKS_PLAIN.search(text) or not _ONE_LINE.fullmatch(text):
        return False
    return plain(text) == (text,) and not (flow and _BREAKS_FLOW.search(text))


def string(text: str, *, style: str = "", prefer: str = '"', flow: bool = False) -> str:
    """A string on one line: in the style asked for where that can hold it, plain, or in quotes."""
    if not style and is_plain(text, flow=flow):
        return text
    if (style or prefer) == "'" and _ONE_LINE.fullmatch(text):
        return "'" + text.replace("'", "''") + "'"
    if not style and '"' in text and "'" not in text and _ONE_LINE.fullmatch(text):
        return f"'{text}'"
    return _ESCAPED.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def scalar(value: object, *, style: str = "", prefer: str = '"', flow: bool = False) -> str:
    """Any scalar on one line."""
    if isinstance(value, str):
        return string(value, style=style, prefer=prefer, flow=flow)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    return str(value)


def _float(value: float) -> str:
    """YAML 1.1 knows a number with an exponent only by its point and the exponent's sign."""
    mantissa, mark, exponent = repr(value).partition("e")
    if not mark:
        return mantissa
    mantissa = mantissa if "." in mantissa else f"{mantissa}.0"
    return f"{mantissa}e{exponent if exponent[0] in '+-' else '+' + exponent}"


def literal(text: str, indent: int, width: int) -> tuple[str, str] | None:
    """A string as a `|` block: its header, and its lines, indented by `indent`; None where none can hold it.

    `width` is how much deeper the lines stand than what the block belongs to.
    """
    body = text.rstrip("\n")
    if "\n" not in text or not body or not _MANY_LINES.fullmatch(text):
        return None
    return _header("|", text, body, width), _lines(text, body, indent)


def kept_block(text: str, old: str, indent: int, width: int) -> tuple[str, str] | None:
    """A string in the block style that the old one had, even where it has but one line."""
    body = text.rstrip("\n")
    if not body or "\t" in body[:1] or not _MANY_LINES.fullmatch(text):
        return None
    if old == ">" and "\n" not in body and not body[0].isspace():
        return _header(">", text, body, width), _lines(text, body, indent)
    return _header("|", text, body, width), _lines(text, body, indent)


def _header(style: str, text: str, body: str, width: int) -> str:
    chomping = {0: "-", 1: ""}.get(len(text) - len(body), "+")
    # Where the first line starts with a blank, readers cannot tell the indentation from it.
    return style + (str(width) if body[0] in " \n\t" else "") + chomping


def _lines(text: str, body: str, indent: int) -> str:
    extra = max(0, len(text) - len(body) - 1)
    pad = " " * indent
    return "\n".join(pad + line if line else "" for line in body.split("\n")) + "\n" * extra
