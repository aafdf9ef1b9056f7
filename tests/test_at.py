"""Beginning somewhere: `play --at SCENE --with CONDITION`, as a writer meets it."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.checking.asked import asked
from engine.commands import somewhere as commands
from engine.engines import somewhere as symbolic
from engine.explore.moves import Brought
from engine.explore.somewhere import Found, found
from engine.model import Story
from engine.reading.load import load
from tests.screens import Shown, shown

GATE = """\
curbside: 1
title: The gate
content_notes: {dark: It is dark}
renamed: {scenes: {lodge: house}}
variables:
  coins: {start: 0, min: 0, max: 9}
moments:
  rang: {title: You rang}
scenes:
  gate:
    text: A gate stands here.
    choices:
      - {id: ring, text: Ring the bell., remember: rang, to: [{chance: 9, to: lane}, {chance: 1, to: well}]}
      - {id: pick, text: Pick up a coin., add: {coins: 1}, to: here}
      - {id: leave, text: Leave., once: true, to: field}
  field: {text: A field with nothing in it., choices: [{id: back, text: Go back., to: gate}]}
  well:
    text: A well.
    choices:
      - {id: drink, text: Drink., to: gate}
      - {id: on, text: Go on., to: lane}
  lane: {text: You walk down a lane., to: house}
  house:
    title: The house
    text: [{shuffle: ["One window is lit.", "No window is lit."]}]
    choices:
      - {id: back, text: Go back., to: gate}
      - {id: toss, text: Toss a coin., to: [{chance: 1, to: home}, {chance: 1, to: night}]}
  home: {text: You are home., ending: Home}
  night: {text: It is night., ending: Night}
  moon: {text: Up here., ending: The moon}
  round: {choices: [{id: up, text: Up., to: moon}]}
"""


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file of a story, as `story.yaml` in this folder; plays are kept beside it in `data`."""
    monkeypatch.setenv("CURBSIDE_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "story.yaml"
    path.write_text(GATE, encoding="utf-8")
    return path


def played(*options: str, typed: Sequence[str] = ()) -> Shown:
    """Play in plain lines that nothing wraps."""
    return shown(["play", "story.yaml", "--plain", "--width", "900", *options], typed)


def way(screen: Shown) -> list[str]:
    """Return what was said of the way there."""
    lines = screen.out.splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("To get there"))
    return lines[start : lines.index("h tells what was said so far, and ? what else you can ask for.")]


def kept(folder: Path) -> list[str]:
    """Return the choices and draws of the only play that is kept."""
    (file,) = (folder / "data" / "plays").glob("*.jsonl")
    return moves(file)


def moves(file: Path) -> list[str]:
    """Return the choices and draws in a file, and what was taken back."""
    rows = [json.loads(row) for row in file.read_text(encoding="utf-8").splitlines()[1:]]
    return [f"{kind} {row[kind]}" for row in rows for kind in ("choice", "drew", "undo") if kind in row]


# The way there

WAYS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("well",): ("gate.ring", "=well"),
    ("house",): ("gate.ring", "=lane"),
    ("lane",): ("gate.ring", "=lane"),
    ("home",): ("gate.ring", "=lane", "house.toss", "=home"),
    ("gate",): (),
    ("gate", "chose(gate.leave)"): ("gate.leave", "field.back"),
    ("gate", "rang and visits(gate) is 2"): ("gate.ring", "=lane", "house.back"),
    ("house", "visits(well) >= 2"): (*("gate.ring", "=well", "well.drink", "gate.ring", "=well", "well.on"),),
    ("house", "not visited(lane) or coins > 1"): ("gate.pick", "gate.pick", "gate.ring", "=lane"),
    ("lane", "visits(lane) > 1"): ("gate.ring", "=lane", "house.back", "gate.ring", "=lane"),
    ("night", "chose(well.drink)"): (
        *("gate.ring", "=well", "well.drink", "gate.ring", "=lane", "house.toss", "=night"),
    ),
}
"""What is asked for, a scene and perhaps a condition, and the shortest way there; draws with a sign before them."""


def looked_for(story: Story, scene: str, text: str | None = None, *, limit: int = 10_000) -> Found:
    """Look for a way to a scene."""
    if text is None:
        return found(story, scene, None, limit)
    condition, watching, _line, _faults = asked(story, text, "--with")
    assert condition is not None
    return found(watching, scene, condition, limit)


@pytest.mark.parametrize(("what", "shortest"), WAYS.items(), ids=" ".join)
def test_the_way_there_is_the_shortest(what: tuple[str, ...], shortest: tuple[str, ...], gate: Path) -> None:
    """Through hubs, by luck, with conditions on what the story itself does not remember."""
    story = load(gate).story
    assert story is not None
    made = tuple(Brought(each[1:]) if each.startswith("=") else each for each in shortest)
    found_ = looked_for(story, *what)
    assert found_.moves == made
    assert found_.rests == (what[0] != "lane")
    assert found_.reached


@pytest.mark.parametrize("what", [("moon",), ("round",), ("moon", "rang"), ("house", "coins > 3 and not rang")])
def test_what_no_play_comes_to_is_proven(what: tuple[str, ...], gate: Path) -> None:
    """All was looked at; whether it is the scene or the condition is told apart."""
    story = load(gate).story
    assert story is not None
    found_ = looked_for(story, *what)
    assert found_.moves is None
    assert not found_.why
    assert found_.reached == (what[0] == "house")


def test_a_limit_proves_nothing(gate: Path) -> None:
    """What was not found among so many states may lie further on; what was found is nearest all the same."""
    story = load(gate).story
    assert story is not None
    assert looked_for(story, "moon", limit=3) == Found(None, rests=False, reached=False, why="limit", states=3)
    far = looked_for(story, "house", "coins >= 9", limit=12)
    assert far == Found(None, rests=False, reached=True, why="limit", states=12)
    assert looked_for(story, "well", limit=3).moves == ("gate.ring", Brought("well"))
    stopped = found(story, "moon", None, 10_000, lambda _count: True)
    assert (stopped.moves, stopped.why) == (None, "stopped")


# What is shown


def test_the_way_is_shown_and_then_the_scene(gate: Path) -> None:
    """What one should know first, each choice and each draw, the last step's words, and the menu that it led to."""
    screen = played("--at", "home", "--with", "chose(gate.leave)")
    assert screen.code == 0
    assert screen.out.startswith("The gate\n\nIn this story:\n- It is dark\nTo get there: 4 choices.\n")
    assert way(screen) == [
        "To get there: 4 choices.",
        "gate.leave: Leave.",
        "field.back: Go back.",
        "gate.ring: Ring the bell.",
        "By chance: lane",
        "house.toss: Toss a coin.",
        "By chance: home",
    ]
    assert "You chose: Toss a coin.\n\nYou are home.\n\nThe end.\n" in screen.out
    assert kept(gate.parent)[-2:] == ["choice house.toss", "drew home"]


@pytest.mark.usefixtures("gate")
def test_conditions_that_are_asked_one_by_one_hold_all() -> None:
    """What is asked last takes nothing back."""
    apart = played("--at", "gate", "--with", "rang or coins is 1", "--with", "chose(gate.leave)")
    assert way(apart) == way(played("--at", "gate", "--with", "(rang or coins is 1) and chose(gate.leave)"))
    assert way(apart)


def test_a_scene_that_is_only_passed_by_is_said_to_be(gate: Path) -> None:
    """Its words are shown, and the player stands at the menu behind it."""
    screen = played("--at", "lane", typed=["", "s"])
    passes = 'The story does not stop at "lane": from there it goes on by itself, to where you stand now.'
    assert way(screen) == ["To get there: 1 choice.", "gate.ring: Ring the bell.", "By chance: lane", passes]
    assert "You walk down a lane." in screen.out
    assert "1. Go back." in screen.out
    assert "You are here: The house." in screen.out
    assert str(gate.parent) not in screen.out


def test_a_scene_that_a_choice_stays_in_is_named(gate: Path) -> None:
    """Whose last choice led nowhere else reads where that was."""
    gate.write_text(GATE.replace("  gate:\n", "  gate:\n    title: At the gate\n"), encoding="utf-8")
    screen = played("--at", "gate", "--with", "coins is 1")
    assert way(screen) == ["To get there: 1 choice.", "gate.pick: Pick up a coin."]
    assert screen.out.index("At the gate") < screen.out.index("You chose: Pick up a coin.")


def test_where_the_story_begins_it_begins_as_ever(gate: Path) -> None:
    """With the title and all; nothing was chosen, and nothing is kept."""
    screen = played("--at", "gate")
    assert "To get there, nothing has to be chosen." in screen.out
    assert screen.out.count("It is dark") == 1
    assert "Type the number of what you want to do" in screen.out
    assert "1. Ring the bell." in screen.out
    assert not list((gate.parent / "data" / "plays").glob("*.jsonl"))


# What cannot be

FAULTS = (
    'error[L202]: nothing here is called "coin": no variable and no moment\n'
    " --> --with:1:1\n"
    "  |\n"
    "1 | coin > 1 and chose(lodge.back)\n"
    '  | ^^^^ did you mean "coins"?\n\n'
    'error[L206]: there is no choice "lodge.back"\n'
    " --> --with:1:20\n"
    "  |\n"
    "1 | coin > 1 and chose(lodge.back)\n"
    '  |                    ^^^^^^^^^^ it was renamed: write "house.back"\n'
)
NOT: dict[tuple[str, ...], tuple[int, str]] = {
    ("--at", "moon"): (1, 'No path leads to "moon": every one was followed.\n'),
    ("--at", "house", "--with", "coins > 3\nand not rang"): (
        1,
        'Every path was followed, and on none of them this holds at "house": coins > 3 and not rang\n',
    ),
    ("--at", "hosue"): (2, 'This story has no scene called "hosue". Did you mean "house"?\n'),
    ("--at", "lodge"): (2, 'This story has no scene called "lodge". Did you mean "house"?\n'),
    ("--at", "the House"): (2, 'This story has no scene called "the House". Did you mean "house"?\n'),
    ("--at", "?"): (2, 'This story has no scene called "?".\n'),
    ("--at", "house", "--with", "coin > 1 and chose(lodge.back)"): (2, FAULTS),
    ("--with", "rang"): (2, "--with says what is to hold at a scene: name the scene with --at.\n"),
    ("--at", "house", "--replay", "x.jsonl"): (2, "--replay shows a play from its start: leave --at out.\n"),
}


@pytest.mark.parametrize(("options", "said"), NOT.items(), ids=lambda each: " ".join(map(str, each)).split("\n")[0])
@pytest.mark.usefixtures("gate")
def test_why_not_is_said(options: tuple[str, ...], said: tuple[int, str]) -> None:
    """Before anything is shown."""
    assert played(*options) == Shown(said[0], "", said[1])


def test_a_story_must_be_named() -> None:
    """There are many on the shelf."""
    named = "--at begins at a scene of a story: name the story as well.\n"
    assert shown(["play", "--at", "house"]) == Shown(2, "", named)


@pytest.mark.usefixtures("gate")
def test_what_was_not_found_within_the_limit_may_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said how far was looked, where sets of states cannot tell either."""
    monkeypatch.setattr(commands, "LIMIT", 5)
    monkeypatch.setattr(symbolic, "beyond", lambda _story: None)
    near = played("--at", "moon")
    assert near == Shown(1, "", 'Within 5 states no way to "moon" was found. There may be one further on.\n')
    far = played("--at", "house", "--with", "coins >= 9").err
    assert far == 'Within 5 states no way to "house" was found so that this holds there: coins >= 9\n'


# The play that begins there


def test_it_is_a_play_like_any_other(gate: Path) -> None:
    """What led there can be looked back on and taken back; it is kept, and gone on with."""
    screen = played("--at", "house", typed=["h", "u", "1"])
    assert screen.out.index("What was said so far:") < screen.out.index("A gate stands here.")
    assert "Taken back: Ring the bell." in screen.out
    before = kept(gate.parent)
    assert before[:4] == ["choice gate.ring", "drew lane", "undo 1", "choice gate.ring"]
    then = shown(["play", "story.yaml", "--plain"], [])
    assert "You go on where you stopped, after 1 choice." in then.out
    assert "To get there" not in then.out


def test_it_is_a_new_play_beside_the_old_one(gate: Path) -> None:
    """An old play stays as it is, one under the same name too; the new one gets that name."""
    played("--slot", "Mara", typed=["2"])
    (old,) = (gate.parent / "data" / "plays").glob("*.jsonl")
    before = old.read_bytes()
    assert "To get there: 1 choice." in played("--at", "field", "--slot", "Mara", typed=["1"]).out
    assert old.read_bytes() == before
    (new,) = set((gate.parent / "data" / "plays").glob("*.jsonl")) - {old}
    assert json.loads(new.read_text(encoding="utf-8").splitlines()[0])["slot"] == "Mara"
    assert moves(new) == ["choice gate.leave", "choice field.back"]


def test_the_seed_decides_what_is_drawn_from_there_on(gate: Path) -> None:
    """And how words are shuffled; what it would have drawn on the way does not matter."""
    homes = {"You are home.", "It is night."}
    ends, windows = set(), set()
    for seed in map(str, range(12)):
        first, again = (played("--at", "well", "--seed", seed, "--once", typed=["2", "", "2"]) for _time in range(2))
        assert first == again
        ends |= {each for each in homes if each in first.out}
        windows |= {each for each in ("One window is lit.", "No window is lit.") if each in first.out}
    assert ends == homes
    assert len(windows) == 2
    files = (gate.parent / "data" / "plays").glob("*.jsonl")
    assert {json.loads(file.read_text(encoding="utf-8").splitlines()[0])["seed"] for file in files} == {*range(12)}


def test_a_transcript_holds_the_way_as_well(gate: Path) -> None:
    """So it can be shown again from the start."""
    screen = played("--at", "well", "--transcript", "t.jsonl", typed=["1"])
    assert screen.code == 0
    assert moves(gate.parent / "t.jsonl") == ["choice gate.ring", "drew well", "choice well.drink"]
    again = played("--replay", "t.jsonl")
    assert again.code == 0
    assert again.out.index("A gate stands here.") < again.out.index("A well.")
    there = played("--at", "well", "--transcript", "t.jsonl")
    assert (there.code, there.out) == (2, "")
    assert "is there already" in there.err


def test_at_an_ending_one_looks_back_on_what_led_there(gate: Path) -> None:
    """With `--once` the play is over at once; a dead end is a problem of the story."""
    screen = played("--at", "night", "--once")
    assert screen.code == 0
    assert screen.out.count("The end.") == 1
    gate.write_text(
        GATE.replace("ending: Night", "choices: [{id: up, text: Up., when: not rang, to: moon}]"), encoding="utf-8"
    )
    stuck = played("--at", "night", "--once")
    assert stuck.code == 1
    assert "The story cannot go on from here." in stuck.out
