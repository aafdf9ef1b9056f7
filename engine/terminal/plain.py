"""The plain player: lines out, lines in. No cursor movement, no escape sequence, no box: for pipes and screen readers.

May import floors 0 and 1 and, from its own room, `telling` and `session`. Writes to the streams that it is handed.
"""

from collections.abc import Sequence
from typing import TextIO

from engine.diagnostics import showable
from engine.terminal.session import Answer, Command, Pick
from engine.terminal.telling import Chapter, Chosen, DeadEnd, Ending, Heading, Item, Notice, Row, Title, Turn, Words
from engine.width import wrap

NARROWEST = 20


class Plain:
    """A face of lines at most `width` columns wide. What is read is written out again unless a terminal shows it."""

    choosing = "A number and Enter make that choice."

    def __init__(self, read: TextIO, write: TextIO, width: int) -> None:
        self.read, self.write, self.width = read, write, width
        self.echo = not read.isatty()
        self.gap = False
        self.noticed = False

    def show(self, item: Item) -> None:  # noqa: C901 - one case for each thing
        """Show one thing, with a blank line between paragraphs."""
        match item:
            case Chapter(text) | Heading(text):
                self.paragraph(text)
            case Words(paragraph):
                self.paragraph(paragraph.plain)
            case Chosen(label):
                self.paragraph(f"You chose: {label}")
            case Row(label, under):
                if not self.noticed:
                    self.space()
                self.row(label, under, "-  ")
                self.gap = self.noticed = True
            case Turn():
                pass  # `turn` shows it
            case Ending(title, of):
                self.paragraph("The end.")
                self.paragraph(title)
                if of > 1:
                    self.paragraph(f"This is one of {of} endings.")
            case DeadEnd(ring):
                self.paragraph("The story cannot go on from here. That is a fault of the story, not yours.")
                if ring is not None:
                    self.paragraph(f"It would come to {ring} again and again.")
            case Notice(text, before):
                if not self.noticed:
                    self.space()
                self.lines(text, before)
                self.gap = self.noticed = True

    def open(self, title: Title, *, asks: bool) -> Command:  # noqa: ARG002 - it is no page to turn here
        """Show the title, the summary, the content notes, and how to answer."""
        self.paragraph(title.title)
        if title.summary:
            self.paragraph(title.summary)
        if title.notes:
            self.paragraph("In this story:")
            for note in title.notes:
                self.lines(note, "-  ")
        self.paragraph("Type the number of what you want to do, and Enter. ? tells what else you can type.")
        return Command.ON

    def ask(self, rows: Sequence[Row], typed: str | None = None) -> Answer:
        """Show a menu of numbers and read an answer until it is one."""
        self.space()
        most = sum(not row.closed for row in rows)
        for number, row in enumerate(rows, 1):
            self.row(row.label, row.under, "-  " if row.closed else f"{number}. ")
        while True:
            words = self.line(typed)
            self.gap = True
            if typed is not None:
                return Command.ON
            if words is None:
                return Command.LEAVE
            if words.isdecimal() and len(words) < 10 and 1 <= int(words) <= most:  # noqa: PLR2004 - no menu is so long
                return Pick(int(words) - 1)
            command = _command(words)
            if command is not None and command is not Command.ON:
                return command
            last = f"1 to {most}" if most > 1 else "1"
            self.space()
            self.lines(f"Type a number ({last}), or one of u r s h a ? q; ? tells what they do.")

    def turn(self, *, asks: bool) -> Command:
        """End the page; anything that is no command turns it."""
        self.paragraph("(Enter to go on)")
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

    def row(self, label: str, under: str, before: str) -> None:
        """Write a row of a menu, and what stands under it."""
        self.lines(label, before)
        for line in filter(None, under.split("\n")):
            self.lines(line, " " * len(before))

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
