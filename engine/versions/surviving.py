"""What becomes of plays that were kept of an older version of a story, in each state that its players can be in.

May import floors 0 and 1, and what stands before it in its room. A kept play is followed as a transcript is, which is
what happens when its player goes on. Every play that is told was made by the rules in the old version, and followed so
in the new one.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Final

from engine.explore.draws import outcomes
from engine.explore.explored import Ask, Explored, explore
from engine.explore.moves import Brought, Moves, NotPlayed, choices, played
from engine.model import Story
from engine.play.rules import step
from engine.play.transcript import CannotReplay, Entry, Transcript, replay
from engine.versions.beside import ELSEWHERE, LOST, RENAMED, Beside
from engine.versions.pairs import beside
from engine.versions.parting import TWIN, Mark, parting
from engine.versions.survival import Loss, Strayed, Survival, Tally
from engine.versions.twins import called, drawn

ENOUGH: Final = 50_000
"""How many choices and draws are in all the plays that are shown, about: where more are lost, some are not shown."""

_ALL_LOST: Final = (1 << len(LOST)) - 1

Explores = Callable[[Story, Ask], Explored]
"""What explores a story, in one way or another."""


def surviving(
    new: Story,
    old: Story,
    ask: Ask,
    explores: Explores = explore,
    *,
    is_countable: bool = True,
) -> Survival:
    """Return what becomes in `new` of plays that were kept of `old`.

    No more pairs of states are looked at than the limit in `ask`. Where the states of `old` are not countable within
    that, the rules may show it, with the help of whoever `explores` stories of that size.

    Raises:
        NotPlayed: the player's rules do not agree with what was found: a fault of the explorer.

    """
    survival = _Surviving(old, new, replace(ask, figures=False))
    if is_countable and survival.counted():
        return survival.made()
    if not survival.parted(explores) and not is_countable:
        survival.counted()
    return survival.made()


class _Surviving:
    """What is known so far."""

    def __init__(self, old: Story, new: Story, ask: Ask) -> None:
        self.old, self.new, self.ask = old, new, ask
        self.tally: Tally | None = None
        self.losses = dict[tuple[int, str | None, str | None], Loss]()
        self.strays = dict[tuple[str, str], Strayed]()
        self.why, self.looked = "limit", 0
        self.kinds, self.shown = set[str](), 0

    def counted(self) -> bool:
        """Look at every pair of states, and tell whether that could be done."""
        found = beside(self.old, self.new, self.ask.limit, self.ask.pulse)
        self.why, self.looked = found.why, len(found.parents)
        for each, spot in found.breaks.items():
            self._lose(each.kind, each.choice, each.at, partial(found.moves, spot, each.choice))
        for stray, spot in found.strays.items():
            made = self._play("", partial(found.moves, spot), stray.at)
            self.strays[stray] = Strayed(stray.expected, stray.at, made)
        self.tally = None if self.why else tally(found)
        return not self.why

    def parted(self, explores: Explores) -> bool:
        """Ask the rules where the versions part, and whether plays come there; tell whether that shows everything."""
        parts = parting(self.old, self.new)
        if parts is None:
            return False
        found = explores(parts.story, self.ask) if parts.marks else None
        is_known = found is None or "reached" not in found.withheld
        for each in found.endings if found else ():
            mark = parts.marks.get(each.scene)
            if mark is None or not found or each.scene not in found.scenes:
                continue
            if mark.kind is None:
                is_known = False
            else:
                self._lose(mark.kind, mark.choice, mark.at, partial(self._to_a_mark, each.shortest, mark))
        self.why = "" if is_known else self.why
        return is_known

    def _to_a_mark(self, made: Moves | None, mark: Mark) -> Moves | None:
        """Return a play of the older version that comes to where it parts from the newer one, with what is drawn."""
        if made is None:
            return None
        before = tuple(each.removesuffix(TWIN) if isinstance(each, str) else each for each in made[:-1])
        state = played(self.old, before).step.state
        drawn_ = next(iter(outcomes(partial(step, self.old, state, mark.choice.partition(".")[2])))).step.drew
        return (*before, mark.choice, *(Brought(drew.to) for drew in drawn_))

    def _lose(self, kind: int, choice: str | None, at: str | None, make: Callable[[], Moves | None]) -> None:
        """Note a loss, unless it is known."""
        if (kind, choice, at) not in self.losses:
            self.losses[kind, choice, at] = Loss(LOST[kind], choice, at, self._play(LOST[kind], make))

    def _play(self, kind: str, make: Callable[[], Moves | None], scene: str | None = None) -> Moves | None:
        """Return a play of the old version that the new one follows to `scene`, or else to its last choice."""
        if kind in self.kinds and self.shown >= ENOUGH:
            return None
        made = make()
        if made is None:
            return None
        self.kinds.add(kind)
        self.shown += len(made)
        played(self.old, made)
        if _followed(self.new, made) != (choices(made) if scene is None else choices(made) + 1, scene):
            message = f"kept plays are not followed as was found: {made}"
            raise NotPlayed(message)
        return made

    def made(self) -> Survival:
        """Return what is known: losses in the order of `LOST`, then all in the order of the older version."""
        names = (choice.name for scene in self.old.scenes.values() for choice in scene.choices)
        order: dict[str | None, int] = {name: at for at, name in enumerate(names)}
        scenes = {drawn(name, self.new): at for at, name in enumerate(self.old.scenes)}
        losses = sorted(self.losses, key=lambda each: (each[0], order.get(each[1], -1), each[2] or ""))
        strays = sorted(self.strays, key=lambda each: (scenes[each[0]], each[1]))
        return Survival(
            self.old,
            self.new,
            self.tally,
            tuple(self.losses[each] for each in losses),
            tuple(self.strays[each] for each in strays),
            self._is_renamed(),
            self.why,
            self.looked,
            self.ask.limit,
        )

    def _is_renamed(self) -> bool:
        """Tell whether a scene or a choice of the older version has another name now."""
        names = [*self.old.scenes, *(each.name for scene in self.old.scenes.values() for each in scene.choices)]
        return any(called(name, self.new) != name for name in names)


def tally(found: Beside) -> Tally:
    """Count the states of the older version by what becomes of the plays that come there."""
    worst = dict.fromkeys(("lost", "elsewhere", "renamed", "exact"), 0)
    by, always = dict.fromkeys(LOST, 0), 0
    for fate in found.states.values():
        worst[_worst(fate)] += 1
        if fate & _ALL_LOST:
            always += not fate & ~_ALL_LOST
            for number, kind in enumerate(LOST):
                by[kind] += fate >> number & 1
    return Tally(len(found.states), worst["exact"], worst["renamed"], worst["elsewhere"], worst["lost"], always, by)


def _worst(fate: int) -> str:
    if fate & _ALL_LOST:
        return "lost"
    if fate >> ELSEWHERE & 1:
        return "elsewhere"
    return "renamed" if fate >> RENAMED & 1 else "exact"


def _followed(new: Story, made: Moves) -> tuple[int, str | None]:
    """Return how many moves of a kept play can be followed, its beginning among them, and where it stands if all."""
    written = (("choice", each) if isinstance(each, str) else ("drew", each.scene) for each in made)
    entries = tuple(Entry(kind, name, line) for line, (kind, name) in enumerate(written, 2))
    play = None
    with suppress(CannotReplay):
        for each in replay(new, Transcript({}, entries)):
            play = each.play
    if play is None:
        return 0, None
    return play.made, play.step.state.scene if play.made > choices(made) else None
