"""`curbside explore NEW --against OLD` on kept plays: its exit code, and what it says where not all can be looked at.

What it says of each kind of loss stands in the folders `exploring/kept-*`; that it is true is held by
`properties/test_surviving.py`.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.engines.choosing import explore as explore_in_any_way
from engine.explore.explored import Ask
from engine.model import Story
from engine.reading.load import load
from engine.versions.pairs import beside
from engine.versions.parting import parting
from engine.versions.survival import Survival
from engine.versions.surviving import surviving
from tests.screens import shown
from tests.test_explore_command import FOLDER, lamps

EDITED = FOLDER.parent / "edited"
LOSES = {
    "chance-added": True,
    "chance-removed": True,
    "choice-closed": True,
    "choice-removed": True,
    "choice-renamed": False,
    "choices-reordered": False,
    "ending-removed": False,
    "nothing": False,
    "other-choice-removed": True,
    "scene-renamed": False,
    "scene-renamed-unsaid": True,
    "start-moved": True,
    "start-moved-unknown": True,
    "text-changed": False,
    "variable-added": False,
    "way-removed": True,
    "weights-changed": False,
}
"""Which edits of a story lose kept plays."""


def kept(new: Path | str, old: Path | str, *more: str) -> tuple[int, dict[str, Any]]:
    """Return the exit code of the command, and what it says of kept plays, for programs."""
    came = shown(["explore", str(new), "--against", str(old), "--json", *more])
    return came.code, json.loads(came.out)["against"]["kept_plays"]


def test_every_edit_is_known() -> None:
    """One for each folder."""
    assert LOSES.keys() == {path.parent.name for path in EDITED.glob("*/story.yaml")}


@pytest.mark.parametrize(("edit", "loses"), LOSES.items())
def test_the_exit_code_is_1_where_a_kept_play_is_lost(edit: str, *, loses: bool) -> None:
    """And only there: what was renamed and said, or stands elsewhere, is not lost."""
    code, told = kept(EDITED / edit, EDITED / "story.yaml")
    assert told["verdict"] == "complete"
    assert (code == 1) == loses == (told["states"]["lost"] > 0) == bool(told["lost"])


def test_what_is_declared_is_not_lost(tmp_path: Path) -> None:
    """A choice that was taken out loses plays until the header says which other one takes its place."""
    new = tmp_path / "story.yaml"
    text = (FOLDER / "against" / "story.yaml").read_text("utf-8")
    new.write_text(text, "utf-8")
    code, told = kept(new, FOLDER / "against" / "old.yaml")
    assert (code, [each["choice"] for each in told["lost"]]) == (1, ["gate.knock"])
    new.write_text(text.replace("porch.go: porch.walk", "porch.go: porch.walk, gate.knock: gate.open"), "utf-8")
    code, told = kept(new, FOLDER / "against" / "old.yaml")
    assert (code, told["lost"]) == (0, [])
    assert told["elsewhere"] == [{"scene": "yard", "at": "garden", "witness": ["porch.lift", "gate.knock"]}]


# Where not all can be looked at


WALK = """curbside: 1
title: A walk
variables:
  wet: {start: false}
moments:
  seen: {title: You saw it}
scenes:
  path:
    text: A path.
    to: [{chance: 1, to: bridge}, {chance: 2, to: wood}]
  bridge:
    text: A bridge.
    choices:
      - {id: jump, text: Jump., once: true, set: {wet: true}, to: here}
      - {id: look, text: Look., when: not wet and not chose(bridge.jump), remember: seen, to: here}
      - {id: go, text: Go., to: [{when: wet or visits(wood) >= 1, to: home}, {to: wood}]}
  wood:
    text: Trees.
    to: lawn
    choices:
      - {id: rest, text: Rest., when: not seen, to: home}
  lawn: {text: Grass., to: home}
  home: {ending: Home}
"""


@pytest.mark.parametrize(
    ("before", "now", "stays"),
    [
        ("text: Trees.", "text: Many trees.", True),
        ("chance: 2", "chance: 5", True),
        ("{id: go,", "{id: wait, text: Wait., to: here}\n      - {id: go,", True),
        ("  lawn: ", "  pond: {ending: Pond}\n  lawn: ", True),
        ("seen: {title: You saw it}", "seen: {title: It was seen}\n  more: {title: More}", True),
        ("remember: seen", "remember: [seen, more]", None),
        ("lawn", "meadow", False),
        ("{id: rest,", "{id: lie, text: Lie., to: home}\n      - {id: rest,", False),
        ("text: Grass.,", "text: Grass., set: {wet: true},", False),
        ("once: true, ", "", True),
        ("set: {wet: true}", "set: {wet: false}", False),
        ("start: false", "start: true", False),
        ("wet: {start: false}", "wet: {start: 0, min: 0, max: 1}", None),
        ("not wet and not", "not wet or not", False),
        ("visits(wood) >= 1", "visits(bridge) >= 1", False),
        ("chose(bridge.jump)", "chose(bridge.look)", False),
        ("not seen,", "seen,", False),
        ("to: wood}]\n  bridge", "to: lawn}]\n  bridge", False),
        ("{id: rest,", "{id: relax,", False),
    ],
)
def test_rules_that_stay(tmp_path: Path, before: str, now: str, *, stays: bool | None) -> None:
    """Told from what is written alone; None where the edit is none that can be made."""
    assert before in WALK
    old, new = (loaded(tmp_path, text) for text in (WALK, WALK.replace(before, now)))
    assert old is not None
    assert (None if new is None else stay(old, new)) == stays


@pytest.mark.parametrize(
    ("scenes", "choices", "changes", "stays"),
    [
        ("lawn: meadow", "", {"lawn": "meadow"}, True),
        ("bridge: ford", "ford.jump: ford.leap", {"bridge": "ford", "jump": "leap"}, True),
        ("", "wood.rest: wood.relax", {"rest": "relax"}, True),
        ("lawn: home", "", {"  lawn: {text: Grass., to: home}\n": "", "lawn": "home"}, False),
    ],
)
def test_rules_that_stay_by_other_names(
    tmp_path: Path, scenes: str, choices: str, changes: dict[str, str], *, stays: bool
) -> None:
    """If the header says so, and no two have one name now."""
    text = WALK
    for before, now in changes.items():
        text = text.replace(before, now)
    kinds = ", ".join(f"{kind}: {{{each}}}" for kind, each in (("scenes", scenes), ("choices", choices)) if each)
    said = text.replace("title: A walk", f"title: A walk\nrenamed: {{{kinds}}}")
    old, new, unsaid = (loaded(tmp_path, each) for each in (WALK, said, text))
    assert old is not None
    assert new is not None
    assert unsaid is not None
    assert stay(old, new) == stays
    assert not stay(old, unsaid)


def stay(old: Story, new: Story) -> bool:
    """Tell whether versions part nowhere."""
    parts = parting(old, new)
    return parts is not None and not parts.marks


def loaded(folder: Path, text: str) -> Story | None:
    """Return a story by its text."""
    (folder / "story.yaml").write_text(text, "utf-8")
    return load(folder / "story.yaml").story


def switches(number: int) -> str:
    """Return a story with so many lamps, each of which can be looked at once it is on."""
    lines = ["curbside: 1", "title: Lamps", "variables:"]
    lines += [f"  lamp_{each}: {{start: false}}" for each in range(number)]
    lines += ["scenes:", "  hall:", "    text: Dark.", "    choices:"]
    for each in range(number):
        lines += [f"      - {{id: on_{each}, text: On., when: not lamp_{each}, set: {{lamp_{each}: true}}, to: here}}"]
        lines += [f"      - {{id: look_{each}, text: Look., when: lamp_{each}, reply: Light., to: here}}"]
    return "\n".join([*lines, "      - {id: go, text: Go., when: lamp_0, to: out}", "  out: {ending: Out}", ""])


EDITS = {
    "words": ("text: Dark.", "text: It is dark.", []),
    "a choice more": ("- {id: go,", "- {id: look, text: Look., to: here}\n      - {id: go,", []),
    "opened wider": ("when: lamp_0, to: out", "when: lamp_0 or lamp_1, to: out", []),
    "out of reach": ("when: lamp_2,", "when: lamp_2 and (lamp_3 or not lamp_3),", []),
    "closed": (
        "when: lamp_7,",
        "when: lamp_7 and not lamp_3,",
        [("choice_closed", "hall.look_7", ["hall.on_3", "hall.on_7", "hall.look_7"])],
    ),
    "gone": ("id: on_7,", "id: on_seven,", [("choice_gone", "hall.on_7", ["hall.on_7"])]),
}


@pytest.mark.parametrize("edit", EDITS)
def test_the_rules_show_it_where_there_are_too_many_states(tmp_path: Path, edit: str) -> None:
    """Where versions part, and whether plays come there, can be asked of sets of states: here, of 65,536."""
    before, now, lost = EDITS[edit]
    text = switches(16)
    assert before in text
    old, new = (loaded(tmp_path, each) for each in (text, text.replace(before, now)))
    assert old is not None
    assert new is not None
    found = surviving(new, old, Ask(limit=1000, engine="bitsets"), explore_in_any_way, is_countable=False)
    assert (found.is_complete, found.tally, found.strays, found.looked) == (True, None, (), 0)
    assert [each[:2] for each in found.losses] == [each[:2] for each in lost]
    assert [sorted(map(str, each.witness or ())) for each in found.losses] == [sorted(each[2]) for each in lost]


def test_a_choice_that_can_be_taken_once_is_lost_before_that_alone(tmp_path: Path) -> None:
    """Behind it, it cannot be made in either version, whatever its condition asks in the newer one."""
    old, new = (loaded(tmp_path, text) for text in (WALK, WALK.replace("once: true,", "once: true, when: not wet,")))
    assert old is not None
    assert new is not None
    found = surviving(new, old, Ask(), is_countable=False)
    assert (found.is_complete, found.tally, found.losses) == (True, None, ())


AGAIN = """curbside: 1
title: A walk
scenes:
  wood:
    text: Trees.
    choices:
      - {id: rest, text: Rest., to: lawn}
      - {id: sleep, text: Sleep., when: visits(wood) >= 2 and visited(lawn) and chose(wood.rest), to: home}
  lawn:
    text: Grass.
    choices:
      - {id: back, text: Back., to: wood}
  home: {ending: Home}
"""


@pytest.mark.parametrize(
    ("asks", "is_told", "loses"),
    [
        ("visits(wood) >= 2", True, False),
        ("visits(wood) >= 3 and visited(lawn)", True, True),
        ("visits(wood) is 2 or visits(wood) > 2", True, False),
        ("visits(wood) is 3", False, True),
        ("visits(wood) <= 3", False, True),
        ("visits(lawn) >= 1", True, False),
        ("visits(lawn) is 1", False, True),
        ("not chose(wood.rest)", True, True),
        ("chose(lawn.back)", False, False),
    ],
)
def test_what_the_older_version_remembers_can_be_asked_of_it(
    tmp_path: Path, asks: str, *, is_told: bool, loses: bool
) -> None:
    """What it does not count, or not so far, cannot: then every state is looked at."""
    now = AGAIN.replace("visits(wood) >= 2 and visited(lawn) and chose(wood.rest)", asks)
    old, new = (loaded(tmp_path, text) for text in (AGAIN, now))
    assert old is not None
    assert new is not None
    found = surviving(new, old, Ask(), is_countable=False)
    assert (found.tally is None) == is_told
    assert bool(found.losses) == loses


def test_it_is_said_that_the_rules_show_it(tmp_path: Path) -> None:
    """In so many words, with the exit code of what is lost."""
    old, new, (before, now, _lost) = tmp_path / "old.yaml", tmp_path / "new.yaml", EDITS["closed"]
    old.write_text(switches(8), "utf-8")
    for text, who, code in (
        (switches(8).replace(before, now), "Each that is not lost here goes on", 1),
        (switches(8).replace("text: Dark.", "text: It is dark."), "Each goes on", 0),
    ):
        new.write_text(text, "utf-8")
        came = shown(["explore", str(new), "--against", str(old), "--limit", "100", "--engine", "bitsets"])
        assert came.code == code
        said = f"{who} exactly where it stood: the rules show it. The states were not counted."
        assert said in " ".join(came.out.split())


def test_what_is_lost_within_the_limit_is_lost(tmp_path: Path) -> None:
    """It is not known of every state, but what is said is true; where nothing is found to be lost, nothing is."""
    old = lamps(tmp_path, 12)
    new, text = tmp_path / "new.yaml", Path(old).read_text("utf-8").replace("to: out}]", "to: lit}]")
    limit = ("--limit", "100", "--engine", "states")
    found = list[tuple[int, dict[str, Any], str]]()
    for each in (text.replace("id: on_7,", "id: on_seven,"), text):
        new.write_text(each, "utf-8")
        code, told = kept(new, old, *limit)
        said = shown(["explore", str(new), "--against", old, *limit]).out
        found.append((code, told, said))
        assert (told["verdict"], told["states"]) == ("incomplete", None)
        assert told["reason"] == "there are more than 100 pairs of an old and a new state"
        assert "It is not known of every state what becomes of them" in said
    (code, told, said), (other_code, other, other_said) = found
    assert (code, [each["choice"] for each in told["lost"]]) == (1, ["hall.on_7"])
    assert "What is said here is true all the same." in " ".join(said.split())
    assert said.endswith("kept plays lost (3 scenes, 2 endings)\n")
    assert (other_code, other["lost"]) == (0, [])
    assert "None was found to be lost." in other_said
    assert other_said.endswith("no faults found so far (3 scenes, 2 endings)\n")


def versions(tmp_path: Path) -> tuple[Story, Story]:
    """Return two versions of a story of which no play is lost, whose rules differ."""
    text = Path(lamps(tmp_path, 10)).read_text("utf-8")
    old, new = (loaded(tmp_path, each) for each in (text, text.replace("to: out}]", "to: lit}]")))
    assert old is not None
    assert new is not None
    return old, new


def test_it_can_be_stopped(tmp_path: Path) -> None:
    """Somebody is asked now and then whether to go on; then it says how far it came."""
    old, new = versions(tmp_path)
    counts = list[int]()

    def pulse(count: int) -> bool:
        counts.append(count)
        return count > 0

    found = surviving(new, old, Ask(limit=100_000, pulse=pulse))
    assert counts[:2] == [0, 1024]
    assert isinstance(found, Survival)
    assert (found.tally, found.is_complete) == (None, False)
    assert found.reason == f"stopped after {found.looked:,} pairs of states"


def test_a_limit_of_just_as_many_pairs_as_there_are_is_enough(tmp_path: Path) -> None:
    """Not one more is needed."""
    old, new = versions(tmp_path)
    number = len(beside(old, new, 100_000).parents)
    assert number > 1000
    assert surviving(new, old, Ask(limit=number)).is_complete
    assert surviving(new, old, Ask(limit=number - 1)).why == "limit"
