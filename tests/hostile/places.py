"""Places that are no story, or lead to where none should be read: each made in a folder of its own."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.hostile import HEADER, STORY, each, many

Make = Callable[[Path], str]
"""What makes a place in a folder, and returns the path to check from there."""

PLACES: Final[list[Make]] = []
"""All of them. At each there is something wrong."""


def _place(make: Make) -> Make:
    PLACES.append(make)
    return make


CHAPTER = "chapter: C\nscenes:\n  b{0}: {{ending: B}}\n"


def _story(folder: Path, text: str = STORY) -> Path:
    """Write a sound story with a folder for chapters, and return that."""
    folder.joinpath("story.yaml").write_text(text, encoding="utf-8")
    folder.joinpath("chapters").mkdir()
    return folder / "chapters"


@_place
def a_sparse_file_of_100_mb(folder: Path) -> str:
    """Make a file that is mostly nothing, and much of it."""
    with (folder / "story.yaml").open("wb") as file:
        file.truncate(100 * 10**6)
    return "story.yaml"


@_place
def a_folder_called_story(folder: Path) -> str:
    """Make a folder with the name of a file."""
    (folder / "story.yaml").mkdir()
    return "story.yaml"


@_place
def a_folder_whose_story_is_a_folder(folder: Path) -> str:
    """Make the same, asked for by the folder around it."""
    (folder / "story.yaml").mkdir()
    return "."


@_place
def a_pipe(folder: Path) -> str:
    """Make a pipe that nobody writes to: to open it would be to wait for ever."""
    os.mkfifo(folder / "story.yaml")
    return "story.yaml"


@_place
def a_pipe_for_a_chapter(folder: Path) -> str:
    """Make the same, among chapters."""
    os.mkfifo(_story(folder) / "1.yaml")
    return "."


@_place
def pipes_beside(folder: Path) -> str:
    """Make the same, for the two files that may stand beside a story."""
    _story(folder)
    os.mkfifo(folder / "lesson.yaml")
    os.mkfifo(folder / "walks.yaml")
    return "."


@_place
def a_link_to_what_never_ends(folder: Path) -> str:
    """Make a link to zeros without an end."""
    (folder / "story.yaml").symlink_to("/dev/zero")
    return "."


@_place
def links_beside_to_what_never_ends(folder: Path) -> str:
    """Make the same, for the two files that may stand beside a story."""
    _story(folder)
    (folder / "lesson.yaml").symlink_to("/dev/zero")
    (folder / "walks.yaml").symlink_to("/dev/zero")
    return "."


@_place
def what_never_ends(_folder: Path) -> str:
    """Make nothing, and ask for zeros without an end."""
    return "/dev/zero"


@_place
def a_link_out(folder: Path) -> str:
    """Make a story that would show what stands in another folder."""
    secret = folder / "secret.yaml"
    secret.write_text(STORY, encoding="utf-8")
    (folder / "story").mkdir()
    (folder / "story" / "story.yaml").symlink_to(secret)
    return "story"


@_place
def a_link_out_for_a_chapter(folder: Path) -> str:
    """Make the same, among chapters."""
    (folder / "story").mkdir()
    _story(folder / "story").joinpath("1.yaml").symlink_to("/etc/passwd")
    return "story"


@_place
def chapters_that_lead_out(folder: Path) -> str:
    """Make chapters that all stand elsewhere."""
    elsewhere, story = folder / "elsewhere", folder / "story"
    elsewhere.mkdir()
    elsewhere.joinpath("1.yaml").write_text(CHAPTER.format(1), encoding="utf-8")
    story.mkdir()
    story.joinpath("story.yaml").write_text(STORY, encoding="utf-8")
    story.joinpath("chapters").symlink_to(elsewhere)
    return "story"


@_place
def chapters_that_are_the_story(folder: Path) -> str:
    """Make a link back: chapters within chapters without an end."""
    folder.joinpath("story.yaml").write_text(STORY, encoding="utf-8")
    folder.joinpath("chapters").symlink_to(".")
    return "."


@_place
def a_link_to_itself(folder: Path) -> str:
    """Make a link that leads nowhere."""
    (folder / "story.yaml").symlink_to("story.yaml")
    return "."


@_place
def a_link_to_itself_by_name(folder: Path) -> str:
    """Make the same, asked for by name."""
    (folder / "story.yaml").symlink_to("story.yaml")
    return "story.yaml"


@_place
def links_to_themselves(folder: Path) -> str:
    """Make the same, for many chapters."""
    chapters = _story(folder)
    for number in range(150):
        (chapters / f"{number}.yaml").symlink_to(f"{number}.yaml")
    return "."


@_place
def a_long_way_round(folder: Path) -> str:
    """Make a folder that holds itself."""
    (folder / "again").symlink_to(".")
    return "again/" * 40


@_place
def ten_thousand_chapters(folder: Path) -> str:
    """Make far more files than a story may have."""
    chapters = _story(folder)
    for number in range(many(10_000)):
        (chapters / f"{number}.yaml").write_text(CHAPTER.format(number), encoding="utf-8")
    return "."


@_place
def many_long_chapters(folder: Path) -> str:
    """Make chapters that each keep to the limits of a file."""
    chapters = _story(folder, HEADER)
    for number in range(many(198)):
        (chapters / f"{number}.yaml").write_text(f"[{'a,' * 80_000}]", encoding="utf-8")
    return "."


@_place
def chapters_of_lines(folder: Path) -> str:
    """Make many lines with hardly a word."""
    chapters = _story(folder, HEADER)
    for number in range(many(198)):
        (chapters / f"{number}.yaml").write_text("chapter: |\n" + " a\n" * 50_000, encoding="utf-8")
    return "."


@_place
def a_chapter_whose_name_is_no_utf_8(folder: Path) -> str:
    """Make a name that is only bytes."""
    with Path(os.fsdecode(bytes(_story(folder)) + b"/\xff\xfe.yaml")).open("w", encoding="utf-8") as file:
        file.write("chapter: 1\n")
    return "."


@_place
def a_lesson_and_walks_of_brackets(folder: Path) -> str:
    """Make what may stand beside a story: it is held to the same."""
    _story(folder)
    (folder / "lesson.yaml").write_text("[" * 60_000, encoding="utf-8")
    (folder / "walks.yaml").write_text("{" * 60_000, encoding="utf-8")
    return "."


@_place
def a_lesson_of_unknown_scenes(folder: Path) -> str:
    """Make names that are nearly right, in what stands beside a story."""
    _story(folder, each("  scene_{0}: {ending: x}\n", 2500, f"{HEADER}scenes:\n")())
    pauses = each("  - {scene: secne_{0}, prompt: Wait.}\n", 40_000, "lesson: 1\ntitle: L\npauses:\n")()
    (folder / "lesson.yaml").write_text(pauses, encoding="utf-8")
    return "."


@_place
def walks_of_unknown_choices(folder: Path) -> str:
    """Make the same, with choices that were renamed again and again."""
    renames = each("    a.o{0}: a.o{0}0\n", 100_000, "renamed:\n  choices:\n")()
    _story(folder, STORY + renames)
    walks = each("      - a.o1\n      - a.x{0}\n", 20_000, "walks: 1\nwalks:\n  - id: w\n    choose:\n")()
    promises = each("  - {id: p{0}, never: chose(a.o1) or visited(b{0})}\n", 10_000, "promises:\n")()
    (folder / "walks.yaml").write_text(walks + promises, encoding="utf-8")
    return "."


def many_sound_chapters(folder: Path) -> str:
    """Make an honest story of so many scenes that not all of them are read."""
    chapters = _story(folder)
    scene = "  s{0}: {text: Some words., choices: [{id: go, text: Go., to: s{0}}, {id: stay, text: Stay., to: here}]}\n"
    for number in range(5):
        text = each(scene.replace("s{0}", f"s{number}_{{0}}"), 16_000, "chapter: C\nscenes:\n")()
        (chapters / f"{number}.yaml").write_text(text, encoding="utf-8")
    return "."
