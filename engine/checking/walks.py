"""`walks.yaml`: a story's own tests, play-throughs that are tried and promises that hold on every path.

May import floors 0 and 1, the room `explore`, `beside`, `asking`, `expected` and `promises`. Says what is wrong with
the names in it; whether a walk arrives and a promise holds is for others to find out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from engine.checking.asking import Watch
from engine.checking.beside import Beside, Page, maps, read
from engine.checking.expected import expected
from engine.checking.promises import Desk, goals, promise
from engine.conditions import Tree
from engine.diagnostics import Span, quoted
from engine.explore.promised import CanAlwaysReach, Never, Promise
from engine.explore.walk import Chosen, Drawn, Move, Walk
from engine.model import HERE, Fork, Story
from engine.reading.load import Loaded
from engine.reading.values import List, Map, below, items, words

FEW: Final = 12
"""How many names a hint holds."""


@dataclass(frozen=True, slots=True)
class Walks:
    """The walks and the promises beside a story, in the order of the file.

    `watching` is the story for whoever proves the promises: the same plays, in states that hold what their conditions
    ask. Walks can be tried in either story.
    """

    walks: tuple[Walk, ...]
    promises: tuple[Promise, ...]
    watching: Story = field(compare=False)


def asked(walks: Walks | None) -> Iterator[Tree]:
    """Yield the conditions of the promises, as trees."""
    for each in walks.promises if walks else ():
        match each:
            case Never(condition=condition) | CanAlwaysReach(unless=condition):
                yield from [condition.tree] if condition else []


def read_walks(path: Path, loaded: Loaded) -> Beside[Walks] | None:
    """Return the walks and promises beside the story at `path`, which was `loaded`; None where there are none.

    Never raises for what the file holds. Names are looked up only where those of the story are known; endings, draws
    and tags only where the story is without fault.
    """
    return read(path, loaded, "walks", _walks)


def _walks(page: Page, of: Map) -> Walks | None:
    desk = Desk(page, Watch(page.names), goals(page.story))
    drawn, taken = _drawn(page.story), dict[str, Span]()
    walks = [_walk(page, each, drawn, taken) for each in maps(of, "walks")]
    promises = [promise(desk, each) for each in maps(of, "promises")]
    if page.story is None:
        return None
    kept = tuple(each for each in promises if each is not None)
    return Walks(tuple(walks), kept, desk.watch.watching(page.story))


def _drawn(story: Story | None) -> frozenset[str] | None:
    """Return every scene, and perhaps `here`, that chance may bring; None where there is no story."""
    if story is None:
        return None
    ways = [way for scene in story.scenes.values() for way in (scene.to, *(choice.to for choice in scene.choices))]
    return frozenset(chance.to for way in ways if isinstance(way, Fork) for chance in way.chances)


def _walk(page: Page, of: Map, drawn: frozenset[str] | None, taken: dict[str, Span]) -> Walk:
    name, span = page.id(of, "walk", taken)
    steps = items(of, "choose")
    moves = [_move(page, steps, index, drawn) for index in range(len(steps))]
    expects = tuple(expected(page, below(of, "expect")))
    return Walk(name, tuple(move for move in moves if move is not None), expects, span)


def _move(page: Page, steps: List, index: int, drawn: frozenset[str] | None) -> Move | None:
    step, span = steps[index], page.place(steps, index)
    if isinstance(step, str):
        page.choice(step, span)
        return Chosen(step, span)
    scene = words(step, "drew") if isinstance(step, Map) else None
    if scene is None or not isinstance(step, Map):
        return None
    span = page.place(step, "drew")
    if scene != HERE:
        page.scene(scene, span)
    if drawn is not None and scene not in drawn and (scene in page.names.scenes or scene == HERE):
        message = f"chance never brings {quoted(scene)}: no list with chance: leads there"
        hint = f"chance brings {_few(sorted(drawn))}" if drawn else "nothing in this story is by chance"
        page.fault("L241", span, message, hint)
    return Drawn(scene, span)


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:FEW]) + ", ..." * (len(names) > FEW)
