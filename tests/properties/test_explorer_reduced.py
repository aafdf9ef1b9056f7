"""What the explorer does not tell apart makes no difference: a story for each thing that has to be told apart.

Each is held against all its plays, one by one; what random stories seldom hold stands here.
"""

# ruff: noqa: D103  a test's name is its sentence

import pytest

from engine.explore.search import Wish, search
from tests.properties.exploring import Case, choices
from tests.properties.stories import HERE, SIGNS, Node, Story
from tests.reference import figures, plays, proofs, shown
from tests.reference.figures import End
from tests.reference.inside import written


def story(scenes: dict[str, Node], **more: Node) -> Story:
    ends = {"end": {"ending": "The end"}, "other": {"ending": "Another end"}}
    return {"curbside": 1, "title": "A story", **more, "scenes": {**scenes, **ends}}


def choice(name: str, to: Node, **more: Node) -> Node:
    return {"id": name, "text": "Go.", "to": to, **more}


def agree(plain: Story) -> Case:
    """Hold the explorer's answers against every play of a story."""
    case, every = Case(plain), list(plays.plays(plain))
    found, chances, words = case.explored, plays.chances_of_plays(every), plays.words(plain)
    reached, closed = proofs.reached_endings(plain, case.world), proofs.out_of_reach(plain, case.world)
    assert found.count is not None
    assert found.count.number == plays.number_of_plays(every)
    assert found.scenes == proofs.reached_scenes(case.world).keys()
    assert found.choices == proofs.offered_choices(plain, case.world).keys()
    for each in found.endings:
        end = End("ending", each.scene)
        assert (each.shortest is not None) == (each.scene in reached)
        if each.shortest is not None:
            assert len(choices(each.shortest)) == reached[each.scene]
            assert set(each.closed_by) == closed[each.scene]
            assert each.chance == chances[end]
            assert each.words is not None
            assert (each.words.least, each.words.most) == words[each.scene]
            mean = sum(play.chance * plays.words_of(plain, play) for play in every if play.end == end) / chances[end]
            assert each.words.mean == pytest.approx(float(mean))
    assert subjects(case, "A109") == never_told(case)
    assert subjects(case, "A110") == {scene for scene, _ in shown.unseen(plain, case.world)}
    return case


def subjects(case: Case, code: str) -> set[str]:
    return {each.subject for each in case.explored.findings if each.diagnostic.code == code}


def never_told(case: Case) -> set[str]:
    """Return where words stand that are never shown; a reason that never changes is told as never open."""
    met = case.explored.scenes | case.explored.choices
    spots = [spot for spot in shown.never_told(case.plain, case.world) if spot[0] in met]
    named = [(str(place), rest) for place, *rest in spots]
    return {place for place, (key, *_) in named if key != "locked" or "{" in str(written(case.plain, place)["locked"])}


# Choices that are much alike -----------------------------------------------------------------------------------------

COINS = {"coins": {"start": 0, "min": 0, "max": 4}, "wet": {"start": False}}
RICH = [{"when": "coins >= 2", "to": "other"}, {"to": "end"}]
ONLY_ONE = {"when": "coins is 0", "add": {"coins": 1}}


def pair(one: dict[str, Node], two: dict[str, Node], **curb: Node) -> Story:
    """Return a story in which one can do each of two things once, get wet once, and go on."""
    twins = [choice("a", HERE) | {"once": True} | one, choice("b", HERE) | {"once": True} | two]
    rain = choice("rain", HERE, once=True, set={"wet": True})
    scenes = {"curb": {"choices": [*twins, rain, choice("on", "shop")], **curb}, "shop": {"to": RICH}}
    return story(scenes, variables=COINS, cast={"boy": {"name": "The boy"}})


ODDS = [[{"chance": weight, "to": "other"}, {"chance": 1, "to": "end"}] for weight in (1, 3)]
WET = [[{"when": when, "to": "other"}, {"to": "end"}] for when in ("wet", "not wet")]
TWINS = {
    "effects": ({"add": {"coins": 1}}, {"add": {"coins": 2}}),
    "conditions": ({"when": "coins is 0"}, {"when": "not wet"}),
    "ways": ({"to": "end"}, {"to": "other"}),
    "odds": ({"to": ODDS[0]}, {"to": ODDS[1]}),
    "branches": ({"to": WET[0]}, {"to": WET[1]}),
    "words": ({}, {"text": "Go on now."}),
    "replies": ({"reply": "Yes."}, {"reply": "Yes, of course."}),
    "a reply or none": ({"reply": "Yes."}, {}),
    "words that change": ({"reply": [{"when": "wet", "text": "Rain."}]}, {"reply": [{"when": "wet", "text": "Rain."}]}),
    "words in turn": ({"reply": [{"sequence": ["Yes."]}]}, {"reply": [{"sequence": ["Yes."]}]}),
    "numbers": (ONLY_ONE | {"reply": "Now {coins}."}, ONLY_ONE | {"reply": "Now {coins}."}),
    "numbers in reasons": (ONLY_ONE | {"locked": "You have {coins}."}, ONLY_ONE | {"locked": "You have {coins}."}),
    "eyes": (ONLY_ONE | {"seen_by": {"boy": "A nod."}}, ONLY_ONE),
    "eyes, the other way round": (ONLY_ONE, ONLY_ONE | {"seen_by": {"boy": "A nod."}}),
}
"""What two choices differ in, or what else about them keeps them apart when it is asked for words."""


@pytest.mark.parametrize(("one", "two"), TWINS.values(), ids=TWINS)
def test_choices_are_told_apart_by(one: dict[str, Node], two: dict[str, Node]) -> None:
    case = agree(pair(one, two))
    assert search(case.story, Wish(words=True)).layout.reads.groups == ()


def test_choices_that_are_alike_are_not_told_apart() -> None:
    for same in ({}, {"add": {"coins": 1}}, {"when": "not wet", "locked": "No."}, {"to": ODDS[1]}, {"reply": "Yes."}):
        case = agree(pair(same, same))
        assert search(case.story, Wish(words=True)).layout.reads.groups == (("curb.a", "curb.b"),)
        assert case.graph.layout.reads.groups == (("curb.a", "curb.b"),)


@pytest.mark.parametrize("way", [HERE, "end"])
def test_a_choice_that_is_asked_about_is_told_apart(way: str) -> None:
    plain = pair({}, {}, to=way)
    plain["scenes"]["shop"]["to"] = [{"when": "chose(curb.b)", "to": "other"}, {"to": "end"}]
    assert agree(plain).graph.layout.reads.groups == ()


REASON = {"when": "not wet", "locked": "No."}
LONGER = {"when": "not wet", "locked": "No, not in this rain."}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (REASON, {"when": "not wet"}),
        ({"when": "not wet"}, REASON),
        (REASON, LONGER),
        (LONGER, REASON),
    ],
)
def test_choices_whose_reasons_differ_are_told_apart(one: dict[str, Node], two: dict[str, Node]) -> None:
    """Where nothing is left to do, the scene goes on, and the reasons are told of what was not done."""
    plain = pair(one, two, to="end")
    del plain["scenes"]["curb"]["choices"][-1]
    agree(plain)


# Numbers -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", [1, -1, 2, -2])
@pytest.mark.parametrize("sign", SIGNS)
def test_numbers_are_told_apart_as_far_as_conditions_do(sign: str, amount: int) -> None:
    """All that lie beyond the last that is asked for are one."""
    coins = {"coins": {"start": 5 if amount < 0 else -5, "min": -5, "max": 5}}
    for number in (-2, 0, 3):
        look = choice("look", "end", when=f"coins {sign} {number}")
        case = Case(story({"curb": {"choices": [choice("walk", HERE, add={"coins": amount}), look]}}, variables=coins))
        end = case.explored.endings[0]
        offered, asked = proofs.offered_choices(case.plain, case.world), proofs.asked(case.plain, case.world)
        assert case.explored.choices == offered.keys()
        assert case.graph.asked["curb.look", -1] == asked["curb.look"]
        if end.shortest is not None:
            assert len(choices(end.shortest)) == proofs.reached_endings(case.plain, case.world)["end"]
            chance = figures.chances(case.plain, case.world)[End("ending", "end")]
            assert end.chance == pytest.approx(float(chance))
        assert (end.shortest is not None) == ("curb.look" in offered)


def test_choices_that_leave_other_numbers_make_a_difference() -> None:
    """Nobody tells two coins from three later; yet only `b` and `d` leave the same."""
    coins = {"coins": {"start": 0, "min": 0, "max": 4}}
    rows = [choice(name, "shop", set={"coins": number}) for name, number in [("a", 1), ("b", 2), ("c", 3), ("d", 2)]]
    shop = {"to": [{"when": "coins >= 1", "to": "other"}, {"to": "end"}]}
    case = Case(story({"curb": {"choices": rows}, "shop": shop}, variables=coins))
    assert len(case.graph.states) == 2
    assert subjects(case, "A108") == {"curb.d"}
    assert proofs.no_difference(case.plain, case.world) == {"curb.b": {"curb.d"}, "curb.d": {"curb.b"}}
