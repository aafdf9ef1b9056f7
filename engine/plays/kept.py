"""The plays that are kept on this machine: which there are, and which of them a sitting goes on with.

May import floors 0 and 1 and, from its own room, `places`, `lines` and `following`.
Each play is one file, `plays/STORY.ID.jsonl`: a transcript. What stands in one is never trusted beyond the rules.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from engine.model import Story
from engine.play import transcript
from engine.play.transcript import NotATranscript, Transcript
from engine.plays.lines import Lines, opened
from engine.plays.places import folder

_NAME: Final = re.compile(r"(?P<story>[a-z0-9-]+)\.(?P<id>[0-9a-f]+)\.jsonl")
SHORT: Final = 8
"""How many digits of a play's id are shown, and are enough to ask for it."""
WAITING: Final = ".waiting"
"""What ends the name of the empty file beside a play that has to be copied into a class folder yet."""


class Kept(NamedTuple):
    """A play on disk. `changed` is when it was written to last, in seconds since 1970; `slot` its name, or empty.

    `choices` is the number of those made and not undone. `problem` says why no more of it can be read, or is empty.
    `alias` and `class_code` are those of a play for a class.
    """

    path: Path
    story: str
    id: str
    changed: float
    slot: str = ""
    place: str = ""
    digest: str = ""
    choices: int = 0
    ended: bool = False
    problem: str = ""
    alias: str = ""
    class_code: str = ""

    @property
    def name(self) -> str:
        """What the play is asked for by: its slot, or else the first digits of its id."""
        return self.slot or self.id[:SHORT]


def plays_folder() -> Path | None:
    """Return the folder of the plays, which may not be there yet; None where nothing is to be kept."""
    kept = folder()
    return kept / "plays" if kept else None


def everything(story: str = "") -> list[Kept]:
    """Return all plays that are kept, or those of one story, by its id; what was played last comes first."""
    return [kept for path, changed in _files(story, plays_folder()) if (kept := _summary(path, changed)) is not None]


def latest(story: Story, place: str, slot: str, inside: Path | None) -> tuple[Kept | None, Kept | None]:
    """Return the play of this story that was played last, and the one of another story with the same id before it.

    `inside` is the folder of the plays. With a `slot` only plays in it count or, where there is none, the one whose id
    begins so. `place` tells where the story stands; a play belongs to it when it was played at that place, or in a
    story that was the very same.
    """
    other = None
    if slot:
        all_ = [kept for path, changed in _files(story.id, inside) if (kept := _summary(path, changed)) is not None]
        named = [kept for kept in all_ if kept.slot == slot]
        named += [kept for kept in all_ if len(slot) >= 4 and kept.id.startswith(slot)]  # noqa: PLR2004 - fewer digits are no address
        return (named[0] if named else None), None
    for path, changed in _files(story.id, inside):
        kept = _summary(path, changed, to_the_end=False)
        if kept is None or kept.slot or kept.class_code:  # a play for a class may be somebody else's
            continue
        if kept.problem or kept.digest == story.digest or kept.place == place:
            return kept, other
        other = other or kept
    return None, other


def underway(story: Story, place: str) -> int:
    """Return how many choices were made in the play that would be gone on with; 0 where there is none."""
    kept, _other = latest(story, place, "", plays_folder())
    whole_ = _summary(kept.path, kept.changed) if kept else None
    return whole_.choices if whole_ and not whole_.ended and not whole_.problem else 0


def read(lines: Lines) -> Transcript:
    """Return the transcript in a file that is open.

    Raises:
        NotATranscript: the file is none, or one of a newer version.

    """
    return transcript.read(as_text(lines.read()))


def as_text(written: bytes) -> str:
    """Return what was written as text; a line that is no UTF-8 is a damaged one."""
    try:
        return written.decode()
    except UnicodeDecodeError as error:
        line = written[: error.start].count(b"\n")
        rows = written.split(b"\n")
        damaged = ["?"] if line < len(rows) - 1 else []  # the last line may just not be whole
        return "\n".join([*(row.decode() for row in rows[:line]), *damaged, ""])


def whole(written: bytes) -> int:
    """Return how many bytes stand before a last line that was never finished."""
    return written.rfind(b"\n") + 1


def transcripts(story: str) -> Iterator[tuple[Kept, Transcript]]:
    """Yield the plays of a story that can be read, with what stands in them."""
    for path, changed in _files(story, plays_folder()):
        with suppress(OSError, NotATranscript):
            read_ = transcript.read(as_text(path.read_bytes()))
            yield kept_in(path, changed, read_, *_named(path)), read_


def _files(story: str, inside: Path | None) -> list[tuple[Path, float]]:
    """Return the files of plays in a folder with the time of their last change, the newest first."""
    found: list[tuple[Path, float]] = []
    with suppress(OSError):
        for path in inside.iterdir() if inside else ():
            name = _NAME.fullmatch(path.name)
            if name and (not story or name["story"] == story):
                found.append((path, path.stat().st_mtime))
    return sorted(found, key=lambda each: (-each[1], each[0].name))


def _summary(path: Path, changed: float, *, to_the_end: bool = True) -> Kept | None:
    """Return what a file holds, or only what its first line says; None where it is gone."""
    try:
        if to_the_end:
            return kept_in(path, changed, transcript.read(as_text(path.read_bytes())), *_named(path))
        with path.open("rb") as stream:
            return kept_in(path, changed, transcript.read(as_text(stream.readline())), *_named(path))
    except FileNotFoundError:
        return None
    except (OSError, NotATranscript) as error:
        why = error.strerror or "" if isinstance(error, OSError) else str(error)
        return Kept(path, *_named(path), changed, problem=why)


def _named(path: Path) -> tuple[str, str]:
    story, play, _jsonl = path.name.split(".")
    return story, play


def kept_in(path: Path, changed: float, read_: Transcript, story: str, id_: str) -> Kept:
    """Return what a file holds, by what was read of it and the ids of story and play."""
    from engine.plays.following import net  # noqa: PLC0415 - only to count

    made, _undone = net(read_.entries)
    texts = {key: str(read_.header.get(key) or "") for key in ("slot", "place", "digest")}
    alias, code = (str(read_.header.get(key) or "") for key in ("alias", "class"))
    count = len(made) - 1
    return Kept(
        path,
        story,
        id_,
        changed,
        **texts,
        choices=count,
        ended=read_.ended,
        problem=read_.problem,
        alias=alias,
        class_code=code,
    )


def open_kept(kept: Kept) -> Lines:
    """Open a kept play to go on with it.

    Raises:
        InUse: it is being played in another window.
        OSError: it cannot be opened.

    """
    return opened(kept.path)
