"""One play as what is counted of it.

May import floors 0 to 2. Every figure of a report is a sum over plays, so that one play is a small table of its own:
from a cell's name to how often this play counts there.
"""

from collections import Counter
from itertools import pairwise
from typing import Final, NamedTuple

from engine.afterwards.decisions import decisions, practised
from engine.model import Scene, Story
from engine.play.transcript import Play
from engine.play.words import line

Cell = tuple[str, ...]
"""What is counted: its kind, and of what. See the functions below."""

UNFINISHED: Final[Cell] = ("ending", "")
"""Plays that came to no ending."""


def came(scene: str) -> Cell:
    """Name the plays that came to a scene."""
    return ("plays", scene)


def chosen(scene: str) -> Cell:
    """Name the choices that were made in a scene."""
    return ("reached", scene)


def choice(name: str) -> Cell:
    """Name how often a choice was made, by its `scene.choice`."""
    return ("choice", name)


def ended(scene: str) -> Cell:
    """Name the plays that came to an ending."""
    return ("ending", scene)


def passed(before: str, after: str) -> Cell:
    """Name how often plays went from one scene to the next."""
    return ("flow", before, after)


def offered(dimension: str) -> Cell:
    """Name how often a dimension was offered."""
    return ("offered", dimension)


def taken(dimension: str) -> Cell:
    """Name how often it was taken where it was offered."""
    return ("taken", dimension)


def left(dimension: str) -> Cell:
    """Name how often it was not."""
    return ("left", dimension)


class Made(NamedTuple):
    """A choice that was made: its `scene.choice`, its words as they were shown, and what it practised there."""

    name: str
    words: str
    practised: tuple[str, ...]


def made(play: Play) -> list[Made]:
    """Return the choices of a play that were not undone, in order."""
    met = {each.index: tuple(each.chosen.empathy) for each in decisions(play)}
    found: list[Made] = []
    for index, (before, move) in enumerate(pairwise(play.moves), 1):
        name = move.choice or ""
        found.append(Made(name, words_of(play.story, name, before), met.get(index, ())))
    return found


def words_of(story: Story, name: str, before: object = None) -> str:
    """Return a choice's words: as they were shown after the move `before`, or where they are the same for all."""
    there = story.choice(name)
    text = there.text if there else None
    if text is None:
        return name
    if text.line is not None:
        return text.line
    state = getattr(getattr(before, "step", None), "state", None)
    return line(text, state) if state is not None else name.partition(".")[2].replace("_", " ")


def cells(play: Play) -> Counter[Cell]:
    """Return what is counted of a play. Choices that were undone, and where they led, are not."""
    path = [told.place for move in play.moves for told in move.step.told if told.kind == "scene"]
    found = Counter[Cell]({came(scene): 1 for scene in path})
    found.update(passed(*pair) for pair in pairwise(path))
    for move in play.moves:
        if move.choice is not None:
            found.update((choice(move.choice), chosen(move.choice.partition(".")[0])))
    last = play.offer
    found[ended(last.scene.id) if last.ending is not None else UNFINISHED] += 1
    for name, tally in practised(play).items():
        found[offered(name)] += tally.offered
        found[taken(name)] += tally.taken
        found[left(name)] += tally.offered - tally.taken
    return found


def deciding(story: Story) -> list[Scene]:
    """Return the scenes with choices, in the order in which they are written."""
    return [scene for scene in story.scenes.values() if scene.choices]


def letter(number: int) -> str:
    """Return the letter of a choice from its place in the scene, 0 and on: A to Z, then AA."""
    before, place = divmod(number, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + place)
