"""The rich player: prose printed once into the scrollback; only the menu is live, and it goes when a choice is made.

The only import of prompt_toolkit, made when something is asked for the first time: by then words stand on the screen.
Never the alternate screen, no mouse, no cursor-position requests, nothing drawn to the right of words.
"""

import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TextIO

from engine.model import Run
from engine.terminal.session import Answer, Command
from engine.terminal.styled import Piece, laid_out, painted
from engine.terminal.telling import Chosen, DeadEnd, Ending, Heading, Item, Notice, Row, Title, Turn, Words

if TYPE_CHECKING:
    from engine.terminal.menu import Fragments

AIR: Final = "  "
WIDTH: Final = 72


class Rich:
    """A face of a terminal. `width` is the longest line of prose with the air on its left, or None for the usual."""

    def __init__(self, write: TextIO, width: int | None, *, colour: bool) -> None:
        self.write, self.wish, self.colour = write, width, colour
        self.blank = 9  # lines that stand blank at the end of what was printed; at the top of a screen, enough
        self.noticed = False

    @property
    def width(self) -> int:
        """The longest line of words now, without the air."""
        room = shutil.get_terminal_size((WIDTH, 24)).columns
        return max(8, min(self.wish or WIDTH, room - 1) - len(AIR))

    def show(self, item: Item) -> None:
        """Show one thing."""
        match item:
            case Heading(text):
                self.paragraph([Run(text, "title")], above=2)
            case Words(paragraph):
                self.paragraph(paragraph.runs)
            case Chosen(label):
                self.paragraph([Run(label, "accent")], "> ")
            case Row(label, under):
                self.row(label, under)
            case Turn():
                pass
            case Ending(title):
                self.paragraph([Run("The end", "accent")], above=2)
                self.paragraph([Run(title, "title")])
                self.space(1)
            case DeadEnd(ring):
                again = f" It would come to {ring} again and again." if ring is not None else ""
                words = f"The story cannot go on from here.{again} That is a fault of the story, not yours."
                self.paragraph([Run(words, "strong")], above=2)
            case Notice(text, before):
                if not self.noticed:
                    self.space(1)
                self.lines([Run(text)], before)
                self.noticed = True

    def open(self, title: Title, *, asks: bool) -> Command:
        """Show the first screen; return LEAVE when the player does not want to begin."""
        self.paragraph([Run(title.title, "title")], above=2)
        if title.summary:
            self.paragraph([Run(title.summary)])
        if title.notes:
            self.paragraph([Run("In this story:", "soft")])
            for note in title.notes:
                self.lines([Run(note)], "-  ")
        hints = ["Enter to begin.", "Then a number, or the arrows and Enter, choose; ? tells what else there is."]
        command = self.live(hints, asks=asks)
        return Command.LEAVE if command is Command.LEAVE else Command.ON

    def ask(self, rows: Sequence[Row], typed: str | None = None) -> Answer:
        """Show the menu and wait for an answer; the menu goes when there is one."""
        self.space(1)
        if typed is not None:  # a play that is shown again: its menu stays where it was printed
            shown = self.menu(rows, int(typed) - 1 if typed.isdecimal() else -1)
            self.write.write(painted((piece for piece in shown if piece[1]), colour=self.colour))
            self.blank = 0
            return Command.ON
        self.write.flush()
        from engine.terminal import menu  # noqa: PLC0415 - see the module's docstring

        return menu.ask(rows, lambda chosen: self.menu(rows, chosen), colour=self.colour)

    def turn(self, *, asks: bool) -> Command:
        """Wait for the page to be turned."""
        return self.live(["Enter to go on"], asks=asks)

    def live(self, hints: Sequence[str], *, asks: bool) -> Command:
        """Show quiet lines until a key answers them."""
        self.space(1)
        if not asks:
            return Command.ON
        self.write.flush()
        from engine.terminal import menu  # noqa: PLC0415 - see the module's docstring

        return menu.wait(lambda: self.quiet(hints), colour=self.colour)

    def quiet(self, hints: Sequence[str]) -> "Fragments":
        """Return hints as fragments."""
        lines = (line for hint in hints for line in laid_out([Run(hint, "soft")], self.width))
        return [piece for line in lines for piece in (("", AIR), *line, ("", "\n"))]

    def menu(self, rows: Sequence[Row], chosen: int) -> "Fragments":
        """Return the menu as fragments, with the row `chosen` marked by a sign as well as by colour."""
        shown: list[Piece] = []
        for index, row in enumerate(rows):
            marked = index == chosen
            style = "accent strong" if marked else ""
            head = f"{AIR}{'>' if marked else ' '} {'-' if row.closed else index + 1:<{len(str(len(rows)))}}  "
            shown += [("[SetCursorPosition]", "")] if marked else []
            for line in laid_out([Run(row.label, style)], self.room(head)):
                shown += [(style, head), *line, ("", "\n")]
                head = " " * len(head)
            if row.under:
                for line in laid_out([Run(row.under, "")], self.room(head)):
                    shown += [("", head), *line, ("", "\n")]
        return shown

    def room(self, head: str) -> int:
        """Return how many columns are left for words behind `head`."""
        return max(8, self.width + len(AIR) - len(head))

    def row(self, label: str, under: str) -> None:
        """Print a choice that is closed, and why."""
        self.space(1)
        self.lines([Run(label)], "-  ")
        if under:
            self.lines([Run(under)], "   ")

    def paragraph(self, runs: Sequence[Run], before: str = "", above: int = 1) -> None:
        """Print a paragraph with lines blank above it."""
        self.space(above)
        self.lines(runs, before)

    def space(self, lines: int) -> None:
        """Leave so many lines blank before what follows."""
        self.write.write("\n" * max(0, lines - self.blank))
        self.blank = max(lines, self.blank)

    def lines(self, runs: Sequence[Run], before: str = "") -> None:
        """Print words in lines, those behind `before` standing under each other."""
        self.noticed, self.blank = False, 0
        style = runs[0].style if len(runs) == 1 else ""
        for line in laid_out(runs, self.width - len(before)):
            self.write.write(AIR + painted([(style, before), *line], colour=self.colour) + "\n")
            before = " " * len(before)
