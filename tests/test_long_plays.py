"""Plays of ten thousand choices: gone on with, undone and looked back on; how long that takes, the bench tells."""

import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import Story, load
from engine.play.transcript import Play, started, written
from engine.plays.keeping import Keeper, Under, so_far
from engine.plays.starting import start
from engine.terminal import reflection, telling
from tests.screens import ROOT

LONG = 10_000
MEASURED = 2_000  # choices; measuring is slow


@pytest.fixture(scope="module")
def story() -> Story:
    """Return the story that need never end."""
    found = load(ROOT / "tests" / "stories" / "without-end").story
    assert found is not None
    return found


def wandered(story: Story, choices: int) -> Play:
    """Play so long, by dice."""
    dice = random.Random(7)  # noqa: S311 - the same at each run
    play = started(story, 3)
    while play.made <= choices:
        names = [choice.name for choice in play.offer.choices if choice.id != "home"]
        play = play.choose(dice.choice(names))
    return play


@pytest.fixture(scope="module")
def play(story: Story) -> Play:
    """Return a long play."""
    return wandered(story, LONG)


def test_it_goes_on_and_back_and_forth(story: Story, play: Play, tmp_path: Path) -> None:
    """From its file, to its start and to its end again: the same play, with the same words."""
    (tmp_path / f"{story.id}.abcdef01.jsonl").write_text(written(so_far(play, "abcdef01", {})), encoding="utf-8")
    keeper = Keeper(Under(tmp_path))
    found = start(story, keeper, lambda: started(story, 1), new=False)
    keeper.close()
    assert found.play == play
    back = found.play
    while back.made > 1:
        back = back.undo()
    assert list(telling.move(back, 0)) == list(telling.move(play, 0))
    assert back.redo(LONG) == play


def test_it_can_be_looked_back_on(play: Play) -> None:
    """Every page; and none is longer for it, since what happens again is told once."""
    assert len(list(reflection.first_lines(play, more=True))) < 5
    for page in (reflection.chosen, reflection.kinds, reflection.came_of_it):
        assert len(list(page(play))) < 50


def test_a_choice_costs_the_same_memory_early_and_late(story: Story) -> None:
    """Going on does not copy what was: the second half of a play takes no more than the first, and little."""
    sizes = list(_sizes(story))
    first, second = sizes[1] - sizes[0], sizes[2] - sizes[1]
    assert second < first * 1.5
    assert second / (MEASURED / 2) < 2000  # bytes


def _sizes(story: Story) -> Iterator[int]:
    tracemalloc.start()
    try:
        yield tracemalloc.get_traced_memory()[0]
        kept = []
        for half in (MEASURED // 2, MEASURED):
            kept = [wandered(story, half)]
            yield tracemalloc.get_traced_memory()[0]
        assert kept[0].made == MEASURED + 1
    finally:
        tracemalloc.stop()
