"""`curbside play`, and `curbside` alone: the shelf.

May import floors 0 to 3, where it is used, and `shared`.
"""

import argparse
import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.commands.shared import FINE, PROBLEMS, USAGE, Command, nothing_called, say

if TYPE_CHECKING:
    from engine.model import Story
    from engine.terminal.session import End

UNASKED: Final[dict[str, Any]] = {
    "plain": False,
    "width": None,
    "seed": None,
    "transcript": None,
    "replay": None,
    "once": False,
}
"""What stands for each option of `play` where nothing was asked."""


def shelf(options: argparse.Namespace) -> int:
    """Let the player pick a story, and play it."""
    from engine.reading.files import shelf as paths  # noqa: PLC0415
    from engine.terminal import playing  # noqa: PLC0415

    stories = [story for path in paths() if (story := _story(path)) is not None]
    return _code(playing.shelf(stories, playing.Wishes.of(options)), options)


def _play(options: argparse.Namespace) -> int:
    from engine.reading.files import find  # noqa: PLC0415

    if options.story is None:
        return shelf(options)
    if options.transcript and options.replay:
        say("--replay asks nothing, so there would be nothing new for --transcript to write: leave one of them out.")
        return USAGE
    path = find(options.story)
    if path is None:
        return nothing_called(options.story)
    from engine.terminal import playing  # noqa: PLC0415

    story = _story(path)
    if story is None:
        return PROBLEMS
    gc.freeze()  # the story stays to the end: to look for garbage in it, again and again, would take long
    return _code(playing.play(story, playing.Wishes.of(options)), options)


def _story(path: Path) -> "Story | None":
    """Return the story at `path`, kept or built anew; None where it has faults, which are said."""
    from engine.compiled.kept import keep, kept  # noqa: PLC0415
    from engine.reading.files import files_at  # noqa: PLC0415

    found = files_at(path)
    if (story := kept(found)) is not None:
        return story
    from engine.diagnostics import render  # noqa: PLC0415
    from engine.reading.load import loaded  # noqa: PLC0415

    built = loaded(found)
    if built.story is not None:
        keep(found, built.story)
        return built.story
    say(render([each for each in built.diagnostics if each.severity == "error"], built.lines))
    say("This story cannot be played before that is mended.")
    return None


def _code(end: "End", options: argparse.Namespace) -> int:
    from engine.terminal.session import End  # noqa: PLC0415

    if end is End.SHELF:  # what else was asked for was meant for the story that was left
        return shelf(argparse.Namespace(**{**UNASKED, "plain": options.plain, "width": options.width}))
    return {End.UNREADABLE: USAGE, End.DEAD_END: PROBLEMS, End.FAULTY: PROBLEMS}.get(end, FINE)


def _add_play(command: argparse.ArgumentParser) -> None:
    command.add_argument("story", nargs="?", metavar="STORY", help="a file or folder, or the id of a bundled story")
    add_looks(command)
    command.add_argument("--seed", type=int, metavar="N", help="what decides every draw of the story")
    command.add_argument("--transcript", type=Path, metavar="FILE", help="write the play to a new file as you go")
    command.add_argument("--replay", type=Path, metavar="FILE", help="show a play again that was written to a file")
    command.add_argument("--once", action="store_true", help="stop at the first ending")


def add_looks(command: argparse.ArgumentParser) -> None:
    """Add what may stand before the command as well as behind it: there, no default may undo what stood before."""
    command.add_argument(
        "--plain",
        action="store_true",
        default=argparse.SUPPRESS,
        help="lines only: for screen readers, pipes and slow links",
    )
    command.add_argument(
        "--width",
        type=_width,
        default=argparse.SUPPRESS,
        metavar="N",
        help="the longest line, in columns (20 or more; 72)",
    )


def _width(text: str) -> int:
    if not text.isdecimal() or len(text) > 4 or int(text) < 20:  # noqa: PLR2004 - said in the message
        message = f"{text!r} is no width: write a whole number from 20 to 9999"
        raise argparse.ArgumentTypeError(message)
    return int(text)


PLAY: Final = Command(_play, _add_play, "play a story")
