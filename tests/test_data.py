"""`curbside data`: what is kept is shown in words, and what is asked to be gone is gone."""

import io
import json
import os
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from engine import cli
from engine.commands.keeping import print_plays
from engine.plays import clearing
from engine.plays.journal import add
from engine.plays.lines import opened
from tests.screens import Shown, shown

TODAY = date.today()  # noqa: DTZ011 - the player's own day
CURB = "boy-on-the-curb"


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep everything in a folder of the test's own, which is not there yet."""
    monkeypatch.setenv("CURBSIDE_DATA", str(tmp_path / "kept"))
    monkeypatch.setenv("CURBSIDE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "kept"


def data(*arguments: str) -> Shown:
    """Run `curbside data` where nobody can be asked."""
    return shown(["data", *arguments])


def play(kept: Path, story: str, id_: str, choices: int = 2, ago: int = 0, **more: object) -> Path:
    """Keep a play that was played so many days ago, at noon."""
    ending = more.pop("ending", None)
    lines: list[dict[str, object]] = [{"curbside": 1, "story": story, "seed": 1, "play": id_, **more}]
    lines += [{"choice": f"a.c{number}"} for number in range(choices)]
    lines += [{"ending": ending}] if ending else []
    path = kept / "plays" / f"{story}.{id_}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    noon = datetime.combine(TODAY - timedelta(days=ago), time(12)).timestamp()
    os.utime(path, (noon, noon))
    return path


@pytest.fixture
def some(kept: Path) -> Path:
    """Keep three plays of two stories and three acts, and the settings."""
    play(kept, CURB, "3f9c1a5e00000000", 12, ending="after", ago=40)
    play(kept, CURB, "77aa000011112222", 1, slot="evening", ago=1)
    play(kept, "lunch", "0123456789abcdef", 4)
    for story, act, ago in ((CURB, "Greet the caretaker.", 40), ("lunch", "Listen.", 1), (CURB, "Ask.", 0)):
        assert add(story, act, TODAY - timedelta(days=ago)) == ""
    (kept / "settings.toml").write_text("plain = true\n", encoding="utf-8")
    return kept


def left(kept: Path) -> list[str]:
    """Return what lies there now."""
    return sorted(path.relative_to(kept).as_posix() for path in kept.rglob("*") if not path.is_dir())


# Listing


def test_what_is_kept_is_shown(some: Path, tmp_path: Path) -> None:
    """A row for each play and each act, then where everything lies; in words, within 80 columns but for paths."""
    screen = data("list")
    assert (screen.code, screen.err) == (0, "")
    before = TODAY - timedelta(days=40)
    rows = [
        "Plays that are kept:",
        f"  lunch, play 01234567, 4 choices, last played {TODAY} 12:00",
        f'  {CURB}, slot "evening", 1 choice, last played {TODAY - timedelta(days=1)} 12:00',
        f"  {CURB}, play 3f9c1a5e, 12 choices, last played {before} 12:00,",
        "    come to an ending",
        "",
        "Small acts in the journal:",
        f"  {before}, {CURB}: Greet the caretaker.",
        f"  {TODAY - timedelta(days=1)}, lunch: Listen.",
        f"  {TODAY}, {CURB}: Ask.",
    ]
    lines = screen.out.splitlines()
    assert lines[: len(rows)] == rows
    rest = "\n".join(lines[len(rows) :])
    for path in (some, some / "settings.toml", tmp_path / "cache" / "stories"):
        assert f"here:\n  {path}\n" in f"{rest}\n"
    assert "There is nothing of yours in them" in " ".join(rest.split())
    assert all(len(line) <= 80 or str(tmp_path) in line for line in lines)
    assert screen.out.isascii()
    assert data() == screen


def test_nothing_is_told_as_nothing(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With where it would be; looking makes nothing."""
    assert data("list").out.startswith("Nothing is kept.\n\nPlays and the journal have their place here:\n")
    assert data("list", "--story", "lunch").out == "Nothing of that is kept.\n"
    assert data("delete").out == "Nothing is kept.\n"
    assert not kept.exists()
    monkeypatch.setenv("CURBSIDE_DATA", "off")
    monkeypatch.setenv("CURBSIDE_CACHE", "off")
    assert data("list").out == "Nothing is kept.\n\nCURBSIDE_DATA is off, so nothing of whoever plays is kept.\n"
    assert data("delete", "--yes") == Shown(0, "Nothing is kept.\n", "")
    monkeypatch.delenv("CURBSIDE_DATA")
    monkeypatch.setattr("engine.plays.places._at_home", lambda _which: None)
    assert "There is no home folder here, so nothing of whoever plays is kept." in " ".join(data("list").out.split())


SOME = {
    "--story lunch": ["lunch, play", "lunch: Listen"],
    "--slot evening": ['slot "evening"'],
    "--slot 3f9c": ["play 3f9c1a5e"],
    "--slot 3f9": [],
    "--journal": ["Greet", "Listen", "Ask"],
    f"--journal --story {CURB}": ["Greet", "Ask"],
    "--keep-days 39": ["play 3f9c1a5e", "Greet"],
    "--keep-days 40": [],
    "--keep-days 0": ['slot "evening"', "play 3f9c1a5e", "Greet", "Listen"],
    f"--story {CURB} --keep-days 2": ["play 3f9c1a5e", "Greet"],
    "--story nowhere": [],
}


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(("asked", "parts"), SOME.items())
def test_some_of_it_may_be_asked_for(asked: str, parts: list[str]) -> None:
    """What list shows is what delete takes."""
    before = data("list").out
    listed = data("list", *asked.split()).out
    rows = [line for line in listed.splitlines() if re.match(r"  \S", line)]
    assert len(rows) == len(parts)
    assert all(any(part in row for row in rows) for part in parts)
    assert "have their place" not in listed
    done = data("delete", "--yes", *asked.split())
    assert (done.code, done.err) == (0, "")
    assert data("list", *asked.split()).out == "Nothing of that is kept.\n"
    after = data("list").out
    assert all((row in after) != (row in rows) for row in before.splitlines() if re.match(r"  \S+, ", row))


@pytest.mark.usefixtures("some")
def test_print_plays_is_for_play_too(capsys: pytest.CaptureFixture[str]) -> None:
    """`curbside play STORY --list` shows the same rows."""
    assert print_plays("lunch") == 0
    assert (
        capsys.readouterr().out
        == f"Plays that are kept:\n  lunch, play 01234567, 4 choices, last played {TODAY} 12:00\n"
    )
    assert print_plays("nowhere") == 0
    assert capsys.readouterr().out == "Nothing is kept.\n"


# What strangers may have written

HOSTILE = "\x1b[2J\x07\u202e" + "x" * 300 + "\r\n\x9b31m"


def test_nothing_that_was_read_disturbs_the_terminal(kept: Path) -> None:
    """Slots, acts and what is wrong with a file are shown as plain words, and cut."""
    play(kept, "lunch", "0123456789abcdef", slot=HOSTILE)
    play(kept, "lunch", "1123456789abcdef", slot="\u7121" * 200)
    (kept / "plays" / "lunch.2223456789abcdef.jsonl").write_text(
        json.dumps({"curbside": HOSTILE, "story": "lunch"}) + "\n", encoding="utf-8"
    )
    (kept / "plays" / "lunch.3323456789abcdef.jsonl").write_bytes(b"\xff\x1b[2J\n" * 3)
    (kept / "plays" / "\x1b[2J.jsonl").write_bytes(b"")
    (kept / "journal.jsonl").write_text(
        json.dumps({"date": "2026-11-22", "story": HOSTILE, "act": HOSTILE}) + "\n\x1b[2J\n", encoding="utf-8"
    )
    for arguments in (["list"], ["delete"], ["delete", "--yes"]):
        screen = data(*arguments)
        for line in (screen.out + screen.err).split("\n"):
            assert line.isprintable() or "\ufffd" in line
            assert not re.search("[\x00-\x1f\x7f-\x9f\u202e]", line)
        assert screen.out.count("not all of it can be read") == (2 if arguments == ["list"] else 0)
    assert left(kept) == []


def test_what_is_damaged_is_named_and_can_go(some: Path) -> None:
    """A damaged line does not hide the others; it goes with what it might be."""
    with (some / "journal.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"date": "20')
    (some / "plays" / f"{CURB}.5555.jsonl.new").write_text("half", encoding="utf-8")
    (some / "plays" / "copy.jsonl").write_text("copy", encoding="utf-8")
    said = data("list").out
    assert "2 files among the plays are none of them: half-written, or copies.\n" in said
    assert "1 line of the journal is damaged and cannot be read.\n" in said
    assert data("delete", "--story", "lunch", "--yes").code == 0
    assert f"plays/{CURB}.5555.jsonl.new" in left(some)
    assert data("delete", "--story", CURB, "--yes").code == 0
    assert left(some) == ["plays/copy.jsonl", "settings.toml"]


# Deleting


def test_everything_goes_and_settings_stay(some: Path) -> None:
    """It says first what goes; no file is left that holds a play, an act, a half of one, or the key to places."""
    for name in ("plays/lunch.ab.jsonl.new", "plays/mine.jsonl", "journal.jsonl.7.new", "place.key", "place.key.7.new"):
        (some / name).write_text("x", encoding="utf-8")
    screen = data("delete", "--yes")
    assert screen == Shown(
        0,
        f"This goes for good:\n  2 plays of {CURB}\n  1 play of lunch\n  3 small acts in the journal\n"
        "  2 files among the plays are none of them: half-written, or copies.\nAll of that is deleted.\n",
        "",
    )
    assert left(some) == ["settings.toml"]
    assert not (some / "plays").exists()
    assert data("delete", "--yes").out == "Nothing is kept.\n"


def test_without_a_terminal_it_takes_a_yes(some: Path) -> None:
    """Nobody can be asked there: nothing goes, and the exit code says so."""
    before = left(some)
    screen = data("delete")
    assert screen.code == 2
    assert "  2 plays of boy-on-the-curb\n" in screen.out
    assert screen.err == "Nothing was deleted. To delete it without being asked, add --yes.\n"
    assert left(some) == before


GONE = "All of that is deleted.\n"
KEPT = "Nothing was deleted.\n"


class Terminal(io.StringIO):
    """A terminal at which somebody types."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


@pytest.mark.parametrize(
    ("typed", "end"), [("yes\n", GONE), (" YES \n", GONE), ("y\n", KEPT), ("\n", KEPT), ("", KEPT)]
)
def test_at_a_terminal_it_asks(
    typed: str, end: str, some: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole word deletes, anything else does not."""
    before = left(some)
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    assert cli.main(["data", "delete"]) == 0
    said = capsys.readouterr()
    assert "Type yes to delete it; anything else keeps it: " in said.out
    assert said.out.endswith(end)
    assert (left(some) == before) == (end == KEPT)


def test_a_play_in_another_window_stays(some: Path) -> None:
    """It is named, the rest goes, and the key that its place was made with stays."""
    path = some / "plays" / "lunch.0123456789abcdef.jsonl"
    (some / "place.key").write_text("x", encoding="utf-8")
    held = opened(path)
    try:
        screen = data("delete", "--yes")
        assert screen.code == 1
        assert screen.out.endswith("The rest is deleted.\n")
        assert screen.err == f"{path} is open in another window, and stays.\n"
        assert left(some) == ["place.key", "plays/lunch.0123456789abcdef.jsonl", "settings.toml"]
    finally:
        held.close()
    assert data("delete", "--yes").code == 0
    assert left(some) == ["settings.toml"]


def test_what_cannot_be_deleted_is_named(some: Path) -> None:
    """The rest goes all the same."""
    (some / "plays" / f"{CURB}.aaaa.jsonl").mkdir()
    (some / "journal.jsonl").unlink()
    (some / "journal.jsonl").mkdir()
    (some / "plays" / "notes.txt").write_text("mine", encoding="utf-8")
    screen = data("delete", "--yes")
    assert screen.code == 1
    assert re.findall(r"^(\S+) cannot be deleted \(.+\)\.$", screen.err, re.MULTILINE) == [
        str(some / "plays" / f"{CURB}.aaaa.jsonl"),
        str(some / "journal.jsonl"),
    ]
    assert f"{some / 'plays' / 'notes.txt'} is not ours, and stays.\n" in screen.err
    assert left(some) == ["plays/notes.txt", "settings.toml"]


def test_a_folder_that_is_none_is_as_nothing(kept: Path) -> None:
    """Whatever stands in its place is not touched."""
    kept.write_text("mine", encoding="utf-8")
    assert "cannot be read" in data("list").out
    assert data("delete", "--yes").code == 1
    assert "Nothing was deleted." in data("delete", "--yes").out
    assert kept.read_text(encoding="utf-8") == "mine"


def test_no_file_holds_what_was_asked_to_go(some: Path) -> None:
    """Neither a play's file nor the journal has a word of that story."""
    assert data("delete", "--story", CURB, "--yes").code == 0
    written = b"".join(path.read_bytes() for path in some.rglob("*") if path.is_file())
    assert CURB.encode() not in written
    assert b"Greet" not in written
    assert b"Listen" in written


WRONG = [
    (["list", "--slot", "a", "--journal"], "What stands in the journal is in no slot"),
    (["delete", "--slot", "a", "--journal", "--yes"], "leave --slot or --journal out"),
    (["delete", "--keep-days", "-1"], "is no number of days"),
    (["delete", "--keep-days", "soon"], "'soon' is no number of days"),
    (["delete", "--keep-days", "9" * 30], "is no number of days"),
    (["remove"], "invalid choice: 'remove'"),
]


@pytest.mark.parametrize(("arguments", "why"), WRONG)
def test_what_makes_no_sense_is_told(arguments: list[str], why: str, some: Path) -> None:
    """Exit code 2, and nothing is gone."""
    before = left(some)
    screen = data(*arguments)
    assert screen.code == 2
    assert why in screen.err
    assert left(some) == before


def test_help_fits_the_screen() -> None:
    """As that of every command."""
    screen = shown(["data", "--help"])
    assert screen.out.startswith("usage: curbside data")
    assert max(map(len, screen.out.splitlines())) <= 80


def test_it_speaks_the_language_of_the_settings(some: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every word of ours passes through it; `yes` is understood all the same."""
    (some / "settings.toml").write_text('language = "xx"\n', encoding="utf-8")
    try:
        said = data("list").out + data("delete").out + data("delete").err
        ours = re.sub(
            rf"(?m)^  /.*|{CURB}|lunch|evening|Greet the caretaker|Listen|Ask|3f9c1a5e|--yes|CURBSIDE_DATA", "", said
        )
        assert not re.findall("[A-Za-z]+", ours)
        monkeypatch.setattr("sys.stdin", Terminal("yes\n"))
        assert cli.main(["data", "delete"]) == 0
        assert left(some) == ["settings.toml"]
    finally:
        (some / "settings.toml").unlink()
        data("list")


def test_a_play_gone_meanwhile_is_gone(some: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that delete at once do not trip over each other."""
    remove = clearing.remove

    def late(path: Path) -> str:
        path.unlink()
        return remove(path)

    monkeypatch.setattr(clearing, "remove", late)
    assert data("delete", "--yes").code == 0
    assert left(some) == ["settings.toml"]
