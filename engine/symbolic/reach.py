"""Everything that a play can come to, as one set of states for each node.

May import what stands before it in its room. `rings` and `spreading` find it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal

from engine.symbolic.history import History
from engine.symbolic.program import Program
from engine.symbolic.sets import S, Sets

Why = Literal["", "limit", "stopped"]
Stop = Callable[[], bool]
"""What is asked again and again, and returns whether to stop."""


class Stopped(Exception):  # noqa: N818 - named for what happened
    """Somebody wanted to stop."""


@dataclass(eq=False)
class Reached(Generic[S]):
    """What can be come to: for each node the states, in `states`.

    With `rings`, these hold for each number of choices the states that are first met after as many, by node; without,
    `history` tells how the sets grew. `why` says why the search ended before all was found, if it did; what was
    found is sound all the same.
    """

    program: Program
    sets: Sets[S]
    states: list[S]
    rings: list[dict[int, S]] | None = None
    history: History[S] | None = None
    why: Why = ""

    def size(self) -> int:
        """Return how many states a play can rest in."""
        return sum(self.sets.size(node, states) for node, states in self.resting().items())

    def resting(self) -> Mapping[int, S]:
        """Return the states at rest, for each scene by the first of its nodes, those that were stopped among them."""
        program, found = self.program, dict[str, tuple[int, S]]()
        for at, node in enumerate(program.nodes):
            if node.rests and self.states[at] != self.sets.nothing:
                first, states = found.get(node.scene, (at, self.sets.nothing))
                found[node.scene] = first, states | self.states[at]
        return dict(found.values())


def never() -> bool:
    """Go on whatever happens."""
    return False
