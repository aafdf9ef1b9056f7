"""Kept plays after their story was edited: each goes on, or says exactly where and why it stops.

`tests/edited/story.yaml` was played; `tests/edited/plays/*.jsonl` are the plays that were kept of it. Each folder
beside them holds the story after one edit, and for each play what its player then sees first. `--update-expected`
rewrites that, for review by diff.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from engine import load
from engine.model import Story, renamed_to
from engine.play import transcript
from engine.plays.following import net
from tests.screens import ROOT, shown

HOME = ROOT / "tests" / "edited"
EDITS = sorted(path.parent for path in HOME.glob("*/story.yaml"))
PLAYS = sorted((HOME / "plays").glob("*.jsonl"))

each_edit = pytest.mark.parametrize("edit", EDITS, ids=lambda path: path.name)
each_play = pytest.mark.parametrize("kept", PLAYS, ids=lambda path: path.stem)


def test_there_are_edits_and_plays() -> None:
    """Ten edits at least, and the plays fit the story as it was."""
    assert len(EDITS) > 10
    assert len(PLAYS) > 1
    story = load(HOME / "story.yaml").story
    assert story is not None
    for kept in PLAYS:
        assert len(list(transcript.replay(story, transcript.read(kept.read_text(encoding="utf-8"))))) > 3


def net_moves(text: str) -> list[list[tuple[str, Any]]]:
    """Return the choices and draws of a transcript that were not undone."""
    made, _undone = net(transcript.read(text).entries)
    return [[(entry.kind, entry.value) for entry in move] for move in made]


@each_play
@each_edit
def test_a_kept_play_goes_on_or_says_why_not(
    edit: Path, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """What is said is as expected; no other choice and no other draw is taken; the play as it was stays."""
    plays = tmp_path / "data" / "plays"
    plays.mkdir(parents=True)
    old = plays / f"ferry.{kept.stem}.jsonl"
    shutil.copy(kept, old)
    monkeypatch.setenv("CURBSIDE_DATA", str(tmp_path / "data"))
    shutil.copytree(edit, tmp_path / "ferry", ignore=shutil.ignore_patterns("*.txt"))
    monkeypatch.chdir(tmp_path)
    # The plays were kept at no place, and of another digest: that they belong to this story is said by `--slot`.
    screen = shown(["play", "ferry", "--plain", "--slot", kept.stem], [])
    assert screen.code == 0

    story = load("ferry").story
    assert story is not None
    _no_other_choice(story, old, kept.read_text(encoding="utf-8"))
    said = screen.out.replace(str(tmp_path / "data"), "DATA")
    expected = edit / f"{kept.stem}.txt"
    if request.config.getoption("--update-expected", default=False):
        expected.write_text(said, encoding="utf-8", newline="\n")
    assert said == expected.read_text(encoding="utf-8")


def _no_other_choice(story: Story, old: Path, before: str) -> None:
    """See that what is kept now is the beginning of what was kept, by today's names, and the old file as it was."""
    now = old.read_text(encoding="utf-8")
    assert now.startswith(before)
    was = [
        [(kind, renamed_to(name, story.renamed_scenes, story.renamed_choices)) for kind, name in move]
        for move in net_moves(before)
    ]
    for other in old.parent.iterdir():
        if other != old:
            moves = net_moves(other.read_text(encoding="utf-8"))
            assert moves == was[: len(moves)]
            assert json.loads(other.read_text(encoding="utf-8").split("\n")[0])["from"] == re.split(r"\.", old.name)[1]
