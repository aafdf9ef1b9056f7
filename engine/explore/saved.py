"""Play-throughs written down as walks, for a `walks.yaml`: what somebody found becomes a test.

May import floors 0 and 1, and `moves` of its own room. Text only: what it gives is read back without a fault, and each
walk passes.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from engine.diagnostics import on_one_line
from engine.explore.moves import Brought, Made, Moves
from engine.grammar import RESERVED
from engine.play.transcript import Play

SCHEMA: Final = ".curbside/walks.schema.json"
"""Where the editor finds the schema for walks, beside a story of one's own."""

LONGEST: Final = 64
"""The longest id, in characters."""

_MISREAD: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Ids that some readers of YAML take for something else."""

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z]*,? [A-Za-z0-9 ,.;!?()-]*[A-Za-z0-9.;!?)]")
"""Words that every reader of YAML takes as they are: at least two, and no sign that means anything."""

_UNWRITABLE: Final = re.compile("[\ufeff\ufffe\uffff]")
"""Characters that YAML does not take, or not everywhere."""


class Saved(NamedTuple):
    """A play-through from the start: an id, a line on it, its moves, and the ending or else the scene it comes to."""

    id: str
    about: str
    moves: Moves
    ending: str | None = None
    at: str | None = None


def made_in(play: Play) -> Iterator[Made]:
    """Yield what was chosen and drawn in a play, in order."""
    for move in play.moves:
        if move.choice is not None:
            yield move.choice
        yield from (Brought(drew.to) for drew in move.step.drew)


def as_walks(walks: Iterable[Saved], schema: str = SCHEMA) -> str:
    """Return these play-throughs as the text of a `walks.yaml`, with a first line that names a `schema` for editors.

    Those without a move are left out, since a walk has at least one; where none is left, the text is empty. An id that
    is none, too long or taken is written so that it is one.
    """
    kept = [each for each in walks if each.moves]
    if not kept:
        return ""
    written = ["\n".join(_rows(name, each)) for name, each in zip(_ids(kept), kept, strict=True)]
    first = f"# yaml-language-server: $schema={schema}\n" if schema else ""
    return f"{first}curbside: 1\n\nwalks:\n" + "\n\n".join(written) + "\n"


def _rows(name: str, walk: Saved) -> Iterator[str]:
    yield f"  - id: {_word(name)}"
    about = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", on_one_line(" ".join(walk.about.split())))
    if about:
        yield f"    about: {about if _PLAIN.fullmatch(about) else json.dumps(about, ensure_ascii=False)}"
    yield "    choose:"
    for made in walk.moves:
        yield f"      - {made}" if isinstance(made, str) else f"      - {{drew: {_word(made.scene)}}}"
    key, scene = ("ending", walk.ending) if walk.ending is not None else ("at", walk.at)
    if scene is not None:
        yield "    expect:"
        yield f"      {key}: {_word(scene)}"


def _word(name: str) -> str:
    return f'"{name}"' if name in _MISREAD else name


def _ids(walks: Sequence[Saved]) -> Iterator[str]:
    """Yield an id for each walk, its own where that can be: small letters, digits and underscores, like no other."""
    taken = set(RESERVED)
    for walk in walks:
        plain = re.sub(r"[^a-z0-9_]+", "_", walk.id.lower()).strip("_")
        wanted = (plain if plain[:1].isalpha() else f"walk_{plain}".rstrip("_"))[:LONGEST]
        name, number = wanted, 1
        while name in taken:
            number += 1
            name = f"{wanted[: LONGEST - len(str(number)) - 1]}_{number}"
        taken.add(name)
        yield name
