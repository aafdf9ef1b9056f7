"""Where everything of a player is kept: folders and files, private, and whole or not at all.

May import `lines` of its own room, for how a half-written file is called. The only import of platformdirs for this
room. `CURBSIDE_DATA` names one folder for everything; `off` keeps nothing.
"""

import os
import re
from itertools import takewhile
from pathlib import Path
from typing import Final, Literal

from engine.plays.lines import HALF, PRIVATE

KEY: Final = "place.key"
"""The file with the key by which places are told apart without being told."""


def folder() -> Path | None:
    """Return the folder of plays and journal, which may not be there yet; None where nothing is to be kept."""
    named = os.environ.get("CURBSIDE_DATA", "")
    if named:
        return None if named == "off" else Path(named)
    return _at_home("user_data_dir")


def settings_file() -> Path | None:
    """Return the file of the settings, which may not be there; None where nothing is to be kept."""
    kept = folder() if os.environ.get("CURBSIDE_DATA", "") else _at_home("user_config_dir")
    return kept / "settings.toml" if kept else None


def _at_home(which: Literal["user_data_dir", "user_config_dir"]) -> Path | None:
    """Return a folder that the system names; None where there is no home in which it could be."""
    import platformdirs  # noqa: PLC0415 - not where a folder is named

    try:
        path = Path(getattr(platformdirs, which)("curbside", appauthor=False))
    except RuntimeError:
        return None
    return path if path.is_absolute() else None  # older ones of platformdirs say `~/...` then


def private(path: Path) -> None:
    """Make a folder, and those above it that are missing, so that nobody else can look into them.

    A folder that is there already stays as it is.

    Raises:
        OSError: it cannot be made.

    """
    missing = list(takewhile(lambda each: not each.is_dir(), (path, *path.parents)))
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)


def write_whole(path: Path, written: bytes) -> None:
    """Put a private file in the place of another: whatever happens, one of the two is there, and whole.

    Raises:
        OSError: it cannot be written; what was there still is.

    """
    path = path.resolve()  # what a link leads to is written, and the link stays
    aside = _aside(path, written)
    try:
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _aside(path: Path, written: bytes) -> Path:
    """Write a private file beside another, down to the disk, and return it."""
    private(path.parent)
    aside = path.with_name(f"{path.name}.{os.getpid()}{HALF}")
    aside.unlink(missing_ok=True)  # of a program that is gone, and had the same number
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as stream:
            stream.write(written)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    return aside


def place_of(path: Path) -> str:
    """Return 16 hexadecimal digits that tell this place from others, and not where it is; "" where no key is kept.

    They are the same for the same place, as long as the key is. It never leaves this machine: without it nobody can
    find out the place by trying likely ones.
    """
    kept = folder()
    if kept is None:
        return ""
    try:
        key = _key(kept / KEY)
        where = os.fsencode(os.path.normcase(path.resolve()))
    except (OSError, RuntimeError):  # the second for links that lead in a ring
        return ""
    import hmac  # noqa: PLC0415 - only where plays are kept

    return hmac.digest(key, where, "sha256").hex()[:16]


def _key(path: Path) -> bytes:
    """Return the key in a file; one that is missing or damaged is made anew. Raises OSError."""
    key = _read_key(path)
    if not key:
        _make_key(path, instead=key is not None)
        key = _read_key(path)
    if not key:
        raise OSError
    return key


def _read_key(path: Path) -> bytes | None:
    """Return the key in a file; an empty one where it is damaged, None where there is none."""
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return None
    return bytes.fromhex(written.decode()) if re.fullmatch(rb"[0-9a-f]{64}\n", written) else b""


def _make_key(path: Path, *, instead: bool) -> None:
    """Make a key, `instead` of a damaged one or where there was none: of two that do so at once the quicker's holds."""
    aside = _aside(path, f"{os.urandom(32).hex()}\n".encode())
    try:
        if instead:
            aside.replace(path)
        else:
            path.hardlink_to(aside)
    except FileExistsError:
        pass
    except OSError:  # a drive that knows no such links
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
