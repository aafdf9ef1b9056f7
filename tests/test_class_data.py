"""`curbside data` about plays for a class: on this machine, and in the folder of the class."""

import json
import os
import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from tests.screens import Shown, shown

TODAY = date.today()  # noqa: DTZ011 - the player's own day
OTTER, WREN = "amber-otter", "teal-wren"


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep everything in a folder of the test's own; return that of the plays."""
    monkeypatch.setenv("CURBSIDE_DATA", str(tmp_path / "kept"))
    return tmp_path / "kept" / "plays"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a class with four plays, and what else may stand in one."""
    path = tmp_path / "class"
    path.mkdir()
    play(path / f"{1:016x}.jsonl", alias=OTTER, ago=40)
    play(path / f"{2:016x}.jsonl", alias=OTTER)
    play(path / f"{3:016x}.jsonl", alias=WREN, code="6A")
    play(path / "renamed by somebody.jsonl", id_=f"{4:016x}", alias=WREN, story="lunch", ago=3)
    (path / "notes.txt").write_text("for the lesson", encoding="utf-8")
    (path / "foreign.jsonl").write_text('{"some": "thing"}\n', encoding="utf-8")
    (path / "inside").mkdir()
    return path


STRANGE = ["foreign.jsonl", "inside", "notes.txt"]


def play(  # noqa: PLR0913 - so much stands in one
    path: Path,
    *,
    alias: str | None,
    code: str | None = "5B",
    story: str = "hub",
    id_: str = "",
    ago: int = 0,
    shared: str = "",
) -> None:
    """Write a play that was played so many days ago, at noon."""
    head = {"curbside": 1, "story": story, "seed": 1, "play": id_ or path.name.split(".")[-2]}
    lines: list[dict[str, object]] = [{**head, "alias": alias, "class": code}, {"choice": "a.b"}]
    lines += [{"shared": shared}] if shared else []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    noon = datetime.combine(TODAY - timedelta(days=ago), time(12)).timestamp()
    os.utime(path, (noon, noon))


def data(*arguments: object) -> Shown:
    """Run `curbside data` where nobody can be asked."""
    return shown(["data", *map(str, arguments)])


def names(folder: Path) -> list[str]:
    """Return what stands in a folder."""
    return sorted(path.name for path in folder.iterdir())


# A class folder


def test_a_class_folder_is_listed(folder: Path) -> None:
    """Each play with its class and alias, the last first; what is not ours is named beside."""
    screen = data("list", "--in", folder)
    assert screen.code == 0
    assert screen.out.startswith("Plays that are kept:\n")
    assert " ".join(screen.out.split()).count(f"class 5B, as {OTTER}, 1 choice, last played {TODAY} 12:00") == 1
    assert "have their place" not in screen.out
    assert screen.err == "".join(f"{folder / name} is not ours, and stays.\n" for name in STRANGE)


SOME = {
    "--alias amber-otter": ["1", "2"],
    "--alias AMBER-otter": ["1", "2"],
    "--class 5b": ["1", "2", "4"],
    "--class 5B --alias teal-wren": ["4"],
    "--class 6A --alias amber-otter": [],
    "--story lunch": ["4"],
    "--keep-days 2": ["1", "4"],
    "--keep-days 3": ["1"],
    "--keep-days 40": [],
    "--keep-days 0 --class 5B": ["1", "4"],
    "": ["1", "2", "3", "4"],
}


@pytest.mark.parametrize(("asked", "which"), SOME.items())
def test_what_is_asked_for_goes_and_the_rest_stays(folder: Path, asked: str, which: list[str], tmp_path: Path) -> None:
    """What list shows, export packs and delete takes; nothing else is touched."""
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    rows = " ".join(data("list", "--in", folder, *asked.split()).out.split())
    assert rows.count(", last played ") == len(which)
    data("export", "--in", folder, *asked.split(), "-o", tmp_path / "x.zip")
    assert (tmp_path / "x.zip").exists() is bool(which)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    screen = data("delete", "--yes", "--in", folder, *asked.split())
    assert screen.code == 0
    names_ = {"1": f"{1:016x}.jsonl", "2": f"{2:016x}.jsonl", "3": f"{3:016x}.jsonl", "4": "renamed by somebody.jsonl"}
    assert names(folder) == sorted((set(before) | {"inside"}) - {names_[each] for each in which})
    if which:
        with zipfile.ZipFile(tmp_path / "x.zip") as packed:
            assert sorted(packed.read(name) for name in packed.namelist()) == sorted(
                before[names_[each]] for each in which
            )


def test_after_deleting_no_file_holds_the_alias(folder: Path) -> None:
    """Half-written and damaged files of ours as well."""
    (folder / f"{5:016x}.jsonl.new").write_text(f'{{"curbside": 1, "alias": "{OTTER}", "cl', encoding="utf-8")
    (folder / f"{6:016x}.jsonl").write_text(f'{{"curbside": 1, "alias": "{OTTER}"', encoding="utf-8")
    (folder / f"{7:016x}.jsonl").write_text(f'{{"curbside": 1, "alias": "{WREN}"', encoding="utf-8")
    (folder / "a copy.jsonl").write_bytes((folder / f"{1:016x}.jsonl").read_bytes())
    assert data("delete", "--yes", "--alias", OTTER, "--in", folder).code == 0
    assert not [path for path in folder.rglob("*") if path.is_file() and OTTER.encode() in path.read_bytes()]
    stays = [f"{3:016x}.jsonl", f"{7:016x}.jsonl", *STRANGE, "renamed by somebody.jsonl"]
    assert names(folder) == sorted(stays)


def test_where_the_alias_still_stands_is_told(folder: Path) -> None:
    """In a play of somebody else, or in a file that is not ours: neither is touched, and the exit code says so."""
    play(folder / f"{8:016x}.jsonl", alias=WREN, shared=f"I would ask {OTTER}.")
    (folder / "notes.txt").write_text(f"Ask {OTTER.upper()} again.", encoding="utf-8")
    screen = data("delete", "--yes", "--alias", OTTER, "--in", folder)
    assert screen.code == 1
    assert "All of that is deleted." in screen.out
    for name in (f"{8:016x}.jsonl", "notes.txt"):
        assert f"{OTTER} still stands in {folder / name}, which is not a play of that alias." in screen.err
        assert (folder / name).exists()
    assert data("delete", "--yes", "--alias", OTTER, "--in", folder).code == 1


def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    """Nor is what it leads to taken for a file of the folder."""
    play(tmp_path / "mine.jsonl", alias=OTTER, id_="0a")
    (folder / f"{9:016x}.jsonl").symlink_to(tmp_path / "mine.jsonl")
    screen = data("delete", "--yes", "--in", folder)
    assert f"{9:016x}.jsonl is not ours, and stays." in screen.err
    assert (tmp_path / "mine.jsonl").exists()
    assert names(folder) == sorted([f"{9:016x}.jsonl", *STRANGE])


def test_it_is_asked_before_anything_goes(folder: Path) -> None:
    """As on this machine."""
    before = names(folder)
    screen = data("delete", "--in", folder, "--class", "5B")
    assert screen.code == 2
    assert "2 plays of hub" in screen.out
    assert "add --yes" in screen.err
    assert names(folder) == before


def test_this_machine_stays_as_it_is(folder: Path, kept: Path) -> None:
    """--in is about that folder alone; without it, that folder stays."""
    play(kept / "hub.00aa.jsonl", alias=OTTER)
    act = {"date": "2026-11-20", "story": "hub", "act": "Greet the caretaker."}
    (kept.parent / "journal.jsonl").write_text(json.dumps(act) + "\n", encoding="utf-8")
    data("delete", "--yes", "--in", folder)
    assert names(kept) == ["hub.00aa.jsonl"]
    assert names(kept.parent) == ["journal.jsonl", "plays"]
    play(folder / f"{1:016x}.jsonl", alias=OTTER)
    data("delete", "--yes", "--alias", OTTER)
    assert f"{1:016x}.jsonl" in names(folder)
    assert not kept.exists() or names(kept) == []


@pytest.mark.parametrize("name", ["nowhere", "class/notes.txt"])
def test_what_is_no_folder_is_told(folder: Path, name: str) -> None:
    """Nothing to read: 2."""
    screen = data("list", "--in", folder.parent / name)
    assert (screen.code, screen.out) == (2, "")
    assert "cannot be read" in screen.err


# This machine


def test_plays_for_a_class_are_kept_here_too(kept: Path) -> None:
    """They are shown with class and alias, and go by them, with copies and what waits; the others stay."""
    play(kept / "hub.00aa.jsonl", alias=OTTER)
    (kept / "hub.00aa.waiting").touch()
    play(kept / "hub.00bb.jsonl", alias=OTTER, code="6A", ago=9)
    play(kept / "hub.00cc.jsonl", alias=None, code=None)
    play(kept / "hub.a copy.jsonl", alias=OTTER, id_="00aa")
    (kept / "hub.00dd.jsonl").write_text(f'{{"curbside": 1, "alias": "{OTTER}", "cl', encoding="utf-8")
    out = " ".join(data("list").out.split())
    assert f"hub, play 00aa, class 5B, as {OTTER}, 1 choice, last played" in out
    assert "hub, play 00cc, 1 choice, last played" in out
    assert data("delete", "--yes", "--alias", OTTER, "--class", "6a").code == 0
    assert "hub.00bb.jsonl" not in names(kept)
    assert data("delete", "--yes", "--alias", OTTER).code == 0
    assert names(kept) == ["hub.00cc.jsonl"]


def test_a_play_that_waits_goes_with_its_mark(kept: Path) -> None:
    """Nothing is left over when all is deleted, not even what waits for nothing."""
    play(kept / "hub.00aa.jsonl", alias=OTTER)
    (kept / "hub.00ee.waiting").touch()
    (kept / "hub.00aa.waiting").touch()
    screen = data("delete", "--yes")
    assert (screen.code, screen.err) == (0, "")
    assert not kept.parent.exists()


# Export


def test_export_packs_what_is_kept(kept: Path, tmp_path: Path) -> None:
    """Plays and acts, each with a day and no hour; the same again gives the same bytes."""
    play(kept / "hub.00aa.jsonl", alias=OTTER, ago=2)
    play(kept / "lunch.00bb.jsonl", alias=None, code=None, story="lunch")
    act = {"date": "2026-11-20", "story": "hub", "act": "Greet the caretaker."}
    (kept.parent / "journal.jsonl").write_text(json.dumps(act) + "\n", encoding="utf-8")
    screen = data("export", "-o", tmp_path / "a.zip")
    assert screen.code == 0
    assert "1 play of hub\n  1 play of lunch\n  1 small act in the journal\n" in screen.out
    assert screen.out.endswith(f"  {tmp_path / 'a.zip'}\n")
    data("export", "-o", tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert packed.namelist() == ["plays/hub.00aa.jsonl", "plays/lunch.00bb.jsonl", "journal.jsonl"]
        assert packed.read("plays/hub.00aa.jsonl") == (kept / "hub.00aa.jsonl").read_bytes()
        assert json.loads(packed.read("journal.jsonl")) == act
        day = TODAY - timedelta(days=2)
        assert packed.getinfo("plays/hub.00aa.jsonl").date_time == (day.year, day.month, day.day, 0, 0, 0)
        assert str(tmp_path).encode() not in (tmp_path / "a.zip").read_bytes()
    assert data("export", "-o", tmp_path / "c.zip", "--journal").code == 0
    with zipfile.ZipFile(tmp_path / "c.zip") as packed:
        assert packed.namelist() == ["journal.jsonl"]


def test_export_writes_nothing_over(kept: Path, tmp_path: Path) -> None:
    """What is there stays, and where nothing can be written it is told."""
    play(kept / "hub.00aa.jsonl", alias=OTTER)
    (tmp_path / "mine.zip").write_text("mine", encoding="utf-8")
    screen = data("export", "-o", tmp_path / "mine.zip")
    assert screen.code == 2
    assert "is there already, and is not written over" in screen.err
    assert (tmp_path / "mine.zip").read_text(encoding="utf-8") == "mine"
    assert data("export", "-o", tmp_path / "nowhere" / "x.zip").code == 2
    screen = data("export", "-o", tmp_path / "x.zip", "--alias", WREN)
    assert (screen.code, screen.out) == (0, "Nothing of that is kept.\n")
    assert not (tmp_path / "x.zip").exists()


def test_what_a_stranger_wrote_leads_nowhere(folder: Path, tmp_path: Path) -> None:
    """Names in the zip are made of plain letters, and each is its own."""
    for number in (1, 2):
        play(folder / f"evil{number}.jsonl", alias="\x1b[2J", code="../..", story="../../etc", id_="/x")
    screen = data("export", "--in", folder, "-o", tmp_path / "x.zip", "--class", "../..")
    assert not re.search("[\x00-\x09\x0b-\x1f]", screen.out + screen.err)
    with zipfile.ZipFile(tmp_path / "x.zip") as packed:
        assert packed.namelist() == ["plays/etc.0.jsonl", "plays/etc.0-2.jsonl"]
    assert "\x1b" not in data("list", "--in", folder).out


NONSENSE = {
    "list --slot a --class 5B": "--slot is about what is of no class: leave it or --class out.",
    "delete --journal --alias x": "--journal is about what is of no class: leave it or --alias out.",
    "list --in . --slot a": "holds no slots and no journal: leave --slot or --in out.",
    "list --in . --journal": "holds no slots and no journal: leave --journal or --in out.",
    "export": "Name the file to be written: curbside data export -o plays.zip.",
    "list -o x.zip": "Only export writes a file: leave -o out.",
    "delete -o x.zip --yes": "Only export writes a file: leave -o out.",
    "list --yes": "Nothing is deleted here: leave --yes out.",
    "export -o x.zip --yes": "Nothing is deleted here: leave --yes out.",
}


@pytest.mark.parametrize(("asked", "said"), NONSENSE.items())
def test_what_does_not_go_together_is_told(asked: str, said: str) -> None:
    """In words, and nothing is done."""
    screen = data(*asked.split())
    assert (screen.code, screen.out) == (2, "")
    assert said in screen.err


@pytest.mark.parametrize("option", ["--alias", "--class"])
def test_an_empty_word_does_not_ask_for_everything(folder: Path, option: str) -> None:
    """It may come from a script whose variable was empty."""
    before = names(folder)
    assert data("delete", "--yes", option, "", "--in", folder).code == 2
    assert names(folder) == before
