"""The private journal: small acts that a player chose, a line each, on this machine only.

May import floor 0, `languages/messages` and, from its own room, `lines` and `places`. No name of anybody is ever
written, nor anything of the machine. A line that is damaged is passed over and counted; the others hold.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from engine.diagnostics import on_one_line, showable
from engine.languages.messages import _
from engine.plays.lines import HALF, PRIVATE
from engine.plays.places import folder, private, write_whole

NAME: Final = "journal.jsonl"


class Act(NamedTuple):
    """A small act, the story that it came of, and the day on which it was chosen. Its words are safe to show."""

    date: date
    story: str
    act: str


class Journal(NamedTuple):
    """What stands in the journal, the oldest first, and how many of its lines are damaged.

    `problem` says in words why it cannot be read at all, or is empty.
    """

    acts: tuple[Act, ...] = ()
    damaged: int = 0
    problem: str = ""


def file() -> Path | None:
    """Return the journal's file, which may not be there yet; None where nothing is to be kept."""
    kept = folder()
    return kept / NAME if kept else None


def add(story_id: str, act: str, today: date) -> str:
    """Write a small act down, on to the disk; return in words why it could not be, or an empty text."""
    path, words = file(), showable(" ".join(act.split()))
    if path is None:
        return _("Nothing is kept on this machine, so neither is this.")
    if not words:
        return _("There are no words in it, so nothing was kept.")
    line = json.dumps({"date": today.isoformat(), "story": story_id, "act": words}, ensure_ascii=False)
    try:
        private(path.parent)
        _append(path, f"{line}\n".encode())
    except OSError as error:
        said = _("This could not be kept: {file} cannot be written ({why}).")
        return said.format(file=on_one_line(str(path)), why=error.strerror)
    return ""


def _append(path: Path, line: bytes) -> None:
    """Write a line behind all others, or leave the file as it was. Raises OSError."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, PRIVATE)
    try:
        size = os.lseek(handle, 0, os.SEEK_END)
        if size and _last(handle, size) != b"\n":  # what was written last is not whole; it stays a line of its own
            line = b"\n" + line
        try:
            _write(handle, line)
        except OSError:
            with suppress(OSError):
                os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)


def _last(handle: int, size: int) -> bytes:
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1)


def _write(handle: int, left: bytes) -> None:
    while left:
        left = left[os.write(handle, left) :]
    os.fsync(handle)


def entries() -> Journal:
    """Return what stands in the journal."""
    path = file()
    if path is None:
        return Journal()
    try:
        lines = [line for line in path.read_bytes().split(b"\n") if line.strip()]
    except FileNotFoundError:
        return Journal()
    except OSError as error:
        said = _("The journal in {file} cannot be read ({why}).")
        return Journal(problem=said.format(file=on_one_line(str(path)), why=error.strerror))
    acts = [act for line in lines if (act := _act(line)) is not None]
    return Journal(tuple(sorted(acts, key=lambda act: act.date)), len(lines) - len(acts))


def _act(line: bytes) -> Act | None:
    """Return what stands in a line; None where it is damaged."""
    try:
        match json.loads(line):
            case {"date": str(day), "story": str(story), "act": str(act)}:
                return Act(date.fromisoformat(day), on_one_line(story), on_one_line(act))
    except (ValueError, RecursionError):
        pass
    return None


def forget(goes: Callable[[Act], bool] | None = None) -> None:
    """Leave only the acts that do not go; without `goes` leave nothing, whatever stands there.

    What is damaged goes as well, it might be one of them, and so does what was left half-written.

    Raises:
        OSError: the file cannot be changed; it is as it was.

    """
    path = file()
    if path is None:
        return
    for half in path.parent.glob(f"{NAME}.*{HALF}"):
        half.unlink(missing_ok=True)
    stays = b"".join(_staying(path, goes)) if goes is not None else b""
    if stays:
        write_whole(path, stays)
    else:
        path.unlink(missing_ok=True)


def _staying(path: Path, goes: Callable[[Act], bool]) -> Iterator[bytes]:
    """Yield the lines of the acts that do not go, as they stand in the file. Raises OSError."""
    with suppress(FileNotFoundError):
        for line in path.read_bytes().split(b"\n"):
            act = _act(line)
            if act is not None and not goes(act):
                yield line + b"\n"
