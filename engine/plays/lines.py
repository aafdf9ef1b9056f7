"""A file of lines that only ever grows at its end, each line on disk before anything else happens.

May import the standard library. While a file is open it is held, so that no second program writes into it.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

PRIVATE: Final = 0o600
HALF: Final = ".new"
"""What ends the name of a file that is being made; one that is left over is of no use to anybody."""


class InUse(Exception):  # noqa: N818 - named for what happened
    """Somebody else holds the file."""


class Lines:
    """A file that is open and held. Close it when done; the system does so when the program ends, however it ends."""

    def __init__(self, handle: int) -> None:
        self.handle = handle
        self.size = os.fstat(handle).st_size

    def read(self) -> bytes:
        """Return all that stands in the file."""
        os.lseek(self.handle, 0, os.SEEK_SET)
        found = b""
        while piece := os.read(self.handle, 1 << 20):
            found += piece
        return found

    def cut(self, size: int) -> None:
        """Leave only the first bytes."""
        os.ftruncate(self.handle, size)
        os.fsync(self.handle)
        self.size = size

    def add(self, text: str) -> None:
        """Write at the end, on to the disk; where that fails the file is as it was before.

        Raises:
            OSError: the text could not be written.

        """
        left = text.encode("utf-8", "replace")
        os.lseek(self.handle, self.size, os.SEEK_SET)
        try:
            size = self.size + len(left)
            while left:
                left = left[os.write(self.handle, left) :]
            os.fsync(self.handle)
        except OSError:
            with suppress(OSError):
                os.ftruncate(self.handle, self.size)
            raise
        self.size = size

    def close(self) -> None:
        """Let go of the file."""
        os.close(self.handle)


def opened(path: Path) -> Lines:
    """Open a file that is there, and hold it.

    Raises:
        InUse: another program holds it.
        OSError: it cannot be opened.

    """
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        _hold(handle)
    except InUse:
        os.close(handle)
        raise
    return Lines(handle)


def made(path: Path, text: str) -> Lines:
    """Make a file that holds a text, and hold it. It is there whole or not at all, whatever happens meanwhile.

    Raises:
        OSError: it cannot be made.

    """
    aside = path.with_name(path.name + HALF)
    handle = os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE)
    try:
        _hold(handle)
        lines = Lines(handle)
        lines.add(text)
        if sys.platform == "win32":  # a file that is open cannot be given its name there
            lines.close()
            aside.rename(path)
            return opened(path)
        aside.rename(path)
    except OSError:
        with suppress(OSError):
            os.close(handle)
        aside.unlink(missing_ok=True)
        raise
    _kept_in(path.parent)
    return lines


def _kept_in(folder: Path) -> None:
    """See that the name of a new file is on the disk as well."""
    with suppress(OSError):  # not every system lets a folder be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


if sys.platform == "win32":
    import msvcrt

    _FAR: Final = 1 << 40  # a byte that nobody reads or writes: Windows keeps others even from reading what is held

    def _hold(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise InUse from error

else:
    import fcntl

    def _hold(handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUse from error
        except OSError:  # a drive that knows no locks; better to play than not
            pass
