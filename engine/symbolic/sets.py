"""What an engine has to be able to do with sets of states.

Imports nothing of the engine but `guards`. A set belongs to a node of a program and holds states of that node; it is
known by what its fields' codes can be. `|`, `&` and `~` join, meet and turn around; what `~` and `holding` give may
hold what is no state, so it is only ever met with a set.
"""

from collections.abc import Mapping
from typing import Protocol, Self, TypeVar

from engine.symbolic.guards import Guard


class States(Protocol):
    """A set of states; two are equal if they hold the same."""

    def __and__(self, other: Self, /) -> Self: ...

    def __or__(self, other: Self, /) -> Self: ...

    def __invert__(self) -> Self: ...


S = TypeVar("S", bound=States)


class TooLarge(Exception):  # noqa: N818 - named for what happened
    """Sets need more room than they may have. Whatever was found before is sound."""


class Sets(Protocol[S]):
    """An engine, made for one program. Nodes and edges are known by their places in it.

    Any of this may raise `TooLarge`.
    """

    @property
    def nothing(self) -> S:
        """The empty set, of whatever node."""
        ...

    @property
    def crowded(self) -> bool:
        """Whether so much is kept that what can be done without had better go; as `tidy` saw it last."""
        ...

    def tidy(self) -> None:
        """Make room of what nobody keeps any more."""
        ...

    def holding(self, node: int, guard: Guard) -> S:
        """Return the states of a node in which a guard holds."""
        ...

    def meets(self, node: int, states: S, guard: Guard) -> bool:
        """Tell whether a guard holds in some of a node's states."""
        ...

    def one(self, node: int, codes: Mapping[int, int]) -> S:
        """Return the set of one state: the code of each field of the node, others are ignored."""
        ...

    def image(self, edge: int, states: S) -> S:
        """Return what states of the edge's source come to by it, as states of its target."""
        ...

    def preimage(self, edge: int, states: S) -> S:
        """Return what of the edge's source comes by it to some of the states, which are of its target."""
        ...

    def weight(self, states: S) -> int:
        """Return how much a set holds and how long it takes to send it on, more or less: in bytes, or in nodes."""
        ...

    def depth(self, edge: int) -> int:
        """Return how early an edge is best followed that leads back to its own node: the highest numbers come first."""
        ...

    def size(self, node: int, states: S) -> int:
        """Return how many states a set holds, exactly."""
        ...

    def pick(self, node: int, states: S) -> Mapping[int, int]:
        """Return the codes of a state of a set that holds one, always of the same."""
        ...

    def has(self, node: int, states: S, codes: Mapping[int, int]) -> bool:
        """Tell whether a set holds a state; `codes` as in `one`."""
        ...
