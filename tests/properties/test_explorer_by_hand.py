"""What the explorer counts and finds in stories by hand: circles, limits, and ways that random stories seldom have."""

# ruff: noqa: D103  a test's name is its sentence

from fractions import Fraction

import pytest

from engine.explore.ahead import can_reach
from engine.explore.covering import Covering
from engine.explore.flow import flow
from engine.explore.passing import gone, passes
from tests.properties.exploring import Case, choices, replayed
from tests.properties.stories import HERE, Node
from tests.properties.test_explorer_figures import practised_alike
from tests.reference import proofs

MILLIONTH = 1e-6


def story(**scenes: list[Node] | str) -> Case:
    """Return a story of scenes, each with its choices or with where it leads; names in capitals are endings."""
    written = {
        name: {"to": each} if isinstance(each, str) else {"choices": [_choice(*pair) for pair in enumerate(each)]}
        for name, each in scenes.items()
    }
    ends = {name: {"ending": f"The {name}"} for name in ("end", "other")}
    return Case({"curbside": 1, "title": "A story", "scenes": {**written, **ends}})


def _choice(number: int, choice: Node) -> Node:
    return {"id": f"c{number}", "text": "Go."} | (choice if isinstance(choice, dict) else {"to": choice})


def odds(**weights: int) -> Node:
    """Return a way by chance."""
    return {"to": [{"chance": weight, "to": to} for to, weight in weights.items()]}


def practising(dimension: str, to: str, **more: Node) -> Node:
    return {"to": to, "empathy": {dimension: "You took your time."}, **more}


ONCE = {"to": HERE, "once": True}


# From scene to scene -------------------------------------------------------------------------------------------------


def test_a_play_that_never_ends_is_left() -> None:
    often = passes(story(curb=["park", "end"], park=[HERE]).net)
    assert often == pytest.approx({("curb", "park"): 0.5, ("curb", "end"): 0.5})


@pytest.mark.parametrize(
    ("park", "expected"),
    [
        (["lane", "end"], {"park lane": 1, "lane park": 1, "park end": 1}),
        (["lane", HERE, "end"], {"park lane": 1, "lane park": 1, "park end": 1}),
        (["lane", "lane", "end"], {"park lane": 2, "lane park": 2, "park end": 1}),
        (["park", "park", "park", "end"], {"park park": 3, "park end": 1}),
        ([odds(park=9, end=1)], {"park park": 9, "park end": 1}),
        ([{"to": "lane", "once": True}, "end"], {"park lane": 0.5, "lane park": 0.5, "park end": 1}),
    ],
)
def test_who_goes_round_passes_again(park: list[Node], expected: dict[str, float]) -> None:
    case = story(park=park, lane="park")
    often = passes(case.net)
    assert {" ".join(pair): share for pair, share in often.items()} == pytest.approx(expected, abs=MILLIONTH)
    assert gone(case.graph) == often.keys()


# Chances -------------------------------------------------------------------------------------------------------------


def test_chances_are_exact_however_their_parts_divide() -> None:
    """One choice divides by six, another by ten, and of neither the other is a multiple."""
    end, other = story(park=[odds(end=1, other=2), odds(end=1, other=4)]).explored.endings
    assert (end.chance, other.chance) == (Fraction(4, 15), Fraction(11, 15))


def test_a_circle_is_given_up_after_many_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of four times three go round again; once, and once more, and then no more. All that is given up is told."""
    monkeypatch.setattr("engine.explore.flow.ROUNDS", 1)
    found = flow(story(park=["park", "park", "park", "end"]).net)
    assert [row[0] for row in found.ends.values()] == [0.25 + 0.75 * 0.25]
    assert found.rest == 0.75 * 0.75
    monkeypatch.setattr("engine.explore.flow.ROUNDS", 2)
    found = flow(story(park=["park", "lane", "end"], lane=["lane", "other"]).net)
    assert sum(row[0] for row in found.ends.values()) + found.rest == pytest.approx(1)
    assert found.rest > 0


# Empathy -------------------------------------------------------------------------------------------------------------


def test_what_was_practised_in_many_scenes_adds_up() -> None:
    """Once in each scene of a row: what is counted grows far beyond the chance that it comes with."""
    row = {f"s{number}": [practising("act", f"s{number + 1}"), f"s{number + 1}"] for number in range(40)}
    found = story(**row, s40="end").explored.empathy
    assert found is not None
    assert (found["act"].offered.least, found["act"].offered.mean, found["act"].offered.most) == (40, 40, 40)
    assert (found["act"].taken.least, found["act"].taken.mean, found["act"].taken.most) == (0, 20, 40)
    both = {f"s{number}": [practising("act", f"s{number + 1}")] * 2 for number in range(40)}
    found = story(**both, s40="end").explored.empathy
    assert found is not None
    assert (found["act"].taken.least, found["act"].taken.mean, found["act"].taken.most) == (40, 40, 40)


@pytest.mark.parametrize(
    "order", [("notice", "act", "respect"), ("act", "respect", "notice"), ("respect", "act", "notice")]
)
def test_what_goes_round_for_ever_leaves_the_rest_countable(order: tuple[str, str, str]) -> None:
    """The first is practised in every round, the second in one of them at most, the third on the way out."""
    first, second, third = order
    park = [practising(first, "lane"), practising(second, "lane", once=True), "gate"]
    case = story(park=park, lane="park", gate=[practising(third, "end"), "other"])
    practised_alike(case)
    found = case.explored.empathy
    assert found is not None
    assert [found[name].taken.most for name in order] == [None, 1, 1]


@pytest.mark.parametrize("entries", [["loop", "s0", "w0"], ["w0", "s0", "loop"]])
def test_what_has_no_most_has_none_behind_a_circle(entries: list[Node]) -> None:
    """Who went round before comes into one scene of a ring, who practised nothing or much into the one behind that.

    So no number of those who went round is the least or the most there; and only the last scene leads out.
    """
    many = {f"s{number}": [practising("act", f"s{number + 1}"), f"s{number + 1}"] for number in range(4)}
    none: dict[str, list[Node]] = {"w0": ["w1"], "w1": ["two"]}
    ring: dict[str, list[Node]] = {"one": ["two"], "two": ["three"], "three": ["one", "end"]}
    case = story(curb=entries, loop=[practising("act", "loop"), "one"], **many, s4="two", **none, **ring)
    practised_alike(case)
    found = case.explored.empathy
    assert found is not None
    assert (found["act"].taken.least, found["act"].taken.most) == (0, None)
    assert (found["act"].offered.least, found["act"].offered.most) == (0, None)


# Ahead ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entries", [["lane", "park"], ["park", "lane"]])
def test_an_ending_is_ruled_out_by_a_choice_wherever_that_is_taken(entries: list[Node]) -> None:
    """In one of its states there was a way to it, in another one there never was."""
    asked = {"to": "other", "when": "visited(lane)"}
    case = story(curb=entries, lane="gate", park="gate", gate=["end", asked])
    closed = {each.scene: set(each.closed_by) for each in case.explored.endings}
    assert closed == proofs.out_of_reach(case.plain, case.world)
    assert "gate.c0" in closed["other"]


def test_a_scene_that_is_only_passed_is_reached() -> None:
    graph = story(curb=["park", "end"], park=["lane", "end"], lane="other").graph
    reached = [graph.scene(at).id for at, is_reached in enumerate(can_reach(graph, ["lane"])) if is_reached]
    assert reached == ["curb", "park"]
    assert not any(can_reach(graph, []))


# A small set of plays ------------------------------------------------------------------------------------------------


def covered(case: Case) -> Covering:
    assert case.explored.covering is not None
    return case.explored.covering


def test_no_more_plays_are_shown_than_anybody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """What none of them takes is named."""
    plain = story(curb=["a", "b", "c"], a="end", b="end", c="end")
    assert (covered(plain).least, len(covered(plain).plays), covered(plain).left) == (3, 3, ())
    monkeypatch.setattr("engine.explore.covering.MANY", 2)
    found = covered(story(curb=["a", "b", "c"], a="end", b="end", c="end"))
    assert found.least == 3
    assert len(found.plays) == 2
    taken = {each for made in found.plays for each in choices(made)}
    assert sorted({*taken, *found.left}) == ["curb.c0", "curb.c1", "curb.c2"]
    assert not taken.intersection(found.left)


def test_a_play_that_has_seen_everything_goes_on_to_an_ending() -> None:
    """Though it could as well stop where nothing can be done: only the play does that has to go there."""
    stuck = {"to": "end", "when": "not visited(curb)"}
    case = story(curb=["field", "field", "field"], field=["pit", "end"], pit=[stuck])
    plays = [replayed(case.story, made) for made in covered(case).plays]
    assert sorted(play.step.state.scene for play in plays) == ["end", "end", "pit"]
