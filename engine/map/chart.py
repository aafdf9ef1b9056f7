"""What every map shows: the places of a story, the ways between them, and the ripples of its moments.

May import floors 0 and 1, `checking/ways`, and from its own room what stands above.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath
from typing import Final, Literal, NamedTuple

from engine.checking.ways import ways
from engine.diagnostics import on_one_line
from engine.map.coming_back import Moments, moments
from engine.map.known import Known
from engine.map.leading import Lead, leads
from engine.model import HERE, Scene, Story

ARCS: Final = 2000
"""How many ripples are drawn at most: more are a fog. The text tells them all."""

Kind = Literal["passage", "decision", "ending"]
Manner = Literal["open", "chance", "when"]


@dataclass(frozen=True, slots=True)
class Place:
    """A scene on the map. `where` is its file and line; a decision has two choices or more.

    `never`: no play comes there. `outside`: it only shows where a way leads that leaves the map. `chance` is how
    likely an ending is, if that is known.
    """

    id: str
    title: str
    kind: Kind
    chapter: str
    where: str
    ending: str = ""
    start: bool = False
    never: bool = False
    outside: bool = False
    chance: float | None = None


class Line(NamedTuple):
    """All that leads from one place to another. It is `open` if any of that is, and `never` if all of it is.

    `passes` is how often a random play goes along it, if that is known.
    """

    source: str
    target: str
    manner: Manner
    never: bool = False
    passes: float | None = None


class Arc(NamedTuple):
    """A moment, by its name, that is remembered at one place and comes back at another."""

    moment: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A story, or a part of it, as places and ways, all in the order of the story. `part` says in words which part."""

    story: Story
    places: Mapping[str, Place]
    lines: tuple[Line, ...]
    arcs: tuple[Arc, ...]
    moments: Moments
    known: Known | None = None
    part: str = ""
    centre: str = ""

    def chapters(self) -> dict[str, list[Place]]:
        """Return the places by their chapters, in the order in which these begin."""
        found: dict[str, list[Place]] = {}
        for place in self.places.values():
            found.setdefault(place.chapter, []).append(place)
        return found


def chart(story: Story, folder: str = "", known: Known | None = None, *, chances: bool = False) -> Chart:
    """Return all of `story`; the files of places are told as they are called from `folder`.

    How often ways are gone and endings come about is on the map only if `chances`.
    """
    known = replace(known, passes={}, chances={}) if known and not chances else known
    lost = ways(story).lost() | (known.scenes_never if known else frozenset())
    found = moments(story)
    places = {scene.id: _place(story, scene, folder, known, never=scene.id in lost) for scene in story.scenes.values()}
    lines = tuple(line for scene in story.scenes.values() for line in _lines(scene, known, never=scene.id in lost))
    arcs = tuple(Arc(*each) for each in islice(found.arcs(), ARCS))
    return Chart(story, places, lines, arcs, found, known)


def _place(story: Story, scene: Scene, folder: str, known: Known | None, *, never: bool) -> Place:
    kind: Kind = "ending" if scene.ending is not None else "decision" if len(scene.choices) > 1 else "passage"
    return Place(
        id=scene.id,
        title=scene.title or scene.id,
        kind=kind,
        chapter=scene.chapter,
        where=f"{file_from(folder, scene.span.file)}:{scene.span.line}",
        ending=scene.ending or "",
        start=scene.id == story.start,
        never=never,
        chance=known.chances.get(scene.id) if known and kind == "ending" else None,
    )


def file_from(folder: str, file: str) -> str:
    """Return the name of `file` as it is called from `folder`, with strokes that are the same everywhere."""
    path = PurePath(file)
    inside = path.relative_to(folder) if folder and path.is_relative_to(folder) else path
    return on_one_line(inside.as_posix())


def _lines(scene: Scene, known: Known | None, *, never: bool) -> Iterable[Line]:
    """Yield the lines from a scene, each to another one."""
    found: dict[str, list[Lead]] = {}
    for lead in leads(scene):
        if lead.to not in (HERE, scene.id):
            found.setdefault(lead.to, []).append(lead)
    for to, together in found.items():
        manner = min(map(_manner, together), key=("open", "chance", "when").index)
        unused = known is not None and _is_unused(known, (scene.id, to), together)
        passes = known.passes.get((scene.id, to), 0.0) if known and known.passes else None
        yield Line(scene.id, to, manner, never or unused, passes)


def _manner(lead: Lead) -> Manner:
    return "chance" if lead.odds else "when" if lead.is_conditional else "open"


def _is_unused(known: Known, pair: tuple[str, str], together: Iterable[Lead]) -> bool:
    never = known.choices_never
    return pair in known.ways_never or all(lead.choice is not None and lead.choice.name in never for lead in together)
