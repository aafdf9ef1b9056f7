"""Wherever a play of an old version can be, and where it then is in the new one: breadth first over pairs of states.

May import floors 0 and 1, and what stands before it in its room. A play of the old version is its choices and draws; in
the new one they are followed by their names of today, as a transcript is. What cannot be followed is lost, and so is
all that comes behind it. Both sides forget what cannot matter any more.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.explore.search import OFTEN, Pulse
from engine.model import Story
from engine.versions.beside import (
    CLOSED,
    ELSEWHERE,
    EXACT,
    GONE,
    LED,
    NOW,
    NOWHERE,
    RENAMED,
    THEN,
    Beside,
    Break,
    Passage,
    Spot,
    Stray,
)
from engine.versions.steps import KNOWN, Drawn, Steps, Way
from engine.versions.twins import called, drawn, twins

# A pair is one number: the old state in the lowest bits; then why plays are lost, or that they are followed; whether by
# a rename; and the new state.
_KIND: Final = 7
_FOLLOWED: Final = 7
_BY_RENAME: Final = 8
_STATE: Final = 4

_Jump = tuple[int, int, int]
"""A step for all pairs that agree in what it reads: the bits that stay, those that are put, and the passage."""


def beside(old: Story, new: Story, limit: int, pulse: Pulse | None = None) -> Beside:
    """Return what becomes in `new` of the plays of `old`; no more pairs than `limit` are held, `pulse` may stop it."""
    return _Search(old, new, limit, pulse).searched()


@dataclass(slots=True, eq=False)
class _Both:
    """A way of the old version and what it is followed by, if that is there; what a step made is kept by `reads`."""

    way: Way
    heir: Way | None
    is_renamed: bool
    reads: int
    jumps: dict[int, tuple[_Jump, ...]] = field(default_factory=dict)


class _Search:
    def __init__(self, old: Story, new: Story, limit: int, pulse: Pulse | None) -> None:
        groups, heirs = twins(old, new)
        self.old, self.new, self.limit, self.pulse = Steps(old, groups), Steps(new, heirs), limit, pulse
        self.expected = [drawn(name, new) for name in old.scenes]
        self.bits = self.old.layout.bits
        self.menus = [[self._both(way) for way in menu] for menu in self.old.menus]
        self.known = 0
        self.pairs, self.places = list[int](), set[int]()
        self.parents, self.taken = array("q"), array("L")
        self.passages, self.states = dict[Passage, int](), dict[int, int]()
        self.breaks, self.strays = dict[Break, Spot](), dict[Stray, Spot]()
        self.why = ""

    def _both(self, way: Way) -> _Both:
        name = called(way.names[0], self.new.story)
        heir = self.new.by_name.get(name)
        reads = 0 if heir is None else self.new.layout.low | heir.asks | heir.reads
        both = (reads << _STATE | _KIND) << self.bits | way.asks | way.reads
        return _Both(way, heir, name != way.names[0], both)

    def searched(self) -> Beside:
        """Search, and return what was found."""
        self._begin()
        self._spread()
        steps = self.parents, self.taken, tuple(self.passages)
        return Beside(self.old, self.states, self.breaks, self.strays, *steps, self.why)

    def _begin(self) -> None:
        table = self.new.beginnings()
        for drew, state in self.old.beginnings().items():
            step, now = Passage(None, drew), self._today(drew)
            if now in table:
                side = table[now] << _STATE | _BY_RENAME * (now != drew) | _FOLLOWED
            else:
                side = self._lost(_why_not(table, now), (None,), Spot(NOWHERE, step))
            if side << self.bits | state not in self.places:
                self._come(side << self.bits | state, NOWHERE, self._place(step))

    def _spread(self) -> None:
        """Look at each pair in turn; they grow meanwhile."""
        menus, low, places, pulse = self.menus, self.old.layout.low, self.places, self.pulse
        for at, pair in enumerate(self.pairs):
            if not at % OFTEN and pulse is not None and pulse(at):
                self.why = self.why or "stopped"
            if self.why:
                return
            for both in menus[pair & low]:
                jumps = both.jumps.get(pair & both.reads)
                if jumps is None:
                    jumps = self._jumps(both, at, pair)
                for keep, put, passage in jumps:
                    after = pair & keep | put
                    if after not in places:
                        self._come(after, at, passage)

    def _jumps(self, both: _Both, at: int, pair: int) -> tuple[_Jump, ...]:
        """Ask both versions what taking a choice does in a pair, whatever chance brings; nothing where it is closed."""
        self._note()
        key = pair & both.reads
        both.jumps[key] = tuple(self._made(both, at, pair))
        return both.jumps[key]

    def _made(self, both: _Both, at: int, pair: int) -> Iterator[_Jump]:
        way, state, side = both.way, pair & (1 << self.bits) - 1, pair >> self.bits
        if not self.old.is_open(way, state):
            return
        for drew, jump in self.old.jumps(way, state).items():
            step = Passage(way.number, drew)
            keep, put = (-1, 0) if side & _KIND != _FOLLOWED else self._followed(both, side, Spot(at, step), drew)
            yield keep << self.bits | jump.keep, put << self.bits | jump.put, self._place(step)

    def _followed(self, both: _Both, side: int, spot: Spot, drew: Drawn) -> tuple[int, int]:
        """Follow a choice and its draws in the new version; return what of the second half stays, and what is put."""
        state, heir, names = side >> _STATE, both.heir, both.way.names
        if heir is None:
            return 0, self._lost(GONE, names, spot)
        if heir.scene != state & self.new.layout.low or not self.new.is_open(heir, state):
            return 0, self._lost(CLOSED, names, spot, self._scene(state))
        now, table = self._today(drew), self.new.jumps(heir, state)
        jump = table.get(now)
        if jump is None:
            return 0, self._lost(_why_not(table, now), names, spot)
        flags = _BY_RENAME * (both.is_renamed or now != drew) | _FOLLOWED
        return jump.keep << _STATE | _BY_RENAME, jump.put << _STATE | flags

    def _lost(self, kind: int, names: Iterable[str | None], spot: Spot, at: str | None = None) -> int:
        """Note where a play is lost, and return that as the second half of a pair."""
        for name in names:
            self.breaks.setdefault(Break(kind, name, at), spot)
        return kind

    def _come(self, pair: int, parent: int, passage: int) -> None:
        """Note a pair that was not known."""
        if len(self.pairs) >= self.limit:
            self.why = "limit"
            return
        state = pair & (1 << self.bits) - 1
        fate = self._fate(state, pair >> self.bits, len(self.pairs))
        self.states[state] = self.states.get(state, 0) | 1 << fate
        self.places.add(pair)
        self.pairs.append(pair)
        self.parents.append(parent)
        self.taken.append(passage)

    def _fate(self, state: int, side: int, at: int) -> int:
        if side & _KIND != _FOLLOWED:
            return side
        number = state & self.old.layout.low
        expected, now = self.expected[number], self._scene(side >> _STATE)
        if now != expected:
            self.strays.setdefault(Stray(expected, now), Spot(at))
            return ELSEWHERE
        return RENAMED if side & _BY_RENAME or expected != self.old.layout.scenes[number] else EXACT

    def _place(self, step: Passage) -> int:
        return self.passages.setdefault(step, len(self.passages))

    def _scene(self, state: int) -> str:
        return self.new.layout.scenes[state & self.new.layout.low]

    def _today(self, drew: Drawn) -> Drawn:
        return tuple(drawn(name, self.new.story) for name in drew)

    def _note(self) -> None:
        """Count what is kept; where every pair is unlike the others, nothing of it comes again."""
        self.known += 1
        if self.known > KNOWN:
            self.known = 0
            for menu in self.menus:
                for both in menu:
                    both.jumps.clear()


def _why_not(table: Mapping[Drawn, object], drew: Drawn) -> int:
    """Return why draws cannot be followed where only those in `table` can be made: the first that differs decides."""
    if any(each[: len(drew)] == drew for each in table):
        return NOW
    if any(drew[: len(each)] == each for each in table):
        return THEN
    return LED
