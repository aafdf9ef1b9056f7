"""What a search shows to be wrong with a story, in the writer's words, each with a shortest play that shows it.

May import floors 0 and 1, and what stands before it in its room. What says "never" is said of a complete graph only.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from engine.diagnostics import Diagnostic, quoted
from engine.explore.ahead import Ahead, traps
from engine.explore.graph import Edge, Graph
from engine.explore.idle import Idle
from engine.explore.moves import Brought, Moves, choices, moves, played
from engine.explore.reads import holders
from engine.explore.telling import Part, parts
from engine.model import HERE, Choice, Condition, Fork, Scene, Story, Way

OWN: Final = -1
"""The condition of a choice, as against those of the branches of its ways on."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: a diagnostic, what it is about (a scene or a `scene.choice`), and a play that shows it.

    `witness` is None where there is nothing to show: nobody can show what never happens. `branch` is set where it is
    about a condition: `OWN` for that of a choice, else the number of the branch in `to:`.
    """

    diagnostic: Diagnostic
    subject: str
    witness: Moves | None = None
    branch: int | None = None


def _about(code: str, holder: Scene | Choice, branch: int | None, message: str, hint: str) -> Finding:
    """Return a finding on a condition."""
    return replace(_finding(code, holder, message, hint), branch=branch)


def _finding(code: str, holder: Scene | Choice, message: str, hint: str, witness: Moves | None = None) -> Finding:
    name = holder.name if isinstance(holder, Choice) else holder.id
    return Finding(Diagnostic(code=code, span=holder.span, message=message, hint=hint), name, witness)


def dead_ends(graph: Graph) -> Iterator[Finding]:
    """Yield each scene in which some play can get stuck, nearest first; true of what was found even if that is not all.

    Raises:
        NotPlayed: never, unless the explorer is wrong.

    """
    told = set[tuple[str, str | None]]()
    for at in graph.dead_ends:
        path = graph.path(at)
        scene, stopped = graph.scene(at), path[-1].passage.stopped
        if (scene.id, stopped) in told:
            continue
        told.add((scene.id, stopped))
        made = _shown(graph, path)
        why, remedy = _stuck(scene, stopped)
        hint = f"{_how(made)}; {remedy} one choice that is always open"
        yield _finding("A101", scene, f"a play can get stuck here: no choice is open, and {why}", hint, made)


def _stuck(scene: Scene, stopped: str | None) -> tuple[str, str]:
    """Return why to: does not lead on, and what to do about that."""
    if stopped is not None:
        return (
            f"to: leads round to {quoted(stopped)} again, with no choice on the way",
            "let to: lead elsewhere then, or add",
        )
    if scene.to is None:
        return "there is no to: to go on by", "add to: with where the story goes then, or"
    return "to: stays here", "let to: lead on then, or add"


def _how(made: Moves) -> str:
    """Return how to get somewhere, in a few words: the last of the choices, how many there are, a draw behind them."""
    drew = f", if chance brings {made[-1].scene}" if made and isinstance(made[-1], Brought) else ""
    number = choices(made)
    if not number:
        return f"so it is from the very beginning{drew}"
    last = next(each for each in reversed(made) if isinstance(each, str))
    return f"so it is after {last if number == 1 else f'{number} choices, the last of them {last}'}{drew}"


def _shown(graph: Graph, path: Sequence[Edge]) -> Moves:
    """Return a path as moves, after the rules of the player have walked it and come to the same end."""
    made = moves(graph, path)
    play = played(graph.story, made)
    assert play.step.state.scene == graph.scene(path[-1].target).id, made  # noqa: S101 - what is said of it would be wrong
    return made


def trapped(graph: Graph, found: Ahead) -> Iterator[Finding]:
    """Yield each scene in which a play may find itself, for the first time, where no ending can be reached any more."""
    caught = set(traps(found))
    told = set[str]()
    for at in sorted(caught):
        path = graph.path(at)
        scene = graph.scene(at)
        if scene.id in told or path[-1].source in caught:
            continue
        told.add(scene.id)
        made = _shown(graph, path)
        message = "from here no ending can be reached any more, whatever is chosen"
        hint = f"{_how(made)}; let some choice lead out, or end the story here"
        yield _finding("A102", scene, message, hint, made)


def never_reached(graph: Graph) -> Iterator[Finding]:
    """Yield the scenes that no play arrives at, and the choices that no play is offered in those that are reached."""
    story = graph.story
    offered = {name for slot in graph.offered for name in graph.slots[slot].names}
    leading = _leading(story)
    for scene in story.scenes.values():
        if scene.id not in graph.scenes:
            message = f"no play ever comes to the scene {quoted(scene.id)}"
            yield _finding("A103", scene, message, _unreached(graph, scene, leading[scene.id]))
            continue
        for choice in scene.choices:
            if choice.name not in offered:
                yield _never_offered(choice)


def _leading(story: Story) -> Mapping[str, Sequence[str]]:
    """Return for each scene those that lead to it, itself aside."""
    found: dict[str, list[str]] = {name: [] for name in story.scenes}
    for scene in story.scenes.values():
        for name in leads_to(scene) - {HERE, scene.id}:
            found[name].append(scene.id)
    return found


def _unreached(graph: Graph, scene: Scene, leading: Sequence[str]) -> str:
    """Say why, as far as that can be said in a few words."""
    met = [name for name in leading if name in graph.scenes]
    if not leading:
        return f"nothing leads there: write to: {scene.id} where it should come, or leave it out"
    if not met:
        return f"{leading[0]} leads there, and no play comes to {leading[0]} either"
    return f"{met[0]} leads there, but no play ever takes that way: open it, or leave the scene out"


def leads_to(scene: Scene) -> set[str]:
    """Return what a scene and its choices may lead to, `here` included."""
    ways: list[Way | None] = [scene.to, *(each.to for each in scene.choices)]
    found = set[str]()
    for way in ways:
        match way:
            case None:
                pass
            case str():
                found.add(way)
            case Fork():
                found.update(each.to for each in way.chances)
            case _:
                found.update(each.to for each in way)
    return found


def _never_offered(choice: Choice) -> Finding:
    asks = f": {quoted(choice.when.text)} never holds there" if choice.when else ""
    branch = OWN if choice.when else None
    if choice.locked is not None:
        message = f"the locked choice {quoted(choice.id)} never opens{asks}"
        return _about("A105", choice, branch, message, "let it open on some path, or leave it out")
    message = f"the choice {quoted(choice.id)} is never offered{asks}"
    return _about("A104", choice, branch, message, "mend the condition, or leave the choice out")


def conditions(graph: Graph) -> Iterator[Finding]:
    """Yield the conditions that are the same whenever they are asked; those of choices that are never offered aside."""
    groups = {name: slot.names for slot in graph.slots for name in slot.names}
    for holder in holders(graph.story):
        name = holder.name if isinstance(holder, Choice) else holder.id
        if isinstance(holder, Choice) and holder.when is not None:
            asked = set().union(*(graph.asked.get((each, OWN), set()) for each in groups[name]))
            if asked == {True}:
                yield _needless(holder, holder.when)
        match holder.to:
            case None | str() | Fork():
                continue
            case branches:
                pass
        for number, branch in enumerate(branches):
            asked = graph.asked.get((name, number), set())
            if branch.when is not None and len(asked) == 1:
                if asked == {True}:
                    message = f"under to: of {quoted(name)}, {quoted(branch.when.text)} holds whenever its turn comes"
                    hint = "the ways below it are never taken: mend the condition, or leave them out"
                    yield _about("A106", holder, number, message, hint)
                else:
                    message = f"under to: of {quoted(name)}, {quoted(branch.when.text)} never holds when its turn comes"
                    hint = f"this way to {branch.to} is never taken: mend the condition, or leave the way out"
                    yield _about("A107", holder, number, message, hint)


def _needless(choice: Choice, asks: Condition) -> Finding:
    message = f"the choice {quoted(choice.id)} needs no condition: {quoted(asks.text)} always holds there"
    keys = "when:" if choice.locked is None else "when: and locked:"
    return _about("A106", choice, OWN, message, f"leave {keys} out, or mend the condition")


def without_difference(story: Story, graph: Graph, found: Iterable[Idle]) -> Iterator[Finding]:
    """Yield the choices that make no difference; of two that are like each other, the later one."""
    found = tuple(found)
    like = {each.choice: each.like for each in found}
    for each in found:
        choice = story.choice(each.choice)
        assert choice is not None  # noqa: S101 - it was found in this story
        if each.like is None:
            message = f"the choice {quoted(choice.id)} makes no difference: no reply, and everything stays as it was"
        elif _stands_before(story, each) or like.get(each.like) != each.choice:
            other = quoted(each.like.partition(".")[2])
            message = f"the choice {quoted(choice.id)} comes to the same as {other}: no reply, and all goes on alike"
        else:
            continue
        made = _offered(graph, each)
        yield _finding("A108", choice, message, "give it a reply, or let something come of it", made)


def _stands_before(story: Story, each: Idle) -> bool:
    scene = story.scenes[each.choice.partition(".")[0]]
    names = [choice.name for choice in scene.choices]
    return each.like is not None and names.index(each.like) < names.index(each.choice)


def _offered(graph: Graph, each: Idle) -> Moves:
    """Return a shortest play that takes a choice."""
    path = graph.path(each.state)
    for edge in graph.edges(each.state):
        passage = graph.passages[graph.taken[edge]]
        if passage.slot is not None and graph.slots[passage.slot].names[0] == each.choice:
            return _shown(graph, [*path, Edge(each.state, graph.targets[edge], passage)])
    raise AssertionError(each)


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
            yield _finding("A109", holder, message, _where(part, is_listed=(part.key, part.block) in listed))


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
            hint = f"{_how(made)}; let {eyes} see something on that path too"
            yield _finding("A110", scene, message, hint, made)


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
