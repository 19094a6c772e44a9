"""Why a text is no JSON, in the words of Go's encoding/json."""

from __future__ import annotations

import re

_SPACE = " \t\r\n"
_LITERALS = {"t": "true", "f": "false", "n": "null"}
_MAX_DEPTH = 10_000
_STRING = re.compile(r'[^"\\\x00-\x1f]*')


class _BadError(Exception):
    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def explain(text: str) -> str:
    """The error that json.Unmarshal gives for a text that is no JSON."""
    try:
        _Scanner(text).document()
    except _BadError as bad:
        return bad.message
    return "unexpected end of JSON input"


def _shown(char: str) -> str:
    if char == "'":
        return "'\\''"
    if char == '"':
        return "'\"'"
    from kargoui.core.expr.quoting import quote

    byte = char.encode("utf-8", "surrogateescape")[:1].decode("latin-1")
    return f"'{quote(byte)[1:-1]}'"


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        if self.at >= len(self.text):
            raise _BadError("unexpected end of JSON input")
        return self.text[self.at]

    def bad(self, context: str) -> _BadError:
        return _BadError(f"invalid character {_shown(self.peek())} {context}")

    def spaces(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in _SPACE:
            self.at += 1

    def document(self) -> None:
        """Values inside values without recursion: `closing` holds what each open one ends with."""
        closing: list[str] = []
        while True:
            self.spaces()
            opened = self._value(closing)
            while not opened:
                self.spaces()
                if not closing:
                    if self.at < len(self.text):
                        raise self.bad("after top-level value")
                    return
                char = self.peek()
                if char == ",":
                    self.at += 1
                    if closing[-1] == "}":
                        self._key(first=False)
                    break
                if char != closing[-1]:
                    raise self.bad(
                        "after array element" if closing[-1] == "]" else "after object key:value pair"
                    )
                self.at += 1
                closing.pop()

    def _value(self, closing: list[str]) -> bool:
        """Past a scalar or an empty collection; true where a collection was opened instead."""
        char = self.peek()
        if char in "[{":
            self.at += 1
            closing.append("]" if char == "[" else "}")
            if len(closing) > _MAX_DEPTH:
                raise _BadError("exceeded max depth")
            self.spaces()
            if self.peek() == closing[-1]:
                self.at += 1
                closing.pop()
                return False
            if char == "{":
                self._key(first=True)
            return True
        if char == '"':
            self._string()
        elif char in _LITERALS:
            self._literal(_LITERALS[char])
        elif char == "-" or char in "0123456789":
            self._number()
        else:
            raise self.bad("looking for beginning of value")
        return False

    def _key(self, *, first: bool) -> None:
        self.spaces()
        if self.peek() != '"':
            raise self.bad("looking for beginning of object key string")
        self._string()
        self.spaces()
        if self.peek() != ":":
            raise self.bad("after object key")
        self.at += 1

    def _string(self) -> None:
        self.at += 1
        while True:
            found = _STRING.match(self.text, self.at)
            self.at = found.end() if found else self.at
            char = self.peek()
            if char == '"':
                self.at += 1
                return
            if char != "\\":
                raise self.bad("in string literal")
            self.at += 1
            escape = self.peek()
            if escape == "u":
                for _ in range(4):
                    self.at += 1
                    if self.peek() not in "0123456789abcdefABCDEF":
                        raise self.bad("in \\u hexadecimal character escape")
            elif escape not in 'bfnrt\\/"':
                raise self.bad("in string escape code")
            self.at += 1

    def _literal(self, word: str) -> None:
        for char in word:
            if self.peek() != char:
                raise self.bad(f"in literal {word} (expecting {_shown(char)})")
            self.at += 1

    def _number(self) -> None:
        if self.text[self.at] == "-":
            self.at += 1
            if self.peek() not in "0123456789":
                raise self.bad("in numeric literal")
        if self.text[self.at] == "0":
            self.at += 1
        else:
            self._digits()
        if self.text[self.at : self.at + 1] == ".":
            self.at += 1
            if self.peek() not in "0123456789":
                raise self.bad("after decimal point in numeric literal")
            self._digits()
        if self.text[self.at : self.at + 1] in {"e", "E"}:
            self.at += 1
            if self.peek() in "+-":
                self.at += 1
            if self.peek() not in "0123456789":
                raise self.bad("in exponent of numeric literal")
            self._digits()

    def _digits(self) -> None:
        while self.text[self.at : self.at + 1] in set("0123456789"):
            self.at += 1
