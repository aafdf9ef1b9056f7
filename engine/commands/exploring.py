"""`curbside explore`: what can happen in a story, on every path.

May import floors 0 to 3, where it is used, and `shared`.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.commands.shared import FINE, INTERRUPTED, PROBLEMS, USAGE, Command, nothing_called, say, speak_utf8

if TYPE_CHECKING:
    from engine.checking.walks import Walks
    from engine.explore.explored import Explored
    from engine.explore.saved import Saved
    from engine.exploring.progress import Progress
    from engine.model import Story
    from engine.reading.values import Document

LIMIT: Final = 2_000_000
"""How many states are held at most, unless there is little memory."""

A_STATE: Final = 500
"""How many bytes a state takes, with all that is found of it: measured on the bundled story, and rounded up."""

_SHARE: Final = 4
"""The part of the memory that is used at most: a quarter."""


def _add_explore(command: argparse.ArgumentParser) -> None:
    command.add_argument("story", metavar="STORY", help="a file or folder, or the id of a bundled story")
    command.add_argument("--json", action="store_true", help="print what was found for programs")
    command.add_argument("--words", action="store_true", help="count words too, and find those that are never shown")
    command.add_argument(
        "--limit",
        type=_limit,
        metavar="STATES",
        help=f"look at so many states at most: {LIMIT:,} unless you say so, fewer where there is little memory",
    )
    command.add_argument("--against", metavar="OLD", help="also tell what became different since an older version")
    command.add_argument(
        "--save-walks", type=Path, metavar="FILE", help="write the plays that were found as walks, in a new file"
    )
    command.add_argument(
        "--save-plays", type=Path, metavar="FOLDER", help="write them into a new folder, for curbside play --replay"
    )


def _limit(text: str) -> int:
    plain = text.replace(",", "").replace("_", "")
    if not plain.isdecimal() or not plain.isascii() or len(plain) > 12 or not int(plain):  # noqa: PLR2004 - more than fits
        message = f"{text!r} is no number of states: write a whole number such as 100000"
        raise argparse.ArgumentTypeError(message)
    return int(plain)


def _within_memory() -> int:
    """Return how many states are held at most, on this machine."""
    if sys.platform != "win32":
        with suppress(ValueError, OSError):  # a system that does not tell
            memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
            if memory > 0:
                return min(LIMIT, memory // _SHARE // A_STATE)
    return LIMIT


class _Ready(NamedTuple):
    """A story that can be explored: as it was asked for, its promises, the lines of all its files, and these."""

    name: str
    story: "Story"
    walks: "Walks | None"
    lines: Mapping[str, Sequence[str]]
    documents: "Sequence[Document]"


def _explore(options: argparse.Namespace) -> int:
    from engine.exploring.keeping import why_not  # noqa: PLC0415
    from engine.exploring.progress import stoppable  # noqa: PLC0415

    if wrong := why_not(options.save_walks, options.save_plays):  # before much time is spent
        say(wrong)
        return USAGE
    ready = list[_Ready]()
    for name in (options.story, options.against):
        read = _read(name) if name is not None else None
        if isinstance(read, int):
            return read
        ready += [read] if read else []
    with stoppable() as progress:
        found = [_explored(each, options, progress) for each in ready]
    code = _told(ready[0], found, options)
    if progress.stopped and not all(each.is_complete for each in found):
        return INTERRUPTED
    return code


def _read(name: str) -> _Ready | int:
    """Return a story and its promises; where they cannot be read, say why and return the exit code."""
    from engine.checking.check import whole  # noqa: PLC0415
    from engine.checking.walks import read_walks  # noqa: PLC0415
    from engine.diagnostics import in_order, on_one_line, render  # noqa: PLC0415
    from engine.reading.files import find  # noqa: PLC0415
    from engine.reading.load import load  # noqa: PLC0415

    found = find(name)
    if found is None:
        return nothing_called(name)
    path = whole(found)
    loaded = load(path)
    beside = read_walks(path, loaded)
    faults = [*loaded.diagnostics, *(beside.diagnostics if beside else ())]
    told = [each for each in faults if each.severity == "error"]
    lines = {**loaded.lines, **({beside.document.file: beside.document.lines} if beside else {})}
    if loaded.story is None or told:
        sys.stderr.write(f"{render(in_order(told), lines)}\n")
        say(f"{on_one_line(name)} was not explored: mend this first.")
        return PROBLEMS
    return _Ready(name, loaded.story, beside.value if beside else None, lines, loaded.documents)


def _explored(ready: _Ready, options: argparse.Namespace, progress: "Progress") -> "Explored":
    from engine.checking.placed import placed  # noqa: PLC0415
    from engine.explore.explored import Ask, explore  # noqa: PLC0415
    from engine.reading.source import paused_collector  # noqa: PLC0415

    walks = ready.walks
    ask = Ask(
        walks.promises if walks else (),
        walks.watching if walks else None,
        words=options.words,
        limit=options.limit or _within_memory(),
        pulse=progress.pulse,
    )
    with paused_collector():
        found = explore(ready.story, ask)
    return replace(found, findings=placed(found.findings, ready.documents))


def _told(ready: _Ready, found: "Sequence[Explored]", options: argparse.Namespace) -> int:
    """Show what was found, save it where that was asked for, and return the exit code."""
    from engine.explore.against import against  # noqa: PLC0415
    from engine.exploring.witnesses import witnesses  # noqa: PLC0415

    new = found[0]
    differences = against(new, found[1]) if len(found) > 1 else None
    plays = witnesses(new)
    if options.json:
        from engine.exploring.as_json import as_json  # noqa: PLC0415

        speak_utf8()
        sys.stdout.write(as_json(new, differences))
    else:
        from engine.exploring.told import as_text  # noqa: PLC0415

        sys.stdout.write(as_text(ready.name, new, plays, ready.lines, differences))
    is_saved = _saved(ready, plays.all(), options)
    wrong = any(each.diagnostic.severity == "error" for each in new.findings)
    wrong = wrong or any(each.kept is False for each in new.promises)
    return USAGE if not is_saved else PROBLEMS if wrong else FINE


def _saved(ready: _Ready, plays: "Sequence[Saved]", options: argparse.Namespace) -> bool:
    """Write what is to be written and say where it is; tell whether it could be."""
    from shlex import quote  # noqa: PLC0415

    from engine.diagnostics import on_one_line  # noqa: PLC0415
    from engine.exploring.figures import counted  # noqa: PLC0415
    from engine.exploring.keeping import save_plays, save_walks  # noqa: PLC0415

    try:
        if options.save_walks is not None:
            number = save_walks(options.save_walks, plays)
            file = on_one_line(str(options.save_walks))
            say(
                f"{counted(number, 'walk')} written to {file}."
                if number
                else f"No play has a choice: {file} is not written."
            )
        if options.save_plays is not None:
            files = save_plays(options.save_plays, ready.story, plays)
            say(f"{counted(len(files), 'play')} written to {on_one_line(str(options.save_plays))}.")
            if files:
                story, file = (quote(on_one_line(str(each))) for each in (ready.name, files[0]))
                say(f"To look at one: curbside play {story} --replay {file}")
    except OSError as error:
        say(f"{on_one_line(str(error.filename))} cannot be written: {error.strerror}.")
        return False
    return True


EXPLORE: Final = Command(_explore, _add_explore, "follow every path of a story, and say what can happen in it")
