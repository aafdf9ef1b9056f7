"""A kept story is the story: it plays the same, starts without its readers, and does no harm when it is damaged."""

import dataclasses
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from engine.compiled import form
from engine.compiled import kept as compiled
from engine.compiled.kept import keep, kept
from engine.model import Story
from engine.reading.files import File, Files, bundled, files_at, shelf
from engine.reading.load import loaded
from tests.properties.stories import Node, render, stories
from tests.screens import BARE, ROOT, shown

STORIES = sorted(path.parent for path in (ROOT / "tests" / "stories").glob("*/story.yaml"))
CURB = bundled("scenes") / "boy-on-the-curb"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep stories in a folder of the test's own, and return where they come to stand."""
    monkeypatch.setenv("CURBSIDE_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept" / "stories"


def built(found: Files) -> Story:
    """Return a story as it is built from its files."""
    story = loaded(found).story
    assert story is not None
    return story


def kept_of(path: Path) -> tuple[Story | None, Story]:
    """Keep a story, and return what is found of it and what it was."""
    found = files_at(path)
    story = built(found)
    assert kept(found) is None
    keep(found, story)
    return kept(found), story


def same(one: Story | None, other: Story) -> bool:
    """Tell whether two stories are equal, places and all."""
    assert one is not None
    headers = [dataclasses.replace(story, scenes={}) for story in (one, other)]
    places = [
        [(scene.span, *(choice.span for choice in scene.choices)) for scene in story.scenes.values()]
        for story in (one, other)
    ]
    return headers[0] == headers[1] and dict(one.scenes) == dict(other.scenes) and places[0] == places[1]


@pytest.mark.parametrize("path", [*STORIES, *shelf()], ids=lambda path: path.name)
def test_what_was_kept_is_what_was_built(path: Path) -> None:
    """Every part of every story, with its place."""
    assert STORIES
    assert same(*kept_of(path))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.name)
def test_a_kept_story_plays_as_before(path: Path, folder: Path) -> None:
    """The second start shows what the first did."""
    typed = (path / "input.txt").read_text(encoding="utf-8").splitlines()
    arguments = ["play", str(path), "--plain", "--seed", "7"]
    first = shown(arguments, typed)
    assert len(list(folder.iterdir())) == 1
    assert shown(arguments, typed) == first


@settings(max_examples=60, derandomize=True, deadline=None)
@given(stories())
def test_random_stories_go_to_data_and_back(written: Node) -> None:
    """All of the language, in stories that nobody thought of."""
    file = File("a.yaml", render(written).encode())
    story = built(Files((file,), "a", "0" * 64))
    data = json.loads(json.dumps([form.plain_scene(scene, ["a.yaml"]) for scene in story.scenes.values()]))
    scenes = {scene.id: scene for scene in (form.scene(each, ["a.yaml"]) for each in data)}
    assert same(form.story(json.loads(json.dumps(form.plain_header(story))), scenes), story)


def test_scenes_are_made_when_they_are_entered() -> None:
    """A start makes the scenes that it shows, and no more; asked for all, it has all."""
    story, _built = kept_of(CURB)
    assert story is not None
    made = story.scenes._made  # type: ignore[attr-defined]  # noqa: SLF001 - that is the promise
    assert not made
    assert story.scenes[story.start].title
    assert list(made) == [story.start]
    assert "no_such_scene" not in story.scenes
    assert len(story.scenes) == len(list(story.scenes.values())) == len(made)


# What makes another story of it


def changed_byte(folder: Path) -> None:
    """Change a letter of the story."""
    file = folder / "story.yaml"
    file.write_bytes(file.read_bytes().replace(b"title: ", b"title: O", 1))


def another_chapter(folder: Path) -> None:
    """Add a file."""
    (folder / "chapters").mkdir(exist_ok=True)
    (folder / "chapters" / "9.yaml").write_text("chapter: N\nscenes:\n  nine: {ending: N}\n", encoding="utf-8")


@pytest.mark.parametrize("change", [changed_byte, another_chapter])
def test_an_edited_story_is_read_anew(change: Callable[[Path], None], tmp_path: Path) -> None:
    """It is kept by what stands in it, and not by its name."""
    story = tmp_path / "story"
    story.mkdir()
    (story / "story.yaml").write_bytes((ROOT / "tests" / "stories" / "hub" / "story.yaml").read_bytes())
    assert kept_of(story)[0] is not None
    change(story)
    assert kept(files_at(story)) is None


def test_another_engine_or_language_reads_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer version never takes what an older one kept."""
    found = files_at(STORIES[0])
    keep(found, built(found))
    for name in ("__version__", "FORM"):
        with monkeypatch.context() as patch:
            patch.setattr(compiled, name, "another")
            assert kept(found) is None
    assert kept(found) is not None


def test_a_story_of_another_name_is_another_story(tmp_path: Path) -> None:
    """The folder's name is the story's id where it has none of its own."""
    text = "curbside: 1\ntitle: A\nscenes:\n  a: {ending: E}\n"
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        story, _built = kept_of(tmp_path / f"{name}.yaml")
        assert story is not None
        assert story.id == name


# What is as if it were not there


def damaged(data: bytes) -> Iterator[bytes]:
    """Yield what a disk, a crash or a stranger may have made of a file."""
    yield b""
    yield b"\n"
    yield b"curbside compiled 2 3 0\n"
    yield b"\x80\x04N."
    yield json.dumps({"story": 7}).encode()
    yield from (data[: len(data) * part // 7] for part in range(7))
    yield data + b"x"
    yield data.replace(b"compiled 2 ", b"compiled 1 ", 1)
    for at in range(0, len(data), max(1, len(data) // 150)):
        yield data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_a_damaged_file_is_as_none(folder: Path) -> None:
    """Cut anywhere, changed anywhere, or never one of ours; and the next start puts it right."""
    found = files_at(STORIES[0])
    story = built(found)
    keep(found, story)
    (file,) = folder.iterdir()
    data = file.read_bytes()
    tried = 0
    for each in damaged(data):
        file.write_bytes(each)
        assert kept(found) is None
        tried += 1
    assert tried > 100
    keep(found, story)
    assert file.read_bytes() == data


def test_nothing_in_it_is_code(folder: Path) -> None:
    """It is a line of words and then JSON."""
    keep(files_at(CURB), built(files_at(CURB)))
    (file,) = folder.iterdir()
    first, _line, rest = file.read_bytes().partition(b"\n")
    header, end = json.JSONDecoder().raw_decode(rest.decode("ascii"))
    assert first.decode().startswith("curbside compiled 2 ")
    assert header["story"]["title"] == "The Boy on the Curb"
    while end < len(rest):
        _scene, end = json.JSONDecoder().raw_decode(rest.decode("ascii"), end)


def test_what_is_kept_is_private(folder: Path) -> None:
    """Nobody else on the machine sees what somebody plays."""
    keep(files_at(CURB), built(files_at(CURB)))
    (file,) = folder.iterdir()
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_it_can_be_switched_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`CURBSIDE_CACHE=off` neither reads nor writes."""
    found = files_at(STORIES[0])
    story = built(found)
    monkeypatch.setenv("CURBSIDE_CACHE", "off")
    keep(found, story)
    assert not folder.exists()
    assert kept(found) is None


@pytest.mark.parametrize("where", ["/dev/null/cache", "/proc/none", __file__])
def test_a_place_that_cannot_be_written_is_no_fault(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The story is played all the same, and nothing is said of it."""
    monkeypatch.setattr(os, "environ", {**os.environ, "CURBSIDE_CACHE": where})
    screen = shown(["play", str(STORIES[0]), "--plain"], ["1"])
    assert (screen.code, screen.err) == (0, "")


def test_a_faulty_story_is_not_kept(folder: Path, tmp_path: Path) -> None:
    """Its faults are told each time."""
    (tmp_path / "a.yaml").write_text("curbside: 1\ntitle: A\nscenes:\n  a: {to: b}\n", encoding="utf-8")
    for _ in range(2):
        screen = shown(["play", str(tmp_path / "a.yaml"), "--plain"])
        assert screen.code == 1
        assert "L201" in screen.err
    assert not folder.exists()


def test_only_the_newest_are_left(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer saves often; what was kept of yesterday's drafts goes."""
    monkeypatch.setattr(compiled, "MOST", 3)
    for number in range(6):
        path = tmp_path / f"{number}.yaml"
        path.write_text(f"curbside: 1\ntitle: T{number}\nscenes:\n  a: {{ending: E}}\n", encoding="utf-8")
        kept_of(path)
        for age, file in enumerate(folder.iterdir()):
            os.utime(file, (number * 100 + age, number * 100 + age))
    assert len(list(folder.iterdir())) == 3
    assert kept(files_at(tmp_path / "5.yaml")) is not None


def test_two_may_keep_at_once(folder: Path) -> None:
    """Of many that start together each plays, and one whole file is left."""
    command = [sys.executable, "-m", "engine", "play", str(CURB), "--plain", "--seed", "1"]
    environment = {**BARE, "CURBSIDE_CACHE": str(folder.parent)}
    running = [
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(6)
    ]
    outputs = {process.communicate(timeout=60) for process in running}
    assert len(outputs) == 1
    assert next(iter(outputs))[1] == b""
    assert len(list(folder.iterdir())) == 1
    assert kept(files_at(CURB)) is not None
