"""A new story: what is made, that it is sound, what is said of it, and that nothing else is touched."""

import json
import os
import re
import shlex
import sys
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from engine.checking.check import check
from engine.reading.load import load
from engine.writing import new
from engine.writing.new import Made, NotMade, written
from engine.writing.own_schema import schema_for
from tests.screens import shown

ENDINGS = ("A tray next to yours", "A folded napkin")
BACK_AGAIN = {"A tray next to yours": "Anything new on Fridays?", "A folded napkin": "down to Friday"}


def made(name: str, folder: Path) -> Path:
    """Make a story that can be made, and return its folder."""
    done = written(name, folder)
    assert isinstance(done, Made), done
    return done.folder


def refused(name: str, folder: Path) -> str:
    """Fail to make a story, see that nothing has changed, and return why not."""
    before = sorted(folder.rglob("*"))
    done = written(name, folder)
    assert isinstance(done, NotMade), done
    assert sorted(folder.rglob("*")) == before
    return done.why


# What is made


def test_what_stands_in_a_new_folder(tmp_path: Path) -> None:
    """The story, its tests, a schema for each; nothing is left beside it, and everybody may read what one may read."""
    folder = made("lunch", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["lunch"]
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert files == [".curbside/story.schema.json", ".curbside/walks.schema.json", "story.yaml", "walks.yaml"]
    (tmp_path / "plain").mkdir()
    assert folder.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_nothing_at_all_is_said_against_it(tmp_path: Path) -> None:
    """No error, no warning, no note of craft, in the story or in its walks."""
    checked = check(made("lunch", tmp_path))
    assert checked.story is not None
    assert checked.diagnostics == ()


def test_it_shows_the_language(tmp_path: Path) -> None:
    """Three scenes, two endings, a decision with questions and reasons, a moment that comes back, other eyes."""
    story = load(made("lunch", tmp_path)).story
    assert story is not None
    assert len(story.scenes) == 3
    assert {scene.ending for scene in story.scenes.values()} - {None} == set(ENDINGS)
    first = story.scenes[story.start]
    assert len(first.choices) == 3
    assert len(first.discuss) >= 2
    assert {dimension for choice in first.choices for dimension in choice.empathy} == {"notice", "act", "respect"}
    assert len(story.moments) == 1
    assert story.cast


@pytest.mark.parametrize(
    ("typed", "ending", "is_back"),
    [("2", 0, False), ("3", 1, False), ("1 1", 0, True), ("1 2", 1, True)],
    ids=["bag", "goat", "look and bag", "look and goat"],
)
def test_it_plays_to_both_endings(typed: str, ending: int, is_back: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a row of the table
    """Every way there is, and whoever looked longer is told so at either end."""
    screen = shown(["play", str(made("lunch", tmp_path)), "--plain", "--once"], typed.split())
    assert (screen.code, screen.err) == (0, "")
    assert f"The end.\n\n{ENDINGS[ending]}\n" in screen.out
    assert (BACK_AGAIN[ENDINGS[ending]] in screen.out) == is_back


def test_its_walks_can_be_walked(tmp_path: Path) -> None:
    """Each comes to the ending that it expects, and has or has not what it says that is remembered."""
    folder = made("lunch", tmp_path)
    story = load(folder).story
    assert story is not None
    document = yaml.safe_load((folder / "walks.yaml").read_text(encoding="utf-8"))
    assert document["walks"]
    assert document["promises"]
    for walk in document["walks"]:
        steps = [{"curbside": 1, "story": "lunch"}, *({"choice": name} for name in walk["choose"])]
        kept = tmp_path / f"{walk['id']}.jsonl"
        kept.write_text("".join(f"{json.dumps(step)}\n" for step in steps), encoding="utf-8")
        screen = shown(["play", str(folder), "--plain", "--replay", str(kept)])
        title = story.scenes[walk["expect"]["ending"]].ending
        assert title is not None
        assert (screen.code, screen.err) == (0, "")
        assert f"The end.\n\n{title}\n" in screen.out
        assert (BACK_AGAIN[title] in screen.out) == ("remembers" in walk["expect"])


@pytest.mark.parametrize("kind", ["story", "walks"])
def test_its_schemas_are_its_own(kind: str, tmp_path: Path) -> None:
    """The first line names the schema, which is there, holds this story's names, and takes the file as it is."""
    folder = made("lunch", tmp_path)
    text = (folder / f"{kind}.yaml").read_text(encoding="utf-8")
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named
    schema = json.loads((folder / named[1]).read_text(encoding="utf-8"))
    assert schema == schema_for(kind, load(folder))
    assert '"lunch_hall"' in json.dumps(schema)
    assert list(Draft7Validator(schema).iter_errors(yaml.safe_load(text))) == []


# What is said of it


def test_the_two_commands_to_type_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what was made; both commands work as they stand, from where the writer is."""
    monkeypatch.chdir(tmp_path)
    done = written("lunch", Path())
    assert isinstance(done, Made)
    assert done.lines[0].startswith("Made lunch: ")
    commands = [line.strip() for line in done.lines if line.startswith("  ")]
    assert commands == ["curbside play lunch", "curbside check lunch"]
    for command in commands:
        assert shown(shlex.split(command)[1:]).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="quotes are others there")
def test_the_commands_are_quoted_for_the_shell(tmp_path: Path) -> None:
    """A path with spaces can be copied all the same."""
    (tmp_path / "my stories").mkdir()
    done = written("my stories/Lunch at 12", tmp_path)
    assert isinstance(done, Made)
    assert done.lines[-1].split()[:2] == ["curbside", "check"]
    assert shlex.split(done.lines[-1])[2:] == ["my stories/lunch-at-12"]


# Names


@pytest.mark.parametrize(
    ("name", "folder", "title"),
    [
        ("lunch", "lunch", "Lunch"),
        ("my-lunch", "my-lunch", "My lunch"),
        ("my_lunch", "my-lunch", "My lunch"),
        ("My Lunch!", "my-lunch", "My Lunch!"),
        ("lunch.yaml", "lunch", "Lunch"),
        ("lunch/", "lunch", "Lunch"),
        ("./lunch", "lunch", "Lunch"),
        ("Café au lait", "cafe-au-lait", "Café au lait"),
        ("昼ごはん: lunch", "lunch", "昼ごはん: lunch"),
        ("Ann's #1 day", "ann-s-1-day", "Ann's #1 day"),
        ('Say "hi" - {now} #', "say-hi-now", 'Say "hi" - {now} #'),
        ("{x}", "x", "{x}"),
        ("true", "true", "True"),
        ("null", "null", "Null"),
        ("2024", "2024", "2024"),
        ("1e3", "1e3", "1e3"),
        ("x" * 64, "x" * 64, "X" + "x" * 63),
    ],
)
def test_a_name_gives_a_folder_and_a_title(name: str, folder: str, title: str, tmp_path: Path) -> None:
    """The folder is an id; the title is as it was typed, or in words; whatever it is, nothing is said against it."""
    checked = check(made(name, tmp_path))
    assert checked.story is not None
    assert checked.diagnostics == ()
    assert (checked.story.id, checked.story.title) == (folder, title)
    assert f"`curbside schema {folder} --write`" in (tmp_path / folder / "story.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["", " ", ".", "..", "/", "./", "../..", "!", "-", "~", "さむい"])
def test_what_can_be_no_name(name: str, tmp_path: Path) -> None:
    """It is said what a name can be, and that a title can be anything."""
    why = refused(name, tmp_path)
    assert "such as my-lunch" in why
    assert "title can be anything" in why


@pytest.mark.parametrize("name", ["x" * 65, "x" * 300, "lunch " * 50, "x" * 300 + "/lunch"])
def test_a_name_that_is_too_long(name: str, tmp_path: Path) -> None:
    """A long name is refused, not cut; so is one in a folder that cannot be."""
    assert re.search("too long: 64 characters|no folder", refused(name, tmp_path))


@pytest.mark.parametrize("name", ["a\nb", "a\0b", "\x1b[2Jlunch", "lunch\u202e", "lunch\udcff", "a\0/lunch"])
def test_a_name_that_cannot_be_seen(name: str, tmp_path: Path) -> None:
    """Control characters and bytes that are no letters are refused before anything is asked of the disk."""
    assert refused(name, tmp_path) == "A name cannot hold characters that nobody can see."


# What is there already


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A folder, an empty folder, a file, a link to nowhere, the story that was made before: each stays."""
    made("lunch", tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("precious", encoding="utf-8")
    if sys.platform != "win32":
        (tmp_path / "link").symlink_to("nowhere")
    for name in sorted(os.listdir(tmp_path)):  # noqa: PTH208 - names are what is wanted
        assert refused(name.upper(), tmp_path) == f'There is something called "{name}" already. Choose another name.'
    assert (tmp_path / "file").read_text(encoding="utf-8") == "precious"


def test_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """It is named; no folder is made by the way."""
    assert refused("stories/lunch", tmp_path) == 'There is no folder "stories" to make the story in.'
    (tmp_path / "stories").write_text("a file", encoding="utf-8")
    assert refused("stories/lunch", tmp_path) == 'There is no folder "stories" to make the story in.'


def test_where_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's reason is said, and nothing half-made is left, whether it fails at once, in the middle or last."""

    def fail(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    for at_once, middle_or_end in ((new, "TemporaryDirectory"), (new, "write_beside"), (Path, "rename")):
        with monkeypatch.context() as patched:
            patched.setattr(at_once, middle_or_end, fail)
            assert refused("lunch", tmp_path) == '"lunch" cannot be made here: Permission denied.'
    made("lunch", tmp_path)
