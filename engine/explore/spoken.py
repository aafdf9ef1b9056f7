"""How many words a play tells, at least, on average and at most.

May import floors 0 and 1, and what stands before it in its room. Needs a complete graph that was searched with words.
The average is over random plays, as in `flow`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.explore.menus import Menu, Net
from engine.explore.telling import length
from engine.model import Text


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words of the plays that come to an end: None for the most, and the average, where one can go round for ever."""

    least: int
    mean: float | None
    most: int | None


def spoken(net: Net, *, menus: bool = False) -> Mapping[str, Spoken]:
    """Return how many words the plays tell that come to each ending, those of the choices that are taken included.

    With `menus`, also those of all other choices that are open whenever a choice is made.
    """
    graph = net.graph
    table = _Table(net, menus=menus)
    table.fill()
    found = dict[str, Spoken]()
    for name, states in graph.endings.items():
        at = [state for state in states if table.least[state] is not None]
        if at:
            found[name] = table.joined(at)
    return found


def together(every: Mapping[str, Spoken], chances: Mapping[str, float]) -> Spoken:
    """Return the words of all plays that come to any of these endings."""
    all_ = list(every.values())
    most = None if any(each.most is None for each in all_) else max(each.most or 0 for each in all_)
    mean = None
    if all(each.mean is not None for each in all_):
        whole = sum(chances[name] for name in every)
        mean = sum((each.mean or 0) * chances[name] for name, each in every.items()) / whole if whole else None
    return Spoken(min(each.least for each in all_), mean, most)


class _Table:
    def __init__(self, net: Net, *, menus: bool) -> None:
        self.net = net
        texts = {each.name: each.text for scene in net.graph.story.scenes.values() for each in scene.choices}
        self.lengths = [_length(texts[slot.names[0]]) for slot in net.graph.slots]
        self.whole = [self._whole(menu) if menus else None for menu in net.menus]
        size = len(net.graph.states)
        self.least: list[int | None] = [None] * size
        self.most: list[int | None] = [0] * size
        self.chance, self.mean = [0.0] * size, [0.0] * size
        self.loops = not net.order.is_acyclic

    def _whole(self, menu: Menu) -> int:
        """Return how many words all open choices of a menu have."""
        times = {way.passage.slot or 0: way.passage.times for way in menu.ways}
        return sum(self.lengths[slot] * often for slot, often in times.items())

    def fill(self) -> None:
        """Go through all states in order."""
        for state, way in self.net.starts():
            few, many = way.passage.words
            self._meet(state, few, many, way.times / way.of, 0.0, (few + many) / 2)
        for group in self.net.order.groups:
            if isinstance(group, int):
                self._send(group)
            else:
                self._around(group)

    def joined(self, states: Sequence[int]) -> Spoken:
        """Return the words of plays that end in one of these states."""
        most = [self.most[state] for state in states]
        chance = sum(self.chance[state] for state in states)
        return Spoken(
            min(each for state in states if (each := self.least[state]) is not None),
            None if self.loops or not chance else sum(self.mean[state] for state in states) / chance,
            None if any(each is None for each in most) else max(each or 0 for each in most),
        )

    def _meet(self, state: int, few: int, many: int | None, chance: float, mean: float, words: float) -> bool:  # noqa: PLR0913, PLR0917 - a row of figures
        known = self.least[state]
        self.chance[state] += chance
        self.mean[state] += mean + chance * words
        if (before := self.most[state]) is not None:
            self.most[state] = None if many is None else max(before, many)
        if known is None or few < known:
            self.least[state] = few
            return True
        return False

    def _send(self, state: int) -> list[int]:
        """Send what is known of a state on; return the states for which fewer words are possible than was known."""
        graph, least = self.net.graph, self.least[state]
        if least is None:
            return []
        most, chance, mean, learned = self.most[state], self.chance[state], self.mean[state], list[int]()
        whole = self.whole[self.net.menu[state]]
        for edge, way in zip(graph.edges(state), self.net.menus[self.net.menu[state]].ways, strict=True):
            (few, many), share = way.passage.words, way.times / way.of
            if whole is not None:
                others = whole - self.lengths[way.passage.slot or 0]  # what is taken is counted already
                few, many = few + others, many + others
            more = None if most is None else most + many
            if self._meet(graph.targets[edge], least + few, more, chance * share, mean * share, (few + many) / 2):
                learned.append(graph.targets[edge])
        return learned

    def _around(self, group: Sequence[int]) -> None:
        """In a circle every round tells more: there is no most. The fewest are sent round until nothing changes."""
        inside = set(group)
        waiting = [state for state in group if self.least[state] is not None]
        for state in group:
            self.most[state] = None
        for state in waiting:  # which grows meanwhile
            waiting += (each for each in self._send(state) if each in inside)


def _length(text: Text) -> int:
    """Return how many words a choice has in its menu: it is one string, whatever the state."""
    return sum(length(block.content) for block in text.blocks if isinstance(block.content, tuple))
