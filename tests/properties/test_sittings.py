"""The laws of kept plays, for every story: what was chosen is there in the next sitting, and undo loses nothing."""

# ruff: noqa: D103  a test's name is its sentence

import tempfile
from pathlib import Path

import engine
from engine.play.transcript import Play as Going
from engine.play.transcript import started
from engine.plays.following import follow_play
from engine.plays.keeping import Keeper, Under
from engine.plays.starting import start
from engine.terminal import telling
from tests.properties.laws import law
from tests.properties.loading import loaded
from tests.properties.stories import Play


def on(play: Going, pick: int, keeper: Keeper) -> Going:
    """Do one thing as a sitting does it: take back every fourth time, make again every fifth, else choose."""
    if pick % 4 == 3 and play.made > 1:
        keeper.note({"undo": 1})
        return play.undo()
    if pick % 5 == 4 and play.undone:
        keeper.note({"redo": 1})
        return play.redo()
    choices = play.offer.choices
    if choices:
        play = play.choose(choices[pick % len(choices)].name)
        keeper.move(play.moves[-1])
    return play


def aloud(play: Going) -> list[list[telling.Item]]:
    return [list(telling.move(play, index)) for index in range(play.made)]


@law(150)
def test_a_kept_play_goes_on_where_it_stopped_in_every_sitting(play: Play) -> None:
    plain, picks, seed = play
    story = loaded(plain).story
    assert story is not None
    with tempfile.TemporaryDirectory() as folder:
        under = Under(Path(folder))
        keeper = Keeper(under)
        now = start(story, keeper, lambda: started(story, seed), new=False).play
        for pick in picks * 2:
            now = on(now, pick, keeper)
            if pick % 3 == 0 and (now.made > 1 or now.undone):
                keeper.close()
                keeper = Keeper(under)
                resumed = start(story, keeper, lambda: started(story, seed + 1), new=False)
                assert resumed.play == now
                assert aloud(resumed.play) == aloud(now)
                now = resumed.play
        keeper.close()
        assert len(list(Path(folder).iterdir())) <= 1


@law(150)
def test_undo_to_the_start_and_redo_to_the_end_say_the_same(play: Play) -> None:
    plain, picks, seed = play
    story = loaded(plain).story
    assert story is not None
    now = started(story, seed)
    for pick in picks:
        now = on(now, pick, Keeper())
    forth = now
    while forth.undone:
        forth = forth.redo()
    back = forth
    while back.made > 1:
        back = back.undo()
    assert aloud(back) == aloud(started(story, seed))
    again = back
    while again.undone:
        again = again.redo()
    assert aloud(again) == aloud(forth)
    assert again == back.redo(len(back.undone))


@law(100)
def test_a_play_is_followed_whole_in_the_same_story_read_again(play: Play) -> None:
    plain, picks, seed = play
    one, two = loaded(plain).story, loaded(plain).story
    assert one is not None
    assert two is not None
    now = started(one, seed)
    for pick in picks:
        now = on(now, pick, Keeper())
    followed = follow_play(two, now)
    assert followed.stopped is None
    assert followed.play is not None
    assert followed.play.story is two
    assert followed.play.moves == now.moves
    assert followed.play.undone == now.undone
    assert isinstance(followed.play, engine.Play)
