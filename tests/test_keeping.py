"""Writing a play down while it is played: at once, privately, and never over something else."""

import errno
import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import Play, load, started
from engine.play import transcript
from engine.terminal.keeping import CannotKeep, Keeper
from tests.screens import ROOT


@pytest.fixture
def play() -> Play:
    """Begin a play of the golden story of coins, which draws at once."""
    story = load(ROOT / "tests" / "stories" / "chance").story
    assert story is not None
    return started(story, 2)


def ticking(*times: float) -> Iterator[float]:
    """Return a clock that shows these times, one after the other."""
    return iter(times)


def lines(path: Path) -> list[dict[str, Any]]:
    """Return what stands in a file at this moment, with another pair of eyes than the writer's."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_move_is_on_disk_at_once(play: Play, tmp_path: Path) -> None:
    """The choice, its draws, and whole seconds since the line before; nothing waits for the end."""
    path = tmp_path / "play.jsonl"
    clock = ticking(100.0, 112.9, 113.0)
    keeper = Keeper(path, lambda: next(clock))
    keeper.begin(play)
    head, first = lines(path)
    assert (head["curbside"], head["story"], head["seed"]) == (1, "chance", 2)
    assert head["digest"] == play.story.digest
    assert (head["alias"], head["class"]) == (None, None)
    assert first == {"drew": "evening"}
    play = play.choose("table.throw")
    keeper.move(play.moves[-1])
    assert lines(path)[2:] == [{"choice": "table.throw", "after": 12}, {"drew": "heads"}]
    keeper.note({"undo": 1})
    assert lines(path)[4:] == [{"undo": 1}]
    keeper.move(play.choose("table.go").moves[-1])
    assert lines(path)[5:] == [{"choice": "table.go", "after": 0}]
    keeper.close()
    keeper.close()


def test_it_is_forced_to_the_disk(play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut after a choice does not lose it."""
    forced: list[int] = []
    monkeypatch.setattr("os.fsync", forced.append)
    keeper = Keeper(tmp_path / "play.jsonl")
    keeper.begin(play)
    keeper.move(play.choose("table.throw").moves[-1])
    keeper.close()
    assert len(forced) == 2


def test_what_is_written_can_be_followed(play: Play, tmp_path: Path) -> None:
    """The file alone gives the play back, and each play has an id of its own."""
    keepers = [Keeper(tmp_path / name) for name in ("one.jsonl", "two.jsonl")]
    for keeper in keepers:
        keeper.begin(play)
        keeper.move(play.choose("table.throw").moves[-1])
        keeper.close()
    one, two = (transcript.read((tmp_path / name).read_text(encoding="utf-8")) for name in ("one.jsonl", "two.jsonl"))
    assert list(transcript.replay(play.story, one))[-1].play == play.choose("table.throw")
    assert one.header["play"] != two.header["play"]


def test_a_second_play_goes_into_a_file_of_its_own(play: Play, tmp_path: Path) -> None:
    """It stands beside the first, which is not touched any more."""
    keeper = Keeper(tmp_path / "play.jsonl")
    keeper.begin(play)
    first = (tmp_path / "play.jsonl").read_bytes()
    keeper.begin(play)
    keeper.move(play.choose("table.throw").moves[-1])
    keeper.close()
    assert (tmp_path / "play.jsonl").read_bytes() == first
    assert lines(tmp_path / "play-2.jsonl")[2]["choice"] == "table.throw"


def test_nothing_is_written_over(play: Play, tmp_path: Path) -> None:
    """What is there stays; why no play can be written is said in words."""
    (tmp_path / "play.jsonl").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotKeep, match="never written over"):
        Keeper(tmp_path / "play.jsonl").begin(play)
    assert (tmp_path / "play.jsonl").read_text(encoding="utf-8") == "mine"
    with pytest.raises(CannotKeep, match="cannot be written"):
        Keeper(tmp_path / "nowhere" / "play.jsonl").begin(play)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes")
def test_it_is_private(play: Play, tmp_path: Path) -> None:
    """Whatever the umask allows, only the player reads it."""
    keeper = Keeper(tmp_path / "play.jsonl")
    before = os.umask(0)
    try:
        keeper.begin(play)
    finally:
        os.umask(before)
        keeper.close()
    assert stat.S_IMODE((tmp_path / "play.jsonl").stat().st_mode) == 0o600


def test_a_full_disk_does_not_end_the_play(play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told in words, once, and what was written before stands."""
    keeper = Keeper(tmp_path / "play.jsonl")
    keeper.begin(play)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    keeper.move(play.choose("table.throw").moves[-1])
    keeper.note({"undo": 1})
    assert os.strerror(errno.ENOSPC) in keeper.problem
    keeper.close()
    assert lines(tmp_path / "play.jsonl")[1] == {"drew": "evening"}


def test_without_a_path_nothing_is_written(play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A play that nobody wants written leaves no trace."""
    monkeypatch.chdir(tmp_path)
    keeper = Keeper()
    keeper.begin(play)
    keeper.move(play.choose("table.throw").moves[-1])
    keeper.note({"undo": 1})
    keeper.close()
    assert keeper.problem == ""
    assert list(tmp_path.iterdir()) == []
