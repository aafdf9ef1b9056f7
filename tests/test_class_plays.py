"""Playing for a class: one file a play in its folder, under an alias, whatever becomes of the folder meanwhile."""

import errno
import json
import os
import random
import re
import socket
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from engine import Play, load, started
from engine.classes.aliases import FIRST, SECOND, is_alias, offered
from engine.classes.into import Into, Joined, aliases_in
from engine.classes.waiting import copy_waiting
from engine.play import transcript
from engine.plays.keeping import Keeper, Under
from tests.screens import BARE, ROOT, Shown, shown

if TYPE_CHECKING:
    from collections.abc import Callable

HUB = str(ROOT / "tests" / "stories" / "hub")
MANY = 30 if os.environ.get("CURBSIDE_ALL") == "1" else 5
OTTER = ["--alias", "amber-otter"]


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep everything in a folder of the test's own; return that of the plays."""
    monkeypatch.setenv("CURBSIDE_DATA", str(tmp_path / "kept"))
    return tmp_path / "kept" / "plays"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a class."""
    path = tmp_path / "5b"
    path.mkdir()
    return path


@pytest.fixture
def play() -> Play:
    """Begin a play of the golden story of eight things to do."""
    story = load(ROOT / "tests" / "stories" / "hub").story
    assert story is not None
    return started(story, 2)


def played(folder: Path, *more: str, typed: tuple[str, ...] = ("1", "1", "q"), code: str = "5B") -> Shown:
    """Play for a class where lines are read."""
    return shown(["play", HUB, "--class", code, "--into", str(folder), *more], typed)


def plays(folder: Path) -> list[list[dict[str, Any]]]:
    """Return what stands in the files of a folder, each made of whole lines."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.jsonl"))]
    assert all(text.endswith("\n") for text in texts)
    return [[json.loads(line) for line in text.splitlines()] for text in texts]


def keeper(folder: Path, under: Path | None, alias: str = "amber-otter") -> Keeper:
    """Return what writes a play for a class."""
    joined = Joined("5B", folder, alias)
    return Keeper(Under(under, "", "0123456789abcdef", joined.header), beside=Into(folder))


# One play


def test_a_play_is_one_file(folder: Path, kept: Path) -> None:
    """It is named by the play's id alone; class and alias stand in its first line, and nothing of this machine."""
    screen = played(folder, *OTTER)
    assert (screen.code, screen.err) == (0, "You have left. What you chose stands in the class folder.\n")
    assert screen.out.startswith("You play as amber-otter, in class 5B.\n")
    assert "Both agree" not in screen.out
    (path,) = folder.iterdir()
    ((head, *rest),) = plays(folder)
    assert path.name == f"{head['play']}.jsonl"
    assert (head["alias"], head["class"], head["story"]) == ("amber-otter", "5B", "hub")
    assert {"pair", "slot", "place"}.isdisjoint(head)
    assert [line["choice"] for line in rest] == ["curb.look", "curb.ask"]
    (local,) = kept.iterdir()
    assert local.name == f"hub.{head['play']}.jsonl"
    assert local.read_text(encoding="utf-8").partition("\n")[2] == path.read_text(encoding="utf-8").partition("\n")[2]
    assert shown(["play", HUB, "--replay", str(path)]).code == 0


def test_each_play_of_an_alias_says_which_it_is(folder: Path) -> None:
    """So that a report knows the first from the second."""
    for _again in range(2):
        played(folder, *OTTER)
    played(folder, "--alias", "azure-acorn")
    told = sorted((head["alias"], head["nth"]) for head, *_rest in plays(folder))
    assert told == [("amber-otter", 1), ("amber-otter", 2), ("azure-acorn", 1)]


def test_two_may_play_together(folder: Path) -> None:
    """They are told so once, and the file says so."""
    screen = played(folder, *OTTER, "--pair")
    assert screen.out.count("Both agree before you press.") == 1
    assert plays(folder)[0][0]["pair"] is True


def test_it_begins_anew_and_nobody_goes_on_with_it(folder: Path) -> None:
    """Neither the next of the class nor whoever plays for themselves comes into somebody's play."""
    for _pupil in range(2):
        assert "You go on" not in played(folder, *OTTER).out
    assert "You go on" not in shown(["play", HUB], ["1", "q"]).out
    assert len(plays(folder)) == 2
    assert "You go on" in shown(["play", HUB], ["q"]).out


def test_nothing_chosen_is_no_play(folder: Path) -> None:
    """As among the kept plays."""
    assert played(folder, *OTTER, typed=("q",)).code == 0
    assert list(folder.iterdir()) == []


def test_only_the_folder_where_nothing_is_kept(folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CURBSIDE_DATA=off keeps nothing here; the class has its play all the same, or the player is not let in."""
    monkeypatch.setenv("CURBSIDE_DATA", "off")
    assert "stands in the class folder" in played(folder, *OTTER).err
    assert not kept.exists()
    assert len(plays(folder)) == 1
    screen = played(folder / "nowhere", *OTTER)
    assert (screen.code, screen.out) == (2, "")
    assert "cannot be written to (No such file or directory), and nothing is kept on this machine." in screen.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes")
@pytest.mark.parametrize(("mode", "file"), [(0o755, 0o644), (0o770, 0o660), (0o700, 0o600)])
def test_the_folder_decides_who_may_read(folder: Path, kept: Path, mode: int, file: int) -> None:
    """The teacher has to; what is kept on this machine stays the player's own."""
    folder.chmod(mode)
    played(folder, *OTTER)
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [file]
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept.iterdir()] == [0o600]


def test_without_a_network(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No socket is even asked for."""

    def refused(*_all: object, **_named: object) -> None:
        pytest.fail("a socket")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostname", "getfqdn"):
        monkeypatch.setattr(socket, name, refused)
    assert played(folder).code == 0
    assert shown(["data", "list", "--in", str(folder)]).code == 0


def test_no_file_tells_where_or_who(folder: Path, kept: Path) -> None:
    """No path, no host, no user stands in what is written."""
    played(folder, *OTTER, "--pair")
    there = {os.environ.get("USER") or "root", socket.gethostname(), "/home", "/root", str(folder.parent)}
    for path in (*folder.iterdir(), *kept.iterdir()):
        assert not [word for word in there if word in path.read_text(encoding="utf-8")]


# The alias


def test_an_alias_is_offered_and_never_typed(folder: Path) -> None:
    """Enter takes it, n asks for another; a name is not taken."""
    screen = played(folder, typed=("n", "Ana", "", "1", "q"))
    offers = re.findall(r"Your alias: (\S+)\. Enter", screen.out)
    assert len(offers) == 3
    assert offers[0] != offers[1] == offers[2]
    assert all(map(is_alias, offers))
    assert "Nobody types a name here" in screen.out
    assert f"You play as {offers[1]}, in class 5B." in screen.out
    assert plays(folder)[0][0]["alias"] == offers[1]
    assert "Ana" not in json.dumps(plays(folder))


def test_who_leaves_there_has_not_played(folder: Path) -> None:
    """Nothing is written."""
    screen = played(folder, typed=("q",))
    assert (screen.code, screen.err) == (0, "")
    assert "You play as" not in screen.out
    assert list(folder.iterdir()) == []


def test_an_alias_that_was_played_under_is_not_offered(folder: Path) -> None:
    """As far as it can be seen: broken files are passed over."""
    played(folder, *OTTER)
    (folder / "broken.jsonl").write_bytes(b"\xff\x00")
    assert aliases_in(folder) == {"amber-otter"}
    assert aliases_in(folder / "nowhere") == frozenset()
    draws = iter(["amber", "otter", "amber", "otter", "teal", "wren"])
    assert offered({"amber-otter"}, lambda _words: next(draws)) == "teal-wren"
    assert offered({"amber-otter"}, lambda words: "amber" if words is FIRST else "otter") == "amber-otter"


def test_the_words_of_aliases() -> None:
    """Enough of them that a class hardly ever meets one twice; plain letters, each once."""
    for words in (FIRST, SECOND):
        assert len(set(words)) == len(words) >= 100
        assert all(re.fullmatch("[a-z]{3,12}", word) for word in words)
    assert not set(FIRST) & set(SECOND)


@pytest.mark.parametrize("alias", ["Ana", "ana-smith", "otter-amber", "amber", "amber otter", ""])
def test_no_name_is_an_alias(folder: Path, alias: str) -> None:
    """It is told why."""
    screen = played(folder, "--alias", alias)
    assert screen.code == 2
    assert "two words of our lists, such as amber-otter, and never a name" in screen.err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("code", ["5 B", "", "x" * 21, "5/B", "..", "-5", "5B\n", "5_B"])
def test_no_code_of_a_class(folder: Path, code: str) -> None:
    """It is told what one looks like."""
    screen = shown(["play", HUB, f"--class={code}", "--into", str(folder), *OTTER], ["1", "q"])
    assert screen.code == 2
    assert "is no code for a class: write 1 to 20 letters, digits or -, such as 5B" in screen.err


@pytest.mark.parametrize("code", ["5B", "a", "2026-autumn", "4c-7", "x" * 20, "5\u00e4"])
def test_codes_of_classes(folder: Path, code: str) -> None:
    """Whatever a school calls them."""
    assert played(folder, *OTTER, code=code).code == 0
    assert plays(folder)[0][0]["class"] == code


NONSENSE = {
    "--class 5B": "name their folder with --into FOLDER",
    "--into .": "name the class with --class CODE",
    "--pair": "--pair is for a class",
    "--alias amber-otter": "--alias is for a class",
    "--class 5B --into . --slot mine": "leave --slot out",
    "--class 5B --into . --replay x.jsonl": "leave --replay out",
    "--class 5B --into . --at curb": "leave --at out",
    "--class 5B --into . --watch": "leave --watch out",
    "--class 5B --into . --list": "leave --list out",
}


@pytest.mark.parametrize(("options", "said"), NONSENSE.items())
def test_what_does_not_go_together_is_told(options: str, said: str) -> None:
    """In words, and nothing is played."""
    screen = shown(["play", HUB, *options.split()], ["1", "q"])
    assert (screen.code, screen.out) == (2, "")
    assert said in screen.err


def test_a_class_plays_one_story(folder: Path) -> None:
    """It is named."""
    assert "name the story as well" in shown(["play", "--class", "5B", "--into", str(folder)]).err


# The folder goes away


def away(folder: Path) -> Path:
    """Take a folder away, and return where it is meanwhile."""
    return folder.rename(folder.with_name("elsewhere"))


@pytest.mark.parametrize("back", ["as it was", "empty"])
def test_a_folder_that_comes_back_while_somebody_plays(folder: Path, kept: Path, play: Play, back: str) -> None:
    """It is told once; all that is missing is written as soon as that can be, and nothing waits then."""
    writer = keeper(folder, kept)
    writer.begin(play)
    play = play.choose("curb.look")
    writer.move(play.moves[-1])
    assert writer.told() == ""
    there = away(folder)
    for choice in ("curb.ask", "curb.use_name"):
        play = play.choose(choice)
        writer.move(play.moves[-1])
    said = writer.told()
    assert said.startswith(f"The class folder {folder} cannot be written to just now (No such file or directory).")
    assert [path.suffix for path in sorted(kept.iterdir())] == [".jsonl", ".waiting"]
    assert said.count("cannot be written") == 1
    there.rename(folder) if back == "as it was" else folder.mkdir()
    play = play.choose("curb.go")
    writer.move(play.moves[-1])
    writer.note({"ending": "end"})
    writer.close()
    assert writer.told() == ""
    ((_head, *rest),) = plays(folder)
    assert [line.get("choice") for line in rest] == ["curb.look", "curb.ask", "curb.use_name", "curb.go", None]
    assert [path.suffix for path in kept.iterdir()] == [".jsonl"]


def test_a_folder_that_is_away_to_the_end(folder: Path, kept: Path) -> None:
    """The next play for that class takes along what waited; one for another class leaves it."""
    folder.rmdir()
    screen = played(folder, *OTTER)
    assert screen.code == 0
    assert " ".join(screen.out.split()).count("cannot be written to just now (No such file or directory)") == 1
    assert screen.err == "You have left. What you chose is kept on this machine, and waits for the class folder.\n"
    folder.mkdir()
    played(folder, "--alias", "teal-wren", code="6A")
    assert len(plays(folder)) == 1
    screen = played(folder, "--alias", "teal-wren", code="5b")
    assert "1 play that waited on this machine was copied into the class folder." in " ".join(screen.out.split())
    assert sorted(head["alias"] for head, *_rest in plays(folder)) == ["amber-otter", "teal-wren", "teal-wren"]
    for head, *_rest in plays(folder):
        assert {"place", "slot"}.isdisjoint(head)
    assert all(path.suffix == ".jsonl" for path in kept.iterdir())
    assert "waited" not in played(folder, "--alias", "teal-wren").out


def test_what_waits_is_added_to_what_stands_there(folder: Path, kept: Path, play: Play) -> None:
    """A stick that was pulled out in the midst of a play holds all of it once the class plays again."""
    writes = keeper(folder, kept)
    writes.begin(play)
    away = folder.with_name("away")
    for number in range(2):
        if number:
            folder.rename(away)
        play = play.choose(play.offer.choices[0].name)
        writes.move(play.moves[-1])
    writes.close()
    away.rename(folder)
    assert len(plays(folder)[0]) == 2
    assert copy_waiting("5B", folder) == 1
    ((head, *rest),) = plays(folder)
    assert (head["nth"], len(rest)) == (1, 2)


def test_what_the_teacher_deleted_does_not_come_back(folder: Path, kept: Path) -> None:
    """Only what never got there is copied."""
    played(folder, *OTTER)
    for path in folder.iterdir():
        path.unlink()
    played(folder, "--alias", "teal-wren")
    assert [head["alias"] for head, *_rest in plays(folder)] == ["teal-wren"]
    folder.rename(folder.with_name("elsewhere"))
    played(folder, *OTTER)
    folder.mkdir()
    for path in kept.glob("*.jsonl"):
        path.unlink()
    assert copy_waiting("5B", folder) == 0
    assert list(kept.iterdir()) == []


def test_without_a_place_on_this_machine_it_is_written_as_soon_as_the_folder_is_back(folder: Path, play: Play) -> None:
    """Until then it is nowhere, and the player is told so."""
    writer = keeper(folder, None)
    writer.begin(play)
    there = away(folder)
    play = play.choose("curb.look")
    writer.move(play.moves[-1])
    assert writer.told().endswith("It is kept nowhere else.")
    there.rename(folder)
    writer.move(play.choose("curb.ask").moves[-1])
    writer.close()
    assert [line.get("choice") for line in plays(folder)[0]] == [None, "curb.look", "curb.ask"]


def refusing(monkeypatch: pytest.MonkeyPatch, folder: Path, number: int) -> None:
    """Let nothing be written in a folder, as where that is read-only or full; who is root would not notice."""
    open_: Callable[..., int] = os.open

    def refused(path: object, flags: int, *more: int) -> int:
        if Path(str(path)).parent == folder and flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(number, os.strerror(number))
        return open_(path, flags, *more)

    monkeypatch.setattr(os, "open", refused)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EIO])
def test_a_folder_that_cannot_be_written(
    folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Whatever the reason, it is told once, the play goes on and waits."""
    with monkeypatch.context() as patch:
        refusing(patch, folder, number)
        screen = played(folder, *OTTER, typed=("1", "1", "1", "q"))
    assert screen.code == 0
    assert " ".join(screen.out.split()).count(f"cannot be written to just now ({os.strerror(number)})") == 1
    assert list(folder.iterdir()) == []
    assert len(list(kept.glob("*.waiting"))) == 1
    assert copy_waiting("5B", folder) == 1
    assert len(plays(folder)[0]) == 4


def test_a_folder_that_is_read_only_is_told_before_the_story(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not only behind the first choice."""
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != folder)
    said = " ".join(played(folder, *OTTER, typed=("q",)).out.split())
    assert said.index("cannot be written to just now (Permission denied)") < said.index("Eight things to do")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """The play is kept all the same."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    screen = played(tmp_path / "file", *OTTER)
    assert "(Not a directory)" in screen.out
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_torn_line_is_made_whole_and_nothing_else_is_touched(folder: Path, kept: Path, play: Play) -> None:
    """A line that was being written when the power went; and a file that somebody has changed."""
    writer = keeper(folder, kept)
    writer.begin(play)
    play = play.choose("curb.look")
    writer.move(play.moves[-1])
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    play = play.choose("curb.ask")
    writer.move(play.moves[-1])
    assert path.read_bytes().startswith(whole)
    path.write_bytes(b"mine\n")
    writer.move(play.choose("curb.use_name").moves[-1])
    assert "(File exists)" in writer.told()
    assert path.read_bytes() == b"mine\n"
    writer.close()


# Many at once


def test_a_whole_class_plays_at_once(folder: Path, tmp_path: Path) -> None:
    """So many processes, so many whole files; each is shown again by --replay as it was played."""
    dice = random.Random(9)  # noqa: S311 - nothing secret
    runs = []
    for number in range(MANY):
        typed = "\n" + "".join(f"{dice.choice('1234u')}\n" for _choice in range(12)) + "q\n"
        env = {**BARE, "CURBSIDE_DATA": str(tmp_path / f"of{number}"), "CURBSIDE_CACHE": "off"}
        command = [sys.executable, "-m", "engine", "play", HUB, "--class", "5B", "--into", str(folder), "--plain"]
        run = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        runs.append((run, f"1\n{typed}" if number % 2 else f"\n1\n{typed}"))
    seen = [run.communicate(typed, timeout=120)[0] for run, typed in runs]
    assert [run.returncode for run, _typed in runs] == [0] * MANY
    files = sorted(folder.iterdir())
    assert len(files) == len(plays(folder)) == MANY
    choices = 0
    for path in files:
        again = shown(["play", HUB, "--replay", str(path)])
        assert (again.code, again.err) == (0, "")
        choices += again.out.count("You chose:")
        assert transcript.read(path.read_text(encoding="utf-8")).problem == ""
    assert choices == sum(screen.count("You chose:") for screen in seen) > MANY
