"""The plain player: lines out, lines in. No cursor movement, no escape sequence, no box: for pipes and screen readers.

May import floors 0 and 1, `messages`, `settings` and, from its own room, what stands above it. Writes to the streams
that it is handed.
"""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, TextIO

from engine.diagnostics import showable
from engine.languages.messages import _, ngettext
from engine.plays.settings import Settings
from engine.terminal import sizes
from engine.terminal.face import COMMANDS, Answer, Command, Times, Wait
from engine.terminal.telling import (
    Chapter,
    Chosen,
    DeadEnd,
    Ending,
    Frame,
    Heading,
    Item,
    Notice,
    Row,
    Title,
    Turn,
    Words,
)
from engine.terminal.typed import LONGEST, answer, command, taken
from engine.width import wrap

if TYPE_CHECKING:
    from engine.terminal.waiting import Lines


class Plain:
    """A face of lines. What is read is written out again unless a terminal shows it."""

    def __init__(self, read: TextIO, write: TextIO, settings: Settings) -> None:
        self.read, self.out, self.settings = read, write, settings
        self.changed: Callable[[], bool] | None = None
        self.echo = not read.isatty()
        self.gap = False
        self.noticed = False
        self.awaits: Lines | None = None

    @property
    def choosing(self) -> str:
        """How a choice is made."""
        return _("A number and Enter make that choice.")

    def show(self, item: Item) -> None:  # noqa: C901 - one case for each thing
        """Show one thing, with a blank line between paragraphs."""
        match item:
            case Chapter(text) | Heading(text):
                self.paragraph(text)
            case Words(paragraph):
                self.paragraph(paragraph.plain)
            case Chosen(label):
                self.paragraph(_("You chose: {label}").format(label=label))
            case Row(label, under):
                self.listed()
                self.row(label, under, "-  ")
                self.gap = self.noticed = True
            case Turn():
                pass  # `turn` shows it
            case Ending(title, of):
                self.paragraph(_("The end."))
                self.paragraph(title)
                if of > 1:
                    text = ngettext("This is one of {count} ending.", "This is one of {count} endings.", of)
                    self.paragraph(text.format(count=of))
            case DeadEnd(ring):
                self.paragraph(_("The story cannot go on from here. That is a fault of the story, not yours."))
                if ring is not None:
                    self.paragraph(_("It would come to {scene} again and again.").format(scene=ring))
            case Notice(text, before):
                self.listed()
                self.lines(text, before)
                self.gap = self.noticed = True
            case Frame(text):
                self.space()
                self.out.write("".join(f"{line}\n" for line in text.rstrip().split("\n")))
                self.gap, self.noticed = True, False

    def open(self, title: Title, *, asks: bool) -> Command:  # noqa: ARG002 - it is no page to turn here
        """Show the title, the summary, the content notes, and how to answer."""
        self.paragraph(title.title)
        if title.summary:
            self.paragraph(title.summary)
        if title.notes:
            self.paragraph(_("In this story:"))
            for note in title.notes:
                self.air()
                self.lines(note, "-  ")
        self.paragraph(_("Type the number of what you want to do, and Enter. ? tells what else you can type."))
        return Command.ON

    def ask(
        self,
        rows: Sequence[Row],
        typed: str | None = None,
        wait: Wait | None = None,  # noqa: ARG002 - here is all the time there is
        commands: Collection[Command] = COMMANDS,
    ) -> Answer:
        """Show a menu of numbers and read an answer until it is one."""
        self.menu(rows)
        if typed is not None:
            self.prompt()
            self.shown(typed)
            return Command.ON
        most = sum(not row.closed for row in rows)
        while True:
            line = self.line()
            meant = line if isinstance(line, Command) else answer(line, most, commands)
            if meant is not None:
                return meant
            text = ngettext(
                "Type the number {count}, or one of {letters}; ? tells what they do.",
                "Type a number (1 to {count}), or one of {letters}; ? tells what they do.",
                most,
            )
            self.paragraph(text.format(count=most, letters=" ".join(each.value for each in commands)))

    def write(self, prompt: str) -> str | None:
        """Ask for a line of words; an empty one is none."""
        self.paragraph(prompt)
        line = self.line()
        if isinstance(line, Command):
            return None
        if len(line) > LONGEST:
            self.paragraph(_("Only the first {count} characters are taken.").format(count=LONGEST))
        return taken(line)

    def is_full(self, item: Item) -> bool:  # noqa: ARG002 - every face is asked alike
        """Return False: what is read line by line has no window to fall out of."""
        return False

    def turn(self, *, asks: bool) -> Command | Times:
        """End the page; anything that is no command turns it."""
        self.paragraph(_("(Enter to go on)"))
        if not asks:
            self.prompt()
            self.shown("")
            return Command.ON
        line = self.line()
        return (line if isinstance(line, Command) else command(line)) or Command.ON

    def paragraph(self, text: str) -> None:
        """Write a paragraph, with a blank line before it."""
        self.space()
        self.lines(text, spaced=self.settings.large_spacing)
        self.gap = True

    def lettered(self, rows: Sequence[Row], letters: Sequence[str]) -> Command | Times:
        """Write a menu of letters and numbers."""
        self.menu(rows, [f"{letter} ({number}). " for number, letter in enumerate(letters, 1)])
        return Command.ON

    def menu(self, rows: Sequence[Row], marks: Sequence[str] = ()) -> None:
        """Write the rows of a menu, numbered as far as they are open, or with these marks before them."""
        self.space()
        for number, row in enumerate(rows, 1):
            if number > 1:
                self.air()
            mark = marks[number - 1] if number <= len(marks) else f"{number}. "
            self.row(row.label, row.under, "-  " if row.closed else mark)

    def row(self, label: str, under: str, before: str) -> None:
        """Write a row of a menu, and what stands under it."""
        self.lines(label, before)
        for line in filter(None, under.split("\n")):
            self.lines(line, " " * len(before))

    def listed(self) -> None:
        """Write what stands before a line of a list: a blank line before its first one."""
        if self.noticed:
            self.air()
        else:
            self.space()

    def space(self) -> None:
        """Write a blank line, unless one stands there; with large spacing two, since one stands between lines."""
        if self.gap:
            self.out.write("\n\n" if self.settings.large_spacing else "\n")
        self.gap = False

    def air(self) -> None:
        """Write the blank line that large spacing puts between lines."""
        if self.settings.large_spacing:
            self.out.write("\n")

    def lines(self, text: str, before: str = "", *, spaced: bool = False) -> None:
        """Write words in lines that fit, those behind `before` standing under each other."""
        self.noticed = False
        first = True
        for row in wrap(text, sizes.width(self.out, self.settings.width) - len(before)):
            self.out.write("" if first or not spaced else "\n")
            self.out.write(f"{before}{row}".rstrip() + "\n")
            before, first = " " * len(before), False

    def prompt(self) -> None:
        """Write the sign behind which something is typed."""
        self.out.write("> ")
        self.out.flush()
        self.gap, self.noticed = True, False

    def shown(self, typed: str) -> None:
        """Write what was typed, as far as it fits: the line that a terminal would show."""
        row = next(wrap(showable(typed), sizes.width(self.out, self.settings.width) - 2))
        self.out.write(f"{row}\n")

    def line(self) -> str | Command:
        """Return one line of input, without white space around it; LEAVE at its end, CHANGED where that came first."""
        self.prompt()
        read = self.awaited()
        if self.echo or not read:
            self.shown((read or "").strip())
        if read is None:
            sizes.drop_typing(self.read)
            return Command.CHANGED
        return read.strip() if read else Command.LEAVE

    def awaited(self) -> str | None:
        """Return a line as it was read, or None as soon as `changed` says so."""
        if self.changed is None and self.awaits is None:
            return self.read.readline()
        if self.awaits is None:
            from engine.terminal.waiting import Lines  # noqa: PLC0415 - few players need a thread

            self.awaits = Lines(self.read)
        return self.awaits.next(self.changed)
