"""The rich player: prose printed once into the scrollback; only the menu is live, and it goes when a choice is made.

May import floors 0 and 1, `messages`, `settings` and, from its own room, what stands above it. prompt_toolkit comes
with `menu`, which is imported when something is asked for the first time: by then words stand on the screen. Never the
alternate screen, no mouse, no cursor-position requests, nothing drawn to the right of words.
"""

import sys
from collections.abc import Callable, Collection, Sequence
from copy import copy
from io import TextIOWrapper
from typing import TYPE_CHECKING, Final, TextIO

from engine.languages.messages import _
from engine.model import Run
from engine.plays.settings import Settings
from engine.terminal import rows as menus
from engine.terminal.face import COMMANDS, Answer, Command, Pick, Times, Wait
from engine.terminal.printed import Printer
from engine.terminal.rows import AIR, Below
from engine.terminal.styled import Line
from engine.terminal.telling import Item, Row, Title
from engine.terminal.typed import LONGEST, taken

if TYPE_CHECKING:
    from engine.terminal.menu import Keyboard

_TURN: Final = 2  # lines that the end of a page takes: a blank one, and what asks for Enter


class Rich(Printer):
    """A face of a terminal."""

    def __init__(self, write: TextIO, settings: Settings, *, colour: bool) -> None:
        super().__init__(write, settings, colour=colour)
        if isinstance(write, TextIOWrapper):  # a page at once: what is typed meanwhile is not echoed in its midst
            write.reconfigure(line_buffering=False)
        self.changed: Callable[[], bool] | None = None
        self.new = True  # to the player, who has not chosen anything yet
        self.opened: Keyboard | None = None

    @property
    def choosing(self) -> str:
        """How a choice is made."""
        return _("A number makes that choice; so do the arrows, Home and End, with Enter.")

    @property
    def keyboard(self) -> "Keyboard":
        """The keyboard; what was printed stands on the screen before prompt_toolkit is imported for it."""
        self.out.flush()
        if self.opened is None:
            from engine.terminal.menu import Keyboard  # noqa: PLC0415 - see the module's docstring

            self.opened = Keyboard(colour=self.colour)
        self.opened.changed = self.changed
        return self.opened

    def open(self, title: Title, *, asks: bool) -> Command:
        """Show the first screen; return LEAVE when the player does not want to begin."""
        self.paragraph([Run(title.title, "title")], above=2)
        if title.summary:
            self.paragraph([Run(title.summary)])
        if title.notes:
            self.quietly(_("In this story:"))
            for note in title.notes:
                self.air()
                self.lines([Run(note)], "-  ")
        self.new = True  # the keys are told again at the first choice
        keys = (Command.HELP, Command.LEAVE)
        while (command := self.live(_("Press Enter to begin."), keys, asks=asks)) is Command.HELP:
            for text, before in ((_("Enter begins the story."), ""), (self.choosing, ""), (_("leave"), "q  ")):
                self.notice(text, before)
        return command

    def ask(
        self,
        rows: Sequence[Row],
        typed: str | None = None,
        wait: Wait | None = None,
        commands: Collection[Command] = COMMANDS,
    ) -> Answer:
        """Show the menu and wait for an answer; the menu goes when there is one."""
        self.space(1)
        if typed is not None:  # a play that is shown again: its menu stays where it was printed
            self.print_rows(menus.blocks(rows, int(typed) - 1 if typed.isdecimal() else -1, self.look))
            return Command.ON
        blocks, height = menus.blocks(rows, -1, self.look), self.look.height
        if self.fresh and self.fresh + menus.size(blocks) >= height:  # the menu would push off what was not read yet
            read = self.live(_("Press Enter to go on."), commands, asks=True)
            if read is not Command.ON:
                return read
        if menus.size(blocks) > height:  # print what the arrows do not come to, or could not show whole
            pairs = list(zip(rows, blocks, strict=True))
            self.print_rows([block for row, block in pairs if row.closed or len(block) > height])
            rows = [row for row in rows if not row.closed]
            self.space(1)

        def shown(chosen: int, note: str, waited: int) -> Line:
            hint = _("Press a number, or use the arrows and Enter. ? shows all keys.") if self.new else ""
            sign = " ".join([_("Waiting …"), *"·" * waited]) if wait is not None else ""
            return menus.fitted(rows, chosen, self.look, Below(hint, note, sign))

        answer = self.keyboard.ask(rows, shown, wait, commands)
        self.fresh = 0
        self.new = self.new and not isinstance(answer, Pick)
        return answer

    def lettered(self, rows: Sequence[Row], letters: Sequence[str]) -> Command | Times:
        """Print a menu of letters and numbers, once what was printed before it is read."""
        trial = copy(self)
        trial.emit = len  # anything that prints nothing
        trial.marked(rows, letters)
        if self.fresh and trial.fresh + _TURN > self.look.height:
            read = self.turn(asks=True)
            if read is not Command.ON:
                return read
        self.marked(rows, letters)
        return Command.ON

    def marked(self, rows: Sequence[Row], letters: Sequence[str]) -> None:
        """Print rows with their letters."""
        self.space(1)
        for number, row in enumerate(rows, 1):
            if number > 1:
                self.air()
            before = "-  " if row.closed else f"{letters[number - 1]} ({number}). "
            self.lines([Run(row.label)], before)
            for under in filter(None, row.under.split("\n")):
                self.lines([Run(under, self.look.soft)], " " * len(before))

    def line(self) -> str | Command:
        """Read a line as the plain player does: no key is answered before Enter."""
        from engine.terminal.plain import Plain  # noqa: PLC0415 - only for a class that votes

        self.space(1)
        self.put(AIR)
        line = Plain(sys.stdin, self.out, self.settings).line()
        self.fresh = self.blank = 0
        self.noticed = False
        return line

    def write(self, prompt: str) -> str | None:
        """Ask for a line of words; what was written stays, the question goes."""
        self.space(1)

        def below(full: bool) -> Line:  # noqa: FBT001 - the one thing that it is told
            text = _("Enter when you are done. Esc leaves it.")
            if full:
                text = _("There is room for {count} characters, and no more.").format(count=LONGEST)
            return menus.joined(menus.quiet(text, self.look))

        words = taken(self.keyboard.write(lambda: menus.joined(menus.quiet(prompt, self.look)), below))
        self.fresh = 0
        if words is not None:
            self.paragraph([Run(words, "accent")], "> ")
        return words

    def is_full(self, item: Item) -> bool:
        """Whether one more thing, and the page's end below it, would push off the top what came since the last key."""
        trial = copy(self)
        trial.emit = len  # anything that prints nothing
        trial.show(item)
        return self.fresh > 0 and trial.fresh + _TURN > self.look.height

    def turn(self, *, asks: bool) -> Command | Times:
        """Wait for the page to be turned."""
        return self.live(_("Press Enter to go on."), COMMANDS, asks=asks)

    def live(self, hint: str, commands: Collection[Command], *, asks: bool) -> Command:
        """Show a quiet line until a key answers it."""
        self.space(1)
        if not asks:
            return Command.ON

        def shown(note: str) -> Line:
            return menus.joined(line for text in (hint, note) if text for line in menus.quiet(text, self.look))

        answer = self.keyboard.wait(shown, commands)
        self.fresh = 0
        return answer
