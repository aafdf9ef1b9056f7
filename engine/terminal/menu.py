"""The live menu of the rich player: a small application of prompt_toolkit, gone without a trace when it is answered.

The only import of prompt_toolkit; `rich` imports this module when something is asked for the first time. Labels are
wrapped by the caller, since the ready-made menus cut long ones off; the cursor stands on the chosen row, where braille
displays and screen readers follow it.
"""

import os
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Final

os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")  # on slow links the terminal's answer would be read as typing

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from engine.terminal.session import Answer, Command, Pick
from engine.terminal.telling import Row

Fragments = list[tuple[str, str]]

_STYLE: Final = {"accent": "ansimagenta", "strong": "bold", "soft": "italic", "title": "bold ansimagenta"}
_BEHIND: Final = 0.5  # seconds
_LETTERS: Final = {command.value: command for command in Command if command.value}


class Keyboard:
    """The keys of a terminal.

    A digit answers at once. Many press Enter behind it, as they would elsewhere: that Enter answers nothing else.
    """

    def __init__(self, *, colour: bool) -> None:
        self.colour = colour
        self.digit = -_BEHIND  # when a digit answered last

    def ask(self, rows: Sequence[Row], shown: Callable[[int], Fragments]) -> Answer:
        """Show a menu until it is answered. `shown` gives it with one row chosen, counted from 0."""
        menu = _Menu(sum(not row.closed for row in rows))
        keys = _common_keys()
        _row_keys(keys, menu)
        self.enter_keys(keys, lambda: Pick(menu.chosen))
        for digit in "0123456789":

            @keys.add(digit)
            def _(event: KeyPressEvent, digit: str = digit) -> None:
                if menu.digit(digit):
                    self.digit = monotonic()
                    event.app.exit(result=Pick(menu.chosen))

        return self.run(lambda: shown(menu.chosen), keys)

    def wait(self, shown: Callable[[], Fragments]) -> Command:
        """Show a line until a key answers it: Enter or the space bar go on."""
        keys = _common_keys()
        self.enter_keys(keys, lambda: Command.ON)
        keys.add(" ")(_exits(Command.ON))
        answer = self.run(shown, keys)
        return answer if isinstance(answer, Command) else Command.ON

    def enter_keys(self, keys: KeyBindings, answer: Callable[[], Answer]) -> None:
        """Let Enter answer."""

        @keys.add("enter")
        @keys.add("c-j")
        def _(event: KeyPressEvent) -> None:
            behind, self.digit = monotonic() - self.digit < _BEHIND, -_BEHIND
            if not behind:
                event.app.exit(result=answer())

    def run(self, shown: Callable[[], Fragments], keys: KeyBindings) -> Answer:
        """Show something until a key answers it."""
        application = _application(shown, keys, colour=self.colour)
        application.output.write_raw("\r")  # what was typed before now was echoed: it is drawn over
        return application.run()


class _Menu:
    """Which row is chosen, and the digits typed so far."""

    def __init__(self, most: int) -> None:
        self.most, self.chosen, self.digits = most, 0, ""

    def move(self, by: int) -> None:
        self.chosen = (self.chosen + by) % self.most
        self.digits = ""

    def digit(self, digit: str) -> bool:
        """Take in a digit. True when the number is whole: no longer one could be meant."""
        number = int(self.digits + digit)
        if not 1 <= number <= self.most:
            self.digits, number = "", int(digit)
        if not 1 <= number <= self.most:
            return False
        self.digits += digit
        self.chosen = number - 1
        return number * 10 > self.most


def _common_keys() -> KeyBindings:
    keys = KeyBindings()
    for letter, command in _LETTERS.items():
        keys.add(letter)(_exits(command))
    keys.add("c-d")(_exits(Command.LEAVE))

    @keys.add("c-c")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    @keys.add("c-z")
    def _(event: KeyPressEvent) -> None:
        event.app.suspend_to_background()

    return keys


def _exits(command: Command) -> Callable[[KeyPressEvent], None]:
    return lambda event: event.app.exit(result=command)


def _row_keys(keys: KeyBindings, menu: _Menu) -> None:
    for names, by in ((("down", "j", "tab"), 1), (("up", "k", "s-tab"), -1)):
        for name in names:
            keys.add(name)(lambda _event, by=by: menu.move(by))

    @keys.add("home")
    def _(_event: KeyPressEvent) -> None:
        menu.move(-menu.chosen)

    @keys.add("end")
    def _(_event: KeyPressEvent) -> None:
        menu.move(menu.most - 1 - menu.chosen)


def _application(shown: Callable[[], Fragments], keys: KeyBindings, *, colour: bool) -> "Application[Answer]":
    control = FormattedTextControl(lambda: _classes(shown()), focusable=True, show_cursor=False)
    return Application(
        layout=Layout(Window(control, dont_extend_height=True, wrap_lines=False)),
        key_bindings=keys,
        style=Style.from_dict(_STYLE),
        color_depth=None if colour else ColorDepth.DEPTH_1_BIT,
        full_screen=False,
        erase_when_done=True,
        mouse_support=False,
    )


def _classes(fragments: Fragments) -> FormattedText:
    """Return fragments with our styles as prompt_toolkit's classes. Words never pass through its mark-up."""
    named: list[tuple[str, str]] = [
        (style if style.startswith("[") else " ".join(f"class:{name}" for name in style.split()), text)
        for style, text in fragments
    ]
    if named and named[-1][1].endswith("\n"):
        named[-1] = named[-1][0], named[-1][1][:-1]
    return FormattedText(named)
