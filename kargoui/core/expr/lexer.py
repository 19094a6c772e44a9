"""Text into tokens, one at a time: what follows an error is never looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category

from kargoui.core.expr.errors import Fault
from kargoui.core.expr.literals import unescape, unescape_bytes
from kargoui.core.expr.quoting import quote

IDENTIFIER, NUMBER, STRING, BYTES, OPERATOR, BRACKET, EOF = (
    "Identifier",
    "Number",
    "String",
    "Bytes",
    "Operator",
    "Bracket",
    "EOF",
)
_WORDS = frozenset({"in", "or", "and", "matches", "contains", "startsWith", "endsWith", "let", "if", "else"})
_AFTER_NOT = frozenset({"in", "matches", "contains", "startsWith", "endsWith"})
_SPACES = frozenset("\t\n\v\f\r \u0085\u00a0")
_DOUBLED = {"|": "|", ":": ":", "?": ".?", **dict.fromkeys("&!=*<>", "&=*")}
_DIGITS = {"x": "0123456789abcdefABCDEF_", "o": "01234567_", "b": "01_", "": "0123456789_"}
_ESCAPED = {"x": 2, "u": 4, "U": 8}
_HEX = frozenset("0123456789abcdefABCDEF")
_PLAIN_WORD = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*+(?![^\x00-\x7f])")
_PLAIN_STRING = re.compile(r"'[^'\\\r\n]*'|\"[^\"\\\r\n]*\"")


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    value: str
    at: int
    raw: bytes = b""

    def __str__(self) -> str:
        return f"{self.kind}({quote(self.value)})" if self.value else self.kind

    def is_operator(self, value: str) -> bool:
        return self.kind is OPERATOR and self.value == value

    def is_bracket(self, value: str) -> bool:
        return self.kind is BRACKET and self.value == value


def is_alphabetic(char: str) -> bool:
    return char in {"_", "$"} or char.isalpha()


def is_alphanumeric(char: str) -> bool:
    return is_alphabetic(char) or char.isdecimal()


def _is_space(char: str) -> bool:
    return char in _SPACES or (char > "\u00ff" and category(char).startswith("Z"))


def tokens(source: str) -> Iterator[Token]:
    """All tokens, the last one EOF. Raises Fault, with Go's wording, where the text is none."""
    lexer = _Lexer(source)
    while lexer.at < len(source):
        char = source[lexer.at]
        if _is_space(char):
            lexer.at += 1
            continue
        yield from lexer.read(char)
    yield Token(EOF, "", max(len(source) - 1, 0))


class _Lexer:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0

    def peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def next(self) -> str:
        """The next character; past the end, "" (and the position moves on, as errors count it)."""
        self.at += 1
        return self.source[self.at - 1 : self.at]

    def accept(self, chars: str) -> bool:
        char = self.peek()
        if char and char in chars:
            self.at += 1
            return True
        return False

    def fail(self, message: str) -> Fault:
        return Fault(message, max(self.at - 1, 0))

    def read(self, char: str) -> Iterator[Token]:
        if match := _PLAIN_WORD.match(self.source, self.at):
            if (
                char not in "bB"
                or match[0] != char
                or self.source[match.end() : match.end() + 1] not in "'\""
            ):
                return self._word()
            if not self.source[match.end() :]:
                return self._word()
            return iter((self._bytes(),))
        if char in "'\"":
            return iter((self._string(char),))
        if char == "`":
            return iter((self._raw_string(),))
        if "0" <= char <= "9" or (
            char == "." and self.source[self.at + 1 : self.at + 2] in set("0123456789")
        ):
            return iter((self._number(),))
        if char == "/":
            return self._slash()
        if char == "#":
            return self._pointer()
        return self._other(char)

    def _other(self, char: str) -> Iterator[Token]:
        start = self.at
        self.at += 1
        if char in "([{)]}":
            yield Token(BRACKET, char, start)
        elif char in ",;%+-^":
            yield Token(OPERATOR, char, start)
        elif char in _DOUBLED or char == ".":
            self.accept(_DOUBLED.get(char, "."))
            yield Token(OPERATOR, self.source[start : self.at], start)
        elif is_alphanumeric(char):
            self.at = start
            yield from self._word()
        else:
            shown = f" '{char}'" if char.isprintable() else ""
            raise self.fail(f"unrecognized character: U+{ord(char):04X}{shown}")

    def _run_of_letters(self) -> str:
        start = self.at
        while (char := self.peek()) and is_alphanumeric(char):
            self.at += 1
        return self.source[start : self.at]

    def _word(self) -> Iterator[Token]:
        start = self.at
        match = _PLAIN_WORD.match(self.source, start)
        if match:
            word = match[0]
            self.at = match.end()
        else:
            word = self._run_of_letters()
        if word != "not":
            yield Token(OPERATOR if word in _WORDS else IDENTIFIER, word, start)
            return
        yield Token(OPERATOR, word, start)
        while self.accept(" "):
            pass
        after = self.at
        if (word := self._run_of_letters()) in _AFTER_NOT:
            yield Token(OPERATOR, word, after)
        else:
            self.at = after

    def _slash(self) -> Iterator[Token]:
        start = self.at
        self.at += 1
        if self.accept("/"):
            end = self.source.find("\n", self.at)
            self.at = len(self.source) if end < 0 else end + 1
        elif self.accept("*"):
            end = self.source.find("*/", self.at)
            if end < 0:
                self.at = len(self.source) + 1
                raise self.fail("unclosed comment")
            self.at = end + 2
        else:
            yield Token(OPERATOR, "/", start)

    def _pointer(self) -> Iterator[Token]:
        start = self.at
        self.at += 1
        self.accept("#")
        yield Token(OPERATOR, self.source[start : self.at], start)
        start = self.at
        if word := self._run_of_letters():
            yield Token(IDENTIFIER, word, start)

    def _number(self) -> Token:
        start = self.at
        self.accept(".")
        digits = _DIGITS[""]
        if self.accept("0") and (base := self.peek()) and base in "xXoObB":
            self.at += 1
            digits = _DIGITS[base.lower()]
        self._digits(digits)
        before = self.at
        if self.accept("."):
            if self.peek() == ".":
                self.at = before
                return Token(NUMBER, self.source[start:before], start)
            self._digits(digits)
        if self.accept("eE"):
            self.accept("+-")
            self._digits(digits)
        if (char := self.peek()) and is_alphanumeric(char):
            self.at += 1
            raise self.fail(f"bad number syntax: {quote(self.source[start : self.at])}")
        return Token(NUMBER, self.source[start : self.at], start)

    def _digits(self, digits: str) -> None:
        while self.accept(digits):
            pass

    def _string(self, delimiter: str) -> Token:
        start = self.at
        if match := _PLAIN_STRING.match(self.source, start):
            self.at = match.end()
            return Token(STRING, match[0][1:-1], start)
        self.at += 1
        self._scan_string(delimiter)
        try:
            return Token(STRING, unescape(self.source[start + 1 : self.at - 1]), start)
        except ValueError as error:
            raise self.fail(str(error)) from None

    def _bytes(self) -> Token:
        start = self.at
        self.at += 1
        self._scan_string(self.next())
        try:
            raw = unescape_bytes(self.source[start + 2 : self.at - 1])
        except ValueError as error:
            raise self.fail(str(error)) from None
        return Token(BYTES, raw.decode("utf-8", "surrogateescape"), start, raw)

    def _scan_string(self, delimiter: str) -> None:
        char = self.next()
        while char != delimiter:
            if char in {"\n", ""}:
                raise self.fail("literal not terminated")
            char = self._scan_escape(delimiter) if char == "\\" else self.next()

    def _scan_escape(self, delimiter: str) -> str:
        """Past an escape sequence; gives the character after it, as the caller goes on from there."""
        char = self.next()
        if char and char in "abfnrtv\\" + delimiter:
            return self.next()
        if char and char in "01234567":
            return self._scan_digits(char, "01234567", 3)
        if char == "u" and self.peek() == "{":
            self.at += 1
            return self._scan_braced()
        if char in _ESCAPED:
            return self._scan_digits(self.next(), "0123456789abcdefABCDEF", _ESCAPED[char])
        raise self.fail("invalid char escape")

    def _scan_digits(self, char: str, allowed: str, count: int) -> str:
        for _ in range(count):
            if not char or char not in allowed:
                raise self.fail("invalid char escape")
            char = self.next()
        return char

    def _scan_braced(self) -> str:
        digits = 0
        while (char := self.peek()) != "}":
            if char not in _HEX or digits >= 6:
                raise self.fail("invalid char escape")
            self.at += 1
            digits += 1
        if not digits:
            raise self.fail("invalid char escape")
        self.at += 1
        return self.next()

    def _raw_string(self) -> Token:
        start = self.at
        self.at += 1
        while True:
            end = self.source.find("`", self.at)
            if end < 0:
                self.at = len(self.source) + 1
                raise self.fail("literal not terminated")
            if self.source[end + 1 : end + 2] != "`":
                break
            self.at = end + 2
        self.at = end + 1
        return Token(STRING, self.source[start + 1 : end].replace("``", "`"), start)
