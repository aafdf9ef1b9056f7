"""Going on with kept plays: what the next sitting finds, and what it says of what it cannot read."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import pytest

from engine import load, started
from engine.play import transcript
from engine.plays.keeping import Keeper
from engine.plays.lines import InUse, opened
from engine.plays.settings import Settings
from engine.plays.starting import Start
from engine.terminal.around import Around
from engine.terminal.face import COMMANDS, Answer, Command, End, Pick, Wait
from engine.terminal.session import Session
from engine.terminal.telling import Item, Row, Title
from tests.screens import ROOT, Shown, shown

HUB = ROOT / "tests" / "stories" / "without-end"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which plays are kept; a story stands in this folder as `swing`."""
    monkeypatch.setenv("CURBSIDE_DATA", str(tmp_path / "data"))
    shutil.copytree(HUB, tmp_path / "swing")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def played(typed: Sequence[str], *options: str, story: str = "swing") -> Shown:
    """Play for a while; then the input ends."""
    screen = shown(["play", story, "--plain", "--width", "900", *options], typed)
    assert screen.err in {
        "",
        "You have left, and your play is kept: whenever you play the story again, it goes on.\n",
    } or ("--slot" in screen.err)
    return screen


def files(data: Path) -> list[Path]:
    """Return the kept plays, the oldest first."""
    return sorted((data / "plays").glob("*.jsonl"), key=lambda path: path.stat().st_mtime_ns)


def choices(file: Path) -> list[str]:
    """Return the choices in a file, undone ones too."""
    found = transcript.read(file.read_text(encoding="utf-8")).entries
    return [entry.value for entry in found if entry.kind == "choice"]


def older(file: Path) -> None:
    """Let a file seem to have been written a minute ago."""
    state = file.stat()
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns - 60 * 10**9))


def test_a_play_goes_on_where_it_stopped(data: Path) -> None:
    """It says so, shows the last words again, and the same file grows."""
    first = played(["3", "2"])
    assert "You chose: Kick a stone." in first.out
    then = played(["2"])
    assert "You go on where you stopped, after 2 choices." in then.out
    assert then.out.count("You chose: Kick a stone.") == 2
    assert "Type the number of what you want to do" not in then.out
    (file,) = files(data)
    assert choices(file) == ["swing.walk", "path.kick", "path.kick"]


def test_undo_and_redo_reach_back_over_sittings(data: Path) -> None:
    """What was made in one sitting is taken back in the next, and made again in the one after."""
    played(["3", "2", "2"])
    assert "Taken back, 3 choices from here on: Walk round it." in played(["u 3"]).out
    (file,) = files(data)
    again = played(["r 3", "s"])
    assert "3 choices made again. The last:" in again.out
    assert "You have made 3 choices." in again.out
    assert files(data) == [file]


def test_a_play_that_was_taken_back_to_its_start_begins_with_the_title(data: Path) -> None:
    """Nothing is chosen any more, so nothing is gone on with; what can be made again still can."""
    played(["3", "u"])
    then = played(["r"])
    assert "You go on" not in then.out
    assert "Type the number of what you want to do" in then.out
    assert "You chose: Walk round it." in then.out
    assert len(files(data)) == 1


def test_a_new_play_leaves_the_old_one(data: Path) -> None:
    """`--new` and `--seed` begin anew; the old play is asked for by its id."""
    played(["3"])
    (old,) = files(data)
    older(old)
    assert "You go on" not in played(["1"], "--new").out
    assert "You go on" not in played(["2"], "--seed", "4").out
    assert len(files(data)) == 3
    before = old.read_text(encoding="utf-8")
    back = played(["2"], "--slot", old.name.split(".")[1][:8])
    assert "You go on where you stopped, after 1 choice." in back.out
    assert old.read_text(encoding="utf-8").startswith(before)
    assert choices(old) == ["swing.walk", "path.kick"]


def test_slots_are_plays_side_by_side(data: Path) -> None:
    """Each has a play of its own, and none is what a play without a slot goes on with."""
    played(["3"], "--slot", "Mara")
    played(["1"], "--slot", "Ali")
    assert "after 1 choice." in played([], "--slot", "Mara").out
    assert "You go on" not in played([]).out
    listed = shown(["play", "swing", "--list"]).out
    assert "Mara" in listed
    assert "Ali" in listed
    assert len(files(data)) == 2


def test_a_play_that_has_ended_makes_room_for_a_new_one(data: Path) -> None:
    """The next sitting says so; the ended play can be asked for, and looked at."""
    ending = [*["1", ""] * 40, "4"]
    first = played([*ending, *ending], "--seed", "1", "--once")
    assert "At home" in first.out
    (file,) = files(data)
    then = played([])
    assert f"came to an ending; --slot {file.name.split('.')[1][:8]} looks at it again. This is a new one." in then.out
    assert "At home" in played([], "--slot", file.name.split(".")[1]).out


def test_two_players_on_one_play(data: Path) -> None:
    """The second is told, and gets a play of its own."""
    played(["3"])
    (file,) = files(data)
    held = opened(file)
    try:
        with pytest.raises(InUse):
            opened(file)
        second = played(["1"])
        assert "Your play of this story is open in another window. This is a new one beside it." in second.out
        assert choices(file) == ["swing.walk"]
    finally:
        held.close()
    assert len(files(data)) == 2


def test_a_newer_version_is_left_alone(data: Path) -> None:
    """A play that a later version of this program kept is not touched."""
    played(["3"])
    (file,) = files(data)
    file.write_text(file.read_text(encoding="utf-8").replace('"curbside": 1', '"curbside": 2', 1), encoding="utf-8")
    before = file.read_bytes()
    older(file)
    then = played(["1"])
    assert "version 2" in then.out
    assert "It stays as it is; this is a new one." in then.out
    assert file.read_bytes() == before
    assert len(files(data)) == 2


def test_a_damaged_line_in_the_middle(data: Path) -> None:
    """What stands before it is gone on with, in a file of its own; the damaged one stays as it is."""
    played(["3", "2", "2"])
    (file,) = files(data)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines[:3], '{"choice": "path.k\n', *lines[3:]]), encoding="utf-8")
    before = file.read_bytes()
    older(file)
    then = played(["1"])
    assert "Line 4 of the kept play is damaged; nothing behind it can be read." in then.out
    assert f"--slot {file.name.split('.')[1][:8]} asks for it." in then.out
    assert file.read_bytes() == before
    assert choices(files(data)[-1]) == ["swing.walk", "path.kick", "path.back"]


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_a_last_line_that_is_not_whole_is_dropped(data: Path, cut: int) -> None:
    """At whatever byte a kill left it: the choice being made is lost, no other, and the file can be gone on with."""
    played(["3", "2", "2"])
    (file,) = files(data)
    file.write_bytes(file.read_bytes()[:-cut])
    then = played(["2"])
    assert "You go on where you stopped, after" in then.out
    assert "damaged" not in then.out
    assert files(data) == [file]
    assert choices(file) in ([*["swing.walk"], *["path.kick"] * count] for count in (2, 3))
    assert transcript.read(file.read_text(encoding="utf-8")).problem == ""


def test_a_draw_that_was_never_written(data: Path) -> None:
    """A choice that chance was to follow is not whole without its draw: it was never shown, and is not there."""
    played(["3", "1"])
    played(["1"], "--transcript", "copy.jsonl")
    (file,) = files(data)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    assert lines[-1].startswith('{"drew"')
    file.write_text("".join(lines[:-1]), encoding="utf-8")
    then = played(["2"])
    assert "You go on where you stopped, after 2 choices." in then.out
    assert choices(file) == ["swing.walk", "path.back", "swing.wait"]


def test_letters_that_are_none(data: Path) -> None:
    """Bytes that are no UTF-8 are a damaged line."""
    played(["3", "2", "2"])
    (file,) = files(data)
    lines = file.read_bytes().split(b"\n")
    file.write_bytes(b"\n".join([*lines[:2], b'{"choice": "\xff\xfe"}', *lines[2:]]))
    older(file)
    assert "Line 3 of the kept play is damaged" in played([]).out


def test_another_story_of_the_same_name(data: Path, tmp_path: Path) -> None:
    """Its play is not gone on with, and not touched: neither now nor when the first story is played again."""
    played(["3", "2"])
    (file,) = files(data)
    (tmp_path / "other").mkdir()
    story = (HUB / "story.yaml").read_text(encoding="utf-8").replace("curbside: 1\n", "curbside: 1\nid: swing\n", 1)
    (tmp_path / "other" / "story.yaml").write_text(story.replace("Gravel.", "Mud."), encoding="utf-8")
    before = file.read_bytes()
    other = played(["1"], story="other")
    assert "A play of another story that is called swing is kept here too; it stays as it is." in other.out
    assert "You go on" not in other.out
    assert file.read_bytes() == before
    assert "You go on where you stopped, after 2 choices." in played([]).out
    assert "You go on where you stopped, after 1 choice." in played([], story="other").out


def test_the_same_story_at_another_place(data: Path, tmp_path: Path) -> None:
    """A story that was only moved is the same story."""
    played(["3", "2"])
    (tmp_path / "swing").rename(tmp_path / "moved")
    (tmp_path / "moved").rename(tmp_path / "shelf-of-swings")
    shutil.copytree(tmp_path / "shelf-of-swings", tmp_path / "deep" / "swing")
    assert "You go on where you stopped, after 2 choices." in played([], story="deep/swing").out
    assert len(files(data)) == 1


def test_nothing_is_kept_where_nothing_is_to_be(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`CURBSIDE_DATA=off` leaves no trace."""
    monkeypatch.setenv("CURBSIDE_DATA", "off")
    assert "You go on" not in played(["3"]).out
    assert "You go on" not in played(["3"]).out
    assert not data.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes")
def test_a_place_that_cannot_be_written_is_told_and_the_play_goes_on(data: Path) -> None:
    """Before the first choice, with the place and the reason."""
    data.write_text("a file in its place", encoding="utf-8")
    screen = played(["3", "2"])
    assert "What you choose from here on is not kept" in screen.out
    assert "You chose: Kick a stone." in screen.out


def test_what_is_kept_names_nobody(data: Path, tmp_path: Path) -> None:
    """Neither the path of the story nor the names of user and machine stand in it."""
    played(["3", "2"], "--slot", "one")
    written = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    for secret in (str(tmp_path), os.environ.get("USER", ""), *([os.uname().nodename] if hasattr(os, "uname") else [])):
        assert not secret or secret.encode() not in written
    head = json.loads(files(data)[0].read_text(encoding="utf-8").split("\n")[0])
    assert len(head["place"]) == 16


class Sleeper:
    """A face before which nobody sits: it waits where it may, and leaves where it has to ask."""

    choosing = "Nobody chooses."

    def __init__(self) -> None:
        self.settings = Settings(waiting=True)
        self.changed: Callable[[], bool] | None = None
        self.waits = 0

    def show(self, item: Item) -> None:
        """Show nothing."""

    def open(self, title: Title, *, asks: bool) -> Command:  # noqa: ARG002 - as any face
        """Begin."""
        return Command.ON

    def ask(
        self,
        rows: Sequence[Row],  # noqa: ARG002 - as any face
        typed: str | None = None,  # noqa: ARG002 - as above
        wait: Wait | None = None,
        commands: Collection[Command] = COMMANDS,  # noqa: ARG002 - as above
    ) -> Answer:
        """Wait for as long as it takes, or leave."""
        self.waits += wait is not None
        return Pick(wait.row, waited=True) if wait else Command.LEAVE

    def lettered(self, rows: Sequence[Row], letters: Sequence[str]) -> Command:  # noqa: ARG002 - as any face
        """Show nothing."""
        return Command.ON

    def line(self) -> Command:
        """Leave."""
        return Command.LEAVE

    def write(self, prompt: str) -> str | None:  # noqa: ARG002 - as any face
        """Write nothing."""
        return None

    def is_full(self, item: Item) -> bool:  # noqa: ARG002 - as any face
        """Have room."""
        return False

    def turn(self, *, asks: bool) -> Command:  # noqa: ARG002 - as any face
        """Turn the page."""
        return Command.ON


def test_a_story_does_not_go_on_for_ever_when_nobody_is_there() -> None:
    """After three choices in a row that waiting took, it waits for somebody."""
    story = load(ROOT / "tests" / "evening").story
    assert story is not None
    play = started(story, 1)
    face = Sleeper()
    session = Session(face, play, Keeper(), Around(next_play=lambda _story: play))
    assert session.run(Start(play, goes_on=False)) is End.LEFT
    assert face.waits == 3
