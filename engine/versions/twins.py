"""Names of an older version as they are called today, and equal choices that stayed equal.

May import floors 0 and 1, and what stands before it in its room.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable

from engine.explore.equal import FEWEST, equal_choices
from engine.explore.telling import conditions
from engine.model import Story, renamed_to

Groups = tuple[tuple[str, ...], ...]


def called(name: str, new: Story) -> str:
    """Return what a scene or `scene.choice` of an older version is called in `new`."""
    return renamed_to(name, new.renamed_scenes, new.renamed_choices)


def drawn(name: str, new: Story) -> str:
    """Return what a draw of an older version, a scene or `here`, is called in `new`."""
    return renamed_to(name, new.renamed_scenes, {})


def twins(old: Story, new: Story) -> tuple[Groups, Groups]:
    """Return equal choices of `old` whose heirs are equal in `new`, or are all gone; and the heirs that are there.

    No other choice has one of these heirs. Who exchanges two members, and their heirs, changes nothing in either story.
    """
    heirs = Counter(called(choice.name, new) for scene in old.scenes.values() for choice in scene.choices)
    of = {name: number for number, group in enumerate(_equal(new)) for name in group}
    found, left = list[tuple[str, ...]](), list[tuple[str, ...]]()
    for group in _equal(old):
        alike = defaultdict[Hashable, list[str]](list)
        for name in group:
            now = called(name, new)
            is_gone = new.choice(now) is None
            if is_gone or (now in of and heirs[now] == 1):
                alike[is_gone, of.get(now), now == name].append(name)
        for (is_gone, *_), names in alike.items():  # type: ignore[misc]  # keys are as they were made above
            if len(names) >= FEWEST:
                found.append(tuple(names))
                left += [] if is_gone else [tuple(called(name, new) for name in names)]
    return tuple(found), tuple(left)


def _equal(story: Story) -> Groups:
    return equal_choices(story, [each.tree for each in conditions(story, words=False)], words=False)
