"""What leads to itself again, and an order in which everything else comes one after the other.

Imports nothing of the engine. Neither is recursive: a story may have 50,000 scenes in a row.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

T = TypeVar("T")


def circles(on: Mapping[T, Iterable[T]]) -> dict[T, int]:
    """Return each key of `on` with a number: those that lead to each other, by whatever detours, have the same one.

    What leads to something has a lower number than that, or the same. After Kosaraju: what is left last on the ways on
    is taken up first on the ways back.
    """
    back: dict[T, list[T]] = {name: [] for name in on}
    for name, after in on.items():
        for to in after:
            back[to].append(name)
    seen: set[T] = set()
    left = [name for start in on for name in reached(start, on, seen)]
    seen.clear()
    return {name: number for number, start in enumerate(reversed(left)) for name in reached(start, back, seen)}


def reached(start: T, on: Mapping[T, Iterable[T]], seen: set[T]) -> list[T]:
    """Return what is reached from `start` and was not `seen`, in the order in which it is left; it is seen then."""
    if start in seen:
        return []
    seen.add(start)
    left, path = list[T](), [(start, iter(on[start]))]
    while path:  # depth first, without recursion
        name, ahead = path[-1]
        to = next((each for each in ahead if each not in seen), None)
        if to is None:
            left.append(name)
            path.pop()
        else:
            seen.add(to)
            path.append((to, iter(on[to])))
    return left


class Order(NamedTuple):
    """Nodes so that each comes behind all that lead to it; those of a circle stand together, as one list."""

    groups: Sequence[int | list[int]]

    @property
    def is_acyclic(self) -> bool:
        """Whether there is no circle."""
        return all(isinstance(group, int) for group in self.groups)


def ordered(ends: Sequence[int], targets: Sequence[int]) -> Order:
    """Return an order of nodes `0` to `len(ends) - 1`; those that `n` leads to are `targets[ends[n - 1]:ends[n]]`.

    After Kahn: what nothing leads to any more comes next. What is left over then is in a circle, or behind one.
    """
    waits = array("L", bytes(array("L").itemsize * len(ends)))
    for target in targets:
        waits[target] += 1
    ready = [node for node in range(len(ends)) if not waits[node]]
    for node in ready:  # which grows meanwhile
        for target in targets[ends[node - 1] if node else 0 : ends[node]]:
            waits[target] -= 1
            if not waits[target]:
                ready.append(target)
    return Order([*ready, *_circling(ends, targets, waits)] if len(ready) < len(ends) else ready)


def _circling(ends: Sequence[int], targets: Sequence[int], waits: Sequence[int]) -> list[int | list[int]]:
    left = [node for node, waiting in enumerate(waits) if waiting]
    on = {node: targets[ends[node - 1] if node else 0 : ends[node]] for node in left}
    found = dict[int, list[int]]()
    for node, number in circles(on).items():
        found.setdefault(number, []).append(node)
    groups = [found[number] for number in sorted(found)]
    return [group if len(group) > 1 or group[0] in on[group[0]] else group[0] for group in groups]
