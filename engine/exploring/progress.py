"""How far a long search has come, and a way to stop it: told on a terminal, and wiped away again.

Imports nothing of the engine.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final, TextIO

PATIENCE: Final = 1.0
"""After how many seconds something is shown at all."""

PAUSE: Final = 0.2
"""How many seconds are between two lines."""

STOPPING: Final = "Stopping. What is known so far follows; Ctrl-C again leaves at once."


class Progress:
    """A line about a search on a stream that is a terminal; silent on any other.

    `clock` gives seconds; after so many `seconds`, if any, there is an end. `stopped` tells whether there is to be an
    end, `late` whether only time was up.
    """

    def __init__(
        self, stream: TextIO, clock: Callable[[], float] = time.monotonic, seconds: float | None = None
    ) -> None:
        self.stream, self.clock, self.seconds = stream, clock, seconds
        self.shows = stream.isatty()
        self.began = self.drawn = clock()
        self.width = 0
        self.stopped = self.late = False

    def pulse(self, count: int) -> bool:
        """Show how many states were looked at, now and then; return whether to stop. 0 stands for sets of them."""
        now = self.clock()
        if self.seconds is not None and now - self.began >= self.seconds and not self.stopped:
            self.stopped = self.late = True
        if self.shows and not self.stopped and now - self.began >= PATIENCE and now - self.drawn >= PAUSE:
            self.drawn = now
            line = f"looked at {count:,} states ..." if count else "looking at sets of states ..."
            self.stream.write(f"\r{line:<{self.width}}")
            self.stream.flush()
            self.width = len(line)
        return self.stopped

    def wipe(self) -> None:
        """Take the line away."""
        if self.width:
            self.stream.write(f"\r{'':{self.width}}\r")
            self.stream.flush()
            self.width = 0

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Stop the search, as a signal asks for it; leave at once the second time.

        Raises:
            KeyboardInterrupt: it was asked for before.

        """
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True
        if self.shows:
            # the stream may be in the midst of a write, and would not take another
            os.write(self.stream.fileno(), f"\r{STOPPING:<{self.width}}{os.linesep}".encode())
        self.width = 0


@contextmanager
def stoppable(stream: TextIO | None = None, seconds: float | None = None) -> Iterator[Progress]:
    """Yield the progress of a search which Ctrl-C stops, or the end of its time, so that what was found can be told."""
    progress = Progress(stream or sys.stderr, seconds=seconds)
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:  # ignored, or somebody else's: no key of ours
        before = None
    if before is not None:
        with suppress(ValueError):  # only where signals come in at all: not beside the main thread
            signal.signal(signal.SIGINT, progress.stop)
    try:
        yield progress
    finally:
        progress.wipe()
        if before is not None:
            with suppress(ValueError):
                signal.signal(signal.SIGINT, before)
