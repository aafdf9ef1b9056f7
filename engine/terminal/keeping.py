"""Writing a play down as it is played: one line at a time, on disk before anything more is shown.

May import floors 0 and 1. Knows no screen; the clock is handed in.
"""

import os
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TextIO

from engine.play import transcript
from engine.play.transcript import Move, Play


class CannotKeep(Exception):  # noqa: N818 - named for what happened
    """A transcript that cannot be begun; the message says why."""


class Keeper:
    """Writes the transcript of a play to `path`; without one, to nowhere.

    A second play of the same sitting goes into a file of its own beside the first, `NAME-2` or the next that is free.
    `problem` says in words why no more is written, or is empty.

    Raises:
        CannotKeep: `begin` cannot make the file; a file that is there already is never written over.

    """

    def __init__(self, path: Path | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.path, self.clock = path, clock
        self.problem = ""
        self._stream: TextIO | None = None
        self._begun = False
        self._last = 0.0

    def begin(self, play: Play) -> None:
        """Begin the transcript of a play."""
        if self.path is None:
            return
        self.close()
        path = self.path
        if self._begun:
            further = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
            path = next(each for each in further if not each.exists())
        self._begun = True
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            message = f"{path} is there already, and a transcript is never written over: choose another name"
            raise CannotKeep(message) from None
        except OSError as error:
            message = f"{path} cannot be written: {error.strerror}"
            raise CannotKeep(message) from error
        self._stream = os.fdopen(handle, "w", encoding="utf-8", newline="\n")
        self._last = self.clock()
        self._write([transcript.header(play.story, play.seed, os.urandom(8).hex()), *transcript.entries(play.moves[0])])

    def move(self, move: Move) -> None:
        """Write a choice and its draws."""
        now = self.clock()
        self._write(transcript.entries(move, int(now - self._last)))
        self._last = now

    def note(self, line: Mapping[str, object]) -> None:
        """Write any other line."""
        self._write([line])

    def close(self) -> None:
        """Let go of the file."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _write(self, lines: Iterable[Mapping[str, object]]) -> None:
        if self._stream is None:
            return
        try:
            self._stream.write(transcript.written(lines))
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as error:
            self.problem = f"the transcript could not be written any further: {error.strerror}"
            with suppress(OSError):  # closing tries once more to write
                self._stream.close()
            self._stream = None
