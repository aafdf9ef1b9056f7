"""What is live below the prose: a small application of prompt_toolkit, gone without a trace when it is answered.

Imports prompt_toolkit, as `menu` does; nobody imports either before the first words stand on the screen. May import
floor 0 and, from its own room, `styled`, `rows` and `typed`. Never the alternate screen, no mouse, no question to the
terminal where its cursor is.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")  # on slow links the terminal's answer would be read as typing

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import BufferControl, FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from engine.terminal.rows import AIR
from engine.terminal.styled import Line
from engine.terminal.typed import LONGEST, on_one_line

T = TypeVar("T")
Task = Callable[[Application[T]], Awaitable[None]]
"""What runs beside an application, and may answer it."""

STEPS: Final = 10
_OFTEN: Final = 0.25  # seconds
ESCAPES: Final = 0.2  # seconds until Esc is known to begin no longer key, after it is known to be Esc
_STYLE: Final = {"accent": "ansimagenta", "strong": "bold", "soft": "italic", "title": "bold ansimagenta"}


def run(application: Application[T], *tasks: Task[T]) -> T:
    """Show something until it is answered.

    Raises:
        EOFError: the terminal is gone.
        Exception: whatever a task raised.

    """

    async def guarded(task: Task[T]) -> None:
        try:
            await task(application)
        except Exception as error:  # noqa: BLE001 - it is raised again where the question was asked
            if not application.is_done:
                application.exit(exception=error)

    def begin() -> None:
        for task in tasks:
            application.create_background_task(guarded(task))

    application.output.write_raw("\r")  # what was typed before now was echoed: it is drawn over
    return application.run(pre_run=begin)


def watching(changed: Callable[[], bool], answer: T) -> Task[T]:
    """Return a task that answers as soon as something has changed."""

    async def watch(application: Application[T]) -> None:
        await asyncio.sleep(_OFTEN)
        while not changed():  # noqa: ASYNC110 - what changes is a file, which wakes nobody
            await asyncio.sleep(_OFTEN)
        _answers(application, answer)

    return watch


def waiting(seconds: int, answer: T, passed: Callable[[int], None]) -> Task[T]:
    """Return a task that answers when no key was pressed for so long; `passed` hears how many tenths have passed.

    Steps are counted, and no clock is read: while the player is set aside, or the machine sleeps, no time passes.
    """

    async def wait(application: Application[T]) -> None:
        pressed = asyncio.Event()
        application.key_processor.before_key_press += lambda _sender: pressed.set()
        step = 0
        while step < STEPS:
            try:
                async with asyncio.timeout(seconds / STEPS):
                    await pressed.wait()
                step = 0
            except TimeoutError:
                step += 1
            pressed.clear()
            passed(step)
            application.invalidate()
        _answers(application, answer)

    return wait


def _answers(application: Application[T], answer: T) -> None:
    if not application.is_done:
        application.exit(result=answer)


def application(layout: Layout, keys: KeyBindings, *, colour: bool) -> "Application[T]":
    """Return an application that shows a layout below what was printed, and is erased when it is answered."""
    return Application(
        layout=layout,
        key_bindings=keys,
        style=Style.from_dict(_STYLE),
        color_depth=None if colour else ColorDepth.DEPTH_1_BIT,
        full_screen=False,
        erase_when_done=True,
        mouse_support=False,
    )


def lines(shown: Callable[[], Line]) -> Window:
    """Return a window of lines, with the terminal's cursor where they say."""
    control = FormattedTextControl(lambda: _classes(shown()), focusable=True, show_cursor=False)
    return Window(control, dont_extend_height=True, wrap_lines=False)


def entry(above: Callable[[], Line], below: Callable[[bool], Line], keys: KeyBindings) -> tuple[Layout, Buffer]:
    """Return a layout in which a line of words is written, between lines above it and below it, and what holds them.

    `below` is told whether there is room for more. Keys are added for what prompt_toolkit would do otherwise.
    """
    buffer = Buffer(multiline=False)
    full = Condition(lambda: len(buffer.text) >= LONGEST)
    keys.add(Keys.Any, filter=full)(_does_nothing)
    keys.add("c-l")(_does_nothing)  # it would wipe the prose off the screen

    @keys.add(Keys.BracketedPaste)
    def paste(event: KeyPressEvent) -> None:
        buffer.insert_text(on_one_line(event.data)[: max(0, LONGEST - len(buffer.text))])

    words = Window(
        BufferControl(buffer),
        dont_extend_height=True,
        wrap_lines=True,
        get_line_prefix=lambda _line, wrapped: f"{AIR}  " if wrapped else f"{AIR}> ",
    )
    return Layout(HSplit([lines(above), words, lines(lambda: below(full()))]), focused_element=words), buffer


def _does_nothing(_event: KeyPressEvent) -> None:
    pass


def _classes(fragments: Line) -> FormattedText:
    """Return fragments with our styles as prompt_toolkit's classes. Words never pass through its mark-up."""
    named: list[tuple[str, str]] = [
        (style if style.startswith("[") else " ".join(f"class:{name}" for name in style.split()), text)
        for style, text in fragments
    ]
    if named and named[-1][1].endswith("\n"):
        named[-1] = named[-1][0], named[-1][1][:-1]
    return FormattedText(named)
