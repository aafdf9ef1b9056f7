"""Lines that are typed, read so that waiting for one can be given up.

May import the standard library. A thread reads, since no other way of looking whether a line is there yet works for
terminals and pipes on every system.
"""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final, TextIO

OFTEN: Final = 0.25
"""How long, in seconds, a line is waited for before it is asked again whether waiting should end."""


class Lines:
    """The lines of a stream, one read for each that is asked for.

    A line that was given up is still being read, and is what the next question gets.
    """

    def __init__(self, read: TextIO) -> None:
        self.wanted: SimpleQueue[None] = SimpleQueue()
        self.lines: SimpleQueue[str | Exception] = SimpleQueue()
        self.is_reading = False
        Thread(target=_reads, args=(read, self.wanted, self.lines), daemon=True).start()

    def next(self, changed: Callable[[], bool] | None) -> str | None:
        """Return the next line, empty at the end of the stream; None as soon as `changed` says so.

        Raises whatever reading the line raised.
        """
        if not self.is_reading:
            self.wanted.put(None)
            self.is_reading = True
        while True:
            try:
                line = self.lines.get(timeout=OFTEN)
            except Empty:
                if changed is not None and changed():
                    return None
                continue
            self.is_reading = False
            if isinstance(line, Exception):
                raise line
            return line


def _reads(read: TextIO, wanted: "SimpleQueue[None]", lines: "SimpleQueue[str | Exception]") -> None:
    while True:
        wanted.get()
        try:
            lines.put(read.readline())
        except Exception as error:  # noqa: BLE001 - it is raised again where the line was asked for
            lines.put(error)
