"""Whatever stands at a path, `check` says what is wrong with it, in bounded time and memory, and `play` does no harm.

Never a traceback, a crash or a hang; at most 20 seconds of a processor and 300 MiB above the interpreter, each run in a
process of its own (`boxed`). Without `CURBSIDE_ALL=1` big files are a sixteenth as big, and may take a quarter of that.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.boxed import Box
from tests.hostile import STORY, Hostile
from tests.hostile.bounds import MUCH, assert_harmless, assert_told
from tests.hostile.crowds import MANY
from tests.hostile.files import FILES
from tests.hostile.places import PLACES, Make, many_sound_chapters

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process can be neither copied nor limited here")


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    """Return the box."""
    box = Box()
    yield box
    box.close()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that anybody may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.parametrize("file", [*FILES, *MANY], ids=[file.name for file in (*FILES, *MANY)])
def test_a_file_that_is_meant_to_hurt_is_told_or_read(file: Hostile, box: Box, folder: Path) -> None:
    """Big or deep, crowded or broken: faults where it is wrong, and none where it is only big."""
    made = file.make()
    (folder / "story.yaml").write_bytes(made.encode() if isinstance(made, str) else made)
    run = box.run("check", "story.yaml", folder=folder)
    assert_harmless(run)
    assert file.is_wrong is None or run.code == file.is_wrong, run.out[-500:]
    if run.code:
        assert_told(run)


READ = [file for file in (*FILES[::4], *MANY) if not file.is_wrong]


@pytest.mark.parametrize("file", READ, ids=[file.name for file in READ])
def test_a_file_that_is_only_big_is_played(file: Hostile, box: Box, folder: Path) -> None:
    """What was read is shown line by line, from the story itself and from what was kept of it."""
    made = file.make()
    (folder / "story.yaml").write_bytes(made.encode() if isinstance(made, str) else made)
    for _ in range(2):
        run = box.run("play", "story.yaml", "--plain", "--once", folder=folder, typed="1\n\n1\n")
        much = 2 * len(made) + MUCH
        assert_harmless(run, much=much, longest=much)  # letters that take no room fill no line
        assert run.out or "Y024" in run.err


@pytest.mark.parametrize("make", PLACES, ids=[make.__name__ for make in PLACES])
def test_a_place_that_is_no_story_is_told(make: Make, box: Box, folder: Path) -> None:
    """Nothing is opened that could hang, nothing is read that is not the story's own."""
    run = box.run("check", make(folder), folder=folder)
    assert_told(run)
    assert "root:" not in run.out


def test_an_honest_story_is_read_or_told_that_it_is_too_big(box: Box, folder: Path) -> None:
    """What the limits let through stays within the bounds."""
    run = box.run("check", many_sound_chapters(folder), folder=folder)
    assert_harmless(run, much=6 * MUCH)
    assert run.code == 0 or "Y024" in run.out


@pytest.mark.parametrize("path", ["story", "story/story.yaml", "closed", "closed/story.yaml", "chapters"])
def test_what_may_not_be_read_is_told(path: str, box: Box, folder: Path) -> None:
    """A file, a folder, or the folder of the chapters."""
    for name in ("story", "closed", "chapters"):
        (folder / name / "chapters").mkdir(parents=True)
        (folder / name / "story.yaml").write_text(STORY, encoding="utf-8")
    (folder / "story" / "story.yaml").chmod(0)
    (folder / "chapters" / "chapters").chmod(0)
    (folder / "closed").chmod(0)
    run = box.run("check", path, folder=folder, as_nobody=os.getuid() == 0)
    (folder / "closed").chmod(0o700)
    (folder / "chapters" / "chapters").chmod(0o700)
    assert_told(run)


@pytest.mark.parametrize("name", ["a" * 300, "a" * 5000, "a/" * 3000, "", " ", "a\0b", "-", "~", "*", "\udcff"])
def test_a_path_that_no_file_could_have_is_told(name: str, box: Box, folder: Path) -> None:
    """Too long, empty, or of characters that no name holds."""
    assert_told(box.run("check", name, folder=folder))
