"""How the sets of a search grew: what is needed to show a play to what is in them, when there are no rings.

May import what stands before it in its room. All that was known of a node is kept each time it grew, as long as there
is room; then every second of these goes, again and again. The more is gone, the longer is the way from what was known
at one time to what was known before.
"""

from bisect import bisect_left
from collections import defaultdict
from typing import Generic, NamedTuple

from engine.symbolic.sets import S, Sets


class Grown(NamedTuple, Generic[S]):
    """All that was known of a node at some time.

    `by` is the edge, back to its own node, that all that was new came by; None where that is not known.
    """

    time: int
    states: S
    by: int | None


class History(Generic[S]):
    """How sets grew; `room` is how much they may weigh, if that is not None."""

    def __init__(self, sets: Sets[S], room: int | None = None) -> None:
        self.sets, self.room = sets, room
        self.grown: dict[int, list[Grown[S]]] = defaultdict(list)
        self.now = self.weighs = 0

    def note(self, node: int, states: S, by: int | None) -> None:
        """Note that a node has grown to some states."""
        self.grown[node].append(Grown(self.now, states, by))
        self.now += 1
        if self.room is not None:
            self.weighs += self.sets.weight(states)
            while self.weighs > self.room and self.thin():
                pass
        while self.sets.crowded and self.thin():
            self.sets.tidy()

    def thin(self) -> bool:
        """Forget every second time that a node grew, but for the last; return whether there was anything to forget."""
        before = sum(map(len, self.grown.values()))
        for node, grown in self.grown.items():
            if len(grown) > 1:
                self.grown[node] = [each._replace(by=None) for each in grown[(len(grown) - 1) % 2 :: 2]]
        if self.room is not None:
            self.weighs = sum(self.sets.weight(each.states) for grown in self.grown.values() for each in grown)
        return sum(map(len, self.grown.values())) < before

    def since(self, node: int, aim: S) -> Grown[S] | None:
        """Return when a node was first known to have some of these states; None where that is not kept."""
        grown, nothing = self.grown.get(node, []), self.sets.nothing
        place = bisect_left(grown, True, key=lambda each: aim & each.states != nothing)  # noqa: FBT003 - what is looked for
        return grown[place] if place < len(grown) else None

    def before(self, node: int, time: int) -> S:
        """Return what was known of a node before a time."""
        grown = self.grown.get(node, [])
        place = bisect_left(grown, time, key=lambda each: each.time)
        return grown[place - 1].states if place else self.sets.nothing

    def then(self, time: int) -> dict[int, S]:
        """Return, for each node, what was known of it at a time: or at the next that is kept, which is more."""
        found = dict[int, S]()
        for node, grown in self.grown.items():
            place = bisect_left(grown, time, key=lambda each: each.time)
            found[node] = grown[min(place, len(grown) - 1)].states
        return found
