"""What stands between the quotes of a literal, as expr-lang unescapes it."""

from __future__ import annotations

import re

_FAILED = "unable to unescape string"
_FAILED_OCTAL = "unable to unescape octal sequence in string"
_SIMPLE = {
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
    "'": "'",
    '"': '"',
    "`": "`",
    "?": "?",
}
_ESCAPE = re.compile(
    r"\\(u\{[0-9A-Fa-f]{1,6}\}|[xX][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0-3][0-7]{2}|.)", re.DOTALL
)
_LAST_CODE_POINT = 0x10FFFF


def _normalised(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unescape(text: str) -> str:
    """A string's content. Raises ValueError with expr-lang's words."""
    return _ESCAPE.sub(_character, _normalised(text))


def _character(match: re.Match[str]) -> str:
    body = match[1]
    if len(body) == 1:
        if body in "0123":
            raise ValueError(_FAILED_OCTAL)
        if body not in _SIMPLE:
            raise ValueError(_FAILED)
        return _SIMPLE[body]
    code = int(body, 8) if body[0] in "0123" else int(body[1:].strip("{}"), 16)
    if code > _LAST_CODE_POINT:
        raise ValueError(_FAILED)
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def unescape_bytes(text: str) -> bytes:
    """The content of a b'' literal: \\x and octal escapes are single bytes, there is no \\u."""
    out = bytearray()
    end = 0
    text = _normalised(text)
    for match in _ESCAPE.finditer(text):
        out += text[end : match.start()].encode()
        body = match[1]
        if body[0] in "uU" or (len(body) == 1 and body not in _SIMPLE):
            raise ValueError(_FAILED_OCTAL if body in set("0123") else _FAILED)
        if len(body) == 1:
            out += _SIMPLE[body].encode()
        else:
            out.append(int(body, 8) if body[0] in "0123" else int(body[1:], 16))
        end = match.end()
    return bytes(out + text[end:].encode())
