"""Everything that is asked of a story, each question answered, or withheld with the reason.

May import floors 0 and 1, and what stands before it in its room. This is the one door to the room: what searches, and
what is asked of what was found, may change behind it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from engine.explore import facts, findings, never, unheard
from engine.explore.ahead import Ahead, ahead, closing
from engine.explore.counting import Count, counted
from engine.explore.covering import Covering, covering
from engine.explore.findings import Finding
from engine.explore.flow import Flow, flow
from engine.explore.graph import Edge, Graph
from engine.explore.idle import idle
from engine.explore.judged import Proved
from engine.explore.menus import Net, with_menus
from engine.explore.moves import Moves, moves, played
from engine.explore.promised import Promise
from engine.explore.proved import proved_in, watched
from engine.explore.ranges import Range, ranges
from engine.explore.search import Pulse, Wish, search
from engine.explore.spoken import Spoken, spoken, together
from engine.model import Story

Why = Literal["", "limit", "stopped", "cells", "nodes"]
"""Why not everything is answered: too many states, somebody stopped it, or sets of states need too much room."""

QUESTIONS: Final = ("reached", "dead_ends", "traps", "playthroughs", "chances", "words", "empathy", "promises")
"""What can be withheld, as programs read it."""


class Share(NamedTuple):
    """How often something was, in one play: at least, on average, at most (None where it has no most)."""

    least: int
    mean: float
    most: int | None


class Practice(NamedTuple):
    """How often a dimension was offered, and how often it was taken."""

    offered: Share
    taken: Share


@dataclass(frozen=True, slots=True)
class Ended:
    """What is known of an ending.

    Without `shortest`, no play was found that comes to it; unless `is_shortest`, there may be a shorter one.
    `closed_by` are the choices after which it is out of reach for good. What was not answered is None.
    """

    scene: str
    shortest: Moves | None
    chance: Fraction | float | None = None
    words: Spoken | None = None
    empathy: Mapping[str, Practice] | None = None
    closed_by: tuple[str, ...] = ()
    is_shortest: bool = True


@dataclass(frozen=True, slots=True)
class Explored:
    """What was found out about a story. What stands in `withheld` was asked and is not known; `why` says why not.

    `scenes` and `choices` are those that were met, `findings` what is wrong, in the order of the files. `rest` is how
    much of all chances is not accounted for (0: they are exact). `circle` is a play and how it goes round for ever,
    where there is no end of play-throughs. `words` are those that are told, and of the choices that are taken;
    `with_menus` also counts those of all other choices that are open, whenever one is made. `engine` is what found it
    out, as in `Ask`; `is_shortest` tells whether the plays that are shown are known to be shortest. `transitions` is
    None where steps were not followed one by one; `limit` is how much there was room for. `also` says why nothing
    else found out more.
    """

    story: Story
    states: int
    transitions: int | None
    limit: int
    why: Why
    withheld: tuple[str, ...]
    scenes: frozenset[str]
    choices: frozenset[str]
    endings: tuple[Ended, ...]
    findings: tuple[Finding, ...]
    promises: tuple[Proved, ...] = ()
    count: Count | None = None
    circle: tuple[Moves, Moves] | None = None
    rest: float = 0
    words: Spoken | None = None
    with_menus: Spoken | None = None
    empathy: Mapping[str, Practice] | None = None
    covering: Covering | None = None
    engine: str = "states"
    is_shortest: bool = True
    also: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether everything that was asked is answered."""
        return not self.withheld

    @property
    def reason(self) -> str | None:
        """Why not everything is answered, in a few words; None where it is."""
        return ", and ".join([self._why, *self.also]) if self.withheld else None

    @property
    def _why(self) -> str:
        match self.why:
            case "":
                return "sets of states do not answer everything"
            case "stopped":
                return f"stopped after {self.states:,} states"
            case "nodes":
                return f"decision diagrams would have more than {self.limit:,} nodes"
            case "cells":
                return f"sets of states would take more than {self.limit:,} bits"
            case _:
                return f"there are more than {self.limit:,} states"


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked.

    `promises` are proven in `watching`, a story whose states remember what they ask. With `words`, also how many words
    are told and which never; without `figures`, only what is wrong. `limit` and `pulse` as in `Wish`. `engine` is what
    is to find it out, for those who have more than one: `states` one by one, or sets of them.
    """

    promises: tuple[Promise, ...] = ()
    watching: Story | None = None
    words: bool = False
    figures: bool = True
    limit: int = 2_000_000
    pulse: Pulse | None = None
    engine: Literal["auto", "states", "bitsets", "diagrams"] = "auto"


def explore(story: Story, ask: Ask) -> Explored:
    """Return what can happen in `story`.

    Raises:
        NotPlayed: the player's rules do not accept a play that was found: a fault of the explorer.

    """
    wish = Wish(limit=ask.limit, pulse=ask.pulse)
    graph = watched(ask.watching or story, ask.promises, wish)
    promises = proved_in(graph, ask.promises, wish)
    if graph.why == "limit" and ask.promises:
        graph = search(story, wish)  # less has to be remembered without them
    found = _Answers(story, graph, wish, ask)
    found.promises = promises
    if graph.why:
        found.partly()
    else:
        found.wholly()
    if ask.words:
        found.words()
    return found.explored()


class _Answers:
    """The answers so far."""

    def __init__(self, story: Story, graph: Graph, wish: Wish, ask: Ask) -> None:
        self.story, self.graph, self.wish, self.ask = story, graph, wish, ask
        self.findings: list[Finding] = list(findings.dead_ends(story, facts.stuck(graph)))
        self.promises: tuple[Proved, ...] = ()
        self.withheld = set[str]()
        self.why: Why = graph.why
        self.count: Count | None = None
        self.circle: tuple[Moves, Moves] | None = None
        self.flow: Flow | None = None
        self.ranges: Mapping[int, tuple[Range, ...]] = {}
        self.dimensions: tuple[str, ...] = ()
        self.closing: Mapping[str, tuple[int, ...]] = {}
        self.covering: Covering | None = None
        self.spoken: Mapping[str, Spoken] = {}
        self.with_menus: Mapping[str, Spoken] = {}
        self.choices = facts.offered(graph)

    def partly(self) -> None:
        """Say what a search shows that was cut short."""
        everything = {choice.name for scene in self.story.scenes.values() for choice in scene.choices}
        self.withheld |= {"dead_ends", "traps", "playthroughs", "chances", "empathy"}
        if set(self.graph.scenes) != set(self.story.scenes) or self.choices != everything:
            self.withheld.add("reached")
        if not self.ask.figures:
            self.withheld -= {"playthroughs", "chances", "empathy"}

    def wholly(self) -> None:
        """Say all that a complete graph shows."""
        graph = self.graph
        net = with_menus(graph)
        ahead_ = ahead(graph, net.order)
        self.findings += findings.trapped(self.story, facts.caught(ahead_))
        self.findings += never.never_reached(self.story, graph.scenes, self.choices)
        self.findings += never.conditions(self.story, facts.asked(graph))
        alike = idle(self.story, graph, self.wish)
        if alike is None:
            self.withheld.add("no_difference")
            stopped = self.ask.pulse is not None and self.ask.pulse(len(graph.states))
            self.why = "stopped" if stopped else "limit"
        self.findings += findings.without_difference(self.story, facts.alike(graph, alike or ()))
        if self.ask.figures:
            self._figures(net, ahead_)

    def _figures(self, net: Net, ahead_: Ahead) -> None:
        self.closing = closing(ahead_)
        if self._goes_on("playthroughs"):
            self.count = counted(net)
            if self.count.circle:
                self.circle = around(self.graph, self.count.circle)
        if self._goes_on("chances"):
            self.flow = flow(net)
        if self._goes_on("empathy") and self.flow:
            self.ranges, self.dimensions = ranges(net), net.dimensions
        if self._goes_on("covering"):
            self.covering = covering(ahead_)
            for each in self.covering.plays:
                played(self.story, each)

    def _goes_on(self, question: str) -> bool:
        """Tell whether nobody wants to stop; if somebody does, a question is withheld."""
        if not self.why and self.ask.pulse is not None and self.ask.pulse(len(self.graph.states)):
            self.why = "stopped"
        if self.why == "stopped":
            self.withheld.add(question)
        return self.why != "stopped"

    def words(self) -> None:
        """Search once more, with all that decides which words are shown."""
        graph = search(self.story, Wish(limit=self.ask.limit, pulse=self.ask.pulse, words=True))
        if graph.why:
            self.withheld.add("words")
            self.why = self.why or graph.why
            return
        self.findings += unheard.untold(graph)
        self.findings += unheard.unseen(graph)
        net = with_menus(graph)
        self.spoken, self.with_menus = spoken(net), spoken(net, menus=True)

    def explored(self) -> Explored:
        """Return all answers."""
        if any(each.kept is None for each in self.promises):
            self.withheld.add("promises")
        endings = tuple(self._ended(name) for name in self.story.endings)
        order = (*QUESTIONS, *sorted(self.withheld.difference(QUESTIONS)))
        chances = {each.scene: float(each.chance or 0) for each in endings}
        return Explored(
            self.story,
            len(self.graph.states),
            len(self.graph.targets),
            self.ask.limit,
            self.why,
            tuple(name for name in order if name in self.withheld),
            frozenset(self.graph.scenes),
            self.choices,
            endings,
            findings.in_order(self.findings),
            self.promises,
            self.count,
            self.circle,
            self.flow.rest if self.flow else 0,
            together(self.spoken, chances) if self.spoken else None,
            together(self.with_menus, chances) if self.with_menus else None,
            self._practice(list(self.ranges)) if self.ranges else None,
            self.covering,
        )

    def _ended(self, name: str) -> Ended:
        states = list(self.graph.endings[name])
        if not states:
            return Ended(name, None)
        shortest = moves(self.graph, self.graph.path(states[0]))
        assert played(self.story, shortest).step.state.scene == name, name  # noqa: S101 - what is said would be wrong
        closed = tuple(choice for slot in self.closing.get(name, ()) for choice in self.graph.slots[slot].names)
        chance = empathy = None
        if self.flow is not None:
            chance = sum(self.flow.ends[state][0] for state in states if state in self.flow.ends)
            empathy = self._practice(states) if self.ranges else None
        return Ended(name, shortest, chance, self.spoken.get(name), empathy, closed)

    def _practice(self, states: Sequence[int]) -> dict[str, Practice]:
        """Return what was offered and taken on the plays that end in one of these states, if that is an ending."""
        assert self.flow is not None  # noqa: S101 - it is asked only behind that
        ends = [state for state in states if self.graph.scene(state).ending is not None]
        if not ends:
            return {}
        rows = [self.flow.ends[state] for state in ends if state in self.flow.ends]
        chance = sum(row[0] for row in rows)
        count = len(self.dimensions)
        shares = list[Share]()
        for number in range(2 * count):
            spans = [self.ranges[state][number] for state in ends]
            most = None if any(each.most is None for each in spans) else max(each.most or 0 for each in spans)
            mean = float(sum(row[1 + number] for row in rows) / chance) if chance else 0.0
            shares.append(Share(min(each.least for each in spans), mean, most))
        return {name: Practice(shares[at], shares[at + count]) for at, name in enumerate(self.dimensions)}


def around(graph: Graph, circle: Sequence[int]) -> tuple[Moves, Moves]:
    """Return a play that comes to a circle, and how it goes round from there: both together are played by the rules."""
    inside, start = set(circle), min(circle)
    came = dict[int, Edge]()
    waiting = [start]
    for state in waiting:  # which grows meanwhile
        for edge in graph.edges(state):
            target = graph.targets[edge]
            if target in inside and target not in came:
                came[target] = Edge(state, target, graph.passages[graph.taken[edge]])
                waiting.append(target)
    back, at = list[Edge](), start
    while not back or at != start:
        back.append(came[at])
        at = back[-1].source or 0
    before = graph.path(start)
    both = moves(graph, [*before, *back[::-1]])
    played(graph.story, both)
    first = moves(graph, before)
    return first, both[len(first) :]
