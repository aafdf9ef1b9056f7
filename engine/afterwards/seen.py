"""What of a story has been met: the scenes, the choices and the endings, for counting those that never were.

May import `model` and the room `play`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.model import Story
from engine.play.transcript import Move


@dataclass(frozen=True, slots=True)
class Seen:
    """Scenes that were arrived at, choices that were taken (`scene.choice`), and scenes that ended the story."""

    scenes: frozenset[str] = frozenset()
    choices: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()

    def __or__(self, other: "Seen") -> "Seen":
        """Return what was met in one or the other."""
        return Seen(self.scenes | other.scenes, self.choices | other.choices, self.endings | other.endings)


def seen(story: Story, moves: Iterable[Move]) -> Seen:
    """Return what was met in these moves, of one play or of several: also scenes that pass without a word."""
    scenes, choices = set[str](), set[str]()
    for move in moves:
        scenes.add(move.step.state.scene)
        scenes.update(told.place for told in move.step.told if told.kind == "scene")
        if move.choice is not None:
            choices.add(move.choice)
    return Seen(frozenset(scenes), frozenset(choices), frozenset(scenes.intersection(story.endings)))
