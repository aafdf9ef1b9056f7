"""A file in the folder of a class: made whole, and only ever longer.

May import `plays/lines`. Who may read it is decided by its folder. Each file has one writer; another that writes the
same play, because it waited, writes the same bytes.
"""

import errno
import os
from contextlib import suppress
from pathlib import Path

from engine.plays.lines import HALF, Lines


def reach(folder: Path) -> None:
    """See whether files can be made in a folder, without making one. Raises OSError."""
    if not folder.is_dir():
        code = errno.ENOTDIR if folder.exists() else errno.ENOENT
        raise OSError(code, os.strerror(code))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def put(path: Path, written: bytes, before: int = 0) -> None:
    """Let a file hold so much of a play: what is missing at its end is written, and no other file is touched.

    `before` is how many bytes were put there last; where there are as many they need not be read again.

    Raises:
        OSError: that cannot be done, or something else stands there.

    """
    try:
        handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        _make(path, written)
        return
    lines = Lines(handle)
    try:
        _complete(lines, written, before)
    finally:
        lines.close()


def _complete(lines: Lines, written: bytes, before: int) -> None:
    there = written[:before] if before and lines.size == before else lines.read()
    if there.startswith(written):
        return
    if not written.startswith(there):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    end = there.rfind(b"\n") + 1
    if end < len(there):  # a line that was being written when everything stopped
        lines.cut(end)
    lines.add(written[end:].decode("utf-8", "replace"))


def _make(path: Path, written: bytes) -> None:
    """Make a file that nobody sees before it is whole; who may read it is decided by its folder. Raises OSError."""
    aside = path.with_name(path.name + HALF)
    aside.unlink(missing_ok=True)  # this play's own, from when the folder went away
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(written)
            stream.flush()
            os.fsync(handle)
        with suppress(OSError):  # not every drive knows modes
            aside.chmod(0o600 | path.parent.stat().st_mode & 0o666)
        aside.rename(path)
    except OSError:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """See that the name of a new file is on the disk as well: a stick may be pulled out the next moment."""
    with suppress(OSError):  # not every system lets a folder be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
