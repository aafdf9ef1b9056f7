"""`check` on a story's paths: it says whether it looked at all of them, and whether warnings wait for others."""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from engine.checking.check import STATES, check
from engine.commands.checking import CHECK

STORY: Final = """
curbside: 1
title: The bell
moments: {{rang: {{title: You rang}}}}
scenes:
  gate:
    choices:
      - {{id: on, text: Go on., to: lane{ring}}}
  lane:
    choices:
      - {{id: on, text: Go on., to: door}}{lane}
  door:{door}
    choices:
      - {{id: in, text: Go in., to: home}}{inside}
  home: {{ending: Home}}
"""
"""Four scenes in a row, and as many states."""

RING: Final = ", remember: rang"
UP: Final = "\n      - {id: up, text: Go up., when: rang, reply: It swings., to: home}"
BELL: Final = "\n    text: [{when: rang, text: The bell still swings.}]"
STUCK: Final = """
      - {id: off, text: Go off., to: pond}
  pond: {choices: [{id: row, text: Row., to: reeds}]}
  reeds: {choices: [{id: row, text: Row., to: pond}]}"""


@pytest.fixture
def at(tmp_path: Path) -> Callable[..., Path]:
    """Write the story, with more of it than its four scenes."""

    def write(**more: str) -> Path:
        text = STORY.format(**{"ring": "", "lane": "", "door": "", "inside": "", **more})
        (tmp_path / "story.yaml").write_text(text, "utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize(("states", "is_proven"), [(0, False), (1, False), (3, False), (4, True), (STATES, True)])
def test_all_paths_were_looked_at_or_not(at: Callable[..., Path], states: int, *, is_proven: bool) -> None:
    """A story of four states has more than three; none are looked at where nobody wants to."""
    assert check(at(), states).is_proven is is_proven


def test_by_default_all_paths_of_a_small_story_are_looked_at(at: Callable[..., Path]) -> None:
    """Where an error stands in the way of the story, no path is."""
    assert check(at()).is_proven
    wrong = check(at(lane="\n      - {id: off, text: Go off., to: nowhere}"))
    assert (wrong.story, wrong.is_proven, wrong.waits) == (None, False, False)


@pytest.mark.parametrize(
    ("more", "told", "waits"),
    [
        ({"ring": RING, "door": BELL}, [], False),
        ({"ring": RING, "inside": UP}, ["A106"], False),
        ({"door": BELL}, ["L230"], False),
        ({"inside": UP}, ["L230"], True),
        ({"inside": UP + STUCK}, ["A102", "L230"], True),
        ({"door": BELL, "inside": STUCK}, ["A102", "L230"], False),
    ],
)
def test_warnings_wait_that_would_follow_from_others(
    at: Callable[..., Path], more: dict[str, str], told: list[str], *, waits: bool
) -> None:
    """What is never remembered is told first; that no play goes up then waits, and errors do not."""
    path = at(**more)
    found = check(path)
    assert sorted(each.code for each in found.diagnostics if each.severity != "note") == told
    assert (found.is_proven, found.waits) == (True, waits)


@pytest.mark.parametrize("states", [0, 3])
def test_nothing_waits_that_was_not_found(at: Callable[..., Path], states: int) -> None:
    """That no play goes up is not known as long as not every path was looked at."""
    found = check(at(inside=UP), states)
    assert [each.code for each in found.diagnostics if each.severity != "note"] == ["L230"]
    assert (found.is_proven, found.waits) == (False, False)


@pytest.mark.parametrize(
    ("states", "more", "said"),
    [
        (STATES, {"ring": RING, "door": BELL}, "no faults"),
        (3, {"ring": RING, "door": BELL}, "no faults; not every path was looked at: {explore} looks at more"),
        (STATES, {"inside": UP}, "1 warning; mend these, and more may come of them: {explore} tells it now"),
        (3, {"inside": UP}, "1 warning; not every path was looked at: {explore} looks at more"),
    ],
)
def test_the_command_says_where_more_is_told(  # noqa: PLR0913, PLR0917 - three of them are fixtures
    at: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    states: int,
    more: dict[str, str],
    said: str,
) -> None:
    """One line closes what is told of a story."""
    monkeypatch.chdir(at(**more))
    monkeypatch.setattr("engine.checking.check.check", partial(check, states=states))
    monkeypatch.setattr("gc.disable", lambda: None)  # it would stay so for all other tests
    parser = argparse.ArgumentParser()
    CHECK.add(parser)
    assert CHECK.run(parser.parse_args(["story.yaml"])) == 0
    *_, last = capsys.readouterr().out.splitlines()
    told = said.format(explore="curbside explore story.yaml")
    assert last.replace(" (4 scenes, 1 ending)", "").partition("; 2 notes on craft")[0] == f"story.yaml: {told}"
