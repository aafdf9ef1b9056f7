"""`curbside play`, and `curbside` alone: the shelf.

May import floors 0 to 3, where it is used, `shared` and `for_class`.
"""

import argparse
import gc
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.commands import for_class
from engine.commands.shared import FINE, PROBLEMS, USAGE, Command, nothing_called, say, speak
from engine.languages.messages import _

if TYPE_CHECKING:
    from engine.checking.lesson import Pause
    from engine.model import Story
    from engine.terminal.around import Reread
    from engine.terminal.face import End
    from engine.terminal.playing import Shelved

UNASKED: Final[dict[str, Any]] = {
    "plain": False,
    "width": None,
    "seed": None,
    "transcript": None,
    "replay": None,
    "once": False,
    "new": False,
    "at": None,
    "holding": None,
    "slot": None,
    "list": False,
    "watch": False,
    "lang": "",
    **for_class.UNASKED,
}
"""What stands for each option of `play` where nothing was asked."""


def shelf(options: argparse.Namespace) -> int:
    """Let the player pick a story, and play it."""
    from engine.reading.files import shelf as paths  # noqa: PLC0415
    from engine.terminal import playing  # noqa: PLC0415

    if not speak(options.lang):
        return USAGE
    found = [*_stories_here(), *paths()]
    stories = [_shelved(path, story, bundled=path in paths()) for path in found if (story := _on_shelf(path))]
    return _code(playing.shelf(stories, playing.Wishes.of(options)), options)


def _on_shelf(path: Path) -> "Story | None":
    """Return a story for the shelf; of one at fault one line tells."""
    story, _faults = _read(path)
    if story is None:
        faulty = _("{path} cannot be played before its faults are mended: curbside check {path} shows them.")
        say(faulty.format(path=path))
    return story


def _stories_here() -> list[Path]:
    """Return the stories in this folder: those that a writer is at work on."""
    with suppress(OSError):
        here = sorted(path.parent for path in (*Path().glob("story.yaml"), *Path().glob("*/story.yaml")))
        return here[:MOST]
    return []


OFTEN: Final = 0.25
"""How often, in seconds, a story that is watched is looked at."""
MOST: Final = 20
"""How many stories of this folder stand on the shelf."""


def _play(options: argparse.Namespace) -> int:
    from engine.reading.files import find  # noqa: PLC0415

    if not (_fits(options) and speak(options.lang)):
        return USAGE
    path = find(options.story) if options.story is not None else None
    if options.story is not None and path is None:
        return nothing_called(options.story)
    if options.list:
        return _list(path)
    if path is None:
        return shelf(options)
    story = _story(path) or (_mended(path) if options.watch else None)
    if story is None:
        return PROBLEMS
    gc.freeze()  # the story stays to the end: to look for garbage in it, again and again, would take long
    return _played(path, story, options)


def _played(path: Path, story: "Story", options: argparse.Namespace) -> int:
    from engine.terminal import playing  # noqa: PLC0415

    face = None
    if options.into is not None and options.alias is None and not options.projector:
        from engine.terminal.joining import choose_alias  # noqa: PLC0415

        face = playing.opened(playing.Wishes.of(options))
        options.alias = choose_alias(face, options.into)
        if options.alias is None:
            return FINE
    shelved = _shelved(path, story, bundled=not Path(options.story).exists(), watch=options.watch)
    if options.at is None:
        return _code(playing.play(shelved, playing.Wishes.of(options), face), options)
    from engine.commands.somewhere import there  # noqa: PLC0415

    begins = there(story, options.at, _all_of(options.holding))
    if isinstance(begins, int):
        return begins
    return _code(playing.play(shelved, playing.Wishes.of(options), there=begins), options)


def _mended(path: Path) -> "Story":
    """Wait until a story can be played, and return it; show its faults anew each time it is saved."""
    watched = _Watched(path)
    say(_("Waiting until it is saved without one. Ctrl-C leaves."))
    while True:
        time.sleep(OFTEN)
        if watched.changed() and (story := _story(path)) is not None:
            return story


def _all_of(conditions: list[str] | None) -> str | None:
    """Return one condition that asks for all of them."""
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else " and ".join(f"({each})" for each in conditions)


def _fits(options: argparse.Namespace) -> bool:
    """Say what is wrong with options that do not go together; return whether nothing is."""
    wrong = ""
    if options.transcript and options.replay:
        wrong = "--replay asks nothing, so there would be nothing new for --transcript to write: leave one of them out."
    elif options.replay and options.story is None:
        wrong = "--replay shows a play of a story: name the story as well."
    elif options.replay and (options.new or options.slot):
        wrong = "--replay keeps nothing: leave --new and --slot out."
    elif options.watch and (options.replay or options.story is None):
        wrong = "--watch follows one story while you write it: name the story, and leave --replay out."
    elif options.at is not None and options.story is None:
        wrong = "--at begins at a scene of a story: name the story as well."
    elif options.at is not None and options.replay:
        wrong = "--replay shows a play from its start: leave --at out."
    elif options.holding is not None and options.at is None:
        wrong = "--with says what is to hold at a scene: name the scene with --at."
    wrong = wrong or for_class.wrong(options)
    if wrong:
        say(wrong)
    return not wrong


def _list(path: Path | None) -> int:
    """Show the plays that are kept: all, or those of one story."""
    from engine.commands.keeping import print_plays  # noqa: PLC0415

    story = _story(path) if path is not None else None
    if path is not None and story is None:
        return PROBLEMS
    return print_plays(story.id if story else "")


def _shelved(path: Path, story: "Story", *, bundled: bool, watch: bool = False) -> "Shelved":
    from engine.terminal.playing import Shelved  # noqa: PLC0415

    place = ""
    if not bundled:
        from engine.plays.places import place_of  # noqa: PLC0415

        place = place_of(path)
    shelved = Shelved(story, place, cache(partial(_acts, path)), cache(partial(_pauses, path)))
    if watch:
        watched = _Watched(path)
        shelved = shelved._replace(changed=watched.changed, reread=watched.reread)
    return shelved


def _acts(path: Path) -> tuple[str, ...]:
    from engine.checking.lesson import small_acts  # noqa: PLC0415

    return small_acts(path)


def _pauses(path: Path) -> "tuple[Pause, ...]":
    """Return the pauses of the lesson beside a story; of a lesson at fault one line tells."""
    from engine.checking.lesson import read_lesson  # noqa: PLC0415
    from engine.reading.load import load  # noqa: PLC0415

    beside = read_lesson(path, load(path))
    if beside is None or beside.value is not None:
        return beside.value.pauses if beside is not None and beside.value is not None else ()
    faulty = _("The lesson beside this story has faults, so none of its pauses is shown: curbside check {path} tells.")
    say(faulty.format(path=path))
    return ()


class _Watched:
    """The files of a story, looked at again and again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stamp = list(self._stamps())

    def changed(self) -> bool:
        """Return whether a file was written, came or went since it was last asked."""
        before, self.stamp = self.stamp, list(self._stamps())
        return before != self.stamp

    def _stamps(self) -> Iterator[tuple[str, int, int]]:
        folder = self.path if self.path.is_dir() else self.path.parent
        files = [self.path, folder / "story.yaml", *sorted(folder.glob("chapters/*.yaml"))]
        for file in files:
            with suppress(OSError):
                state = file.stat()
                yield str(file), state.st_size, state.st_mtime_ns

    def reread(self) -> "Reread":
        """Read the story again."""
        return _read(self.path)


def _story(path: Path) -> "Story | None":
    """Return the story at `path`; None where it has faults, which are said."""
    story, faults = _read(path)
    if story is None:
        say(faults)
        say(_("This story cannot be played before that is mended."))
    return story


def _read(path: Path) -> "Reread":
    """Return the story at `path`, kept or built anew, or the frames of its faults."""
    from engine.compiled.kept import keep, kept  # noqa: PLC0415
    from engine.reading.files import files_at  # noqa: PLC0415
    from engine.terminal.around import Reread  # noqa: PLC0415

    found = files_at(path)
    if (story := kept(found)) is not None:
        return Reread(story)
    from engine.diagnostics import render  # noqa: PLC0415
    from engine.reading.load import loaded  # noqa: PLC0415

    built = loaded(found)
    if built.story is not None:
        keep(found, built.story)
        return Reread(built.story)
    return Reread(None, render([each for each in built.diagnostics if each.severity == "error"], built.lines))


def _code(end: "End", options: argparse.Namespace) -> int:
    from engine.terminal.face import End  # noqa: PLC0415

    if end is End.SHELF:  # what else was asked for was meant for the story that was left
        kept = ("plain", "width", "lang", *for_class.UNASKED)  # a class stays one for each story
        stays = {name: getattr(options, name) for name in kept}
        return shelf(argparse.Namespace(**{**UNASKED, **stays}))
    return {End.UNREADABLE: USAGE, End.DEAD_END: PROBLEMS, End.FAULTY: PROBLEMS}.get(end, FINE)


def _add_play(command: argparse.ArgumentParser) -> None:
    command.add_argument("story", nargs="?", metavar="STORY", help="a file or folder, or the id of a bundled story")
    add_looks(command)
    command.add_argument("--new", action="store_true", help="begin a new play; the one that is kept stays")
    command.add_argument(
        "--at", metavar="SCENE", help="begin at a scene, by the shortest way there, which is shown; begins a new play"
    )
    command.add_argument(
        "--with",
        dest="holding",
        action="append",
        metavar="CONDITION",
        help="with --at: let this hold there, as when: would ask for it",
    )
    command.add_argument("--slot", type=_slot, metavar="NAME", help="go on with the play of that name, or begin one")
    command.add_argument("--list", action="store_true", help="show the plays that are kept")
    command.add_argument(
        "--seed", type=_seed, metavar="N", help="what decides every draw of the story; begins a new play"
    )
    command.add_argument("--transcript", type=Path, metavar="FILE", help="write the play to a new file as you go")
    command.add_argument("--replay", type=Path, metavar="FILE", help="show a play again that was written to a file")
    for_class.add(command)
    command.add_argument("--once", action="store_true", help="stop at the first ending")
    command.add_argument("--watch", action="store_true", help="while you write: take in the story whenever it is saved")


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
        help="the longest line: 20 columns or more (72 unless you say so)",
    )
    command.add_argument(
        "--lang", default=argparse.SUPPRESS, metavar="CODE", help="the language of the program's own sentences"
    )


def _width(text: str) -> int:
    if not text.isdecimal() or len(text) > 4 or int(text) < 20:  # noqa: PLR2004 - said in the message
        message = f"{text!r} is no width: write a whole number from 20 to 9999"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _seed(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,18}", text):
        message = f"{text!r} is no seed: write a whole number such as 7"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _slot(text: str) -> str:
    if not text.strip() or len(text) > 40 or not text.isprintable():  # noqa: PLR2004 - said in the message
        message = f"{text!r} is no name for a play: write 1 to 40 characters, one of them no space"
        raise argparse.ArgumentTypeError(message)
    return text.strip()


def _ends() -> str:
    from engine.plays.kept import plays_folder  # noqa: PLC0415
    from engine.plays.places import settings_file  # noqa: PLC0415

    if (folder := plays_folder()) is None:
        return "CURBSIDE_DATA is off: nothing is kept."
    return f"Plays are kept in {folder}; how things look stands in {settings_file()}, and o changes it while you play."


PLAY: Final = Command(_play, _add_play, "play a story", _ends)
