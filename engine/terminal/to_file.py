"""A play written to a file that the player names: its words, or its choices.

May import floors 0 and 1, `keeping`, and from its own room what stands above it.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from engine.languages.messages import _
from engine.play import transcript
from engine.play.transcript import Play
from engine.plays.keeping import so_far
from engine.plays.settings import Settings
from engine.terminal import telling
from engine.terminal.answers import history
from engine.terminal.face import Face
from engine.terminal.plain import Plain
from engine.terminal.telling import Notice, Turn

CHOICES: Final = ".jsonl"


def ask_and_write(face: Face, play: Play) -> None:
    """Ask for the name of a file, and write the play there as far as it has come; never over another file."""
    name = face.write(
        _("Write this play to which file? One that ends in .jsonl gets the choices, for --replay; any other the words.")
    )
    if name is None:
        face.show(Notice(_("Nothing was written.")))
        return
    path = Path(name)
    try:
        path = path.expanduser()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(_choices(play) if path.suffix == CHOICES else words(play))
    except FileExistsError:
        face.show(Notice(_("{path} is there already; nothing is ever written over.").format(path=name)))
    except (OSError, ValueError, RuntimeError) as error:  # a full disk, a name that no file can have, nobody's home
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        face.show(Notice(_("{path} cannot be written: {why}.").format(path=name, why=why)))
    else:
        face.show(Notice(_("Written to {path}.").format(path=name)))


def _choices(play: Play) -> str:
    return transcript.written(so_far(play, os.urandom(8).hex(), {}))


def words(play: Play) -> str:
    """Return the words of a play as plain lines."""
    stream = io.StringIO()
    face = Plain(io.StringIO(), stream, Settings())
    face.paragraph(play.story.title)
    for item in (*history(play), *_last(play)):
        face.show(item)
    return stream.getvalue()


def _last(play: Play) -> Iterator[telling.Item]:
    return (item for item in telling.move(play, play.made - 1) if not isinstance(item, Turn))
