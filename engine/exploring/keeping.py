"""Plays that were found, written to files: as walks, and as plays that the player shows again.

May import floors 0 and 1, and `explore`. Nothing of a writer's is ever written over.
"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from engine.diagnostics import on_one_line
from engine.explore.moves import played
from engine.explore.saved import SCHEMA, Saved, as_walks
from engine.model import Story
from engine.play.transcript import entries, header, written


def why_not(walks: Path | None, plays: Path | None) -> str:
    """Return why something would be lost, or cannot be written: a file of walks, a folder of plays; empty if it can."""
    try:
        if walks is not None and walks.exists() and not (walks.is_file() and not walks.stat().st_size):
            return f"{on_one_line(str(walks))} is there already, and nothing is written over. Name a new file."
        if walks is not None and not walks.absolute().parent.is_dir():
            return f"{on_one_line(str(walks))} is in a folder that is not there. Name one that is."
        if plays is not None and plays.exists() and not (plays.is_dir() and not any(plays.iterdir())):
            return f"{on_one_line(str(plays))} is not empty, and nothing is written over. Name a new folder."
    except (OSError, ValueError) as error:  # a folder that may not be read, a name that no file can have
        return f"What is found could not be saved there: {on_one_line(str(error))}."
    return ""


def save_walks(file: Path, plays: Iterable[Saved]) -> int:
    """Write plays as walks and return how many they are; those without a choice or draw are none.

    Raises:
        OSError: the file cannot be written, or somebody wrote it meanwhile.

    """
    kept = [each for each in plays if each.moves]
    if not kept:
        return 0
    mode = "w" if file.exists() and not file.stat().st_size else "x"
    schema = SCHEMA if (file.parent / SCHEMA).is_file() else ""
    with file.open(mode, encoding="utf-8", newline="\n") as stream:
        stream.write(as_walks(kept, schema))
    return len(kept)


def save_plays(folder: Path, story: Story, plays: Iterable[Saved]) -> list[Path]:
    """Write each play as a file of its own, and return the files.

    Raises:
        OSError: one cannot be written, or was there.

    """
    folder.mkdir(parents=True, exist_ok=True)
    files = list[Path]()
    for each in plays:
        files.append(folder / f"{each.id}.jsonl")
        with files[-1].open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(_transcript(story, each))
    return files


def _transcript(story: Story, play: Saved) -> str:
    """Return the file of a play; its id is made from what it holds, so that it is the same whenever it is found."""
    moves = played(story, play.moves).moves
    name = sha256("\n".join([story.digest, play.id, *map(str, play.moves)]).encode()).hexdigest()[:16]
    return written([header(story, 0, name), *(line for move in moves for line in entries(move))])
