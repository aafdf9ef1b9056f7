"""Two versions of a story compared: what became different is told, and of what one leaves open nothing is made up."""

from fractions import Fraction
from typing import Final

import pytest

from engine.diagnostics import Span
from engine.explore.explored import Ask, explore
from engine.explore.promised import Goal, Reachable
from engine.versions.against import Change, Differences, against
from tests.properties.loading import loaded
from tests.properties.stories import HERE, Node, Story

NOWHERE: Final = Span("walks.yaml", 1, 1, 1, 1)


def story(scenes: dict[str, Node], *ends: str, **more: Node) -> Story:
    """Return a story of scenes, each with its choices, and of endings."""
    written = {name: {"choices": each} if isinstance(each, list) else each for name, each in scenes.items()}
    return {"curbside": 1, "title": "A story", **more, "scenes": written | {name: {"ending": name} for name in ends}}


def go(name: str, to: Node, **more: Node) -> Node:
    """Return a choice."""
    return {"id": name, "text": "Go.", "to": to, **more}


def odds(**weights: int) -> Node:
    """Return a way by chance."""
    return [{"chance": weight, "to": to} for to, weight in weights.items()]


def compared(new: Story, old: Story, new_ask: Ask | None = None, old_ask: Ask | None = None) -> Differences:
    """Explore two versions, and compare them."""
    now, before = loaded(new).story, loaded(old).story
    assert now is not None
    assert before is not None
    return against(explore(now, new_ask or Ask()), explore(before, old_ask or Ask()))


NONE: Final = Change((), ())
SHORT: Final = story({"curb": [go("on", "lane")], "lane": [go("on", "end")]}, "end")
LONG: Final = story({"curb": [go("on", "lane"), go("in", "park")], "lane": [go("on", "end")], "park": []}, "end")
LONG["scenes"]["park"] = {"choices": [go("out", "end"), go("up", "hill")]}
LONG["scenes"]["hill"] = {"ending": "hill"}


def test_the_same_is_no_different() -> None:
    """Neither in what is met nor in how likely it is."""
    found = compared(LONG, LONG)
    assert found.are_none
    assert (found.endings, found.scenes, found.choices, found.moved, found.unsure) == (NONE, NONE, NONE, (), ())


def test_what_is_met_now_and_was_not_before() -> None:
    """And the other way round; an ending is told as an ending."""
    more, less = compared(LONG, SHORT), compared(SHORT, LONG)
    choices = ("curb.in", "park.out", "park.up")
    assert (more.endings, more.scenes, more.choices) == (
        Change(("hill",), ()),
        Change(("park",), ()),
        Change(choices, ()),
    )
    assert (less.endings, less.scenes, less.choices) == (
        Change((), ("hill",)),
        Change((), ("park",)),
        Change((), choices),
    )
    assert not more.are_none
    assert not less.are_none


def test_nobody_knows_whether_it_could_be_met_before() -> None:
    """Of an old version that was not followed to its end only what is written nowhere in it was not met."""
    found = compared(LONG, SHORT, old_ask=Ask(limit=1))
    assert (found.endings, found.scenes) == (Change(("hill",), ()), Change(("park",), ()))
    assert found.choices == Change(("curb.in", "park.out", "park.up"), ())
    assert compared(SHORT, SHORT, old_ask=Ask(limit=1)).scenes == NONE
    assert "reached" in found.unsure


def test_nobody_knows_whether_it_can_be_met_now() -> None:
    """Of a new version that was not followed to its end only what is written nowhere in it is lost."""
    found = compared(SHORT, LONG, new_ask=Ask(limit=1))
    assert (found.endings, found.scenes) == (Change((), ("hill",)), Change((), ("park",)))
    assert found.choices == Change((), ("curb.in", "park.out", "park.up"))
    assert compared(SHORT, SHORT, new_ask=Ask(limit=1)).scenes == NONE
    assert "reached" in found.unsure


def test_chances_that_moved_the_most_come_first() -> None:
    """By however much, up or down; those that moved alike in the order of their names."""
    before = story({"curb": [go("on", odds(a=10, b=40, c=30, d=20))]}, "a", "b", "c", "d")
    now = story({"curb": [go("on", odds(a=15, b=10, c=60, d=15))]}, "a", "b", "c", "d")
    moved = compared(now, before).moved
    assert [each.scene for each in moved] == ["b", "c", "a", "d"]
    assert (moved[0].before, moved[0].now) == (Fraction(4, 10), Fraction(1, 10))


def test_what_is_called_otherwise_today_is_the_same() -> None:
    """Endings with their chances, choices, and faults that were there before."""
    never = go("climb", "end", when="hat_on and not hat_on")
    hat: Node = {"variables": {"hat_on": {"start": True}}}
    doff = go("doff", HERE, once=True, set={"hat_on": False})
    old = story(
        {"curb": [go("on", "seat"), doff], "seat": [go("up", odds(end=1, hill=3)), never]}, "end", "hill", **hat
    )
    names = {"scenes": {"seat": "bench", "hill": "top"}, "choices": {"curb.on": "curb.walk"}}
    walk = [go("walk", "bench"), doff]
    new = story({"curb": walk, "bench": [go("up", odds(end=1, top=1)), never]}, "end", "top", renamed=names, **hat)
    found = compared(new, old)
    assert (found.endings, found.scenes, found.choices) == (NONE, NONE, NONE)
    assert [(each.scene, each.before, each.now) for each in found.moved] == [
        ("end", Fraction(1, 4), Fraction(1, 2)),
        ("top", Fraction(3, 4), Fraction(1, 2)),
    ]
    assert any(each.subject == "bench.climb" for each in found.new.findings)
    assert (found.appeared, found.gone) == ((), ())


STUCK: Final = story({"curb": [go("on", "lane")], "lane": [go("on", "park"), go("back", "curb")], "park": "end"}, "end")
STUCK["scenes"]["park"] = {"choices": [go("out", "end", when="not visited(curb)")]}


def test_faults_that_appeared_and_are_gone() -> None:
    """Where one of the two was not followed to its end, nobody knows whether a fault of the other is new, or gone."""
    open_ = story({"curb": [go("on", "lane")], "lane": [go("on", "park"), go("back", "curb")]}, "end")
    open_["scenes"]["park"] = {"choices": [go("out", "end")]}
    worse, better = compared(STUCK, open_), compared(open_, STUCK)
    codes = [each.diagnostic.code for each in worse.appeared]
    assert "A101" in codes
    assert (worse.gone, better.appeared) == ((), ())
    assert [each.diagnostic.code for each in better.gone] == codes
    assert compared(STUCK, open_, old_ask=Ask(limit=2)).appeared == ()
    assert compared(open_, STUCK, new_ask=Ask(limit=2)).gone == ()


def test_words_that_are_never_shown_are_compared_where_words_were_asked_for() -> None:
    """That takes more states: an answer that has no room for them leaves open which words are shown."""

    def told(text: Node) -> Story:
        hats = [go("don", "lane", reply="Warm.", set={"hat_on": True}), go("on", "lane")]
        park = {"text": [{"when": "hat_on", "text": "Wind."}, text], "choices": [go("on", "end")]}
        scenes = {"curb": hats, "lane": [go("on", "park")], "park": park}
        return story(scenes, "end", variables={"hat_on": {"start": False}})

    plain, never = told("Sun."), told({"when": "hat_on and not hat_on", "text": "Sun."})
    all_, few = Ask(words=True), Ask(words=True, limit=4)
    assert [each.diagnostic.code for each in compared(never, plain, all_, all_).appeared] == ["A109"]
    found = compared(never, plain, all_, few)
    assert found.old.withheld == ("words",)
    assert (found.appeared, found.unsure) == ((), ("words",))
    assert compared(plain, never, few, all_).gone == ()


def test_more_play_throughs_are_a_difference() -> None:
    """Though nothing else is another."""
    once, again = (
        story({"curb": [go("look", HERE, reply="A bus.", **how), go("on", "end")]}, "end")
        for how in ({"once": True}, {})
    )
    found = compared(again, once)
    assert (found.endings, found.scenes, found.choices, found.moved, found.appeared) == (NONE, NONE, NONE, (), ())
    assert not found.are_as_many
    assert not found.are_none
    assert compared(again, once, new_ask=Ask(figures=False)).are_as_many


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        ("end", "hill", "mended"),
        ("hill", "end", "broken"),
        ("hill", "hill", ""),
        ("end", "end", ""),
        ("end", None, ""),
        ("hill", None, "broken"),
        (None, "hill", "dropped"),
        ("far", "hill", ""),
    ],
)
def test_promises(now: str | None, before: str | None, told: str) -> None:
    """To the hill no play comes, and to what is far none was found within three states, one of which is the end."""
    row = {f"s{number}": [go("on", f"s{number + 1}")] for number in range(4)}
    plain = story({"curb": [go("on", "end"), go("walk", "s0")], **row, "s4": [go("on", "far")]}, "end", "far", "hill")

    def ask(name: str | None, limit: int) -> Ask:
        goals = [] if name is None else [Reachable("p", Goal(name, (name,), NOWHERE), NOWHERE)]
        return Ask(promises=tuple(goals), limit=limit)

    found = compared(plain, plain, ask(now, 3 if now == "far" else 100), ask(before, 100))
    assert [each.promise.id for each in found.mended] == ["p"] * (told == "mended")
    assert [each.promise.id for each in found.broken] == ["p"] * (told == "broken")
    assert list(found.dropped) == ["p"] * (told == "dropped")
    assert ("promises" in found.unsure) == (now == "far")
