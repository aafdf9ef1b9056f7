"""The private journal: each act on disk at once, for nobody else to read, and gone when it is asked to be gone."""

import json
import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from engine.plays.journal import Act, Journal, add, entries, forget
from tests.screens import BARE, ROOT

DAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the journal in a folder of the test's own, which is not there yet, and return its file."""
    monkeypatch.setenv("CURBSIDE_DATA", str(tmp_path / "kept"))
    return tmp_path / "kept" / "journal.jsonl"


def write(file: Path, data: bytes) -> None:
    """Put a journal there."""
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)


def test_an_act_is_written_down(file: Path) -> None:
    """A line of JSON each, with the day and the story, and nothing of whose machine it is."""
    assert entries() == Journal()
    assert add("boy-on-the-curb", "Greet the caretaker \u2013 by name.", DAY) == ""
    assert add("lunch", "  Listen\tto a friend. ", DAY) == ""
    rows = file.read_text(encoding="utf-8").split("\n")
    assert json.loads(rows[0]) == {
        "date": "2026-11-22",
        "story": "boy-on-the-curb",
        "act": "Greet the caretaker \u2013 by name.",
    }
    assert (len(rows), rows[2]) == (3, "")
    assert [act.act for act in entries().acts] == ["Greet the caretaker \u2013 by name.", "Listen to a friend."]
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes")
def test_it_is_private(file: Path) -> None:
    """Whatever the umask allows, also after some of it was deleted."""
    before = os.umask(0)
    try:
        add("a", "One.", DAY)
        add("b", "Two.", DAY)
        forget(lambda act: act.story == "a")
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_it_is_forced_to_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut after it was said to be kept does not lose it."""
    forced: list[int] = []
    monkeypatch.setattr("os.fsync", forced.append)
    add("a", "One.", DAY)
    assert len(forced) == 1


def test_a_full_disk_leaves_it_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why it was not kept is said; half a line does not stay."""
    add("a", "One.", DAY)
    before = file.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("os.fsync", full)
    assert add("a", "Two.", DAY) == f"This could not be kept: {file} cannot be written ({os.strerror(28)})."
    assert file.read_bytes() == before


def test_where_nothing_may_be_kept_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`CURBSIDE_DATA=off`, and a place that cannot be written."""
    monkeypatch.setenv("CURBSIDE_DATA", "off")
    assert add("a", "One.", DAY) == "Nothing is kept on this machine, so neither is this."
    assert entries() == Journal()
    forget()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    monkeypatch.setenv("CURBSIDE_DATA", str(tmp_path / "file"))
    assert "This could not be kept" in add("a", "One.", DAY)
    assert "cannot be read" in entries().problem
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_no_words_are_no_act(file: Path) -> None:
    """Enter by itself keeps nothing, and says so."""
    assert add("a", " \t ", DAY) == "There are no words in it, so nothing was kept."
    assert not file.exists()


@pytest.mark.parametrize("act", ["a\x1b[2Jb", "a\nb", "a\x00b", "a\ud800b", "a\u202eb\u2028c", "\x85a"])
def test_nothing_that_disturbs_a_terminal_is_kept(act: str, file: Path) -> None:
    """Whatever was pasted, it is one line of plain words."""
    assert add("a", act, DAY) == ""
    text = file.read_bytes().decode()
    assert text.count("\n") == 1
    assert "".join(text.split()).isprintable()
    assert len(entries().acts) == 1


HOSTILE = [
    b"\xff\xfe",
    b"{",
    b"[]",
    b"7",
    b"[" * 100_000,
    b'{"date": "2026-11-22", "story": "a"}',
    b'{"date": "2026-13-45", "story": "a", "act": "b"}',
    b'{"date": 7, "story": "a", "act": "b"}',
    b'{"date": "2026-11-22", "story": [], "act": "b"}',
    b'{"date": "2026-11-22", "story": "a", "act": {}}',
    b'{"date": "2026-11-22", "story": "a", "act": "b"',
    b"\0\0\0",
    b"9" * 10_000,
]


def test_damaged_lines_are_passed_over_and_counted(file: Path) -> None:
    """Those before and behind them hold; blank lines are none."""
    good = b'{"date": "2026-11-21", "story": "a", "act": "b", "newer": 1}'
    write(file, b"\n".join(each for line in HOSTILE for each in (line, good, b"")))
    found = entries()
    assert (len(found.acts), found.damaged, found.problem) == (len(HOSTILE), len(HOSTILE), "")
    assert set(found.acts) == {Act(date(2026, 11, 21), "a", "b")}


def test_what_stands_in_it_is_safe_to_show(file: Path) -> None:
    """A stranger may have written it."""
    write(file, b'{"date": "2026-11-22", "story": "\\u001b]0;x\\u0007", "act": "\\u001b[2J\\n\\u202eb\\ud800"}\n')
    [act] = entries().acts
    assert (act.story, act.act) == ("\ufffd]0;x\ufffd", "\ufffd[2J\ufffd\ufffdb\ufffd")


def test_a_line_that_was_cut_off_harms_no_other(file: Path) -> None:
    """The next one begins on a line of its own."""
    write(file, b'{"date": "2026-11-22", "sto')
    assert add("a", "One.", DAY) == ""
    assert (len(entries().acts), entries().damaged) == (1, 1)


def test_many_may_write_at_once(file: Path) -> None:
    """No act is lost, none is torn."""
    code = (
        "import sys; from datetime import date; from engine.plays.journal import add\n"
        "sys.exit(any([add('a', sys.argv[1] * 500, date(2026, 11, 22)) for _ in range(20)]))"
    )
    env = {**BARE, "CURBSIDE_DATA": str(file.parent)}
    running = [subprocess.Popen([sys.executable, "-c", code, each], cwd=ROOT, env=env) for each in "abcd"]
    assert [process.wait(timeout=60) for process in running] == [0] * 4
    assert len(entries().acts) == 80
    assert entries().damaged == 0


# Gone


def test_acts_come_by_their_day() -> None:
    """The oldest first, however they stand there."""
    for day in (20, 22, 21):
        add("a", f"{day}.", date(2026, 11, day))
    assert [act.act for act in entries().acts] == ["20.", "21.", "22."]


def test_what_goes_is_gone(file: Path) -> None:
    """What stays, stays to the letter; what is damaged goes too, it might be of that; the file goes with the last."""
    add("a", "One.", DAY)
    add("b", "Two.", DAY)
    kept = file.read_bytes().split(b"\n")[1]
    write(file, file.read_bytes() + b'{"date": "2026-11-22", "story": "a", "act": "Thr')
    file.with_name("journal.jsonl.77.new").write_bytes(b"One.")
    forget(lambda act: act.story == "a")
    assert [(each.name, each.read_bytes()) for each in file.parent.iterdir()] == [("journal.jsonl", kept + b"\n")]
    forget(lambda act: act.story == "b")
    assert list(file.parent.iterdir()) == []
    forget(lambda _act: True)


def test_all_goes_whatever_stands_there(file: Path) -> None:
    """It need not be read for that."""
    write(file, b"\xff" * 1000)
    forget()
    assert list(file.parent.iterdir()) == []
    forget()
