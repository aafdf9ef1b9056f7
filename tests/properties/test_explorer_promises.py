"""Promises are kept where the oracle says so; where one is broken, the shortest play that shows it does."""

# ruff: noqa: D103  a test's name is its sentence

import hashlib
import json
import tempfile
from pathlib import Path

from engine.checking.walks import Walks, read_walks
from engine.explore.explored import Ask, explore
from engine.explore.proved import proved
from engine.explore.search import Wish
from tests.properties.dice import Dice
from tests.properties.exploring import STATES, Case, choices, held_by_some, replayed
from tests.properties.stories import Story, _condition, _Names, render
from tests.reference import proofs
from tests.reference.everything import TooManyStates, everything
from tests.reference.memory import holds


def promised(story: Story) -> list[dict[str, str]]:
    """Return some promises about a story, drawn from what it is."""
    text = render(story)
    dice = Dice(b"".join(hashlib.sha256(f"{number}{text}".encode()).digest() for number in range(20)))
    scenes = story["scenes"]
    names = _Names(
        {name: (each["min"], each["max"]) for name, each in story.get("variables", {}).items() if "min" in each},
        {name: each["one_of"] for name, each in story.get("variables", {}).items() if "one_of" in each},
        [name for name, each in story.get("variables", {}).items() if isinstance(each["start"], bool)],
        list(story.get("moments", {})),
        [],
        dict.fromkeys(scenes, ""),
        {name: [each["id"] for each in scene["choices"]] for name, scene in scenes.items() if "choices" in scene},
    )
    goals = [*scenes, "endings"]
    return [
        {"id": "r", "reachable": dice.pick(goals)},
        {"id": "all", "reachable": "endings"},
        {"id": "n", "never": _condition(dice, names)},
        {"id": "n_two", "never": f"({_condition(dice, names)}) and ({_condition(dice, names)})"},
        {"id": "end", "can_always_reach": "endings"},
        {"id": "u", "can_always_reach": dice.pick(goals), "unless": _condition(dice, names)},
    ]


def read(case: Case, rows: list[dict[str, str]]) -> Walks:
    with tempfile.TemporaryDirectory() as folder:
        text = json.dumps({"curbside": 1, "promises": rows})
        (Path(folder) / "walks.yaml").write_text(text, encoding="utf-8", newline="\n")
        found = read_walks(Path(folder), case.loaded)
    assert found is not None
    assert found.diagnostics == ()
    assert found.value is not None
    return found.value


Broken = dict[str, int]
"""The scenes in which a promise is broken by the play of so many choices that is the shortest; "" for a whole story."""


def broken(case: Case, row: dict[str, str]) -> Broken:
    """Return where the oracle says that a promise is broken. TooManyStates where its condition tells too many apart."""
    story = case.plain
    endings = [name for name, scene in story["scenes"].items() if "ending" in scene]
    if "reachable" in row:
        goals = endings if row["reachable"] == "endings" else [row["reachable"]]
        return dict.fromkeys(proofs.broken_reachable(case.world, goals), 0)
    if "never" in row:
        return broken_never(story, row["never"])
    goals = endings if row["can_always_reach"] == "endings" else [row["can_always_reach"]]
    return proofs.broken_can_always_reach(story, goals, row.get("unless"), STATES)


def broken_never(story: Story, condition: str) -> Broken:
    """Return the nearest menus and endings at which a condition holds; dead ends are neither."""
    world = everything(proofs.watching(story, condition), STATES)
    asked = {**proofs.menus(story, world), **proofs.endings(story, world)}
    found: Broken = {}
    for key, number in proofs.depths(world).items():
        if key in asked and holds(condition, world.states[key]):
            scene = world.states[key].scene
            found[scene] = min(number, found.get(scene, number))
    return found


@held_by_some
def test_promises_are_kept_and_broken_alike(case: Case) -> None:
    rows = promised(case.plain)
    walks = read(case, rows)
    found = explore(case.story, Ask(promises=walks.promises, watching=walks.watching)).promises
    assert [each.promise for each in found] == list(walks.promises)
    for row, each in zip(rows, found, strict=True):
        assert proved(walks.watching, [each.promise], Wish())[0].kept == each.kept
        try:
            expected = broken(case, row)
        except TooManyStates:
            continue
        assert each.kept is not bool(expected)
        assert each.said
        if each.kept or "reachable" in row:
            assert each.counterexample is None
            continue
        assert each.counterexample is not None
        play = replayed(case.story, each.counterexample)
        assert len(choices(each.counterexample)) == min(expected.values()) == expected[play.step.state.scene]
        assert not play.offer.dead_end


@held_by_some
def test_what_is_said_of_a_promise_within_a_limit_is_true(case: Case) -> None:
    walks = read(case, promised(case.plain))
    whole = proved(walks.watching, walks.promises, Wish())
    for limit in (1, 3, 8):
        found = explore(case.story, Ask(promises=walks.promises, watching=walks.watching, limit=limit))
        for each, known in zip(found.promises, whole, strict=True):
            assert each.kept in {None, known.kept}
            if each.counterexample is not None:
                assert known.counterexample is not None
                assert len(choices(each.counterexample)) == len(choices(known.counterexample))
        assert ("promises" in found.withheld) == any(each.kept is None for each in found.promises)
    stopped = explore(case.story, Ask(promises=walks.promises, watching=walks.watching, pulse=lambda _: True))
    for each, known in zip(stopped.promises, whole, strict=True):
        assert each.kept in {None, known.kept}
