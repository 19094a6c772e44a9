"""Patterns as automata, and the shortest text that some of them accept and others do not."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from kargoui.core.lint.languages import syntax
from kargoui.core.lint.languages.syntax import Ranges, Tree, Unanswerable, parse

MOST_STATES: Final = 3_000
MOST_STEPS: Final = 5_000
_PLAIN, _BEGIN, _END = 0, 1, 2
_NICE: Final = "1av0zA-._"  # what an example is made of where it may be
_ALL: Final[Ranges] = ((0, syntax.LAST),)
States = frozenset[int]


class Automaton:
    """Texts in which one of some patterns matches anywhere. Its sets of states are made when first needed."""

    def __init__(self, trees: Iterable[Tree]) -> None:
        self._empty: list[list[tuple[int, int]]] = []
        self._moves: list[tuple[Ranges, int] | None] = []
        before, self._after = self._state(), self._state()
        self._moves[before] = _ALL, before
        self._moves[self._after] = _ALL, self._after
        for tree in trees:
            start = self._state()
            self._empty[before].append((_PLAIN, start))
            self._empty[self._build(tree, start)].append((_PLAIN, self._after))
        self._live = self._leading_on()
        self.start = self._closed({before}, (_PLAIN, _BEGIN))
        self.ranges = frozenset(each for move in self._moves if move for each in move[0])
        self._steps: dict[tuple[States, int], States] = {}

    def step(self, states: States, char: int) -> States:
        """The states after a character; none where no text that goes on like this is accepted."""
        known = self._steps.get((states, char))
        if known is None:
            reached = {
                move[1]
                for state in states
                if (move := self._moves[state]) and any(low <= char <= high for low, high in move[0])
            }
            known = self._steps[states, char] = self._closed(reached, (_PLAIN,)) & self._live
        return known

    def accepts(self, states: States, *, empty: bool) -> bool:
        """Whether the text may end here; `empty`: nothing stands before."""
        kinds = (_PLAIN, _BEGIN, _END) if empty else (_PLAIN, _END)
        return self._after in self._closed(states, kinds)

    def decided(self, states: States) -> bool:
        """Whether it accepts whatever follows."""
        return self._after in states

    def _leading_on(self) -> States:
        """The states from which a text that has begun can still be accepted."""
        back: dict[int, list[int]] = {}
        for state, move in enumerate(self._moves):
            targets = [to for kind, to in self._empty[state] if kind != _BEGIN]
            for to in targets if move is None else [*targets, move[1]]:
                back.setdefault(to, []).append(state)
        found = {self._after}
        waiting = [self._after]
        while waiting:
            for state in back.get(waiting.pop(), ()):
                if state not in found:
                    found.add(state)
                    waiting.append(state)
        return frozenset(found)

    def _state(self) -> int:
        if len(self._empty) >= MOST_STATES:
            raise Unanswerable("too many states")
        self._empty.append([])
        self._moves.append(None)
        return len(self._empty) - 1

    def _build(self, tree: Tree, start: int) -> int:
        """Adds a tree behind a state; gives the state behind it."""
        if isinstance(tree, syntax.Chars | syntax.Edge):
            here, end = self._state(), self._state()
            self._empty[start].append((_PLAIN, here))
            if isinstance(tree, syntax.Chars):
                self._moves[here] = tree.ranges, end
            else:
                self._empty[here].append((_BEGIN if tree.begin else _END, end))
            return end
        if isinstance(tree, syntax.Sequence):
            for part in tree.parts:
                start = self._build(part, start)
            return start
        if isinstance(tree, syntax.Choice):
            end = self._state()
            for part in tree.parts:
                self._empty[self._build(part, start)].append((_PLAIN, end))
            return end
        return self._repeat(tree, start)

    def _repeat(self, tree: syntax.Repeat, start: int) -> int:
        for _ in range(tree.least):
            start = self._build(tree.part, start)
        end = self._state()
        if tree.most is None:
            again = self._state()
            self._empty[start].append((_PLAIN, again))
            self._empty[self._build(tree.part, again)].append((_PLAIN, again))
            self._empty[again].append((_PLAIN, end))
            return end
        for _ in range(tree.most - tree.least):
            self._empty[start].append((_PLAIN, end))
            start = self._build(tree.part, start)
        self._empty[start].append((_PLAIN, end))
        return end

    def _closed(self, states: Iterable[int], kinds: tuple[int, ...]) -> States:
        found = set(states)
        waiting = list(found)
        while waiting:
            for kind, to in self._empty[waiting.pop()]:
                if kind in kinds and to not in found:
                    found.add(to)
                    waiting.append(to)
        return frozenset({self._after}) if self._after in found else frozenset(found)


@lru_cache(maxsize=512)
def _matching(patterns: tuple[str, ...]) -> Automaton:
    return Automaton(map(parse, patterns))


def matching(patterns: Iterable[str]) -> Automaton:
    """The texts in which one of the patterns matches. Raises Unanswerable."""
    return _matching(tuple(patterns))


def witness(wanted: Sequence[Automaton], unwanted: Sequence[Automaton] = ()) -> str | None:
    """A shortest text that all of `wanted` accept and none of `unwanted`; None: there is none.

    Raises Unanswerable.
    """
    letters = _letters([*wanted, *unwanted])
    start = tuple(each.start for each in (*wanted, *unwanted))
    seen = {start}
    waiting = deque([(start, "")])
    while waiting:
        states, text = waiting.popleft()
        if _accepted(wanted, unwanted, states, empty=not text):
            return text
        for letter in letters:
            following = tuple(
                each.step(held, letter) for each, held in zip((*wanted, *unwanted), states, strict=True)
            )
            if following in seen or _hopeless(wanted, unwanted, following):
                continue
            seen.add(following)
            if len(seen) * len(letters) > MOST_STEPS:
                raise Unanswerable("too many steps")
            waiting.append((following, text + chr(letter)))
    return None


def _accepted(
    wanted: Sequence[Automaton], unwanted: Sequence[Automaton], states: tuple[States, ...], *, empty: bool
) -> bool:
    held = iter(states)
    return all(each.accepts(next(held), empty=empty) for each in wanted) and not any(
        each.accepts(next(held), empty=empty) for each in unwanted
    )


def _hopeless(wanted: Sequence[Automaton], unwanted: Sequence[Automaton], states: tuple[States, ...]) -> bool:
    """Whether nothing that follows can be accepted: where every state has gone, or one refuses for good."""
    return any(not held for held in states[: len(wanted)]) or any(
        each.decided(held) for each, held in zip(unwanted, states[len(wanted) :], strict=True)
    )


def _letters(automata: Iterable[Automaton]) -> list[int]:
    """One character for each set of characters that no automaton tells apart."""
    bounds = {0, syntax.LAST + 1}
    for each in automata:
        for low, high in each.ranges:
            bounds |= {low, high + 1}
    ordered = sorted(bounds)
    found = []
    for low, after in pairwise(ordered):
        nice = next((char for char in _NICE if low <= ord(char) < after), "")
        found.append((_NICE.index(nice) if nice else len(_NICE) + low, ord(nice) if nice else low))
    return [char for _, char in sorted(found)]
