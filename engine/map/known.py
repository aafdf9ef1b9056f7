"""What is known of a story from following every path of it: what the map marks as never, and how often ways are gone.

Imports nothing of the engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Known:
    """What holds on every path of a story. Where not every path was followed, there is none of this.

    `scenes_never` are the scenes that no play comes to, `choices_never` those that are never offered, as
    `scene.choice`, `ways_never` the pairs of scenes, from and to, between which no play ever goes though one is
    written. `passes` says how often, on average, a random play goes from one scene to another; `chances` how likely
    each ending is, by its scene, from 0 to 1. Random: each choice that is offered is as likely as the others.
    """

    scenes_never: frozenset[str] = frozenset()
    choices_never: frozenset[str] = frozenset()
    ways_never: frozenset[tuple[str, str]] = frozenset()
    passes: Mapping[tuple[str, str], float] = field(default_factory=dict)
    chances: Mapping[str, float] = field(default_factory=dict)
