"""What is loose in a story: names that nothing uses, scenes that nothing leads to, and what its room says besides.

May import floors 0 and 1, and what stands before it in its room. All of it are warnings: the story plays without.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from engine.checking import written
from engine.checking.dry import dry
from engine.checking.hidden import hidden
from engine.checking.mentions import Mentions, conditions, mentions
from engine.checking.ways import Ways, ways
from engine.conditions import Tree
from engine.diagnostics import Diagnostic, Related
from engine.model import DIMENSIONS, Story, Variable, Whole
from engine.reading.load import Loaded


def unused(loaded: Loaded, asked: Iterable[Tree] = ()) -> Iterator[Diagnostic]:
    """Yield what is loose in a story, in no order; nothing where an error stands in its way.

    `asked` are the trees of conditions that stand elsewhere and read what the story remembers: its promises.
    """
    story = loaded.story
    if story is None:
        return
    on, trees = ways(story), {each.text: each.tree for each in conditions(story)}
    blocks, declared = list(written.blocks(loaded.documents)), written.header(loaded.documents)
    said = mentions(story, [*trees.values(), *asked], (block for _, block in blocks))
    for code, kind, name, message, hint in _loose(story, said):
        yield Diagnostic(code=code, span=declared.place(kind, name), message=message, hint=hint)
    yield from _islands(story, on)
    yield from dry(story, on)
    yield from hidden(story, loaded.documents, blocks, trees)


class _Loose(NamedTuple):
    """A name that something is missing of, and the key of the header under which it is declared."""

    code: str
    kind: str
    name: str
    message: str
    hint: str


def _loose(story: Story, said: Mentions) -> Iterator[_Loose]:
    yield from _variables(story, said)
    yield from _moments(story, said)
    for name in story.cast:
        if name != "you" and name not in said.present:
            message = f'"{name}" never says a word, and nothing is seen through these eyes'
            hint = f"write say: {name}, or {name}: under seen_by:, or leave it out"
            yield _Loose("L231", "cast", name, message, hint)
    for name in story.dimensions:
        if name not in DIMENSIONS and name not in said.practised:
            message, hint = f'no choice practises "{name}"', f"write {name}: under a choice's empathy:, or leave it out"
            yield _Loose("L231", "dimensions", name, message, hint)
    for name in story.content_notes:
        if name not in said.tags:
            message = f'no scene carries the note "{name}", so nobody can tell where it belongs'
            yield _Loose("L231", "content_notes", name, message, f"write {name} under tags: of the scenes that do")


def _variables(story: Story, said: Mentions) -> Iterator[_Loose]:
    for name, variable in story.variables.items():
        read, changed = variable.slot in said.read, variable.slot in said.changed
        number = isinstance(variable.domain, Whole)
        if not read and not changed:
            yield _unmentioned("variables", name)
        elif not read:
            hint = f"ask for it in a when:{f', show it as {{{name}}}' if number else ''}, or leave it out"
            message = f'"{name}" changes, but nothing in the story ever asks for it'
            yield _Loose("L229", "variables", name, message, hint)
        elif not changed:
            message = f'"{name}" never changes: it is {_start(variable)} from the start to the end'
            hint = f"change it with set:{' or add:' if number else ''}, or leave it out"
            yield _Loose("L230", "variables", name, message, hint)


def _moments(story: Story, said: Mentions) -> Iterator[_Loose]:
    for name, moment in story.moments.items():
        read, changed = moment.slot in said.read or name in said.rippling, moment.slot in said.changed
        if not read and not changed:
            yield _unmentioned("moments", name)
        elif not read:
            message = f'"{name}" is remembered, but nothing in the story ever comes back to it'
            hint = "ask for it in a when:, name it in a ripple_of:, or leave it out"
            yield _Loose("L229", "moments", name, message, hint)
        elif not changed:
            message = f'"{name}" never happens: no scene and no choice remembers it'
            yield _Loose("L230", "moments", name, message, f"write remember: {name} where it happens, or leave it out")


def _unmentioned(kind: str, name: str) -> _Loose:
    message = f'"{name}" is declared, and nothing in the story mentions it'
    return _Loose("L231", kind, name, message, "use it, or leave it out")


def _start(variable: Variable) -> str:
    return str(variable.start).lower() if isinstance(variable.start, bool) else str(variable.start)


def _islands(story: Story, on: Ways) -> Iterator[Diagnostic]:
    for first, *others in on.islands():
        message = "nothing leads to this scene, so nobody ever sees it"
        if others:
            message = "these scenes lead only to each other, and no way from the start comes to them"
        related = tuple(Related(story.scenes[name].span, "and this one") for name in others[:8])
        hint = f"write to: {first} where it should come, or leave {'them' if others else 'it'} out"
        yield Diagnostic(code="L232", span=story.scenes[first].span, message=message, hint=hint, related=related)
