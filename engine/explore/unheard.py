"""Words that are never shown, and endings that some path reaches without a word for those who could tell of it.

May import floors 0 and 1, and what stands before it in its room. Needs a complete graph that was searched with words.
"""

from collections.abc import Iterator

from engine.diagnostics import quoted
from engine.explore.findings import Finding, finding, how
from engine.explore.graph import Edge, Graph
from engine.explore.moves import moves, played
from engine.explore.reads import holders
from engine.explore.telling import Part, parts
from engine.model import Scene


def untold(graph: Graph) -> Iterator[Finding]:
    """Yield the words of scenes that are reached, and of choices that are offered, that are never shown."""
    offered = {name for slot in graph.offered for name in graph.slots[slot].names}
    for holder in holders(graph.story):
        is_met = holder.id in graph.scenes if isinstance(holder, Scene) else holder.name in offered
        listed = {(part.key, part.block) for part, _prose in parts(holder) if part.item > 0}
        for part, prose in parts(holder):
            is_shown = part in graph.shown or (part.key == "locked" and not is_met)
            if not prose or is_shown or not (is_met or part.key == "locked"):
                continue
            words = quoted(" ".join(paragraph.plain for paragraph in prose), 40)
            message = f"these words of {quoted(part.place)} are never shown: {words}"
            yield finding("A109", holder, message, _where(part, is_listed=(part.key, part.block) in listed))


def _where(part: Part, *, is_listed: bool) -> str:
    which = ", under else:" if part.item < 0 else f", item {part.item + 1}" if is_listed else ""
    return f"they stand under {part.key}:, in block {part.block + 1}{which}"


def unseen(graph: Graph) -> Iterator[Finding]:
    """Yield the endings that some path reaches without a single word for someone through whose eyes others are told."""
    story = graph.story
    for eyes in dict.fromkeys(eyes for holder in holders(story) for eyes in holder.seen_by):
        for ending, at in _silently(graph, eyes).items():
            made = moves(graph, at)
            played(story, made)
            scene = story.scenes[ending]
            message = f"a play can end at {quoted(ending)} without a word through the eyes of {quoted(eyes)}"
            hint = f"{how(made)}; let {eyes} see something on that path too"
            yield finding("A110", scene, message, hint, made)


def _silently(graph: Graph, eyes: str) -> dict[str, list[Edge]]:
    """Return a shortest way to each ending on which those eyes are told nothing."""
    silent = [eyes in passage.silent for passage in graph.passages]
    came: dict[int, Edge] = {}
    for state, passage in graph.starts:
        if silent[passage]:
            came.setdefault(state, Edge(None, state, graph.passages[passage]))
    found, waiting = dict[str, int](), list(came)
    for state in waiting:  # which grows meanwhile
        if graph.scene(state).ending is not None:
            found.setdefault(graph.scene(state).id, state)
        for edge in graph.edges(state):
            target = graph.targets[edge]
            if target not in came and silent[graph.taken[edge]]:
                came[target] = Edge(state, target, graph.passages[graph.taken[edge]])
                waiting.append(target)
    return {name: _walked(came, state) for name, state in found.items()}


def _walked(came: dict[int, Edge], state: int | None) -> list[Edge]:
    path = list[Edge]()
    while state is not None:
        path.append(came[state])
        state = path[-1].source
    return path[::-1]
