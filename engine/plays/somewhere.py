"""A play that begins somewhere in its midst: how it is taken up, and what the player is told of the way there.

May import floors 0 and 1 and, from its own room, `keeping` and `starting`.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from engine.diagnostics import quoted
from engine.languages.messages import _, ngettext
from engine.play.transcript import Play
from engine.play.words import line
from engine.plays.keeping import Keeper
from engine.plays.starting import Start


class There(NamedTuple):
    """A play that has come to where it is to begin; `passed` is the scene asked for, where the play only passes it."""

    play: Play
    passed: str = ""


def start_there(keeper: Keeper, there: There, seed: int) -> Start:
    """Return a play that begins there; what is drawn from then on comes from the seed.

    Raises:
        CannotKeep: the file that was asked for as a copy cannot be made.

    """
    play = replace(there.play, seed=seed)
    keeper.begin(play)
    return Start(play, goes_on=play.made > 1, said=(*_notes(play), *_way(play), *_passed(there.passed)))


def _notes(play: Play) -> Iterator[str]:
    """Yield what a player should know first, where the play begins without the title that says so."""
    notes = play.story.content_notes.values() if play.made > 1 else ()
    if notes:
        yield _("In this story:")
    yield from (f"- {note}" for note in notes)


def _way(play: Play) -> Iterator[str]:
    """Yield how many choices lead there, then each by its name and in its words, and what chance brought behind it."""
    count = play.made - 1
    if count:
        yield ngettext("To get there: {count} choice.", "To get there: {count} choices.", count).format(count=count)
    else:
        yield _("To get there, nothing has to be chosen.")
    for index, move in enumerate(play.moves):
        choice = play.story.choice(move.choice) if move.choice else None
        if choice is not None:
            yield f"{choice.name}: {line(choice.text, play.moves[index - 1].step.state)}"
        yield from (_("By chance: {scene}").format(scene=drew.to) for drew in move.step.drew)


def _passed(scene: str) -> Iterator[str]:
    if scene:
        yield _("The story does not stop at {scene}: from there it goes on by itself, to where you stand now.").format(
            scene=quoted(scene)
        )
