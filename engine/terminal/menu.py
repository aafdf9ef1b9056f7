"""The keys of the rich player: a menu, a line that waits to be answered, and words of the player's own.

Imports prompt_toolkit, as `live` does; `rich` imports this module when something is asked for the first time. Labels
are wrapped by the caller, since the ready-made menus cut long ones off; the cursor stands on the chosen row, where
braille displays and screen readers follow it.
"""

from collections.abc import Callable, Collection, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar

from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Layout

from engine.languages.messages import _, ngettext
from engine.terminal import live
from engine.terminal.face import COMMANDS, Answer, Command, Pick, Wait
from engine.terminal.styled import Line
from engine.terminal.telling import Row

if TYPE_CHECKING:
    from prompt_toolkit.application import Application

T = TypeVar("T")

_BEHIND: Final = 0.5  # seconds
_MOVES: Final = (("down", 1), ("j", 1), ("tab", 1), ("up", -1), ("k", -1), ("s-tab", -1))


class Keyboard:
    """The keys of a terminal.

    A digit answers at once. Many press Enter behind it, as they would elsewhere: that Enter answers nothing else.
    While something waits for keys, `changed` is asked whether there is something else to see.
    """

    def __init__(self, *, colour: bool) -> None:
        self.colour = colour
        self.changed: Callable[[], bool] | None = None
        self.digit = -_BEHIND  # when a digit answered last

    def ask(
        self,
        rows: Sequence[Row],
        shown: Callable[[int, str, int], Line],
        wait: Wait | None = None,
        commands: Collection[Command] = COMMANDS,
    ) -> Answer:
        """Show a menu until it is answered.

        `shown` gives it: with one row chosen, counted from 0, with what the last key meant, if that needs saying, and
        with the tenths of `wait` that have passed.
        """
        menu = _Menu(sum(not row.closed for row in rows))
        keys = self.keys(menu, commands, lambda: Pick(menu.chosen))
        _row_keys(keys, menu)
        for digit in "0123456789":
            keys.add(digit)(lambda event, digit=digit: self.press_digit(event, menu, digit))
        tasks: list[live.Task[Answer]] = []
        if wait is not None:
            tasks.append(live.waiting(wait.seconds, Pick(wait.row, waited=True), menu.wait))
        return self.run(lambda: shown(menu.chosen, menu.note, menu.waited), keys, menu, *tasks)

    def wait(self, shown: Callable[[str], Line], commands: Collection[Command]) -> Command:
        """Show a line until a key answers it: Enter or the space bar go on, and some letters mean something."""
        menu = _Menu(1)
        keys = self.keys(menu, commands, lambda: Command.ON)
        keys.add(" ")(_exits(Command.ON))
        answer = self.run(lambda: shown(menu.note), keys, menu)
        return answer if isinstance(answer, Command) else Command.ON

    def write(self, above: Callable[[], Line], below: Callable[[bool], Line]) -> str:
        """Let a line of words be written; return it as it is, empty where none was wanted or something has changed."""
        keys = KeyBindings()
        layout, buffer = live.entry(above, below, keys)
        _common_keys(keys)
        self.enter_keys(keys, lambda: buffer.text)
        keys.add("escape")(_exits(""))
        keys.add("c-d")(_exits(""))
        application: Application[str] = live.application(layout, keys, colour=self.colour)
        application.timeoutlen = live.ESCAPES
        try:
            return live.run(application, *self.watching(""))
        except EOFError:
            return ""

    def keys(self, menu: "_Menu", commands: Collection[Command], enter: Callable[[], Answer]) -> KeyBindings:
        """Return the keys that mean something wherever something is asked; what means nothing is told."""
        keys = KeyBindings()
        _common_keys(keys)
        self.enter_keys(keys, enter)
        keys.add("c-d")(_exits(Command.LEAVE))
        for command in commands:
            keys.add(command.value)(_exits(command))
            if command.value.isalpha():
                keys.add(command.value.upper())(_exits(command))

        @keys.add(Keys.Any)
        def unknown(event: KeyPressEvent) -> None:
            if len(event.key_sequence[0].key) == 1:  # what has a longer name is no letter but an event
                menu.note = _("? shows all keys.")

        return keys

    def enter_keys(self, keys: KeyBindings, answer: Callable[[], object]) -> None:
        """Let Enter answer."""

        @keys.add("enter")
        @keys.add("c-j")
        def enter(event: KeyPressEvent) -> None:
            behind, self.digit = monotonic() - self.digit < _BEHIND, -_BEHIND
            result = answer()
            if not behind or (isinstance(result, str) and result):  # words were written since the digit
                event.app.exit(result=result)

    def press_digit(self, event: KeyPressEvent, menu: "_Menu", digit: str) -> None:
        """Take in a digit, which may be the answer."""
        if menu.digit(digit):
            self.digit = monotonic()
            event.app.exit(result=Pick(menu.chosen))

    def run(self, shown: Callable[[], Line], keys: KeyBindings, menu: "_Menu", *tasks: live.Task[Answer]) -> Answer:
        """Show something until a key answers it, or a task does, or something has changed."""
        application: Application[Answer] = live.application(Layout(live.lines(shown)), keys, colour=self.colour)
        application.key_processor.before_key_press += lambda _sender: menu.forget()
        try:
            watching: list[live.Task[Answer]] = self.watching(Command.CHANGED)
            return live.run(application, *tasks, *watching)
        except EOFError:
            return Command.LEAVE

    def watching(self, answer: T) -> "list[live.Task[T]]":
        """Return the task that asks `changed`, if there is something to ask."""
        return [] if self.changed is None else [live.watching(self.changed, answer)]


class _Menu:
    """Which row is chosen, the digits typed so far, what is to be said of the last key, and how long nothing was."""

    def __init__(self, most: int) -> None:
        self.most, self.chosen, self.digits = most, 0, ""
        self.note, self.waited = "", 0

    def move(self, by: int) -> None:
        self.chosen = (self.chosen + by) % self.most
        self.digits = ""

    def digit(self, digit: str) -> bool:
        """Take in a digit. True when the number is whole: no longer one could be meant."""
        number = int(self.digits + digit)
        if not 1 <= number <= self.most:
            self.digits, number = "", int(digit)
        if not 1 <= number <= self.most:
            self.note = ngettext("Choose {count}.", "Choose 1 to {count}.", self.most).format(count=self.most)
            return False
        self.digits += digit
        self.chosen = number - 1
        return number * 10 > self.most

    def forget(self) -> None:
        """Let what was said of a key go with the next one."""
        self.note = ""

    def wait(self, steps: int) -> None:
        self.waited = steps


def _common_keys(keys: KeyBindings) -> None:
    @keys.add("c-c")
    def interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    @keys.add("c-z")
    def set_aside(event: KeyPressEvent) -> None:
        event.app.suspend_to_background()


def _exits(answer: object) -> Callable[[KeyPressEvent], None]:
    return lambda event: event.app.exit(result=answer)


def _row_keys(keys: KeyBindings, menu: _Menu) -> None:
    for name, by in _MOVES:
        keys.add(name)(lambda _event, by=by: menu.move(by))

    @keys.add("home")
    def first(_event: KeyPressEvent) -> None:
        menu.move(-menu.chosen)

    @keys.add("end")
    def last(_event: KeyPressEvent) -> None:
        menu.move(menu.most - 1 - menu.chosen)
