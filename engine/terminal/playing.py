"""A sitting from its start to its end: which face, which play, where it is written, and the shelf of stories.

May import floors 0 and 1 and the rest of its room. Reads no story files: loaded stories are handed in.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.diagnostics import showable
from engine.model import Story
from engine.play import transcript
from engine.play.transcript import Play
from engine.terminal.keeping import CannotKeep, Keeper
from engine.terminal.plain import NARROWEST, Plain
from engine.terminal.session import Command, End, Face, Pick, Session, replayed
from engine.terminal.telling import Heading, Notice, Row

WIDTH = 72


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for on the command line. `seed` and `width` are None where nothing was."""

    plain: bool = False
    seed: int | None = None
    width: int | None = None
    transcript: Path | None = None
    replay: Path | None = None
    once: bool = False

    @classmethod
    def of(cls, options: argparse.Namespace) -> "Wishes":
        """Return the wishes among parsed arguments."""
        return cls(options.plain, options.seed, options.width, options.transcript, options.replay, options.once)


def play(story: Story, wishes: Wishes, face: Face | None = None) -> End:
    """Play a story, or show a kept play of it, on standard input and output or to a face that is there already."""
    face = face or _face(wishes)
    if wishes.replay is not None:
        return _replay(face, story, wishes.replay)
    keeper = Keeper(wishes.transcript)
    session = Session(face, _begun(story, wishes), keeper, next_play=None if _once(wishes) else lambda: _begun(story))
    try:
        end = session.run()
    except CannotKeep as error:
        _complain(f"{error}.")
        return End.UNREADABLE
    finally:
        keeper.close()
    if end is End.LEFT and session.next_play is not None and session.is_underway:
        kept = wishes.transcript and f"What you chose stands in {wishes.transcript}; --replay shows it again."
        _complain(kept or "You have left. This play was not kept.")
    if keeper.problem:
        _complain(f"{keeper.problem[0].upper()}{keeper.problem[1:]}.")
    return end


def shelf(stories: Sequence[Story], wishes: Wishes) -> End:
    """Let the player pick a story, and play it."""
    face = _face(wishes)
    while True:
        face.show(Heading("Curbside"))
        face.show(Notice("Which story?"))
        answer = face.ask([_row(story) for story in stories])
        if isinstance(answer, Pick):
            end = play(stories[answer.row], wishes, face)
            if end is not End.SHELF:
                return end
        elif answer is Command.LEAVE:
            return End.LEFT
        elif answer is Command.HELP:
            face.show(Notice(face.choosing))
            face.show(Notice("leave", "q  "))


def _row(story: Story) -> Row:
    endings = len(story.endings)
    size = f"{len(story.scenes)} scenes, {endings} {'ending' if endings == 1 else 'endings'}"
    return Row(story.title, f"{story.summary}\n{size}")


def _begun(story: Story, wishes: Wishes | None = None) -> Play:
    seed = wishes.seed if wishes is not None and wishes.seed is not None else int.from_bytes(os.urandom(4), "big")
    return transcript.started(story, seed)


def _once(wishes: Wishes) -> bool:
    return wishes.once or not sys.stdin.isatty()


def _face(wishes: Wishes) -> Face:
    if not wishes.plain and rich_is_fit():
        from engine.terminal.rich import Rich  # noqa: PLC0415 - the plain player does without

        return Rich(sys.stdout, wishes.width, colour=not os.environ.get("NO_COLOR"))
    return Plain(sys.stdin, sys.stdout, wishes.width or min(WIDTH, _room()))


def _room() -> int:
    if not sys.stdout.isatty():
        return WIDTH
    import shutil  # noqa: PLC0415 - brings in all that compresses, which a pipe can do without

    return max(NARROWEST, shutil.get_terminal_size((WIDTH, 24)).columns)


def rich_is_fit() -> bool:
    """Return whether the rich player would do no harm here: both streams are a terminal that can move its cursor."""
    terminal = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") not in ("dumb", "unknown")
    return terminal and os.environ.get("ACCESSIBLE", "0").lower() in ("", "0", "false", "no")


def _replay(face: Face, story: Story, file: Path) -> End:
    try:
        kept = transcript.read(file.read_text(encoding="utf-8"))
    except OSError as error:
        _complain(f"{file} cannot be read: {error.strerror}.")
        return End.UNREADABLE
    except (UnicodeDecodeError, transcript.NotATranscript) as error:
        _complain(f"{file} cannot be replayed: {error}.")
        return End.UNREADABLE
    if kept.header["story"] != story.id:
        _complain(f'{file} is a play of "{kept.header["story"]}", and this story is "{story.id}".')
        return End.UNREADABLE
    try:
        replayed(face, story, kept)
    except transcript.CannotReplay as error:
        _complain(f"{file}, {error}. The story may have been edited since; what was played before that is above.")
        return End.FAULTY
    if kept.problem:
        _complain(f"{file}: {kept.problem}; what was played before that is above.")
        return End.FAULTY
    if sys.stdout.isatty():  # somebody looks on, and might wait for more
        _complain("Here the play ends that was written down.")
    return End.LEFT


def _complain(message: str) -> None:
    sys.stdout.flush()
    sys.stderr.write("".join(f"{showable(line)}\n" for line in message.split("\n")))
