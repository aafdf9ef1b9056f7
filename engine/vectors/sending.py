"""Vectors sent through a program: each node once, when all that leads to it has been sent; circles in rounds.

May import `symbolic`, and what stands before it in its room. Only what is still to be sent is kept.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from heapq import heappop, heappush
from typing import Final

from engine.symbolic.program import Program
from engine.symbolic.reach import Stop, Stopped
from engine.symbolic.sets import TooLarge
from engine.vectors.lanes import Change, Lanes, Vector

ROOM: Final = 1 << 30
"""How many bits the vectors that are still to be sent may have: 128 MB."""


def rings(program: Program) -> Mapping[int, Sequence[int]]:
    """Return the nodes of each circle of nodes, by their number in `order`."""
    found = dict[int, list[int]]()
    for node, number in enumerate(program.order):
        found.setdefault(number, []).append(node)
    edges = program.edges
    return {
        number: nodes
        for number, nodes in found.items()
        if len(nodes) > 1 or any(edges[place].target == nodes[0] for place in program.out[nodes[0]])
    }


class Sending:
    """Sends a vector on from the start, until nothing is left to be sent. What is done on the way, others say."""

    def __init__(self, lanes: Lanes, rings: Mapping[int, Sequence[int]], stop: Stop) -> None:
        self.lanes, self.program, self.rings, self.stop = lanes, lanes.program, rings, stop
        self.pending = dict[int, Vector]()
        self.waiting = list[int]()
        self.room = 0
        self.sent = 0
        """How many blocks were sent along edges in circles."""

    def ready(self, moving: dict[int, Vector]) -> dict[int, Vector]:
        """Return what is to be sent of what came to some nodes."""
        return moving

    def leave(self, moving: Mapping[int, Vector]) -> bool:  # noqa: ARG002 - others look at it
        """Tell whether what is about to be sent on in a circle is left as it is."""
        return False

    def pass_on(self, node: int, vector: Vector) -> None:
        """Send what came to a node on."""
        raise NotImplementedError

    @cached_property
    def nodes(self) -> Mapping[int, Sequence[int]]:
        """The nodes with each number in `order`."""
        found = dict[int, list[int]]()
        for node, number in enumerate(self.program.order):
            found.setdefault(number, []).append(node)
        return found

    def begin(self, number: int) -> None:
        """Send everything on; `number` is what the first state has.

        Raises:
            Stopped: somebody wanted to stop.
            TooLarge: too much would be waiting to be sent.

        """
        program = self.program
        first = self.lanes.one(program.start, program.codes, number)
        self.pending[program.start] = first
        self.room = self.lanes.size(program.start, first)
        self.waiting = [program.order[program.start]]
        while self.waiting:
            number = heappop(self.waiting)
            if number in self.rings:
                self._around(self.rings[number])
            else:
                self._step(self.nodes[number])

    def _around(self, nodes: Sequence[int]) -> None:
        while any(node in self.pending for node in nodes):
            if self._step(nodes, circling=True):
                return

    def _step(self, nodes: Sequence[int], *, circling: bool = False) -> bool:
        moving = {node: self.pending.pop(node) for node in nodes if node in self.pending}
        self.room -= sum(self.lanes.size(node, vector) for node, vector in moving.items())
        moving = self.ready(moving)
        if circling and self.leave(moving):
            return True
        for node, vector in moving.items():
            if circling:
                self.sent += len(vector) * len(self.program.out[node])
            self.pass_on(node, vector)
        return False

    def send(self, edge: int, vector: Vector, change: Change | None = None) -> None:
        """Send a vector along an edge."""
        if self.stop():
            raise Stopped
        program, target = self.program, self.program.edges[edge].target
        into = self.pending.get(target)
        if into is None:
            into = Vector()
        before = len(into)
        self.lanes.send(edge, vector, into, change)
        if not into:
            return
        self.room += (len(into) - before) * self.lanes.frames[target].cells.count
        if self.room > ROOM:
            raise TooLarge
        if target not in self.pending:
            self.pending[target] = into
            number = program.order[target]
            if number != program.order[program.edges[edge].source]:
                heappush(self.waiting, number)
