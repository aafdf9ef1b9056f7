"""The laws of play, for every story: the engine agrees with the walker, is pure, and never raises on a valid story."""

# ruff: noqa: D103  a test's name is its sentence

import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import engine
from tests.properties.laws import law
from tests.properties.stories import Play, Story, render
from tests.reference import walker
from tests.reference.everything import Key, counts_read, key, outcomes

if TYPE_CHECKING:
    from tests.reference.memory import Memory

PAIRS = 120  # of states of a story that `test_..._everywhere` looks at; a story may have more


class RefusedError(AssertionError):
    """A valid story did not load; `kind` is the codes that it was refused with."""

    def __init__(self, kind: list[str], *faults: object) -> None:
        super().__init__(*faults)
        self.kind = kind


def loaded(plain: Story) -> engine.Story:
    """Load a random story; all of them are valid."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.yaml"
        path.write_text(render(plain), encoding="utf-8", newline="\n")
        answer = engine.load(path)
    errors = [each for each in answer.diagnostics if each.severity == "error"]
    if errors or answer.story is None:
        raise RefusedError(sorted(each.code for each in errors), *errors)
    return answer.story


def asking(draw: walker.Draw) -> Callable[[engine.Fork], str]:
    """Let the engine draw as the walker does."""
    return lambda fork: draw(fork.place, [(branch.to, branch.weight) for branch in fork.chances])


def repeating(drew: list[tuple[str, str]]) -> walker.Draw:
    """Draw what was drawn before, in the same order at the same places, and no more than that."""
    rest = deque(drew)

    def draw(place: str, branches: walker.Branches) -> str:
        drawn_place, target = rest.popleft()
        assert place == drawn_place
        assert target in [branch for branch, _ in branches]
        return target

    return draw


def agree(plain: Story, story: engine.Story, walk: walker.Walk, step: engine.Step, seed: int = 0) -> None:
    """Hold one step of the engine against the same step of the walker."""
    told = [
        (each.kind, each.place, [part.plain for part in engine.words(story, each, seed=seed)]) for each in step.told
    ]
    assert told == walk.told
    assert [(each.place, each.to) for each in step.drew] == walk.drew
    assert step.stopped == walk.stopped
    assert step.state.scene == walk.memory.scene
    assert dict(story.values(step.state)) == {**walk.memory.variables, **walk.memory.moments}
    offer = engine.offer(story, step.state)
    offered = ([choice.id for choice in offer.choices], [choice.id for choice in offer.locked], offer.ending)
    assert offered == walker.offered(plain, walk.memory)
    assert offer.dead_end == (not offer.choices and offer.ending is None)


@law(200)
def test_the_engine_and_the_walker_agree_along_a_play(play: Play) -> None:
    plain, picks, seed = play
    story, ours, theirs = loaded(plain), walker.drawing(seed), asking(walker.drawing(seed))
    walk, step = walker.begin(plain, ours, seed), engine.begin(story, theirs)
    agree(plain, story, walk, step, seed)
    for pick in picks:
        available, _, _ = walker.offered(plain, walk.memory)
        if not available:
            break
        choice_id = available[pick % len(available)]
        walk = walker.choose(plain, walk.memory, choice_id, ours, seed)
        step = engine.step(story, step.state, choice_id, theirs)
        agree(plain, story, walk, step, seed)


@law(80)
def test_the_engine_and_the_walker_agree_everywhere(play: Play) -> None:
    """Follow every choice and every outcome from pairs of equal states, breadth first."""
    plain = play.story
    story, read = loaded(plain), counts_read(plain)
    waiting: deque[tuple[engine.State, Memory]] = deque()
    seen: set[tuple[engine.State, Key]] = set()

    def note(walk: walker.Walk, step: engine.Step) -> None:
        agree(plain, story, walk, step)
        pair = (step.state, key(walk.memory, read))
        if pair not in seen and len(seen) < PAIRS:
            seen.add(pair)
            waiting.append((step.state, walk.memory))

    for walk in outcomes(partial(walker.begin, plain)):
        note(walk, engine.begin(story, asking(repeating(walk.drew))))
    while waiting:
        state, memory = waiting.popleft()
        for choice_id in walker.offered(plain, memory)[0]:
            for walk in outcomes(partial(walker.choose, plain, memory, choice_id)):
                note(walk, engine.step(story, state, choice_id, asking(repeating(walk.drew))))


def steps(story: engine.Story, play: Play) -> Iterator[tuple[engine.State, str, engine.Step]]:
    """Play the engine alone: the state before each choice, the choice, and the step."""
    draw = asking(walker.drawing(play.seed))
    state = engine.begin(story, draw).state
    for pick in play.picks:
        offer = engine.offer(story, state)
        if not offer.choices:
            return
        choice_id = offer.choices[pick % len(offer.choices)].id
        step = engine.step(story, state, choice_id, draw)
        yield state, choice_id, step
        state = step.state


@law(40)
def test_a_step_leaves_its_state_alone_and_comes_out_the_same_again(play: Play) -> None:
    story = loaded(play.story)
    for state, choice_id, step in steps(story, play):
        before = hash(state), repr(state), dict(story.values(state)), engine.offer(story, state)
        drew = [(each.place, each.to) for each in step.drew]
        again = engine.step(story, state, choice_id, asking(repeating(drew)))
        assert again == step
        assert hash(again.state) == hash(step.state)
        assert before == (hash(state), repr(state), dict(story.values(state)), engine.offer(story, state))
        with pytest.raises(AttributeError):
            setattr(state, "scene", step.state.scene)  # noqa: B010  a plain assignment is what mypy would refuse


@law(40)
def test_what_is_told_and_offered_fits_together(play: Play) -> None:
    story = loaded(play.story)
    used_up = set()
    for state, choice_id, step in steps(story, play):
        (choice,) = [each for each in play.story["scenes"][state.scene]["choices"] if each["id"] == choice_id]
        replies = [each.place for each in step.told if each.kind == "reply"]
        assert replies == ([f"{state.scene}.{choice_id}"] if {"reply", "seen_by"} & choice.keys() else [])
        arrivals = [each.place for each in step.told if each.kind == "scene"]
        assert len(arrivals) == len(set(arrivals))
        assert step.state.scene == [state.scene, *arrivals][-1]
        if choice.get("once"):
            used_up.add((state.scene, choice_id))
        offer = engine.offer(story, step.state)
        shown = {(step.state.scene, each.id) for each in (*offer.choices, *offer.locked)}
        assert len(shown) == len(offer.choices) + len(offer.locked)
        assert not shown & used_up
        assert not offer.ending or not shown
        assert step.stopped is None or (offer.dead_end and step.stopped in arrivals)


@law(40)
def test_a_choice_that_is_not_offered_cannot_be_taken(play: Play) -> None:
    story = loaded(play.story)
    every = {choice["id"] for scene in play.story["scenes"].values() for choice in scene.get("choices", [])}
    for before, _, step in steps(story, play):
        for state in (before, step.state):
            for choice_id in (every | {"", "no_such"}) - {choice.id for choice in engine.offer(story, state).choices}:
                with pytest.raises(engine.ChoiceNotOffered):
                    engine.step(story, state, choice_id, asking(repeating([])))


@law(80)
def test_a_play_draws_as_the_page_says_and_undo_cannot_draw_again(play: Play) -> None:
    plain, picks, seed = play
    draw = walker.drawing(seed)
    story = loaded(plain)
    walk, playing = walker.begin(plain, draw, seed), engine.started(story, seed)
    agree(plain, story, walk, playing.step, seed)
    for pick in picks:
        available, _, _ = walker.offered(plain, walk.memory)
        if not available:
            break
        choice_id = available[pick % len(available)]
        walk = walker.choose(plain, walk.memory, choice_id, draw, seed)
        once = playing.choose(f"{playing.step.state.scene}.{choice_id}")
        agree(plain, story, walk, once.step, seed)
        playing = once.undo().choose(f"{playing.step.state.scene}.{choice_id}")
        assert playing.step == once.step
