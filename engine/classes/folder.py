"""The plays in the folder of a class: every file read in the order of names, one after another, nothing kept of it.

May import floors 0 and 1, `languages/messages` and `plays`. What stands in a file is never trusted; a file that is no
play, or no whole one, is named with the reason in plain words, and the rest is read.
"""

import hashlib
import json
import os
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from engine.diagnostics import cut, on_one_line
from engine.languages.messages import _
from engine.play import transcript
from engine.play.transcript import NotATranscript, Transcript
from engine.plays.kept import as_text

MOST: Final = 1 << 20
"""How many bytes a play may have; a long one has a few thousand."""
_FIRST: Final = 1 << 16
"""How many bytes of a file are read for its first line."""
_LONGEST: Final = 60
"""How many letters of an alias, a class or a play's id are read."""


class Skipped(NamedTuple):
    """A file that was not read, or not to its end, by its name alone, and why."""

    file: str
    why: str


class Vote(NamedTuple):
    """How a class voted, in a line of the file: the votes for each choice, and whether it was a tie."""

    line: int
    votes: dict[str, int]
    tie: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A play in a file. `alias` and `code`, the class, may be empty; `nth` is which play of an alias it was, or 0.

    `together` is whether a whole class played it, on a projector.

    `seconds` is how long it took, None where nobody wrote that down; `torn` whether a last line was left out because it
    is not whole.
    """

    file: str
    play: str
    alias: str
    code: str
    nth: int
    together: bool
    written: Transcript
    seconds: int | None
    votes: tuple[Vote, ...]
    shared: tuple[str, ...]
    torn: bool


def stories(folder: Path) -> Counter[str]:
    """Return how many files in a folder say that they are plays of each story, by its id.

    Raises:
        OSError: the folder cannot be looked into.

    """
    found = Counter[str]()
    for path in _paths(folder):
        with suppress(OSError, NotATranscript, _Unread):
            first, _line, _rest = _bytes(path, _FIRST).partition(b"\n")
            found[transcript.read(as_text(first)).header["story"]] += 1
    return found


def plays(folder: Path, story: str, leave_out: Path | None = None) -> Iterator[Found | Skipped]:
    """Yield the plays of a story in a folder, and every file and folder beside them that is none of these.

    `leave_out` is a folder that may stand in there and is nothing to be named.

    Raises:
        OSError: the folder cannot be looked into.

    """
    known = dict[str, str]()
    for path in _paths(folder):
        if leave_out is not None and path.name == leave_out.name and path.resolve() == leave_out.resolve():
            continue
        name = on_one_line(path.name)
        try:
            found = _found(name, _bytes(path, MOST), story)
        except _Unread as error:
            yield Skipped(name, str(error))
        except OSError as error:
            yield Skipped(name, _("it cannot be read: {why}").format(why=error.strerror))
        else:
            first = known.setdefault(found.play, name)
            yield found if first == name else Skipped(name, _("the same play as {file}").format(file=first))


class _Unread(Exception):  # noqa: N818 - named for what happened
    """A file that is not read; the message says why."""


def _paths(folder: Path) -> Iterator[Path]:
    """Yield what may be a play, and the folders, in the order of their names; what is hidden is not looked at."""
    names = sorted(entry.name for entry in os.scandir(folder) if _may_be(entry))
    return (folder / name for name in names)


def _may_be(entry: "os.DirEntry[str]") -> bool:
    if entry.name.startswith("."):
        return False
    return entry.name.lower().endswith(".jsonl") or entry.is_dir(follow_symlinks=False)


def _bytes(path: Path, most: int) -> bytes:
    """Return what stands in a file, and at most `most` bytes of it where it may have more."""
    state = path.lstat()
    if stat.S_ISLNK(state.st_mode):
        raise _Unread(_("a link: only files that stand in the folder themselves are read"))
    if stat.S_ISDIR(state.st_mode):
        raise _Unread(_("a folder: only files that stand in the class folder itself are read"))
    if not stat.S_ISREG(state.st_mode):
        raise _Unread(_("not a file"))
    if state.st_size > MOST:
        raise _Unread(_("larger than 1 MiB, as no play is"))
    with path.open("rb") as stream:
        return stream.read(most)


def _found(name: str, data: bytes, story: str) -> Found:
    if not data.strip():
        raise _Unread(_("empty"))
    text = as_text(data)
    try:
        written = transcript.read(text)
    except NotATranscript as error:
        if error.version is not None:
            raise _Unread(_("written by another version of the program")) from None
        raise _Unread(_("not a play: its first line does not say of which story")) from None
    if written.header["story"] != story:
        other = on_one_line(cut(written.header["story"]))
        raise _Unread(_("a play of another story: {story}").format(story=other))
    if written.damaged:
        raise _Unread(_("line {line} is damaged").format(line=written.damaged))
    return _of(name, data, written, text.split("\n"))


def _of(name: str, data: bytes, written: Transcript, rows: list[str]) -> Found:
    head, seconds = written.header, list[int]()
    votes, shared = list[Vote](), list[str]()
    for number, row in enumerate(rows[1:], 2):
        line = _object(row)
        if "choice" in line:
            seconds += _counts({"after": line.get("after")}).values()
        if isinstance(cast := line.get("votes"), dict):
            votes.append(Vote(number, _counts(cast), line.get("tie") is True))
        if isinstance(words := line.get("shared"), str) and words.strip():
            shared.append(words.strip())
    torn = not data.endswith(b"\n") and not _object(rows[-1])
    nth = head.get("nth")
    return Found(
        file=name,
        play=_word(head.get("play")) or hashlib.sha256(data).hexdigest()[:16],
        alias=_word(head.get("alias")),
        code=_word(head.get("class")),
        nth=nth if type(nth) is int else 0,
        together=head.get("together") is True,
        written=written,
        seconds=sum(seconds) if seconds else None,
        votes=tuple(votes),
        shared=tuple(shared),
        torn=torn,
    )


def _object(row: str) -> dict[str, Any]:
    """Return what stands in a line; nothing where it is no line of ours."""
    with suppress(ValueError, RecursionError):
        value = json.loads(row) if row else None
        return value if isinstance(value, dict) else {}
    return {}


def _counts(votes: dict[str, object]) -> dict[str, int]:
    return {name: count for name, count in votes.items() if type(count) is int and 0 <= count < MOST}


def _word(there: object) -> str:
    """Return a short word out of a first line; nothing where there is none."""
    return on_one_line(there.strip())[:_LONGEST] if isinstance(there, str) else ""
