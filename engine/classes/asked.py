"""What of the plays in a class folder somebody asks for, to see it or to be rid of it.

May import floors 0 and 1 and `plays`. What stands in the folder is never trusted; what is not ours is only named.
"""

import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from engine.play import transcript
from engine.play.transcript import NotATranscript
from engine.plays.asked import Asked, Found, holds, local, mentioning
from engine.plays.journal import Journal
from engine.plays.kept import Kept, as_text, kept_in
from engine.plays.lines import HALF

_OURS: Final = re.compile(rf"[0-9a-f]{{16}}\.jsonl(?:{re.escape(HALF)})?")
"""How files are called that only we make."""
_MOST: Final = 8 << 20
"""How many bytes a play has at most: thousands of times as many as a long one."""


def found_in(folder: Path, asked: Asked) -> Found:
    """Return what of a class folder somebody asks for.

    Raises:
        OSError: the folder cannot be looked into.

    """
    plays, others, strange = list[Kept](), list[Path](), list[Path]()
    for path in sorted(folder.iterdir()):
        kept = _kept(path)
        if kept is not None:
            plays += [kept]
        elif _is_left_over(path):
            others += [path] if _may_go(path, asked) else []
        else:
            strange += [path]
    of_story = [kept for kept in plays if asked.story in ("", kept.story)]
    named = [kept for kept in of_story if asked.names_play(kept)]
    named.sort(key=lambda kept: (-kept.changed, kept.path.name))
    holding = [path for path in strange if asked.is_all_of_an_alias and path.is_file() and holds(path, asked.alias)]
    mentions = [*mentioning(asked, plays, named), *holding]
    return Found(named, others, [], Journal(), strange, mentions)


def _is_left_over(path: Path) -> bool:
    """Whether a file is one that only we make, and holds no whole play."""
    return _OURS.fullmatch(path.name) is not None and not path.is_symlink() and path.is_file()


def _may_go(path: Path, asked: Asked) -> bool:
    """Whether what is left over may be of what is asked for: nothing in it tells its story."""
    with suppress(OSError):
        last = local(path.stat().st_mtime)
        return not asked.story and asked.is_old(last.date() if last else None) and asked.may_name(path)
    return False


def _kept(path: Path) -> Kept | None:
    """Return the play in a file; None where it is none."""
    with suppress(OSError, NotATranscript):
        state = path.lstat()
        if path.suffix == ".jsonl" and path.is_file() and not path.is_symlink() and state.st_size <= _MOST:
            read = transcript.read(as_text(path.read_bytes()))
            return kept_in(path, state.st_mtime, read, read.header["story"], _id(read.header.get("play")))
    return None


def _id(there: object) -> str:
    """Return the id of a play if it is one that we give: it becomes part of file names."""
    return there if isinstance(there, str) and re.fullmatch(r"[0-9a-f]{1,64}", there) else "0"
