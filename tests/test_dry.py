"""Menus that may run dry: none that does goes unsaid, and where a choice is always left, nothing is said."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given

from engine.checking.check import check
from engine.checking.unused import unused
from engine.reading.load import Loaded, load
from tests.properties.laws import examples, law
from tests.properties.loading import loaded, world
from tests.properties.stories import Play, Story, stories
from tests.reference.walker import HERE, offered


def told(found: Loaded) -> set[str]:
    """Return the scenes of which it is told that they may run dry."""
    lines = found.documents[0].lines
    return {lines[each.span.line - 1].strip(" :") for each in unused(found) if each.code == "L233"}


def dry(plain: Story) -> set[str]:
    """Return every scene in which some play is left without a choice, and the scene leads nowhere by itself."""
    found = set()
    for memory in world(plain).states.values():
        available, _, ending = offered(plain, memory)
        if not available and ending is None and plain["scenes"][memory.scene].get("to", HERE) == HERE:
            found.add(memory.scene)
    return found


@law(60)
def test_a_menu_that_can_run_dry_is_told(play: Play) -> None:
    """There are no false negatives; there may be warnings that no play bears out."""
    assert dry(play.story) <= told(loaded(play.story))


def test_the_law_of_dry_menus_is_tried() -> None:
    """The random stories hold menus that do run dry, and menus without a way on of which nothing is said."""
    seen: Counter[str] = Counter()

    @examples(60)
    @given(stories())
    def collect(story: Story) -> None:
        said, menus = told(loaded(story)), {name for name, each in story["scenes"].items() if "choices" in each}
        lasting = {name for name in menus - said if story["scenes"][name].get("to", HERE) == HERE}
        seen.update(dry=len(dry(story)), told=len(said), lasting=len(lasting))

    collect()
    assert min(seen["dry"], seen["told"] - seen["dry"], seen["lasting"]) >= 5, seen


HUB = """
curbside: 1
title: A hub
start: %s
variables:
  hat_on: {start: true}
  seat: {start: far, one_of: [far, near, beside]}
  stops: {start: 0, min: 0, max: 1000000}
moments:
  asked: {title: You asked}
  told: {title: You were told}
scenes:
  hub:%s
    choices: [%s]
  near_hub:
    choices: [{id: back, text: Back, to: hub}, {id: off, text: Off, to: home}]
  far_off:
    choices: [{id: on, text: On, to: home}]
  home: {ending: Home, tags: [hat]}
"""


def choices(*lines: str) -> str:
    """Return choices in one line of YAML, each with an id, words and, where none is given, `to: here`."""
    given = [f"id: c{index}, text: Act, {line}" for index, line in enumerate(lines)]
    return ", ".join("{" + (line if "to:" in line else f"{line}, to: here") + "}" for line in given)


@pytest.mark.parametrize(
    "lines",
    [
        ["to: home"],
        ["to: here"],
        ["once: true, to: far_off"],  # from there nothing leads back: who is here has not taken it
        ["once: true, to: [{when: hat_on, to: far_off}, {to: home}]"],
        ["once: true", "to: home"],
        ["when: hat_on", "when: not hat_on"],
        ["when: hat_on is true", "when: hat_on is false, locked: Why not."],
        ["when: seat is far", "when: seat is near", "when: seat is beside"],
        ["when: seat is far", "when: seat is not far"],
        ["when: stops < 500000", "when: stops >= 500000"],
        ["when: stops <= 3", "when: stops is 4", "when: stops > 4 and stops <= 900000", "when: not (stops <= 900000)"],
        ["when: hat_on and asked", "when: not hat_on", "when: hat_on and not asked"],
        ["when: visited(hub)"],
        ["when: visits(hub) < 3", "when: visits(hub) >= 3"],
        ["when: visited(far_off)", "when: visits(far_off) is 0"],
        ["once: true", "when: chose(hub.c0)"],  # used up, so it was chosen
        ["once: true, when: hat_on", "when: not hat_on", "when: chose(hub.c0)"],
        ["once: true, remember: asked", "when: asked"],  # used up, so it is remembered
        ["once: true, remember: [asked, told]", "once: true, to: near_hub", "when: told"],
        ["when: not chose(hub.c1)", "when: hat_on, to: far_off"],  # who took that one is never here again
        ["when: hat_on or true"],
        ["when: hat_on", "when: not hat_on", *["once: true"] * 40],  # the pair is enough, whatever else there is
        ["when: hat_on", "when: not hat_on", *[f"when: stops is {number}" for number in range(0, 400, 4)]],
    ],
    ids=lambda lines: "; ".join(lines)[:60],
)
def test_a_menu_in_which_a_choice_is_always_left(lines: list[str]) -> None:
    """No warning, whatever stands beside it."""
    assert runs_dry(choices(*lines)) == []


@pytest.mark.parametrize(
    "lines",
    [
        ["when: hat_on"],
        ["once: true"],
        ["once: true, to: near_hub"],
        ["once: true, to: [{chance: 1, to: home}, {chance: 1, to: near_hub}]"],
        ["once: true, to: hub"],
        ["when: hat_on", "when: not hat_on and asked"],
        ["when: hat_on, locked: Put it on.", "when: asked"],
        ["when: seat is far", "when: seat is near"],
        ["when: stops < 500000", "when: stops > 500000"],
        ["when: visits(hub) < 3"],
        ["once: true", "when: chose(hub.c0) and hat_on"],
        ["once: true", "when: not chose(hub.c0)"],
        ["once: true, remember: asked", "once: true, when: asked"],
        ["when: not chose(hub.c1)", "when: hat_on, to: near_hub"],
        ["once: true, when: hat_on", "once: true, when: not hat_on"],
        ["when: hat_on and false"],
        ["once: true, set: {hat_on: true}", "when: hat_on"],
        ["once: true"] * 40,
        ["when: hat_on"] + [f"when: stops is {number}" for number in range(0, 400, 4)],
    ],
    ids=lambda lines: "; ".join(lines)[:60],
)
def test_a_menu_that_may_run_dry(lines: list[str]) -> None:
    """One warning, at the scene; none where the scene leads on by itself; and `to: here` is no way on."""
    assert runs_dry(choices(*lines)) == ["hub"]
    assert runs_dry(choices(*lines), way="here") == ["hub"]
    assert runs_dry(choices(*lines), way="home") == []
    assert runs_dry(choices(*lines), start="far_off") == ["hub"], "that nothing leads there is another matter"


def runs_dry(written: str, way: str = "", start: str = "hub") -> list[str]:
    """Return the scenes that may run dry in a story of a hub."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.yaml"
        path.write_text(HUB % (start, f"\n    to: {way}" if way else "", written), encoding="utf-8")
        found = load(path)
    assert found.story is not None, found.diagnostics
    return sorted(told(found))


def test_what_is_so_on_arrival() -> None:
    """What is remembered on the way in holds for as long as one is there; what is set there may change."""
    assert runs_dry(choices("when: asked"), way="here\n    remember: told") == ["hub"]
    assert runs_dry(choices("when: asked"), way="here\n    remember: asked") == []
    assert runs_dry(choices("when: hat_on"), way="here\n    set: {hat_on: false}") == ["hub"]


def test_too_many_cases_are_told_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the first two is always there; beside so many numbers nobody has looked, nor where patience is over."""
    pair = ["when: stops < 5 or visits(near_hub) < 5", "when: stops >= 5 and visits(near_hub) >= 5"]

    def beside(count: int) -> str:
        asked = [f"{of} is {2 * number}" for of in ("stops", "visits(near_hub)") for number in range(count)]
        return choices(*pair, *(f"when: {' or '.join(asked[at : at + 30])}" for at in range(0, len(asked), 30)))

    assert runs_dry(beside(60)) == []
    assert runs_dry(beside(120)) == ["hub"]
    monkeypatch.setattr("engine.checking.dry.EFFORT", 10_000)
    assert runs_dry(beside(60)) == ["hub"]
    assert runs_dry(choices(*pair)) == []


BESIDE_YOU = """
curbside: 1
title: The tram
variables:
  seat: {start: far, one_of: [far, near, beside]}
scenes:
  tram:
    choices:
      - {id: move, text: Move up., when: seat is far, reply: She smiles., set: {seat: near}, to: here}
      - {id: talk, text: Talk., when: seat is near, to: home}
  home: {ending: Home}
"""


@pytest.mark.parametrize(
    "name", ["L233-may-run-dry", "L233-may-run-dry-a-hub", "L233-may-run-dry-and-its-to-stays-here"]
)
def test_where_every_path_is_tried_a_dead_end_is_told_instead(name: str) -> None:
    """That a menu may run dry is told as long as it is not known."""
    story = Path(__file__).parent / "diagnostics" / name / "story.yaml"
    few, all_ = check(story, 2), check(story)
    assert not few.is_proven
    assert [each.code for each in few.diagnostics if each.severity != "note"] == ["L233"]
    assert all_.is_proven
    codes = {each.code for each in all_.diagnostics}
    assert "A101" in codes
    assert "L233" not in codes


def test_where_every_path_is_tried_a_menu_that_never_runs_dry_is_not_told(tmp_path: Path) -> None:
    """It might by what it asks, and no play comes to that."""
    (tmp_path / "story.yaml").write_text(BESIDE_YOU, "utf-8")
    assert [each.code for each in check(tmp_path, 1).diagnostics if each.severity != "note"] == ["L233"]
    assert [each.code for each in check(tmp_path).diagnostics if each.severity != "note"] == []
