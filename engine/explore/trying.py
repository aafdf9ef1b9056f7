"""A walk tried by the ordinary rules of play: whether it passes, and if not, where and in what it differs.

May import floors 0 and 1, and `walk`, `closed` and `otherwise` of its own room. Raises for nothing that a walk holds.
"""

from dataclasses import dataclass

from engine.diagnostics import quoted
from engine.explore.closed import why_closed
from engine.explore.otherwise import Difference, after, dead, differences, offered, stands
from engine.explore.walk import Chosen, Drawn, Walk
from engine.model import Fork, Story
from engine.play.rules import DrawNotOffered
from engine.play.transcript import Play, started


@dataclass(frozen=True, slots=True)
class Tried:
    """A walk, the play that it made as far as it went, and all in which it came to something else.

    `play` is None where not even the beginning could be made: chance decides there. Where a step cannot be made, that
    is the only difference; otherwise every expectation that was not met is one.
    """

    walk: Walk
    play: Play | None
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether every step could be made, and all was as expected."""
        return not self.differences


def tried(story: Story, walk: Walk) -> Tried:
    """Return what becomes of `walk` in `story`, a sound one whose names are those of the walk.

    Without expectations a walk passes when all its steps can be made. Nothing is ever drawn.
    """
    following = _Following(story, walk)
    play, stopped = following.end()
    if play is None or stopped is not None:
        return Tried(walk, play, (stopped,) if stopped else ())
    return Tried(walk, play, tuple(differences(play, walk.expects)))


class _Following:
    """The steps of a walk on their way: `at` is how many were made use of."""

    def __init__(self, story: Story, walk: Walk) -> None:
        self.story, self.walk, self.at = story, walk, 0

    def end(self) -> tuple[Play | None, Difference | None]:
        """Return the play as far as the walk leads, and what stopped it before its end."""
        play: Play | None = None
        try:
            play = started(self.story, 0, self.draw)
            while self.at < len(self.walk.moves):
                move = self.walk.moves[self.at]
                stopped = _not_drawn_here(play, move) if isinstance(move, Drawn) else _not_offered(play, move)
                if stopped is not None or isinstance(move, Drawn):
                    return play, stopped
                self.at += 1
                play = play.choose(move.choice, self.draw)
        except DrawNotOffered as error:
            return play, self.drawn_otherwise(error.fork)
        return play, None

    def draw(self, fork: Fork) -> str:
        """Return what the next step says that chance brings; refuse where it says nothing of that."""
        move = self.walk.moves[self.at] if self.at < len(self.walk.moves) else None
        if not isinstance(move, Drawn) or move.scene not in {chance.to for chance in fork.chances}:
            raise DrawNotOffered(fork, None)
        self.at += 1
        return move.scene

    def drawn_otherwise(self, fork: Fork) -> Difference:
        """Tell that the next step is no draw of `fork`."""
        move = self.walk.moves[self.at] if self.at < len(self.walk.moves) else None
        ways = " or ".join(f"{{drew: {chance.to}}}" for chance in fork.chances)
        if isinstance(move, Drawn):
            message = f"chance at {fork.place} does not bring {quoted(move.scene)} here"
            return Difference(move.span, message, f"write {ways}")
        if self.at:
            behind = self.walk.moves[self.at - 1].span
            return Difference(behind, f"chance decides here, at {fork.place}", f"write behind it {ways}")
        place = move.span if move else self.walk.span
        message = f"chance decides before the first choice, at {fork.place}"
        return Difference(place, message, f"write before it {ways}")


def _not_drawn_here(play: Play, move: Drawn) -> Difference:
    message = f"nothing is by chance here: {after(play)} the story {stands(play)}"
    return Difference(move.span, message, "take this draw out")


def _not_offered(play: Play, move: Chosen) -> Difference | None:
    """Return why a choice cannot be made now; None where it can be."""
    now, name = play.offer, move.choice
    if any(choice.name == name for choice in now.choices):
        return None
    why = _why(play, name)
    if now.ending is not None:
        message = f"{name} is left over: {after(play)} the story {stands(play)}{why}"
        return Difference(move.span, message, "take out what is left over, or choose otherwise before it")
    if now.dead_end:
        message = f"{name} is not offered: {after(play)} the story {stands(play)}{why}"
        return Difference(move.span, message, dead(play))
    return Difference(
        move.span, f"{name} is not offered {after(play)}, at the menu of {now.scene.id}{why}", offered(play)
    )


def _why(play: Play, name: str) -> str:
    """Return why a choice is closed where the story stands, or where it has just passed by; nothing elsewhere."""
    scene, step = name.partition(".")[0], play.step
    if scene == step.state.scene or play.story.choice(name) is None:
        why = why_closed(play.story, step.state, name)
        return f"; {why}" if why else ""
    passed = [told.state for told in step.told if told.kind == "scene" and told.place == scene]
    why = why_closed(play.story, passed[-1], name) if passed else ""
    return f"; {scene} was passed by, as nothing was open there: {why}" if why else ""
