"""Thirty faults in one story, each different: all are told at once, where and as a person would; none is made up.

`scenes/README.md` shows it, and beside it what PyYAML and jsonschema say of the same file by themselves.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from engine.checking.check import check
from engine.diagnostics import render

FOLDER = Path(__file__).parent / "thirty"
GUIDE = Path(__file__).parent.parent / "scenes" / "README.md"
STOPS = {
    19: '    text: "It is late: the last bus is full."',
    22: "        text: '\"Wait,\" you say, and hold the door.'",
    27: '        text: "*Really* run, all the way home."',
    54: "        to: home",
    56: "        text: Stay where you are.",
}
"""The lines at which YAML stops, and how they would be right."""


def test_all_are_told_at_once(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Thirty faults of thirty kinds, in the order of the lines, exactly as it was once read and found good."""
    monkeypatch.chdir(FOLDER)
    checked = check("story.yaml")
    assert len(checked.diagnostics) == len({each.code for each in checked.diagnostics}) == 30
    assert {each.code[0] for each in checked.diagnostics} == {"Y", "S", "L"}
    text = render(checked.diagnostics, checked.lines)
    if request.config.getoption("--update-expected"):
        (FOLDER / "expected.txt").write_text(text, encoding="utf-8")
    assert text == (FOLDER / "expected.txt").read_text(encoding="utf-8")


def shown(title: str) -> list[str]:
    """Return the lines of the guide's block under a heading of this section."""
    guide = GUIDE.read_text(encoding="utf-8")
    found = re.search(rf"{re.escape(title)}\n\n```\w*\n(.*?)```", guide, re.DOTALL)
    assert found, f"the guide has no {title}"
    return found[1].splitlines()


def test_the_guide_shows_the_story_and_what_is_said() -> None:
    """The story as it is, and every fault by line, column and message."""
    assert shown("**The story.**") == (FOLDER / "story.yaml").read_text(encoding="utf-8").splitlines()
    expected = [
        f"{each.span.line}:{each.span.column} {each.message}" for each in check(FOLDER / "story.yaml").diagnostics
    ]
    assert shown("**What `curbside check` says**, at once; here without the frames and the hints:") == expected


def stops() -> Iterator[tuple[int, int, str]]:
    """Yield where PyYAML stops and what it says, each stop put right before it reads on."""
    lines = (FOLDER / "story.yaml").read_text(encoding="utf-8").splitlines()
    for row, right in STOPS.items():
        try:
            yaml.safe_load("\n".join(lines))
        except yaml.MarkedYAMLError as error:
            if error.problem_mark is not None:
                yield error.problem_mark.line + 1, error.problem_mark.column + 1, str(error.problem)
        lines[row - 1] = right
    yaml.safe_load("\n".join(lines))


def test_the_guide_shows_what_pyyaml_says() -> None:
    """One stop after the other, as it says it; in between, somebody mends the line."""
    assert shown("**What PyYAML says**, one at a time, when each line before is put right:") == [
        f"{line}:{column} {problem}" for line, column, problem in stops()
    ]


def test_the_guide_shows_what_jsonschema_says() -> None:
    """Of what PyYAML makes of the mended file: where, in its own way of counting."""
    lines = (FOLDER / "story.yaml").read_text(encoding="utf-8").splitlines()
    for row, right in STOPS.items():
        lines[row - 1] = right
    schema = json.loads((GUIDE.parent.parent / "schemas" / "story.schema.json").read_text(encoding="utf-8"))
    errors = Draft202012Validator(schema).iter_errors(yaml.safe_load("\n".join(lines)))
    places = sorted(error.json_path for error in errors)
    told = shown("**What jsonschema says** of what PyYAML then reads:")
    assert sorted(line.split(" ")[0] for line in told) == places
    assert len(places) < 15
