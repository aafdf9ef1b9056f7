"""Writing a play down as it goes: each choice is on disk before anything more is shown.

May import floors 0 and 1 and, from its own room, `places` and `lines`. Knows no screen; the clock is handed in.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol

from engine.languages.messages import _
from engine.play import transcript
from engine.play.transcript import Move, Play
from engine.plays.lines import Lines, made
from engine.plays.places import private


class CannotKeep(Exception):  # noqa: N818 - named for what happened
    """A transcript that cannot be begun; the message says why."""


class Under(NamedTuple):
    """Where plays are kept, what theirs is called, and where their story stands; all may be nothing.

    `joined` is what the first line says of the class that is played for.
    """

    folder: Path | None = None
    slot: str = ""
    place: str = ""
    joined: Mapping[str, object] = MappingProxyType({})


class Beside(Protocol):
    """A second place into which plays are written, as the folder of a class."""

    is_there: bool
    """Whether all of the play stands there."""

    def header(self, joined: Mapping[str, object]) -> Mapping[str, object]:
        """Return what the first line of the next play says there, made of what it says of the class everywhere."""

    def begin(self, name: str, first: str, kept: Path | None) -> None:
        """Begin with a play, by its id and its first lines; `kept` is where it is kept on this machine, if it is."""

    def add(self, text: str) -> str:
        """Write what came last; return in words, once, why that could not be done."""


NOWHERE: Final = Under()
"""Where nothing is kept."""


class Keeper:
    """Writes down the plays of a sitting: among the kept plays, into `copy` where a file was asked for, and `beside`.

    A play of which nothing was chosen is not kept. A second play of the same sitting is copied into a file of its own,
    `NAME-2` or the next that is free. `name` is the id of the play; `problem` says in words what could not be written,
    until `told` hands it out.
    """

    def __init__(
        self,
        under: Under = NOWHERE,
        copy: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
        beside: Beside | None = None,
    ) -> None:
        self.under, self.copy, self.clock, self.beside = under, copy, clock, beside
        self.problem = ""
        self.name = ""
        self._kept: Lines | None = None
        self._copied: Lines | None = None
        self._waiting: Path | None = None  # where the play will be kept, once something was chosen
        self._first = ""  # what will stand there before that
        self._copies = count(1)
        self._last = 0.0

    def begin(self, play: Play, old: str = "") -> None:
        """Begin to write down a play that was not kept so far; `old` is the id of the play that it was cut from.

        Raises:
            CannotKeep: the file that was asked for cannot be made; one that is there already is never written over.

        """
        self.close()
        name = self.name = os.urandom(8).hex()
        more = {"slot": self.under.slot or None, "place": self.under.place or None, **({"from": old} if old else {})}
        joined = self.under.joined if self.beside is None else self.beside.header(self.under.joined)
        self._first = transcript.written(so_far(play, name, {**joined, **more}))
        self._begin_copy(play, name)
        if self.under.folder is not None and self._may_keep(self.under.folder):
            self._waiting = self.under.folder / f"{play.story.id}.{name}.jsonl"
        if self.beside is not None:
            self.beside.begin(name, transcript.written(so_far(play, name, joined)), self._waiting)
        if play.made > 1:
            self._add([])

    def go_on(self, kept: Lines, play: Play, name: str) -> None:
        """Go on with a play that stands in a file, by its id: one that is open and will be closed here.

        Raises:
            CannotKeep: as above.

        """
        self.close()
        self._kept, self.name = kept, name
        self._begin_copy(play, name)

    def move(self, move: Move, before: Iterable[Mapping[str, object]] = ()) -> None:
        """Write a choice and its draws, and `before` them lines that belong to it, as the votes of a class."""
        now = self.clock()
        self._add([*before, *transcript.entries(move, int(now - self._last))])
        self._last = now

    def note(self, line: Mapping[str, object]) -> None:
        """Write any other line, unless the play is not written down yet."""
        if self._waiting is None:
            self._add([line])

    @property
    def is_kept(self) -> bool:
        """Whether the play stands among the kept ones."""
        return self._kept is not None

    def told(self) -> str:
        """Return what could not be written, once."""
        problem, self.problem = self.problem, ""
        return problem

    def close(self) -> None:
        """Let go of the files."""
        for lines in filter(None, (self._kept, self._copied)):
            lines.close()
        self._kept = self._copied = self._waiting = None
        self._last = self.clock()

    def _may_keep(self, folder: Path) -> bool:
        try:
            private(folder)
            if not os.access(folder, os.W_OK):
                raise PermissionError(13, os.strerror(13))
        except OSError as error:
            self._unkept(folder, error)
            return False
        return True

    def _unkept(self, path: Path, error: OSError) -> None:
        self.problem = _(
            "What you choose from here on is not kept: {path} cannot be written ({why}). You can play on."
        ).format(path=path, why=error.strerror)

    def _begin_copy(self, play: Play, name: str) -> None:
        if self.copy is None:
            return
        number = next(self._copies)
        path = self.copy
        while number > 1 and path.exists():
            path, number = self.copy.with_stem(f"{self.copy.stem}-{number}"), number + 1
        try:
            self._copied = _copy(path)
            self._copied.add(transcript.written(so_far(play, name, self.under.joined)))
        except FileExistsError:
            raise CannotKeep(
                _("{path} is there already, and a transcript is never written over: choose another name").format(
                    path=path
                )
            ) from None
        except OSError as error:
            raise CannotKeep(_("{path} cannot be written: {why}").format(path=path, why=error.strerror)) from error

    def _add(self, lines: Iterable[Mapping[str, object]]) -> None:
        text = transcript.written(lines)
        if self._waiting is not None:
            path, self._waiting = self._waiting, None
            try:
                self._kept = made(path, self._first + text)
            except OSError as error:
                self._unkept(path, error)
        elif self._kept is not None and (failed := _added(self._kept, text)) is not None:
            self._kept = None
            self._unkept(self.under.folder or Path(), failed)
        if self._copied is not None and text and (failed := _added(self._copied, text)) is not None:
            self._copied = None
            self.problem = _("The transcript could not be written any further: {why}.").format(why=failed.strerror)
        if self.beside is not None and (problem := self.beside.add(text)):
            self.problem = f"{self.problem} {problem}".strip()


def _added(lines: Lines, text: str) -> OSError | None:
    """Write at the end of a file; where that fails, let go of it and return why."""
    try:
        lines.add(text)
    except OSError as error:
        with suppress(OSError):
            lines.close()
        return error
    return None


def _copy(path: Path) -> Lines:
    return Lines(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600))


def so_far(play: Play, name: str, more: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """Yield a play as the lines of a transcript, its first line included; what can be redone is undone at the end."""
    yield transcript.header(play.story, play.seed, name, **more)
    for move in (*play.moves, *play.undone):
        yield from transcript.entries(move)
    if play.undone:
        yield {"undo": len(play.undone)}
