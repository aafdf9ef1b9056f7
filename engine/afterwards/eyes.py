"""A play through another's eyes: page "Ripples and other eyes" of the story language.

May import `model` and the room `play`.
"""

from collections.abc import Iterator

from engine.model import Prose
from engine.play.rules import Told
from engine.play.transcript import Play
from engine.play.words import words


def eyes(play: Play) -> tuple[str, ...]:
    """Return who of the cast saw anything of this path, in the order of the cast."""
    found: set[str] = set()
    for told in (each for move in play.moves for each in move.step.told):
        new = (who for who in _watching(play, told) if who not in found)
        found.update(who for who in new if words(play.story, told, play.seed, who))
    return tuple(who for who in play.story.cast if who in found)


def seen(play: Play, index: int, who: str) -> tuple[tuple[Told, Prose], ...]:
    """Return what `who`, one of the cast, saw of one move: each place with words for those eyes, and the words.

    What was chosen stands first, as an act seen from outside.
    """
    each_told = ((told, words(play.story, told, play.seed, who)) for told in play.moves[index].step.told)
    return tuple((told, shown) for told, shown in each_told if shown)


def _watching(play: Play, told: Told) -> Iterator[str]:
    """Yield who may have words there."""
    choice = play.story.choice(told.place) if told.kind == "reply" else None
    if choice is not None:
        yield from choice.seen_by
    elif told.kind == "scene":
        yield from play.story.scenes[told.place].seen_by
