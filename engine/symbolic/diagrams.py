"""Sets of states as binary decision diagrams: the engine for stories that are too big for bitsets.

May import what stands before it in its room, and `oxidd` (the extra `symbolic`). A set of a node is a yes/no function
of the variables of the fields that matter at that node; there are none for scenes. After R. E. Bryant, "Graph-based
algorithms for Boolean function manipulation" (1986); sets of states after J. R. Burch et al., "Symbolic model
checking: 10^20 states and beyond" (1990), but with what each step changes by itself, not one relation for all.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from engine.symbolic.encoding import Encoding, is_moved
from engine.symbolic.functions import Functions
from engine.symbolic.guards import Guard
from engine.symbolic.program import Edge, Program
from engine.symbolic.sets import TooLarge

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction

NODES: Final = 1 << 22
"""How many nodes all diagrams together may have: with what is kept beside them about 250 MB."""
KEPT: Final = 4
"""For how many nodes there is one place to keep what was worked out."""
FEW: Final = 1 << 20
"""As long as there are no more nodes, nobody looks for those that are needed no longer."""
DEEPEST: Final = 4096
"""How many variables the states at the two ends of an edge may have.

What is worked out on diagrams calls itself once for each variable, in native code: it would end the whole program
where the stack ends. Counting takes the most, 178 bytes of stack for each variable (measured with oxidd 0.13.0 on
Linux x86_64). The smallest stack of a main thread is that of Windows, 2 MB, of which this is a good third.
"""

T = TypeVar("T")


class NotInstalled(Exception):  # noqa: N818 - named for what happened
    """There is no `oxidd`: it comes with the extra `symbolic`."""


class Diagram:
    """A set of states. Two are equal if they hold the same."""

    __slots__ = ("of",)

    def __init__(self, of: "BCDDFunction") -> None:
        self.of = of

    def __and__(self, other: "Diagram") -> "Diagram":
        return Diagram(_done(self.of, lambda: self.of & other.of))

    def __or__(self, other: "Diagram") -> "Diagram":
        return Diagram(_done(self.of, lambda: self.of | other.of))

    def __invert__(self) -> "Diagram":
        return Diagram(~self.of)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Diagram) and self.of == other.of

    def __hash__(self) -> int:
        return hash(self.of)


def _done(near: "BCDDFunction", work: Callable[[], T]) -> T:
    """Return what comes of some work; if there is no room for it, once more when all that is not needed is gone.

    Raises:
        TooLarge: there is no room for it.

    """
    try:
        return work()
    except MemoryError:
        near.manager.add_vars(0)  # waits for oxidd's own thread, which may be clearing up: only one does at a time
        near.manager.gc()
    try:
        return work()
    except MemoryError:
        raise TooLarge from None


class _Way(NamedTuple):
    """What an edge does, in two steps: each meets a set with a function, then forgets some variables.

    `step` is the guard, and for fields that move what they hold then; what is not as it was is `gone`. `settled` says
    that fields hold now what they held then, and which codes were put; then `then` is forgotten. Backwards `settled`
    comes first, and what is not as it was, of the target, is `new`.
    """

    step: "BCDDFunction"
    gone: "BCDDFunction"
    settled: "BCDDFunction"
    then: "BCDDFunction"
    new: "BCDDFunction"


class Diagrams:
    """Diagrams as sets, for `program`: `sets.Sets[Diagram]`. Those of one must never meet those of another.

    `nodes` is how many nodes they may have in all.

    Raises:
        NotInstalled: there is no `oxidd`.
        TooLarge: there are more variables than is safe.

    """

    def __init__(self, program: Program, nodes: int = NODES) -> None:
        try:
            from oxidd.bcdd import BCDDManager  # noqa: PLC0415 - an extra
            from oxidd.util import BooleanOperator  # noqa: PLC0415
        except ImportError as fault:
            raise NotInstalled from fault
        self.program = program
        self.encoding = Encoding.of(program)
        if self._deepest() > DEEPEST:
            raise TooLarge
        self.manager = BCDDManager(nodes, nodes // KEPT, 1)
        self.functions = Functions(self.encoding, self.manager)
        self.nothing = Diagram(self.functions.never)
        self._both = BooleanOperator.AND
        self._ways: list[_Way | None] = [None] * len(program.edges)
        self.crowded = False
        self._most, self._soon = nodes // 2, min(FEW, nodes // 2)

    def _deepest(self) -> int:
        nodes = self.program.nodes
        ends = {nodes[edge.source].fields | nodes[edge.target].fields for edge in self.program.edges}
        return max(map(self.encoding.takes, ends), default=0)

    def holding(self, node: int, guard: Guard) -> Diagram:  # noqa: ARG002 - as all engines have it
        """Return the states of a node in which a guard holds."""
        make = self.functions
        return Diagram(_done(make.never, lambda: make.guard(guard)))

    def meets(self, node: int, states: Diagram, guard: Guard) -> bool:
        """Tell whether a guard holds in some of a node's states: without the set of these."""
        make, fields = self.functions, self.program.nodes[node].fields

        def work() -> bool:
            return states.of.apply_exists(self._both, make.guard(guard), make.variables(fields)).satisfiable()

        return _done(make.never, work)

    def one(self, node: int, codes: Mapping[int, int]) -> Diagram:
        """Return the set of one state."""
        make, found = self.functions, {field: codes[field] for field in self._fields(node)}
        return Diagram(_done(make.never, lambda: make.having(found)))

    def image(self, edge: int, states: Diagram) -> Diagram:
        """Return what states come to by an edge."""
        way = self._ways[edge] or self._way(edge)
        return self._sent(states.of, (way.step, way.gone), (way.settled, way.then))

    def preimage(self, edge: int, states: Diagram) -> Diagram:
        """Return what comes by an edge to some of the states."""
        way = self._ways[edge] or self._way(edge)
        return self._sent(states.of, (way.settled, way.new), (way.step, way.then))

    def weight(self, states: Diagram) -> int:
        """Return how many nodes a set has."""
        return states.of.node_count()

    def depth(self, edge: int) -> int:
        """Return how early an edge is best followed that leads back to its own node.

        What changes low variables comes first: what is found by it changes little of the diagram.
        """
        now = self.encoding.now
        return max((now[field][-1] for field in self.program.edges[edge].tables if now[field]), default=-1)

    def size(self, node: int, states: Diagram) -> int:
        """Return how many states a set holds."""
        return states.of.sat_count(sum(len(self.encoding.now[field]) for field in self._fields(node)))

    def pick(self, node: int, states: Diagram) -> Mapping[int, int]:
        """Return the codes of a state of a set."""
        on, found = states.of.pick_cube() or (), dict[int, int]()
        for field in self._fields(node):
            found[field] = 0
            for variable in self.encoding.now[field]:
                found[field] = 2 * found[field] + bool(on[variable])
        return found

    def has(self, node: int, states: Diagram, codes: Mapping[int, int]) -> bool:
        """Tell whether a set holds a state."""
        on = list[tuple[int, bool]]()
        for field in self._fields(node):
            digits = enumerate(reversed(self.encoding.now[field]))
            on += [(variable, bool(codes[field] >> digit & 1)) for digit, variable in digits]
        return states.of.eval(on)

    def _fields(self, node: int) -> Sequence[int]:
        return self.encoding.fields(self.program.nodes[node].fields)

    def _sent(self, states: "BCDDFunction", *steps: "tuple[BCDDFunction, BCDDFunction]") -> Diagram:
        """Return what comes of a set in steps, each of which meets it with a function and forgets some variables."""
        for function, forgotten in steps:
            states = _done(states, partial(states.apply_exists, self._both, function, forgotten))
        if self.manager.approx_num_inner_nodes() > self._soon:
            self.tidy()
            self._soon = max(self._soon, min(2 * self.manager.num_inner_nodes(), self._most))
        return Diagram(states)

    def tidy(self) -> None:
        """Make room of what nobody keeps any more."""
        self.manager.gc()
        self.crowded = self.manager.num_inner_nodes() > self._most // 2

    def _way(self, place: int) -> _Way:
        edge = self.program.edges[place]
        way = self._ways[place] = _done(self.functions.never, lambda: self._made(edge))
        return way

    def _made(self, edge: Edge) -> _Way:
        make, now, then = self.functions, self.encoding.now, self.encoding.then
        source, target = self.program.nodes[edge.source].fields, self.program.nodes[edge.target].fields
        put = {field: table[0] for field, table in edge.tables.items() if not is_moved(table)}
        moved = {field: table for field, table in edge.tables.items() if field not in put}
        free = source & ~(target & ~sum(1 << field for field in put))  # these may have held whatever they can
        step = make.guard(edge.guard) & make.valid(free)
        settled = make.having({field: put[field] for field in self.encoding.fields(target) if field in put})
        for field in self.encoding.fields(target)[::-1]:
            if field in moved:
                step &= make.moved(field, moved[field])
                settled &= make.settled(field)
        changed = [variable for field in edge.tables for variable in now[field]]
        return _Way(
            step,
            make.every(variable for field in (*self.encoding.fields(free), *moved) for variable in now[field]),
            settled,
            make.every(variable for field in moved for variable in then[field]),
            make.every(changed),
        )
