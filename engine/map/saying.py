"""Conditions and words of a story, said in plain words.

May import floors 0 and 1, and `coming_back`.
"""

from dataclasses import dataclass
from typing import Final, assert_never

from engine.conditions import All, Always, Any, Chose, Compare, Holds, IsWord, Not, Tree
from engine.diagnostics import cut, quoted
from engine.map.coming_back import paragraphs
from engine.model import Condition, Story, Text

MOST: Final = 160
"""The longest words of a choice that a map shows, in characters."""

_SIGNS: Final = {"is": "is", "<": "is less than", "<=": "is at most", ">": "is more than", ">=": "is at least"}


@dataclass(frozen=True, slots=True)
class Names:
    """What stands at the places that a condition asks."""

    slots: dict[int, str]
    moments: dict[int, str]
    visits: dict[int, str]
    choices: dict[int, str]

    def condition(self, condition: Condition) -> str:
        """Return what has to hold, as words that follow "if"."""
        return self._said(condition.tree, top=True)

    def words(self, text: Text) -> str:
        """Return words on one line, cut when they are long; of words that change, all that may stand there."""
        if text.line is not None:
            return cut(text.line, MOST)
        found = dict.fromkeys(
            "".join(run.text if run.slot is None else f"{{{self.slots[run.slot]}}}" for run in paragraph.runs)
            for paragraph in paragraphs(text)
        )
        return cut(" / ".join(found), MOST)

    def _said(self, tree: Tree, *, top: bool = False) -> str:
        match tree:
            case Not(inner):
                return self._denied(inner)
            case All(parts) | Any(parts):
                joined = (" and " if isinstance(tree, All) else " or ").join(self._said(part) for part in parts)
                return joined if top else f"({joined})"
            case _:
                return self._leaf(tree, no=False)

    def _denied(self, tree: Tree) -> str:
        match tree:
            case Not(inner):
                return self._said(inner)
            case All() | Any():
                return f"not {self._said(tree)}"
            case _:
                return self._leaf(tree, no=True)

    def _leaf(self, tree: Always | Holds | IsWord | Compare | Chose, *, no: bool) -> str:
        match tree:
            case Always(value):
                return "always" if value != no else "never"
            case Holds(slot) if slot in self.moments:
                return f"{self.moments[slot]} {'has not happened' if no else 'has happened'}"
            case Holds(slot):
                return f"{self.slots[slot]} is {'false' if no else 'true'}"
            case IsWord(slot, word):
                return f"{self.slots[slot]} {'is not' if no else 'is'} {word}"
            case Chose(bit):
                return f"{self.choices[bit]} {'was not' if no else 'was'} chosen"
            case Compare():
                return self._compared(tree, no=no)
        assert_never(tree)

    def _compared(self, tree: Compare, *, no: bool) -> str:
        if not tree.counts:
            sign = _SIGNS[tree.sign]
            return f"{self.slots[tree.slot]} {sign.replace('is', 'is not', 1) if no else sign} {tree.number}"
        scene = self.visits[tree.slot]
        if (tree.sign, tree.number) == (">=", 1):
            return f"{scene} was {'not ' if no else ''}visited"
        sign = _SIGNS[tree.sign].removeprefix("is ").replace("is", "exactly")
        return f"{scene} was {'not ' if no else ''}visited {sign} {'once' if tree.number == 1 else tree.number}" + (
            "" if tree.number == 1 else " times"
        )


def names(story: Story) -> Names:
    """Return the names of `story` by their places."""
    return Names(
        {each.slot: each.name for each in story.variables.values()},
        {each.slot: quoted(each.title) for each in story.moments.values()},
        {
            scene.counter: quoted(scene.title or scene.id)
            for scene in story.scenes.values()
            if scene.counter is not None
        },
        _choices(story),
    )


def _choices(story: Story) -> dict[int, str]:
    """Return what is said of each choice that a condition may ask for: its words."""
    said: dict[int, str] = {}
    for name, bit in story.bits.items():
        choice = story.choice(name)
        line = choice.text.line if choice else None
        said[bit] = quoted(line) if line else name
    return said
