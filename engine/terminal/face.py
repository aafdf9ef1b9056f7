"""What a face of the player is: it shows things and asks, each in its own way.

May import `settings` and, from its own room, `telling`.
"""

from collections.abc import Callable, Collection, Sequence
from enum import Enum, auto
from typing import Final, NamedTuple, Protocol

from engine.plays.settings import Settings
from engine.terminal.telling import Item, Row, Title


class Pick(NamedTuple):
    """The player picked a row, counted from 0; `waited` tells that doing nothing did."""

    row: int
    waited: bool = False


class Command(Enum):
    """What else the player can ask for; the value is what is typed."""

    ON = ""
    UNDO = "u"
    REDO = "r"
    BACK = "b"
    STAND = "s"
    HISTORY = "h"
    AGAIN = "a"
    FILE = "t"
    OPTIONS = "o"
    HELP = "?"
    LEAVE = "q"
    CHANGED = "\0"


COMMANDS: Final = tuple(each for each in Command if each not in (Command.ON, Command.CHANGED))
"""What can be asked for in a story."""

ASIDE: Final = (Command.HELP, Command.LEAVE)
"""What can be asked for beside a story: in the settings, or while looking back. LEAVE only goes back there."""


class Times(NamedTuple):
    """The player asked for several of UNDO or REDO at once."""

    command: Command
    times: int


class Wait(NamedTuple):
    """What doing nothing takes: the open row, counted from 0, after so many seconds."""

    row: int
    seconds: int


Answer = Pick | Command | Times


class Face(Protocol):
    """What shows things and asks: the plain player or the rich one.

    `settings` may be exchanged at any time. While a face waits for an
    answer it asks `changed`, some four times a second; when that is true it answers CHANGED.
    """

    settings: Settings
    changed: Callable[[], bool] | None

    @property
    def choosing(self) -> str:
        """How a choice is made here, in a sentence."""
        ...

    def show(self, item: Item) -> None:
        """Show one thing."""
        ...

    def open(self, title: Title, *, asks: bool) -> Command:
        """Show what a player should know first; return ON, or LEAVE when the player does not want to begin."""
        ...

    def ask(
        self,
        rows: Sequence[Row],
        typed: str | None = None,
        wait: Wait | None = None,
        commands: Collection[Command] = COMMANDS,
    ) -> Answer:
        """Show a menu and return what the player wants: an open row, or one of the commands.

        Open rows stand before closed ones.

        With `typed`, show the menu and that answer, and ask nothing. With `wait`, that row is picked when the player
        does nothing for so long; the plain player leaves all the time there is.
        """
        ...

    def lettered(self, rows: Sequence[Row], letters: Sequence[str]) -> Command | Times:
        """Show a menu that stays, with a letter for each open row; return ON, or what is asked for before it stands."""
        ...

    def line(self) -> str | Command:
        """Return a line as it is typed, without white space around it; LEAVE at the input's end."""
        ...

    def write(self, prompt: str) -> str | None:
        """Ask for a line of words and return it without white space around; None where the player wants to write none.

        The input's end is None as well. Control characters are left out.
        """
        ...

    def is_full(self, item: Item) -> bool:
        """Whether showing one more thing would push words off the screen that were not read yet."""
        ...

    def turn(self, *, asks: bool) -> Command | Times:
        """Show that the page ends and, if it `asks`, wait; return ON, or what else the player wants."""
        ...


class End(Enum):
    """How a sitting ended."""

    LEFT = auto()
    ENDED = auto()
    DEAD_END = auto()
    SHELF = auto()
    FAULTY = auto()
    UNREADABLE = auto()
