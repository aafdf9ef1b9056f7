"""A reader of a booklet: somebody with a pencil who knows only what is printed, and nothing of the engine's rules.

What is read is noted in its order; what is thrown is told from outside.
"""

from collections.abc import Callable
from typing import Final

from engine.booklet.printed import (
    Act,
    Booklet,
    Box,
    Branch,
    Count,
    Cross,
    Entry,
    Go,
    Lot,
    Move,
    Numbers,
    Option,
    Put,
    Ring,
    Rub,
    Throw,
    Way,
    Words,
)
from engine.conditions import All, Always, Any, Compare, Holds, IsWord, Not, Tree
from engine.model import Paragraph, Prose

SIGNS: Final[dict[str, Callable[[int, int], bool]]] = {
    "is": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class Stuck(Exception):  # noqa: N818 - named for what happened
    """Nothing can be chosen, and nothing says where to turn, or only to what was read since the last choice."""


class Reader:
    """Somebody who reads a booklet, from its first entry up to where something has to be chosen.

    `read` is all that was read since it was last emptied: words, rows of choices, the title of an ending.
    """

    def __init__(self, booklet: Booklet, thrown: Callable[[Entry, Throw], Lot]) -> None:
        self.booklet, self.thrown = booklet, thrown
        self.read: list[tuple[str, ...]] = []
        self.crossed: dict[int, bool] = {}
        self.ringed: dict[int, str] = {}
        self.at: dict[int, int] = {}
        self.out: set[tuple[int, str]] = set()
        self.arrived: set[int] = set()
        self.is_over = False
        for mark in booklet.marks:
            match mark:
                case Box(number, _, crossed):
                    self.crossed[number] = crossed
                case Words(number, _, _, start):
                    self.ringed[number] = start
                case Numbers(number, _, _, _, start, _, _):
                    self.at[number] = start
        self.entry = booklet.entries[0]

    def begin(self) -> None:
        """Read the first entry, and on."""
        self._turn(Go(1))

    def options(self) -> list[Option]:
        """Return what can be chosen now."""
        return [option for option in self.entry.options if self._is_open(option)]

    def choose(self, option: Option) -> None:
        """Do what the booklet says behind a choice, and read on."""
        assert self._is_open(option)
        if option.once:
            self.out.add((self.entry.number, option.letter))
        self._mark(option.acts)
        self.arrived.clear()
        self._turn(self._led(option.way))

    def _turn(self, go: Go) -> None:
        if go.part == "top":
            if go.entry in self.arrived:
                raise Stuck
            self.arrived.add(go.entry)
        entry = self.booklet.entry(go.entry)
        self.entry = entry
        if go.part == "foot":
            self._turn(self._led(self._foot(entry)))
            return
        if go.part == "top":
            self._mark(entry.acts)
            self._words(entry)
        if entry.ending is not None:
            self.is_over = True
            self.read.append(("the end", entry.ending))
            return
        self._menu(entry)
        if not self.options():
            self._follow(entry)

    def _menu(self, entry: Entry) -> None:
        for option in entry.options:
            if self._is_open(option):
                self.read.append(("open", self._said(option.words)))
        for option in entry.options:
            if not self._is_open(option) and option.locked and not self._is_out(option):
                self.read.append(("closed", self._said(option.words), self._said(option.locked)))

    def _follow(self, entry: Entry) -> None:
        go = self._led(self._foot(entry))
        if go == Go(entry.number, "choices"):
            raise Stuck
        self._turn(go)

    def _foot(self, entry: Entry) -> Way:
        if entry.foot is None:
            raise Stuck
        return entry.foot

    def _led(self, way: Way) -> Go:
        match way:
            case Go():
                return way
            case Throw():
                lot = self.thrown(self.entry, way)
                assert lot in way.lots
                return lot.go
            case branches:
                return next(go for when, go in map(Branch._make, branches) if self._holds(when))

    def _is_out(self, option: Option) -> bool:
        return (self.entry.number, option.letter) in self.out

    def _is_open(self, option: Option) -> bool:
        return not self._is_out(option) and self._holds(option.when)

    def _words(self, entry: Entry) -> None:
        for piece in entry.pieces:
            if self._holds(piece.when):
                words: Prose = next((item.words for item in piece.items if self._holds(item.when)), ())
                self.read += [("words", self._paragraph(each)) for each in words]

    def _said(self, words: Prose) -> str:
        return " ".join(map(self._paragraph, words))

    def _paragraph(self, paragraph: Paragraph) -> str:
        return "".join(run.text if run.slot is None else str(self.at[run.slot]) for run in paragraph.runs)

    def _mark(self, acts: tuple[Act, ...]) -> None:
        for act in acts:
            match act:
                case Cross(mark):
                    self.crossed[mark] = True
                case Rub(mark):
                    self.crossed[mark] = False
                case Ring(mark, word):
                    row = self.booklet.mark(mark)
                    assert isinstance(row, Words)
                    assert word in row.words
                    self.ringed[mark] = word
                case Put(mark, at):
                    self.at[mark] = at
                case Move(mark, by):
                    numbers = self._row(mark)
                    self.at[mark] = max(numbers.low, min(numbers.high, self.at[mark] + by))
                case Count(mark):
                    numbers = self._row(mark)
                    last = numbers.high if numbers.round_to is None else numbers.round_to
                    self.at[mark] = last if self.at[mark] == numbers.high else self.at[mark] + 1

    def _row(self, mark: int) -> Numbers:
        row = self.booklet.mark(mark)
        assert isinstance(row, Numbers)
        return row

    def _holds(self, tree: Tree | None) -> bool:  # noqa: PLR0911 - one line for each kind
        match tree:
            case None:
                return True
            case Always(value):
                return value
            case Holds(mark):
                return self.crossed[mark]
            case IsWord(mark, word):
                return self.ringed[mark] == word
            case Compare(_, mark, sign, number):
                return SIGNS[sign](self.at[mark], number)
            case Not(inner):
                return not self._holds(inner)
            case All(parts):
                return all(map(self._holds, parts))
            case Any(parts):
                return any(map(self._holds, parts))
        raise AssertionError(tree)
