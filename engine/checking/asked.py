"""A condition that somebody asks of a sound story, and a story that remembers what it asks.

May import floors 0 and 1, and `asking`. Knows no file: the condition is one line, and its faults are placed in that.
"""

import re
from typing import NamedTuple

from engine.checking.asking import Watch
from engine.conditions import compiled
from engine.diagnostics import Diagnostic, Span
from engine.grammar import Fault, parse
from engine.model import Condition, Story, renamed_to
from engine.reading.names import Names


class Asked(NamedTuple):
    """A condition, or None and what is wrong with it; `line` is the line that it stands on.

    `watching` is the story whose states hold what the condition asks. Every play of the one is a play of the other.
    """

    condition: Condition | None
    watching: Story
    line: str
    faults: tuple[Diagnostic, ...] = ()


def asked(story: Story, text: str, name: str) -> Asked:
    """Return the condition that is written in `text`, which faults call `name` as they would a file."""
    line = re.sub(r"\s", " ", text, flags=re.ASCII)
    watch = Watch(names_of(story))
    tree, faults = parse(line, watch)
    if tree is None:
        return Asked(None, story, line, tuple(_told(story, line, name, fault) for fault in faults))
    return Asked(Condition(line, tree, compiled(tree)), watch.watching(story), line)


def names_of(story: Story) -> Names:
    """Return the names of a sound story, as those who read its files knew them."""
    choices = {choice.name: choice for scene in story.scenes.values() for choice in scene.choices}
    names = Names(
        variables=dict(story.variables),
        moments=dict(story.moments),
        scenes={name: scene.span for name, scene in story.scenes.items()},
        choices={name: choice.span for name, choice in choices.items()},
        bits=dict(story.bits),
    )
    places = {scene.counter: name for name, scene in story.scenes.items()}
    places |= {choice.counter: name for name, choice in choices.items()}
    for slot, counter in enumerate(story.counters):
        names.count(places[slot], *counter)
    return names


def _told(story: Story, line: str, name: str, fault: Fault) -> Diagnostic:
    span = Span(name, 1, fault.at + 1, 1, fault.at + fault.length + 1)
    hint = fault.hint
    if fault.code in {"L201", "L206"}:
        old = line[fault.at :][: fault.length]
        now = renamed_to(old, story.renamed_scenes, story.renamed_choices)
        if now != old and (now in story.scenes or story.choice(now) is not None):
            hint = f'it was renamed: write "{now}"'
    return Diagnostic(code=fault.code, span=span, message=fault.message, hint=hint)
