"""What is promised of the stories that come with Curbside: their size, whose eyes see their endings, what comes back.

That nothing in them is wrong on any path is followed where everything is tried, with CURBSIDE_ALL=1.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import pytest
import yaml

from engine.cli import main
from engine.model import DIMENSIONS
from tests.reading import plan
from tests.screens import ROOT, shown

SCENES: Final = ROOT / "scenes"
ALL: Final = os.environ.get("CURBSIDE_ALL") == "1"
ROWS: Final = 12
OFFERED: Final = 2


class Size(NamedTuple):
    """Scenes with words; the least of decisions, endings, and moments that come back twice; whose eyes there are."""

    scenes: range
    decisions: int
    endings: int
    moments: int
    eyes: tuple[str, ...]


SIZES: Final = {
    "boy-on-the-curb": Size(range(60, 91), 25, 8, 6, ("boy", "camera")),
    "twenty-three": Size(range(25, 41), 12, 5, 5, ("ines", "rafi")),
    "how-a-story-works": Size(range(12, 19), 8, 3, 2, ("pim",)),
}

each_story = pytest.mark.parametrize("name", SIZES)


def scenes(name: str) -> dict[str, dict[str, Any]]:
    """Return the scenes of a story as any reader of YAML sees them."""
    folder = SCENES / name
    files = [folder / "story.yaml", *folder.glob("chapters/*.yaml")]
    read = [yaml.safe_load(path.read_text("utf-8")) for path in files]
    return {id_: scene for each in read for id_, scene in each.get("scenes", {}).items()}


def inside(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - as it was read
    """Yield every mapping in a value."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from inside(each)


def test_each_has_its_promises_here() -> None:
    """No story is bundled without."""
    assert {path.parent.name for path in SCENES.glob("*/story.yaml")} == set(SIZES)


@each_story
def test_is_as_large_as_it_says(name: str) -> None:
    """Scenes with words, decisions, endings."""
    size, every = SIZES[name], list(scenes(name).values())
    assert sum("text" in scene for scene in every) in size.scenes
    assert sum(len(scene.get("choices", ())) > 1 for scene in every) >= size.decisions
    assert sum("ending" in scene for scene in every) >= size.endings


@each_story
def test_every_ending_has_words_for_each_pair_of_eyes(name: str) -> None:
    """At the end, at least, they see something."""
    for id_, scene in scenes(name).items():
        if "ending" in scene:
            assert set(SIZES[name].eyes) <= set(scene["seen_by"]), id_


@each_story
def test_moments_come_back(name: str) -> None:
    """As many as it says, each in two scenes or more, none in the scene where it happens."""
    happen: dict[str, set[str]] = defaultdict(set)
    back: dict[str, set[str]] = defaultdict(set)
    for id_, scene in scenes(name).items():
        for key, where in (("remember", happen), ("ripple_of", back)):
            for each in inside(scene):
                for moment in re.findall(r"\w+", str(each.get(key, ""))):
                    where[moment].add(id_)
    assert sum(len(back[moment] - happen[moment]) > 1 for moment in happen) >= SIZES[name].moments


@each_story
def test_check_and_its_own_walks_have_nothing_to_say(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No warning, no note on craft; each walk arrives and each promise is kept."""
    screen = shown(["check", "--strict", "--craft", name])
    assert (screen.code, screen.err) == (0, "")
    assert re.fullmatch(r"\S+: no faults \(\d+ scenes, \d+ endings\)\n", screen.out)
    assert main(["walk", name]) == 0
    assert re.search(r"^(\d+) of \1 walks passed; (\d+) of \2 promises kept$", capsys.readouterr().out, re.MULTILINE)


@each_story
def test_its_notes_tell_what_readings_changed(name: str) -> None:
    """In a dozen rows or more, each with a scene, a seat, what was wrong and what was done."""
    notes = (SCENES / name / "NOTES.md").read_text("utf-8")
    table = notes[notes.index("\n## What the readings changed\n") :]
    rows = [line.strip("|").split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= ROWS
    assert all(len(row) == len(("scene", "seat", "wrong", "done")) and all(map(str.strip, row)) for row in rows)


@pytest.mark.parametrize("name", SIZES if ALL else ["how-a-story-works"])
def test_nothing_in_it_is_wrong_on_any_path(name: str) -> None:
    """All of it is met, no words are never shown, each ending can be reached, each dimension is offered twice."""
    story = plan.story_at(name)
    assert story is not None
    found = plan.explored(story)
    assert found.is_complete
    assert found.findings == ()
    assert found.scenes == set(story.scenes)
    assert found.choices == {f"{scene.id}.{choice.id}" for scene in story.scenes.values() for choice in scene.choices}
    assert all(each.shortest for each in found.endings)
    assert found.empathy is not None
    if (SCENES / name / "lesson.yaml").exists():
        assert [id_ for id_ in DIMENSIONS if found.empathy[id_].offered.least < OFFERED] == []
