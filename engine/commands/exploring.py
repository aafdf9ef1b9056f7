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
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engine.commands.shared import FINE, INTERRUPTED, PROBLEMS, USAGE, Command, nothing_called, say, speak_utf8

if TYPE_CHECKING:
    from engine.checking.walks import Walks
    from engine.explore.explored import Explored
    from engine.exploring.progress import Progress
    from engine.exploring.witnesses import Witnesses
    from engine.model import Story
    from engine.reading.values import Document
    from engine.versions.survival import Survival

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
    command.add_argument(
        "--seconds", type=_seconds, metavar="N", help="stop after so many seconds, and tell what is known by then"
    )
    command.add_argument(
        "--engine",
        choices=("auto", "states", "bitsets", "diagrams"),
        default="auto",
        help="how to find out: states one by one, or sets of them; auto takes what tells most",
    )
    command.add_argument(
        "--against",
        metavar="OLD",
        help="also tell what became different since an older version, and which kept plays are lost",
    )
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


def _seconds(text: str) -> float:
    with suppress(ValueError):
        if text.isascii() and 0 < (seconds := float(text)) < float("inf"):
            return seconds
    message = f"{text!r} is no number of seconds: write one such as 20 or 0.5"
    raise argparse.ArgumentTypeError(message)


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
    if options.engine == "diagrams":
        from engine.engines.choosing import has_diagrams  # noqa: PLC0415

        if not has_diagrams():
            say("Decision diagrams are not installed: pip install 'curbside[symbolic]' brings them.")
            return USAGE
    ready = list[_Ready]()
    for name in (options.story, options.against):
        read = _read(name) if name is not None else None
        if isinstance(read, int):
            return read
        ready += [read] if read else []
    with stoppable(seconds=options.seconds) as progress:
        found = [_explored(each, options, progress) for each in ready]
        survival = _surviving(found, options, progress) if len(found) > 1 else None
    code = _told(ready, found, survival, options)
    is_complete = all(each.is_complete for each in found) and (survival is None or survival.is_complete)
    if progress.stopped and not progress.late and not is_complete:
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
    from engine.engines.choosing import explore  # noqa: PLC0415
    from engine.explore.explored import Ask  # noqa: PLC0415
    from engine.reading.source import paused_collector  # noqa: PLC0415

    walks = ready.walks
    ask = Ask(
        walks.promises if walks else (),
        walks.watching if walks else None,
        words=options.words,
        limit=options.limit or _within_memory(),
        pulse=progress.pulse,
        engine=options.engine,
    )
    with paused_collector():
        found = explore(ready.story, ask)
    return replace(found, findings=placed(found.findings, ready.documents))


def _surviving(found: "Sequence[Explored]", options: argparse.Namespace, progress: "Progress") -> "Survival":
    from engine.engines.choosing import explore  # noqa: PLC0415
    from engine.explore.explored import Ask  # noqa: PLC0415
    from engine.reading.source import paused_collector  # noqa: PLC0415
    from engine.versions.surviving import surviving  # noqa: PLC0415

    (new, old), limit = found, options.limit or _within_memory()
    is_whole = "dead_ends" not in old.withheld
    engine: Any = old.engine if is_whole else options.engine  # who has answered once is asked again
    ask = Ask(limit=limit, pulse=progress.pulse, engine=engine)
    is_countable = is_whole and old.states <= limit
    with paused_collector():
        return surviving(new.story, old.story, ask, explore, is_countable=is_countable)


def _told(
    ready: "Sequence[_Ready]",
    found: "Sequence[Explored]",
    survival: "Survival | None",
    options: argparse.Namespace,
) -> int:
    """Show what was found, save it where that was asked for, and return the exit code."""
    from engine.exploring.witnesses import witnesses  # noqa: PLC0415
    from engine.versions.against import against  # noqa: PLC0415

    new = found[0]
    differences = against(new, found[1]) if len(found) > 1 else None
    plays = witnesses(new, survival)
    if options.json:
        from engine.exploring.as_json import as_json  # noqa: PLC0415

        speak_utf8()
        sys.stdout.write(as_json(new, differences, survival))
    else:
        from engine.exploring.told import as_text  # noqa: PLC0415

        sys.stdout.write(as_text(ready[0].name, new, plays, ready[0].lines, differences, survival))
    is_saved = _saved(ready, plays, options)
    wrong = any(each.diagnostic.severity == "error" for each in new.findings)
    wrong = wrong or any(each.kept is False for each in new.promises)
    wrong = wrong or (survival is not None and len(survival.losses) > 0)
    return USAGE if not is_saved else PROBLEMS if wrong else FINE


def _saved(ready: "Sequence[_Ready]", plays: "Witnesses", options: argparse.Namespace) -> bool:
    """Write what is to be written and say where it is; tell whether it could be."""
    from shlex import quote  # noqa: PLC0415

    from engine.diagnostics import on_one_line  # noqa: PLC0415
    from engine.exploring.figures import counted  # noqa: PLC0415
    from engine.exploring.keeping import save_plays, save_walks  # noqa: PLC0415

    try:
        if options.save_walks is not None:
            number = save_walks(options.save_walks, plays.all())
            file = on_one_line(str(options.save_walks))
            say(
                f"{counted(number, 'walk')} written to {file}."
                if number
                else f"No play has a choice: {file} is not written."
            )
        if options.save_plays is not None:
            folder, kinds = options.save_plays, (plays.all(), plays.of_the_older())
            files = [save_plays(folder, each.story, kind) for each, kind in zip(ready, kinds, strict=False)]
            say(f"{counted(sum(map(len, files)), 'play')} written to {on_one_line(str(folder))}.")
            for each, written, which in zip(ready, files, ("one", "one of the older version"), strict=False):
                if written:
                    story, file = (quote(on_one_line(str(name))) for name in (each.name, written[0]))
                    say(f"To look at {which}: curbside play {story} --replay {file}")
    except OSError as error:
        say(f"{on_one_line(str(error.filename))} cannot be written: {error.strerror}.")
        return False
    return True


EXPLORE: Final = Command(_explore, _add_explore, "follow every path of a story, and say what can happen in it")
