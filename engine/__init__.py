"""Curbside: branching stories as YAML scene graphs, checked and played.

A story is loaded, begun, and stepped through:

    from engine import begin, load, offer, step

    story = load("scenes/boy-on-the-curb").story
    here = begin(story)
    here = step(story, here.state, offer(story, here.state).choices[0].id)

Names are handed out when they are asked for, so that a command imports only what it needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.model import Fork, State, Story
    from engine.play.rules import ChoiceNotOffered, DrawNotOffered, Offer, Step, Told, begin, offer, step
    from engine.play.transcript import Play, replay, started
    from engine.play.words import words
    from engine.reading.load import Loaded, load

__version__ = "0.1.0"

_HOMES = {
    "Fork": "model",
    "State": "model",
    "Story": "model",
    "ChoiceNotOffered": "play.rules",
    "DrawNotOffered": "play.rules",
    "Offer": "play.rules",
    "Step": "play.rules",
    "Told": "play.rules",
    "begin": "play.rules",
    "offer": "play.rules",
    "step": "play.rules",
    "Play": "play.transcript",
    "replay": "play.transcript",
    "started": "play.transcript",
    "words": "play.words",
    "Loaded": "reading.load",
    "load": "reading.load",
}

__all__ = [
    "ChoiceNotOffered",
    "DrawNotOffered",
    "Fork",
    "Loaded",
    "Offer",
    "Play",
    "State",
    "Step",
    "Story",
    "Told",
    "begin",
    "load",
    "offer",
    "replay",
    "started",
    "step",
    "words",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module 'engine' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"engine.{_HOMES[name]}"), name)
