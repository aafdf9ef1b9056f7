"""The rich player: prose printed once into the scrollback; only the menu is live, and it goes when a choice is made.

prompt_toolkit comes with `menu`, which is imported when something is asked for the first time: by then words stand on
the screen.
Never the alternate screen, no mouse, no cursor-position requests, nothing drawn to the right of words.
"""

import shutil
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from typing import TYPE_CHECKING, Final, TextIO

from engine.model import Run
from engine.terminal.session import Answer, Command, Pick
from engine.terminal.styled import Piece, laid_out, painted
from engine.terminal.telling import Chapter, Chosen, DeadEnd, Ending, Heading, Item, Notice, Row, Title, Turn, Words

if TYPE_CHECKING:
    from engine.terminal.menu import Fragments, Keyboard

AIR: Final = "  "
WIDTH: Final = 72
HINT: Final = "Press a number, or use the arrows and Enter. ? shows all keys."


class Rich:
    """A face of a terminal. `width` is the longest line of prose with the air on its left, or None for the usual."""

    choosing = "A number makes that choice; so do the arrows, Home and End, with Enter."

    def __init__(self, write: TextIO, width: int | None, *, colour: bool) -> None:
        self.write, self.wish, self.colour = write, width, colour
        if isinstance(write, TextIOWrapper):  # a page at once: what is typed meanwhile is not echoed in its midst
            write.reconfigure(line_buffering=False)
        self.blank = 1  # lines that stand blank at the end of what was printed; what comes first stands off by one more
        self.noticed = False
        self.chapter = False  # whether a chapter's title was shown just now
        self.new = True  # to the player, who has not chosen anything yet
        self.opened: Keyboard | None = None

    @property
    def width(self) -> int:
        """The longest line of words now, without the air."""
        room = shutil.get_terminal_size((WIDTH, 24)).columns
        return max(8, min(self.wish or WIDTH, room - 1) - len(AIR))

    @property
    def keyboard(self) -> "Keyboard":
        """The keyboard; what was printed stands on the screen before prompt_toolkit is imported for it."""
        self.write.flush()
        if self.opened is None:
            from engine.terminal.menu import Keyboard  # noqa: PLC0415 - see the module's docstring

            self.opened = Keyboard(colour=self.colour)
        return self.opened

    def show(self, item: Item) -> None:  # noqa: C901 - one case for each thing
        """Show one thing."""
        self.chapter = self.chapter and isinstance(item, Heading)
        match item:
            case Chapter(text):
                self.paragraph([Run(text, "soft")], above=3)
                self.chapter = True
            case Heading(text):
                self.paragraph([Run(text, "title")], above=1 if self.chapter else 2)
            case Words(paragraph):
                self.paragraph(paragraph.runs)
            case Chosen(label):
                self.paragraph([Run(label, "accent")], "> ")
            case Row(label, under):
                self.row(label, under)
            case Turn():
                pass  # `turn` shows it, and it goes again
            case Ending(title, of):
                self.paragraph([Run("The end", "accent")], above=2)
                self.paragraph([Run(title, "title")])
                if of > 1:
                    self.paragraph([Run(f"This is one of {of} endings.", "soft")])
                self.space(1)
            case DeadEnd(ring):
                again = f" It would come to {ring} again and again." if ring is not None else ""
                words = f"The story cannot go on from here.{again} That is a fault of the story, not yours."
                self.paragraph([Run(words, "strong")], above=2)
            case Notice(text, before):
                if not self.noticed:
                    self.space(1)
                self.lines([Run(text, "soft")], before)
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
        self.new = True  # the keys are told again at the first choice
        while (command := self.live("Press Enter to begin.", asks=asks)) not in (Command.ON, Command.LEAVE):
            if command is Command.HELP:
                for notice in (Notice("Enter begins the story."), Notice(self.choosing), Notice("leave", "q  ")):
                    self.show(notice)
        return command

    def ask(self, rows: Sequence[Row], typed: str | None = None) -> Answer:
        """Show the menu and wait for an answer; the menu goes when there is one."""
        self.space(1)
        if typed is not None:  # a play that is shown again: its menu stays where it was printed
            self.printed(self.menu(rows, int(typed) - 1 if typed.isdecimal() else -1))
            return Command.ON
        blocks = self.menu(rows, -1)
        if sum(map(len, blocks)) > self.height:  # print what the arrows do not come to, or could not show whole
            pairs = list(zip(rows, blocks, strict=True))
            self.printed(block for row, block in pairs if row.closed or len(block) > self.height)
            rows = [row for row in rows if not row.closed]
            self.space(1)
        answer = self.keyboard.ask(rows, lambda chosen: self.fitted(rows, chosen))
        self.new = self.new and not isinstance(answer, Pick)
        return answer

    def turn(self, *, asks: bool) -> Command:
        """Wait for the page to be turned."""
        return self.live("Press Enter to go on.", asks=asks)

    def live(self, hint: str, *, asks: bool) -> Command:
        """Show a quiet line until a key answers it."""
        self.space(1)
        if not asks:
            return Command.ON
        return self.keyboard.wait(lambda: _joined(self.quiet(hint)))

    def quiet(self, hint: str) -> "list[Fragments]":
        """Return a hint as lines of fragments."""
        return [[("", AIR), *line, ("", "\n")] for line in laid_out([Run(hint, "soft")], self.width)]

    def menu(self, rows: Sequence[Row], chosen: int) -> "list[list[Fragments]]":
        """Return the lines of each row, with the row `chosen` marked by a sign as well as by colour."""
        blocks = [self.menu_row(row, index, len(rows), marked=index == chosen) for index, row in enumerate(rows)]
        if any(row.under and not row.closed for row in rows):  # the shelf: a line of air between stories
            for block in blocks[1:]:
                block.insert(0, [("", "\n")])
        return blocks

    def printed(self, blocks: "Iterable[list[Fragments]]") -> None:
        """Print rows of a menu, to stay."""
        for line in (line for block in blocks for line in block):
            self.write.write(painted((piece for piece in line if piece[1]), colour=self.colour))
            self.blank = 0

    def menu_row(self, row: Row, index: int, most: int, *, marked: bool) -> "list[Fragments]":
        """Return the lines of one row."""
        style = "accent strong" if marked else ""
        head = f"{AIR}{'>' if marked else ' '} {'-' if row.closed else index + 1:<{len(str(most))}}  "
        lines: list[list[Piece]] = []
        for line in laid_out([Run(row.label, style)], self.room(head)):
            lines.append([(style, head), *line, ("", "\n")])
            head = " " * len(head)
        for part in filter(None, row.under.split("\n")):
            lines += [[("", head), *line, ("", "\n")] for line in laid_out([Run(part, "soft")], self.room(head))]
        if marked:
            lines[0].insert(0, ("[SetCursorPosition]", ""))
        return lines

    def fitted(self, rows: Sequence[Row], chosen: int) -> "Fragments":
        """Return the menu as far as the window has room for it: the row `chosen`, and what stands around it."""
        blocks = self.menu(rows, chosen)
        lines = [line for block in blocks for line in block]
        if len(lines) <= self.height:
            hint = [[("", "\n")], *self.quiet(HINT)] if self.new else []
            return _joined([*lines, *(hint if len(lines) + len(hint) <= self.height else [])])
        above, size = sum(map(len, blocks[:chosen])), len(blocks[chosen])
        hint = self.quiet(f"{len(rows)} choices; the arrows show the rest.")
        if len(hint) + size > self.height:
            hint = []
        if size > self.height > 1:
            return _joined([*blocks[chosen][: self.height - 1], self.quiet("The rest stands above.")[0]])
        room = self.height - len(hint)
        top = max(0, min(above - (room - size) // 2, above, len(lines) - room))
        return _joined([*hint, *lines[top : top + room]])

    @property
    def height(self) -> int:
        """How many lines the window has now."""
        return shutil.get_terminal_size((WIDTH, 24)).lines

    def room(self, head: str) -> int:
        """Return how many columns are left for words behind `head`."""
        return max(8, self.width + len(AIR) - len(head))

    def row(self, label: str, under: str) -> None:
        """Print a choice that is closed, and why."""
        self.space(1)
        self.lines([Run(label)], "-  ")
        if under:
            self.lines([Run(under, "soft")], "   ")

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


def _joined(lines: "Iterable[Fragments]") -> "Fragments":
    return [piece for line in lines for piece in line]
