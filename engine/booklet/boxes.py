"""Which boxes and rows a story needs on paper, and what they are called.

May import floors 0 and 1, `languages`, `map/coming_back`, and `printed` and `read` from its own room.
"""

from collections.abc import Callable, Iterator
from typing import Literal

from engine.booklet.printed import Box, Mark, Numbers, Words
from engine.booklet.read import Read, read
from engine.languages.messages import _
from engine.map.coming_back import paragraphs
from engine.model import Choice, Counter, OneOf, Scene, Story, Variable, Whole

Label = Callable[[int], Mark]
"""What makes a box or row of its number."""

Place = tuple[Literal["value", "count", "bit"], int] | tuple[Literal["round"], int, int]
"""What a box or row stands for: a value or a count by its place in a state, the bit of a choice, or words going round.

The last has the place of the count, and how many words there are.
"""


def boxes(story: Story) -> Iterator[tuple[Place, Label]]:
    """Yield each box and row that is needed, with what it stands for: moments, variables, visits, then choices."""
    asked = read(story)
    for moment in story.moments.values():
        if moment.slot in asked.values:
            yield ("value", moment.slot), _box(moment.title)
    for variable in story.variables.values():
        if variable.slot in asked.values:
            yield ("value", variable.slot), _of_variable(variable)
    for holder in _holders(story):
        if holder.counter is not None:
            yield from _counts(holder, holder.counter, story.counters[holder.counter], asked)
    for name, bit in story.bits.items():
        choice = story.choice(name)
        if choice is not None and bit in asked.bits:
            yield ("bit", bit), _box(_("You chose: {name}").format(name=_words(choice)))


def _box(label: str) -> Label:
    return lambda number: Box(number, label)


def _holders(story: Story) -> Iterator[Scene | Choice]:
    yield from story.scenes.values()
    for scene in story.scenes.values():
        yield from scene.choices


def _of_variable(variable: Variable) -> Label:
    label, start = variable.name.replace("_", " "), variable.start
    match variable.domain:
        case OneOf(words):
            return lambda number: Words(number, label, words, str(start))
        case Whole(low, high):
            return lambda number: Numbers(number, label, low, high, int(start))
        case _:
            return lambda number: Box(number, label, bool(start))


def _counts(holder: Scene | Choice, slot: int, counter: Counter, asked: Read) -> Iterator[tuple[Place, Label]]:
    """Yield the box or row for how often, and a row for each number of words that go round."""
    is_choice, is_once = isinstance(holder, Choice), counter.upto <= 1
    name = _words(holder) if isinstance(holder, Choice) else holder.title or holder.id.replace("_", " ")
    if slot in asked.counts:
        if is_choice:
            said = _("You chose: {name}") if is_once else _("How often you have chosen: {name}")
        else:
            said = _("You have been at: {name}") if is_once else _("How often you have come to: {name}")
        label = said.format(name=name)
        yield ("count", slot), _box(label) if is_once else _row(label, counter.upto)
    for size in sorted(size for place, size in asked.rounds if place == slot):
        said = _("Round of {count}, when you choose: {name}") if is_choice else _("Round of {count}, at: {name}")
        yield ("round", slot, size), _row(said.format(count=size, name=name), size, 1)


def _row(label: str, high: int, round_to: int | None = None) -> Label:
    return lambda number: Numbers(number, label, 0, high, 0, is_count=True, round_to=round_to)


def _words(choice: Choice) -> str:
    """Return the words of a choice on one line; a number in them is another each time."""
    return " ".join(
        "".join(run.text if run.slot is None else "…" for run in paragraph.runs)
        for paragraph in paragraphs(choice.text)
    )
