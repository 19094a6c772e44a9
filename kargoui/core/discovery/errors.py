"""What goes wrong: a subscription with which Kargo discovers nothing, a text that is no list of tags."""

from __future__ import annotations

from kargoui.core.sentence import Sentence


class DiscoveryError(ValueError):
    """Why there is no answer. `said` is what Kargo says of it, "" where it says nothing."""

    def __init__(self, sentence: Sentence, said: str = "") -> None:
        super().__init__(sentence, said)
        self.sentence = sentence
        self.said = said

    def __str__(self) -> str:
        return f"{self.sentence} ({self.said})" if self.said else str(self.sentence)


class TagsError(ValueError):
    """A sentence about a line, from 1, of a list of tags; 0 where it is about the whole."""

    def __init__(self, sentence: Sentence, line: int = 0) -> None:
        super().__init__(sentence, line)
        self.sentence = sentence
        self.line = line

    def __str__(self) -> str:
        return str(self.sentence)
