"""A play written into the folder of a class, beside where it is kept; it waits while that folder is away.

May import floors 0 and 1, `languages/messages` and `plays`, and from its own room `putting` and `waiting`. Each play is
one file, `ID.jsonl`, with one writer. Nothing of this machine stands in it: no name, no place, no slot.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from engine.classes.putting import put, reach
from engine.classes.waiting import mark, unmark
from engine.diagnostics import on_one_line
from engine.languages.messages import _
from engine.play import transcript
from engine.play.transcript import NotATranscript
from engine.plays.keeping import CannotKeep
from engine.plays.kept import as_text, plays_folder

_MOST: Final = 1 << 16
"""How many bytes of a file are read for its first line."""


class Joined(NamedTuple):
    """A class that is played for, its folder, the alias of who plays, and whether they are two."""

    code: str
    folder: Path
    alias: str
    pair: bool = False

    @property
    def header(self) -> dict[str, object]:
        """What the first line of each of their plays says of it."""
        if not self.alias:  # all together, on a projector
            return {"alias": None, "class": self.code, "together": True}
        return {"alias": self.alias, "class": self.code, **({"pair": True} if self.pair else {})}


class Into:
    """Writes the plays of a sitting into a class folder, one after the other.

    The file is found anew for each line: a stick may be pulled out between two of them, and come back. Then all that is
    missing is written at once. `is_there` is whether all of the play that is being written stands in the folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.is_there = False
        self._path = folder
        self._kept: Path | None = None
        self._written, self._put = b"", 0
        self._told = False

    def header(self, joined: Mapping[str, object]) -> Mapping[str, object]:
        """Return what the first line of a play says of its class; with an alias, also which play of theirs it is."""
        alias = joined.get("alias")
        return {**joined, "nth": sum(each == alias for each in _aliases(self.folder)) + 1} if alias else joined

    def begin(self, name: str, first: str, kept: Path | None) -> None:
        """Begin with a play, by its id and its first lines; `kept` is where it is kept on this machine, if it is."""
        self._path, self._kept = self.folder / f"{name}.jsonl", kept
        self._written, self._put = first.encode("utf-8", "replace"), 0
        self.is_there = False

    def add(self, text: str) -> str:
        """Write what came last; return in words, once, why it has to wait."""
        self._written += text.encode("utf-8", "replace")
        try:
            put(self._path, self._written, self._put)
        except OSError as error:
            self.is_there = False
            return self._says(error, is_kept=mark(self._kept))
        self.is_there, self._put = True, len(self._written)
        unmark(self._kept)
        return ""

    def look(self) -> str:
        """Return in words, once, why plays would have to wait now, or an empty text.

        Raises:
            CannotKeep: they would, and nothing is kept on this machine either.

        """
        try:
            reach(self.folder)
        except OSError as error:
            if plays_folder() is None:
                said = _("The class folder {folder} cannot be written to ({why}), and nothing is kept on this machine")
                name = on_one_line(str(self.folder))
                raise CannotKeep(said.format(folder=name, why=error.strerror)) from error
            return self._says(error, is_kept=True)
        return ""

    def _says(self, error: OSError, *, is_kept: bool) -> str:
        """Return in words, once, why a play has to wait, and what will become of it."""
        if self._told:
            return ""
        self._told = True
        if is_kept:
            said = _(
                "The class folder {folder} cannot be written to just now ({why}). Your play is kept on this machine, "
                "and is copied there as soon as that works: while you play, or when this class is next played for here."
            )
        else:
            said = _(
                "The class folder {folder} cannot be written to just now ({why}). You can play on; your play is copied "
                "there if that works again meanwhile. It is kept nowhere else."
            )
        return said.format(folder=on_one_line(str(self.folder)), why=error.strerror)


def aliases_in(folder: Path) -> frozenset[str]:
    """Return the aliases of the plays in a class folder, as far as they can be seen."""
    return frozenset(_aliases(folder))


def _aliases(folder: Path) -> Iterator[str]:
    with suppress(OSError):
        for path in folder.glob("*.jsonl"):
            with suppress(OSError, NotATranscript), path.open("rb") as stream:
                yield str(transcript.read(as_text(stream.readline(_MOST))).header.get("alias") or "")
