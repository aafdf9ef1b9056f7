"""Plays that could not be written into the folder of their class yet: an empty file beside each tells that it waits.

May import floors 0 and 1 and `plays`, and from its own room `codes` and `putting`.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from engine.classes.codes import same
from engine.classes.putting import put
from engine.play import transcript
from engine.play.transcript import NotATranscript
from engine.plays.kept import WAITING, as_text, plays_folder, whole
from engine.plays.lines import PRIVATE, InUse, opened

_OWN: Final = ("slot", "place")
"""Keys of a first line that are this machine's own business."""


def mark(kept: Path | None) -> bool:
    """Let a kept play wait; return whether there is one that can."""
    if kept is None or not kept.exists():
        return False
    with suppress(OSError):
        os.close(os.open(kept.with_suffix(WAITING), os.O_WRONLY | os.O_CREAT, PRIVATE))
    return True


def unmark(kept: Path | None) -> None:
    """Let a kept play wait no longer."""
    if kept is not None:
        with suppress(OSError):
            kept.with_suffix(WAITING).unlink(missing_ok=True)


def copy_waiting(code: str, folder: Path) -> int:
    """Copy into a class folder what waits for it on this machine; return how many plays that were."""
    inside = plays_folder()
    found = list[Path]()
    with suppress(OSError):
        found = sorted(inside.glob(f"*{WAITING}")) if inside else []
    return sum(_brought(marker.with_suffix(".jsonl"), code, folder) for marker in found)


def _brought(kept: Path, code: str, folder: Path) -> bool:
    """Copy one play, if it is of that class and nobody is playing it; return whether that was done."""
    try:
        lines = opened(kept)
    except FileNotFoundError:  # somebody deleted the play: there is nothing to wait for
        unmark(kept)
        return False
    except (InUse, OSError):
        return False
    try:
        written = lines.read()
        head = transcript.read(as_text(written)).header
        if not same(str(head.get("class") or ""), code):
            return False
        put(folder / f"{kept.name.split('.')[1]}.jsonl", for_class(head, written))
    except (NotATranscript, OSError):
        return False
    finally:
        lines.close()
    unmark(kept)
    return True


def for_class(head: Mapping[str, object], written: bytes) -> bytes:
    """Return a kept play as it stands in a class folder: without what is this machine's own business."""
    first = transcript.written([{key: value for key, value in head.items() if key not in _OWN}])
    body = written[: whole(written)].partition(b"\n")[2]
    return first.encode("utf-8", "replace") + body
