"""The plays that show what was found, each with an id by which the writer finds it again.

May import floors 0 and 1, and `explore`. The ids are those of walks: small letters, digits and underscores, no two the
same; so a play is called the same in what is printed, as a walk, and as a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.codes import CODES
from engine.diagnostics import cut
from engine.explore.explored import Explored
from engine.explore.moves import Moves, played
from engine.explore.saved import LONGEST, Saved
from engine.exploring.figures import counted
from engine.model import Story
from engine.versions.survival import Survival

_ROUND: Final = "goes_round"


@dataclass(frozen=True, slots=True)
class Witnesses:
    """The plays, by what they show: an ending, a finding by its place, a promise, all choices together, a circle.

    `lost` and `strays` are plays of an older version, by their places in `Survival`.
    """

    endings: Mapping[str, Saved]
    findings: Mapping[int, Saved]
    promises: Mapping[str, Saved]
    covering: tuple[Saved, ...]
    circle: Saved | None
    lost: Mapping[int, Saved] = field(default_factory=dict)
    strays: Mapping[int, Saved] = field(default_factory=dict)

    def of_the_older(self) -> tuple[Saved, ...]:
        """Return those of an older version."""
        return (*self.lost.values(), *self.strays.values())

    def all(self) -> tuple[Saved, ...]:
        """Return all others, faults first."""
        round_ = (self.circle,) if self.circle else ()
        return (*self.findings.values(), *self.promises.values(), *round_, *self.endings.values(), *self.covering)


def witnesses(found: Explored, survival: Survival | None = None) -> Witnesses:
    """Return all plays that an answer holds, and those that show what becomes of kept ones."""
    named = _Named(found.story)
    lost, strays = _of_the_older(survival) if survival else ({}, {})
    return Witnesses(
        lost=lost,
        strays=strays,
        findings={
            at: named.play(_slug(each.diagnostic.code), each.subject, each.diagnostic.message, each.witness)
            for at, each in enumerate(found.findings)
            if each.witness is not None
        },
        promises={
            each.promise.id: named.play("breaks", each.promise.id, each.said, each.counterexample)
            for each in found.promises
            if each.counterexample is not None
        },
        endings={
            each.scene: named.play("ending", each.scene, _nearest(found.story, each.scene), each.shortest)
            for each in found.endings
            if each.shortest is not None
        },
        covering=_covering(found, named),
        circle=named.play(_ROUND, "", "Comes back to where it was, and can go round for ever.", _circle(*found.circle))
        if found.circle
        else None,
    )


def _slug(code: str) -> str:
    return CODES[code].replace("-", "_")


def _nearest(story: Story, scene: str) -> str:
    return f"The shortest way to {cut(story.scenes[scene].ending, 100)}."


def _circle(before: Moves, around: Moves) -> Moves:
    return (*before, *around)


def _covering(found: Explored, named: "_Named") -> tuple[Saved, ...]:
    plays = found.covering.plays if found.covering else ()
    wide = max(2, len(str(len(plays))))
    about = f"Of {counted(len(plays), 'play')} that together take every choice, number {{}}."
    return tuple(
        named.play("covering", f"{number:0{wide}}", about.format(number), made) for number, made in enumerate(plays, 1)
    )


def _of_the_older(found: Survival) -> tuple[dict[int, Saved], dict[int, Saved]]:
    named = _Named(found.old)
    lost = {
        at: named.play("lost", each.choice or "at_the_beginning", "Lost in a newer version.", each.witness)
        for at, each in enumerate(found.losses)
        if each.witness is not None
    }
    strays = {
        at: named.play("elsewhere", each.expected, "Stands in another scene in a newer version.", each.witness)
        for at, each in enumerate(found.strays)
        if each.witness is not None
    }
    return lost, strays


class _Named:
    """Plays on their way to their names."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.taken = set[str]()

    def play(self, kind: str, of: str, about: str, made: Moves) -> Saved:
        """Return a play by its name, with the end that it comes to."""
        scene = self.story.scenes[played(self.story, made).step.state.scene]
        if scene.ending is not None:
            return Saved(self._id(kind, of), about, made, ending=scene.id)
        return Saved(self._id(kind, of), about, made, at=scene.id)

    def _id(self, kind: str, of: str) -> str:
        plain = of.replace(".", "_")
        wanted = plain if plain.startswith(f"{kind}_") else f"{kind}_{plain}".rstrip("_")
        name, number = wanted[:LONGEST], 1
        while name in self.taken:
            number += 1
            name = f"{wanted[: LONGEST - len(str(number)) - 1]}_{number}"
        self.taken.add(name)
        return name
