"""Prose as it is printed into the scrollback, once and for good: what stands blank around it, and how much it was.

May import floors 0 and 1, `messages`, `settings` and, from its own room, what stands above it.
"""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import TextIO

from engine.languages.messages import _, ngettext
from engine.model import Run
from engine.plays.settings import Settings
from engine.terminal import sizes
from engine.terminal.rows import AIR, Block, Look
from engine.terminal.styled import laid_out, painted
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
    Turn,
    Words,
)
from engine.width import columns


class Printer:
    """What prints things. Lines of prose are as wide as the settings say, with the air on their left.

    `fresh` is how many lines it has printed since that was last set to 0, blank ones above all others aside.
    """

    def __init__(self, write: TextIO, settings: Settings, *, colour: bool) -> None:
        self.out, self.settings, self.colour = write, settings, colour
        self.emit: Callable[[str], object] = write.write
        self.blank = 1  # lines that stand blank at the end of what was printed; what comes first stands off by one more
        self.fresh = 0
        self.noticed = False
        self.chapter = False  # whether a chapter's title was shown just now

    @property
    def look(self) -> Look:
        """How lines look now; the longest is one column short of the window's edge."""
        room = sizes.window(self.out)
        width = max(8, min(self.settings.width or sizes.WIDTH, room.columns - 1) - len(AIR))
        return Look(width, room.lines, self.settings.large_spacing, "soft" if self.settings.markup else "")

    def show(self, item: Item) -> None:  # noqa: C901 - one case for each thing
        """Show one thing."""
        self.chapter = self.chapter and isinstance(item, Heading)
        match item:
            case Chapter(text):
                self.quietly(text, above=3)
                self.chapter = True
            case Heading(text):
                self.paragraph([Run(text, "title")], above=1 if self.chapter else 2)
            case Words(paragraph):
                self.paragraph(paragraph.runs if self.settings.markup else [Run(paragraph.plain)])
            case Chosen(label):
                self.paragraph([Run(label, "accent")], "> ")
            case Row(label, under):
                self.row(label, under)
            case Turn():
                pass  # `turn` shows it, and it goes again
            case Ending(title, of):
                self.ending(title, of)
            case DeadEnd(ring):
                self.dead_end(ring)
            case Notice(text, before):
                self.notice(text, before)
            case Frame(text):
                self.frame(text)

    def ending(self, title: str, of: int) -> None:
        """Print that the story is over."""
        self.paragraph([Run(_("The end"), "accent")], above=2)
        self.paragraph([Run(title, "title")])
        if of > 1:
            text = ngettext("This is one of {count} ending.", "This is one of {count} endings.", of)
            self.quietly(text.format(count=of))
        self.space(1)

    def dead_end(self, ring: str | None) -> None:
        """Print that the story cannot go on."""
        words = [_("The story cannot go on from here. That is a fault of the story, not yours.")]
        if ring is not None:
            words.append(_("It would come to {scene} again and again.").format(scene=ring))
        self.paragraph([Run(" ".join(words), "strong")], above=2)

    def notice(self, text: str, before: str) -> None:
        """Print a word of our own; several stand under each other."""
        if self.noticed:
            self.air()
        else:
            self.space(1)
        self.lines([Run(text, self.look.soft)], before)
        self.noticed = True

    def frame(self, text: str) -> None:
        """Print lines as they stand, with the rows counted that a narrow window makes of them."""
        self.space(1)
        room = sizes.window(self.out).columns
        for line in text.rstrip().split("\n"):
            self.put(f"{line}\n")
            self.fresh += max(0, columns(line) - 1) // room
        self.noticed, self.blank = False, 0

    def print_rows(self, blocks: Sequence[Block]) -> None:
        """Print rows of a menu, to stay."""
        for line in chain(*blocks):
            self.put(painted([piece for piece in line if piece[1]], colour=self.colour))
            self.blank = 0

    def row(self, label: str, under: str) -> None:
        """Print a choice that is closed, and why."""
        self.space(1)
        self.lines([Run(label)], "-  ")
        if under:
            self.lines([Run(under, self.look.soft)], "   ")

    def quietly(self, text: str, above: int = 1) -> None:
        """Print a quiet paragraph."""
        self.paragraph([Run(text, self.look.soft)], above=above)

    def paragraph(self, runs: Sequence[Run], before: str = "", above: int = 1) -> None:
        """Print a paragraph with lines blank above it."""
        self.space(above)
        self.lines(runs, before, spaced=self.settings.large_spacing)

    def space(self, lines: int) -> None:
        """Leave so many lines blank before what follows; with large spacing one more, as within paragraphs."""
        lines += 1 if self.settings.large_spacing else 0
        self.put("\n" * max(0, lines - self.blank))
        self.blank = max(lines, self.blank)

    def air(self) -> None:
        """Leave the blank line that large spacing puts between lines."""
        if self.settings.large_spacing:
            self.put("\n")

    def lines(self, runs: Sequence[Run], before: str = "", *, spaced: bool = False) -> None:
        """Print words in lines, those behind `before` standing under each other."""
        self.noticed, self.blank = False, 0
        style, first = runs[0].style if len(runs) == 1 else "", True
        for line in laid_out(runs, self.look.width - len(before)):
            self.put("" if first or not spaced else "\n")
            self.put(AIR + painted([(style, before), *line], colour=self.colour) + "\n")
            before, first = " " * len(before), False

    def put(self, text: str) -> None:
        """Print text as it is."""
        self.emit(text)
        if self.fresh or text.strip():
            self.fresh += text.count("\n")
