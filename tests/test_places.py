"""Where everything of a player is kept: in one place that was named or the system's, privately, and whole."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from engine.plays.places import folder, place_of, private, settings_file, write_whole
from tests.screens import BARE, ROOT

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes")


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep everything in a folder of the test's own, which is not there yet."""
    monkeypatch.setenv("CURBSIDE_DATA", str(tmp_path / "a" / "kept"))
    return tmp_path / "a" / "kept"


def mode(path: Path) -> int:
    """Return who may do what with a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_may_be_named(kept: Path) -> None:
    """Everything stands in it, and asking makes nothing."""
    assert (folder(), settings_file()) == (kept, kept / "settings.toml")
    assert not kept.parent.exists()


def test_nothing_may_be_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`CURBSIDE_DATA=off` names no place and leaves no trace."""
    monkeypatch.setenv("CURBSIDE_DATA", "off")
    monkeypatch.chdir(tmp_path)
    assert (folder(), settings_file(), place_of(tmp_path)) == (None, None, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the places of another system")
def test_else_it_is_where_the_system_wants_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Plays and settings each in their own; without a home nowhere, and not beside whatever is played."""
    monkeypatch.setenv("CURBSIDE_DATA", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "d"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    assert (folder(), settings_file()) == (tmp_path / "d" / "curbside", tmp_path / "c" / "curbside" / "settings.toml")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name)
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)  # what it says of somebody whom the system knows not
    assert (folder(), settings_file()) == (None, None)


@POSIX
def test_folders_and_files_are_private(kept: Path) -> None:
    """Whatever the umask allows; also those above that were missing, but not what was there."""
    kept.parent.mkdir()
    kept.parent.chmod(0o755)
    before = os.umask(0)
    try:
        private(kept / "b" / "c")
        write_whole(kept / "d" / "file", b"x")
        place_of(kept)
    finally:
        os.umask(before)
    assert [mode(each) for each in (kept.parent, kept, kept / "b", kept / "b" / "c", kept / "d")] == [
        0o755,
        *[0o700] * 4,
    ]
    assert [mode(each) for each in (kept / "d" / "file", kept / "place.key")] == [0o600] * 2
    private(kept)


def test_what_is_no_folder_is_told(kept: Path) -> None:
    """The caller learns of it, and nothing is harmed."""
    kept.parent.write_text("mine", encoding="utf-8")
    for path in (kept, kept.parent):
        with pytest.raises(OSError, match=re.escape(str(kept.parent))):
            private(path)
    with pytest.raises(OSError, match=re.escape(str(kept.parent))):
        write_whole(kept / "x", b"")
    assert kept.parent.read_text(encoding="utf-8") == "mine"
    assert place_of(kept) == ""


def test_a_file_is_written_whole_or_not_at_all(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk leaves what was there, and nothing beside it."""
    write_whole(kept / "file", b"old")

    def full(_handle: int) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(OSError, match=os.strerror(28)):
            write_whole(kept / "file", b"new")
    assert [(each.name, each.read_bytes()) for each in kept.iterdir()] == [("file", b"old")]
    (kept / f"file.{os.getpid()}.new").write_bytes(b"of a program that is gone")
    write_whole(kept / "file", b"new")
    assert [(each.name, each.read_bytes()) for each in kept.iterdir()] == [("file", b"new")]


@POSIX
def test_a_link_stays_a_link(kept: Path, tmp_path: Path) -> None:
    """Many keep their settings elsewhere and only link to them."""
    kept.mkdir(parents=True)
    (kept / "settings.toml").symlink_to(tmp_path / "dots.toml")
    write_whole(kept / "settings.toml", b"plain = true\n")
    assert (kept / "settings.toml").is_symlink()
    assert (tmp_path / "dots.toml").read_bytes() == b"plain = true\n"


# Places without their names


def test_a_place_is_known_again_and_not_told(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same digits for the same folder however it is called, others for another; and on another machine."""
    one = place_of(tmp_path / "one")
    assert re.fullmatch("[0-9a-f]{16}", one)
    monkeypatch.chdir(tmp_path)
    assert one == place_of(Path("one")) == place_of(Path("two/../one"))
    assert one != place_of(tmp_path / "two")
    key = (kept / "place.key").read_bytes()
    assert len(key) == 65
    (kept / "place.key").unlink()
    assert place_of(tmp_path / "one") != one
    assert (kept / "place.key").read_bytes() != key


@pytest.mark.parametrize("damaged", [b"", b"\0" * 65, b"ab" * 31 + b"\n", "ö".encode() * 40])
def test_a_damaged_key_is_made_anew(kept: Path, damaged: bytes) -> None:
    """Once; from then on it holds."""
    kept.mkdir(parents=True)
    (kept / "place.key").write_bytes(damaged)
    place = place_of(ROOT)
    assert len(place) == 16
    assert place_of(ROOT) == place
    assert [each.name for each in kept.iterdir()] == ["place.key"]


def test_a_drive_without_links_has_a_key_too(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some sticks know no second name for a file."""

    def refuse(*_paths: object) -> None:
        raise PermissionError(1, os.strerror(1))

    monkeypatch.setattr("os.link", refuse)
    assert place_of(ROOT) == place_of(ROOT) != ""
    assert [each.name for each in kept.iterdir()] == ["place.key"]


def test_without_a_key_there_is_no_place(kept: Path, tmp_path: Path) -> None:
    """Where it cannot be read, and where the path leads in a ring."""
    (kept / "place.key").mkdir(parents=True)
    assert place_of(ROOT) == ""
    (kept / "place.key").rmdir()
    if sys.platform != "win32":
        (tmp_path / "ring").symlink_to(tmp_path / "ring")
        assert place_of(tmp_path / "ring") in {"", place_of(tmp_path / "ring")}


def test_two_that_begin_at_once_have_one_key(kept: Path) -> None:
    """Each of many sees the same place."""
    code = "from pathlib import Path; from engine.plays.places import place_of; print(place_of(Path('/')))"
    command, env = [sys.executable, "-c", code], {**BARE, "CURBSIDE_DATA": str(kept)}
    running = [subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    assert len({process.communicate(timeout=60)[0] for process in running}) == 1
    assert [each.name for each in kept.iterdir()] == ["place.key"]
