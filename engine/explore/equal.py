"""Choices that need not be told apart: equal ones of a scene, each of which can be taken once.

May import floors 0 and 1, and `reads`. Thirty acts in any order make 2 to the 30th states; if they are alike in all
that matters, it is enough to know how many were taken. A group stands for its members with their number: from a state
in which 3 of 30 were taken, 27 choices lead on. So counts, chances and shortest paths stay exact.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Final

from engine.conditions import Chose, Tree
from engine.explore.reads import leaves
from engine.model import Branch, Choice, Condition, Fork, Scene, Story, Text, Way

FEWEST: Final = 2
"""How many choices make a group."""


def equal_choices(story: Story, trees: Iterable[Tree], *, words: bool) -> tuple[tuple[str, ...], ...]:
    """Return the groups of `story`, each as its `scene.choice`s in the order of the scene.

    `trees` are all conditions that are asked: nothing may ask of a member whether it was taken. If `words`, members
    also tell the same in every state.
    """
    asked = {leaf.bit for tree in trees for leaf in leaves(tree) if isinstance(leaf, Chose)}
    found = list[tuple[str, ...]]()
    for scene in story.scenes.values():
        alike = defaultdict[Hashable, list[str]](list)
        for choice in scene.choices:
            bit = story.bits.get(choice.name)
            if choice.once and bit and bit not in asked and (not words or _says_the_same(choice)):
                alike[_kind(scene, choice), _length(choice) if words else ()].append(choice.name)
        found += (tuple(names) for names in alike.values() if len(names) >= FEWEST)
    return tuple(found)


def _kind(scene: Scene, choice: Choice) -> Hashable:
    """Return a value that is the same for choices that do the same, and ask the same at places of their own."""
    way = scene.to if choice.to is None else choice.to
    effects = tuple(sorted(map(repr, choice.effects)))
    borrows = choice.to is None and isinstance(way, tuple)
    return _asks(choice.when), effects, _leads(way), borrows, frozenset(choice.empathy), choice.locked is not None


def _asks(condition: Condition | None) -> str:
    # as text: trees of different kinds may be equal tuples
    return repr(condition.tree) if condition else ""


def _leads(way: Way | None) -> Hashable:
    match way:
        case None | str():
            return way
        case Fork(_, chances):
            return chances
        case branches:
            return tuple(_branch(each) for each in branches)


def _branch(branch: Branch) -> Hashable:
    return _asks(branch.when), branch.to


def _length(choice: Choice) -> tuple[int, ...]:
    """Return how many words a choice has in its menu, its reply and its reason, that tell the same in every state."""
    told = [text.fixed or () if text else () for text in (choice.text, choice.reply, choice.locked)]
    return tuple(sum(len(paragraph.plain.split()) for paragraph in prose) for prose in told)


def _says_the_same(choice: Choice) -> bool:
    texts: list[Text | None] = [choice.text, choice.reply, choice.locked]
    return (
        not choice.seen_by and choice.counter is None and all(text is None or text.fixed is not None for text in texts)
    )
