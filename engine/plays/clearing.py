"""Files of kept plays gone for good, with what programs that were cut off left beside them.

May import floor 0, `languages/messages` and, from its own room, `kept`, `lines` and `places`.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from engine.diagnostics import on_one_line
from engine.languages.messages import _
from engine.plays.kept import WAITING, plays_folder
from engine.plays.lines import HALF, InUse, opened
from engine.plays.places import KEY, folder


def halves(story: str = "") -> list[Path]:
    """Return what stands half-written among the plays, or among those of one story: it is of use to nobody."""
    begins = f"{story}." if story else ""
    return [path for path in _among_plays() if _is_left_over(path) and path.name.startswith(begins)]


def _is_left_over(path: Path) -> bool:
    """Whether a file is half-written, or belongs to a play that is gone."""
    alone = path.suffix == WAITING and not path.with_suffix(".jsonl").exists()
    return alone or path.name.endswith(HALF)


def copies(plays: Iterable[Path]) -> list[Path]:
    """Return the transcripts among the plays that are none of `plays`: somebody may have made them by hand."""
    known = set(plays)
    return [path for path in _among_plays() if path.suffix == ".jsonl" and path not in known]


def _among_plays() -> list[Path]:
    inside = plays_folder()
    with suppress(OSError):
        return sorted(inside.iterdir()) if inside else []
    return []


def remove(path: Path) -> str:
    """Remove the file of a play; return in words why it is still there, or an empty text."""
    name = on_one_line(str(path))
    try:
        with suppress(OSError):  # what cannot be opened may still be removed
            opened(path).close()
        path.unlink(missing_ok=True)
        path.with_suffix(WAITING).unlink(missing_ok=True)
    except InUse:
        return _("{file} is open in another window, and stays.").format(file=name)
    except OSError as error:
        return _("{file} cannot be deleted ({why}).").format(file=name, why=error.strerror)
    return ""


def sweep() -> list[str]:
    """Remove folders and keys that nothing needs any more; return in words what still stands among the plays."""
    kept = folder()
    if kept is None:
        return []
    left = _among_plays()
    if not left:
        with suppress(OSError):
            for key in (kept / KEY, *kept.glob(f"{KEY}.*{HALF}")):
                key.unlink(missing_ok=True)
    for each in (kept / "plays", kept):
        with suppress(OSError):  # there is something else in it
            each.rmdir()
    strange = [path for path in left if path.suffix not in {".jsonl", HALF, WAITING}]
    return [_("{file} is not ours, and stays.").format(file=on_one_line(str(path))) for path in strange]
