"""The plain player: lines out, lines in. No cursor movement, no escape sequence, no box: for pipes and screen readers.

May import floors 0 and 1 and, from its own room, `telling` and `session`. Writes to the streams that it is handed.
"""

from collections.abc import Sequence
from typing import TextIO

from engine.diagnostics import showable
from engine.terminal.session import Answer, Command, Pick
from engine.terminal.telling import Chosen, DeadEnd, Ending, Heading, Item, Locked, Notice, Turn, Words
from engine.width import wrap

NARROWEST = 20


class Plain:
    """A face of lines at most `width` columns wide. What is read is written out again unless a terminal shows it."""

    def __init__(self, read: TextIO, write: TextIO, width: int) -> None:
        self.read, self.write, self.width = read, write, width
        self.echo = not read.isatty()
        self.gap = False
        self.noticed = False

    def show(self, item: Item) -> None:  # noqa: C901 - one case for each thing
        """Show one thing, with a blank line between paragraphs."""
        match item:
            case Heading(text):
                self.paragraph(text)
            case Words(paragraph):
                self.paragraph(paragraph.plain)
            case Chosen(label):
                self.paragraph(f"You chose: {label}")
            case Locked():
                self.closed(item)
                self.gap = True
            case Turn():
                self.paragraph("(Enter to go on)")
            case Ending(title):
                self.paragraph("The end.")
                self.paragraph(title)
            case DeadEnd(ring):
                self.paragraph("The story cannot go on from here. That is a fault of the story, not yours.")
                if ring is not None:
                    self.paragraph(f"It would come to {ring} again and again.")
            case Notice(text, before):
                if not self.noticed:
                    self.space()
                self.lines(text, before)
                self.gap = self.noticed = True

    def ask(self, rows: Sequence[str], closed: Sequence[Locked] = (), typed: str | None = None) -> Answer:
        """Show a menu of numbers and read an answer until it is one."""
        self.space()
        for number, row in enumerate(rows, 1):
            self.lines(row, f"{number}. ")
        for each in closed:
            self.closed(each)
        while True:
            words = self.line(typed)
            self.gap = True
            if typed is not None:
                return Command.ON
            if words is None:
                return Command.LEAVE
            if words.isdecimal() and len(words) < 10 and 1 <= int(words) <= len(rows):  # noqa: PLR2004 - no menu is so long
                return Pick(int(words) - 1)
            command = _command(words)
            if command is not None and command is not Command.ON:
                return command
            last = f"1 to {len(rows)}" if len(rows) > 1 else "1"
            self.space()
            self.lines(f"Type a number ({last}), or one of u r s h a ? q; ? tells what they do.")

    def turn(self, *, asks: bool) -> Command:
        """End the page; anything that is no command turns it."""
        self.show(Turn())
        if not asks:
            self.line("")
            return Command.ON
        words = self.line(None)
        if words is None:
            return Command.LEAVE
        return _command(words) or Command.ON

    def paragraph(self, text: str) -> None:
        """Write a paragraph, with a blank line before it."""
        self.space()
        self.lines(text)
        self.gap = True

    def closed(self, closed: Locked) -> None:
        """Write a choice that cannot be made, and why."""
        self.lines(closed.label, "-  ")
        self.lines(closed.reason, "   ")

    def space(self) -> None:
        """Write a blank line, unless one stands there."""
        if self.gap:
            self.write.write("\n")
        self.gap = False

    def lines(self, text: str, before: str = "") -> None:
        """Write words at most `width` wide, those behind `before` standing under each other."""
        self.noticed = False
        for row in wrap(text, self.width - len(before)):
            self.write.write(f"{before}{row}".rstrip() + "\n")
            before = " " * len(before)

    def line(self, typed: str | None) -> str | None:
        """Return one line of input, without white space around it; None at its end. `typed` stands in for it."""
        self.write.write("> ")
        self.write.flush()
        read = self.read.readline() if typed is None else f"{typed}\n"
        if self.echo or typed is not None or not read:
            shown = next(wrap(showable(read.strip()), self.width - 2))
            self.write.write(f"{shown}\n")
        self.gap = True
        return read.strip() if read else None


def _command(words: str) -> Command | None:
    found = words.lower()
    return next((command for command in Command if command.value == found), None)
