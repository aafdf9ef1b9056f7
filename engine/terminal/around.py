"""What a sitting may reach beyond its play: each thing is handed in by the shell.

May import `model` and `settings`, and `seen` of `afterwards`.
"""

from collections.abc import Callable
from typing import NamedTuple

from engine.afterwards.seen import Seen
from engine.model import Story
from engine.play.transcript import Play
from engine.plays.settings import Settings


class Reread(NamedTuple):
    """A story that was read again: None, with the frames of its faults, where it cannot be played now."""

    story: Story | None
    faults: str = ""


class Around(NamedTuple):
    """The world of a sitting; where something is None there is no such thing.

    `next_play` begins another play. `acts` are the small acts that a lesson offers, and `keep_act` keeps one in the
    journal. `seen` is what was seen on the plays that are kept. `keep_settings` gets
    settings as they were and as they are, and writes down what differs; it and `keep_act`
    return a sentence where that cannot be done. `reread` reads the story again after `changed` said that it changed.
    """

    next_play: Callable[[Story], Play] | None = None
    acts: Callable[[], tuple[str, ...]] = tuple
    keep_act: Callable[[str], str] | None = None
    seen: Callable[[], Seen] = Seen
    keep_settings: Callable[[Settings, Settings], str] | None = None
    changed: Callable[[], bool] | None = None
    reread: Callable[[], Reread] | None = None
