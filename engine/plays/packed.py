"""What somebody asks for of all that is kept, packed into one zip.

May import the rest of its room. Each file in it carries the day of its last change and no hour.
"""

import json
import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

from engine.plays.asked import Found, day_of
from engine.plays.journal import NAME, Act

_FIRST: Final = date(1980, 1, 1)
"""The first day that a zip can tell."""
_UNIX: Final = 3


def pack(file: Path, found: Found) -> None:
    """Write plays and acts into a new zip, which only its owner may read.

    Raises:
        FileExistsError: there is such a file; it stays as it is.
        OSError: it cannot be written, or a play not be read; no file is left.

    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(file, flags, 0o600), "w+b") as stream:
        try:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
                for name, day, written in _parts(found):
                    packed.writestr(_entry(name, day), written)
        except OSError:
            with suppress(OSError):
                file.unlink()
            raise


def _parts(found: Found) -> Iterator[tuple[str, date, bytes]]:
    """Yield what goes in: a name, a day and what is written. Raises OSError."""
    used = Counter[str]()
    for kept in sorted(found.plays, key=lambda kept: (kept.story, kept.id, kept.path.name)):
        name = f"{_safe(kept.story)}.{kept.id}"
        used[name] += 1
        again = f"-{used[name]}" if used[name] > 1 else ""
        yield f"plays/{name}{again}.jsonl", day_of(kept) or _FIRST, kept.path.read_bytes()
    if found.acts:
        yield NAME, max(act.date for act in found.acts), "".join(_lines(found.acts)).encode()


def _safe(story: str) -> str:
    """Return the id of a story as part of a file's name; what a stranger wrote there leads nowhere."""
    return re.sub(r"[^a-z0-9-]", "", story)[:64] or "story"


def _lines(acts: Iterable[Act]) -> Iterator[str]:
    for act in acts:
        yield json.dumps({"date": act.date.isoformat(), "story": act.story, "act": act.act}, ensure_ascii=False) + "\n"


def _entry(name: str, day: date) -> zipfile.ZipInfo:
    day = max(day, _FIRST)
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.create_system, entry.external_attr, entry.compress_type = _UNIX, 0o600 << 16, zipfile.ZIP_DEFLATED
    return entry
