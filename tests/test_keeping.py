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
from engine.plays.keeping import CannotKeep, Keeper, Under
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
    clock = ticking(100.0, 112.9, 113.0, 114.0, 115.0)
    keeper = Keeper(copy=path, clock=lambda: next(clock))
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
    keeper = Keeper(copy=tmp_path / "play.jsonl")
    keeper.begin(play)
    keeper.move(play.choose("table.throw").moves[-1])
    keeper.close()
    assert len(forced) == 2


def test_what_is_written_can_be_followed(play: Play, tmp_path: Path) -> None:
    """The file alone gives the play back, and each play has an id of its own."""
    keepers = [Keeper(copy=tmp_path / name) for name in ("one.jsonl", "two.jsonl")]
    for keeper in keepers:
        keeper.begin(play)
        keeper.move(play.choose("table.throw").moves[-1])
        keeper.close()
    one, two = (transcript.read((tmp_path / name).read_text(encoding="utf-8")) for name in ("one.jsonl", "two.jsonl"))
    assert list(transcript.replay(play.story, one))[-1].play == play.choose("table.throw")
    assert one.header["play"] != two.header["play"]


def test_a_second_play_goes_into_a_file_of_its_own(play: Play, tmp_path: Path) -> None:
    """It stands beside the first, which is not touched any more."""
    keeper = Keeper(copy=tmp_path / "play.jsonl")
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
        Keeper(copy=tmp_path / "play.jsonl").begin(play)
    assert (tmp_path / "play.jsonl").read_text(encoding="utf-8") == "mine"
    with pytest.raises(CannotKeep, match="cannot be written"):
        Keeper(copy=tmp_path / "nowhere" / "play.jsonl").begin(play)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes")
def test_it_is_private(play: Play, tmp_path: Path) -> None:
    """Whatever the umask allows, only the player reads it."""
    keeper = Keeper(copy=tmp_path / "play.jsonl")
    before = os.umask(0)
    try:
        keeper.begin(play)
    finally:
        os.umask(before)
        keeper.close()
    assert stat.S_IMODE((tmp_path / "play.jsonl").stat().st_mode) == 0o600


def test_a_full_disk_does_not_end_the_play(play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told in words, once, and what was written before stands."""
    keeper = Keeper(copy=tmp_path / "play.jsonl")
    keeper.begin(play)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    keeper.move(play.choose("table.throw").moves[-1])
    keeper.note({"undo": 1})
    assert os.strerror(errno.ENOSPC) in keeper.told()
    assert keeper.told() == ""
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
    assert keeper.told() == ""
    assert list(tmp_path.iterdir()) == []


def kept(folder: Path) -> list[Path]:
    """Return the files of kept plays."""
    return sorted(folder.glob("*.jsonl"))


def test_a_play_is_kept_from_its_first_choice_on(play: Play, tmp_path: Path) -> None:
    """A story that was only looked at leaves nothing; the first choice brings all that came before it along."""
    folder = tmp_path / "plays"
    keeper = Keeper(Under(folder, "mine", "0123456789abcdef"))
    keeper.begin(play)
    assert kept(folder) == []
    play = play.choose("table.throw")
    keeper.move(play.moves[-1])
    (file,) = kept(folder)
    head, drew, choice, heads = lines(file)
    assert (head["slot"], head["place"]) == ("mine", "0123456789abcdef")
    assert (drew, choice["choice"], heads) == ({"drew": "evening"}, "table.throw", {"drew": "heads"})
    assert file.name == f"chance.{head['play']}.jsonl"
    assert [path.name for path in folder.iterdir()] == [file.name]
    if sys.platform != "win32":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    keeper.close()


def test_a_folder_that_cannot_be_written_is_told_at_once(play: Play, tmp_path: Path) -> None:
    """Before the first choice; and the play goes on."""
    (tmp_path / "plays").write_text("a file in its place", encoding="utf-8")
    keeper = Keeper(Under(tmp_path / "plays"))
    keeper.begin(play)
    assert "You can play on." in keeper.told()
    keeper.move(play.choose("table.throw").moves[-1])
    assert keeper.told() == ""
    keeper.close()


def test_a_disk_that_fills_up_leaves_what_was_kept_whole(
    play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A choice that fits only by half is not there at all; it is told, and what was kept before can be read."""
    keeper = Keeper(Under(tmp_path))
    keeper.begin(play)
    play = play.choose("table.throw")
    keeper.move(play.moves[-1])
    before = kept(tmp_path)[0].read_bytes()
    write = os.write

    def half(handle: int, text: bytes) -> int:
        if len(text) < 12:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(handle, text[:10])

    monkeypatch.setattr("os.write", half)
    keeper.move(play.choose("table.throw").moves[-1])
    assert os.strerror(errno.ENOSPC) in keeper.told()
    assert kept(tmp_path)[0].read_bytes() == before
    assert not keeper.is_kept
    keeper.close()
