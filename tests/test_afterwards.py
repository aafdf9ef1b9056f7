"""What a play-through came to, in small stories whose figures are worked out by hand from the language page."""

# ruff: noqa: D103 - a test's name is its sentence

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from engine import Play, Story, load, started
from engine.afterwards.decisions import Decision, Reason, Tally, decisions, practised, reasons
from engine.afterwards.eyes import eyes
from engine.afterwards.eyes import seen as seen_by
from engine.afterwards.ripples import ripples
from engine.afterwards.seen import Seen, seen
from engine.terminal import telling


@cache
def story(text: str) -> Story:
    """Read a story that is sound."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "story.yaml"
        path.write_text("curbside: 1\ntitle: A\n" + text, encoding="utf-8")
        loaded = load(path)
    assert loaded.story is not None, loaded.diagnostics
    return loaded.story


def played(text: str, *choices: str) -> Play:
    """Play a story from its beginning."""
    play = started(story(text), 1)
    for name in choices:
        play = play.choose(name)
    return play


# Decisions

HUB = """
variables: {asked: {start: false}}
scenes:
  road:
    text: A road.
    choices:
      - {id: go, text: Go., empathy: {act: You went.}, to: curb}
  curb:
    text: A boy.
    choices:
      - id: look
        text: Look.
        reply: He looks back.
        empathy: {respect: You took your time., notice: You saw his bag.}
        to: here
      - {id: ask, text: Ask., empathy: {notice: You asked what is in it.}, set: {asked: true}, to: here}
      - {id: again, text: Come again., to: curb}
      - {id: feed, text: Give., when: asked, once: true, empathy: {act: You gave.}, to: here}
      - {id: leave, text: Leave., to: bench}
  bench:
    text: A bench.
    choices:
      - {id: sit, text: Sit., once: true, empathy: {feel: You sat with it.}, to: here}
      - {id: stand, text: Stand., empathy: {understand: You wondered.}, to: door}
  door: {to: end}
  end: {ending: Over, text: Done.}
"""


def test_a_menu_of_one_choice_is_no_decision() -> None:
    play = played(HUB, "road.go", "curb.leave", "bench.sit", "bench.stand")
    first, second = decisions(play)
    curb = play.story.scenes["curb"]
    assert first == Decision(
        2,
        curb,
        tuple(choice for choice in curb.choices if choice.id != "feed"),
        curb.choices[4],
        play.moves[1].step.state,
    )
    assert (second.index, second.scene.id, second.chosen.id) == (3, "bench", "sit")
    assert [choice.id for choice in second.offered] == ["sit", "stand"]
    # the fourth move was chosen from `stand` alone: neither offered nor taken, and no reason; likewise `go` at first
    assert practised(play) == {
        "notice": Tally(1, 0),
        "understand": Tally(1, 0),
        "feel": Tally(1, 1),
        "respect": Tally(1, 0),
    }
    assert list(reasons(play)) == [Reason(3, "feel", "You sat with it.")]


def test_a_stay_offers_and_takes_a_dimension_at_most_once() -> None:
    play = played(HUB, "road.go", "curb.look", "curb.ask", "curb.look")
    assert len(list(decisions(play))) == 3
    assert practised(play) == {"notice": Tally(1, 1), "act": Tally(1, 0), "respect": Tally(1, 1)}


def test_what_becomes_available_later_in_a_stay_is_offered_by_that_stay() -> None:
    assert "act" not in practised(played(HUB, "road.go", "curb.ask"))  # no menu has shown it yet, none was chosen from
    assert practised(played(HUB, "road.go", "curb.ask", "curb.feed"))["act"] == Tally(1, 1)
    assert practised(played(HUB, "road.go", "curb.ask", "curb.feed", "curb.look"))["act"] == Tally(1, 1)


def test_arriving_again_begins_another_stay() -> None:
    play = played(HUB, "road.go", "curb.look", "curb.again", "curb.ask", "curb.again", "curb.leave")
    # what asking made available is offered in the stay of asking, and in the one after it
    assert practised(play) == {"notice": Tally(3, 2), "act": Tally(2, 0), "respect": Tally(3, 1)}


def test_an_undone_choice_practised_nothing() -> None:
    play = played(HUB, "road.go", "curb.ask", "curb.leave").undo(2)
    assert practised(play) == {}
    assert practised(play.redo()) == {"notice": Tally(1, 1), "respect": Tally(1, 0)}


def test_each_reason_of_a_choice_is_given_once_as_it_is_written() -> None:
    play = played(HUB, "road.go", "curb.look", "curb.ask", "curb.again", "curb.look", "curb.ask")
    assert list(reasons(play)) == [
        Reason(2, "respect", "You took your time."),
        Reason(2, "notice", "You saw his bag."),
        Reason(3, "notice", "You asked what is in it."),
    ]


LOOP = """
dimensions: {wait: {title: Waiting, about: Our own}}
scenes:
  gate:
    choices:
      - {id: round, text: Go round., empathy: {wait: You waited., notice: You saw the gate.}, to: lane}
      - {id: off, text: Go off., empathy: {notice: You saw the road.}, to: end}
  lane: {to: gate}
  end: {ending: Over}
"""


def test_coming_back_over_a_silent_scene_is_arriving_again() -> None:
    play = played(LOOP, "gate.round", "gate.round", "gate.off")
    assert practised(play) == {"notice": Tally(3, 3), "wait": Tally(3, 2)}
    assert list(practised(play)) == ["notice", "wait"]  # a story's own come behind the five


DRY = """
scenes:
  well:
    text: A well.
    choices:
      - {id: drink, text: Drink., once: true, empathy: {notice: You were thirsty.}, to: here}
      - {id: shout, text: Shout., once: true, empathy: {notice: You heard it answer.}, to: here}
    to: end
  end: {ending: Over}
"""


def test_a_play_may_end_within_what_was_a_stay() -> None:
    play = played(DRY, "well.shout", "well.drink")
    assert play.offer.ending == "Over"
    assert [each.index for each in decisions(play)] == [1]
    assert practised(play) == {"notice": Tally(1, 1)}


def test_before_the_first_choice_nothing_was_decided() -> None:
    play = played(HUB)
    assert (list(decisions(play)), practised(play), list(reasons(play))) == ([], {}, [])


# Ripples

RIPPLES = """
moments:
  waved: {title: You waved}
  shared: {title: You shared}
  slept: {title: You slept}
  began: {title: It began}
scenes:
  curb:
    remember: began
    text: A boy.
    choices:
      - {id: wave, text: Wave., remember: waved, reply: [{text: He waves back., ripple_of: waved}], to: here}
      - {id: share, text: Share., remember: [slept, shared], to: yard}
      - id: talk
        text: Talk.
        reply:
          - {when: waved, text: He knows you., else: He does not know you., ripple_of: waved}
          - {text: He smiles., ripple_of: [waved, began]}
        to: here
      - {id: on, text: Walk on., to: bridge}
  yard: {ripple_of: shared, to: bridge}
  bridge:
    ripple_of: [shared]
    text:
      - A bridge.
      - {when: shared, text: Crumbs., ripple_of: shared}
      - {when: not waved, text: Nobody., else: Somebody waves., ripple_of: waved}
    choices:
      - {id: back, text: Go back., to: curb}
      - {id: stay, text: Stay., reply: [{text: The bridge hums., ripple_of: shared}], to: here}
      - {id: over, text: Go over., to: end}
  end:
    text:
      - first:
          - {when: shared, text: Full., ripple_of: slept}
          - {text: Hungry.}
        ripple_of: shared
    ending: Over
"""

Came = list[tuple[int, str]]


def rippled(*choices: str) -> list[tuple[str, int, Came]]:
    """Return what rippled in a play of RIPPLES: the moment, its move, and the moves and scenes of what came."""
    found = ripples(played(RIPPLES, *choices))
    return [(each.moment.name, each.index, [(came.index, came.scene) for came in each.came]) for each in found]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        # the beginning remembers too; what never comes back is there all the same
        ("", [("began", 0, [])]),
        # a reply counts for the scene of its choice, in the very step that makes it remembered
        ("curb.wave", [("began", 0, []), ("waved", 1, [(1, "curb")])]),
        # several in one stay are one: from the arrival to the last reply
        ("curb.wave curb.talk curb.wave", [("began", 0, [(2, "curb")]), ("waved", 1, [(1, "curb")])]),
        # what is marked before it is remembered is no ripple, and `else` never is
        ("curb.talk curb.on", [("began", 0, [(1, "curb")])]),
        ("curb.wave curb.on", [("began", 0, []), ("waved", 1, [(1, "curb")])]),
        # a scene without words is none; one with words is, and its paragraphs come with it; two at once as declared
        ("curb.share", [("began", 0, []), ("shared", 1, [(1, "bridge")]), ("slept", 1, [])]),
        # the reply belongs to the stay on the bridge; the arrival after it is another
        (
            "curb.share bridge.stay bridge.back curb.on bridge.stay",
            [("began", 0, []), ("shared", 1, [(1, "bridge"), (4, "bridge")]), ("slept", 1, [])],
        ),
        # an item of `first` carries its own mark and that of its block
        (
            "curb.share bridge.over",
            [("began", 0, []), ("shared", 1, [(1, "bridge"), (2, "end")]), ("slept", 1, [(2, "end")])],
        ),
        # in the order in which they happened, though `waved` is declared first
        (
            "curb.share bridge.back curb.wave",
            [("began", 0, []), ("shared", 1, [(1, "bridge")]), ("slept", 1, []), ("waved", 3, [(3, "curb")])],
        ),
    ],
)
def test_ripples(choices: str, expected: list[tuple[str, int, Came]]) -> None:
    assert rippled(*choices.split()) == expected


IN_ONE_STEP = """
moments: {late: {title: Later}, early: {title: Earlier}}
scenes:
  a:
    text: A.
    choices: [{id: go, text: Go., remember: early, to: b}]
  b: {remember: late, text: [{text: B., ripple_of: late}, {text: And B., ripple_of: early}], to: c}
  c: {text: [{text: C., ripple_of: late}], ripple_of: late, ending: Over}
"""


def test_a_choice_happens_before_the_scenes_that_it_leads_to() -> None:
    found = ripples(played(IN_ONE_STEP, "a.go"))
    assert [(each.moment.title, each.index) for each in found] == [("Earlier", 1), ("Later", 1)]
    assert [[came.scene for came in each.came] for each in found] == [["b"], ["b", "c"]]


def test_an_undone_moment_never_happened() -> None:
    play = played(RIPPLES, "curb.share").undo()
    assert [each.moment.name for each in ripples(play)] == ["began"]


# Other eyes

EYES = """
cast:
  you: {name: You}
  owner: {name: The owner}
  boy: {name: The boy}
  dog: {name: The dog}
variables: {steps: {start: 0, min: 0, max: 9}}
scenes:
  curb:
    text: A boy.
    seen_by: {boy: Shoes stop.}
    choices:
      - id: nod
        text: Nod.
        add: {steps: 1}
        seen_by:
          boy: "The hat moves, {steps}."
          dog: [{when: steps > 3, text: That again.}]
        to: here
      - {id: speak, text: Speak., reply: You speak., seen_by: {owner: An officer speaks.}, to: here}
      - {id: cough, text: Cough., reply: You cough., to: here}
      - {id: cross, text: Cross over., seen_by: {boy: The shoes go.}, to: lane}
  lane: {text: A lane., to: shop}
  shop:
    text: A shop.
    seen_by:
      boy: Far away.
      owner: [{when: steps is 2, text: A customer.}]
    ending: Over
"""


def through(play: Play, who: str) -> list[list[str]]:
    """Return the words that someone has for each move."""
    moves = range(len(play.moves))
    return [[each.plain for _, shown in seen_by(play, index, who) for each in shown] for index in moves]


def test_the_cast_sees_its_own_words_alone() -> None:
    play = played(EYES, "curb.nod", "curb.speak", "curb.cough", "curb.cross")
    assert eyes(play) == ("owner", "boy")
    assert through(play, "boy") == [["Shoes stop."], ["The hat moves, 1."], [], [], ["The shoes go.", "Far away."]]
    assert through(play, "owner") == [[], [], ["An officer speaks."], [], []]
    assert through(play, "dog") == [[]] * 5
    assert through(play, "you") == [[]] * 5


def test_eyes_see_in_the_state_of_the_moment() -> None:
    play = played(EYES, "curb.nod", "curb.nod", "curb.cross")
    assert through(play, "boy")[1:3] == [["The hat moves, 1."], ["The hat moves, 2."]]
    assert through(play, "owner")[3] == ["A customer."]
    assert eyes(play) == ("owner", "boy")
    assert eyes(play.undo()) == ("boy",)
    assert eyes(played(EYES, *["curb.nod"] * 4)) == ("boy", "dog")


def test_what_is_seen_says_where_it_stands() -> None:
    play = played(EYES, "curb.cross")
    assert [(told.kind, told.place) for told, _ in seen_by(play, 1, "boy")] == [
        ("reply", "curb.cross"),
        ("scene", "shop"),
    ]


def test_an_act_that_others_see_changes_nothing_for_the_one_who_does_it() -> None:
    """Word for word and page turn for page turn, the story is told as one without `seen_by`."""
    blind = EYES.replace('        seen_by:\n          boy: "The hat moves, {steps}."\n', "").replace(
        "          dog: [{when: steps > 3, text: That again.}]\n", ""
    )
    blind = blind.replace(", seen_by: {boy: The shoes go.}", "").replace(", seen_by: {owner: An officer speaks.}", "")
    assert blind.count("seen_by") == 2  # those of the scenes
    choices = ["curb.nod", "curb.speak", "curb.nod", "curb.cross"]
    one, other = played(EYES, *choices), played(blind, *choices)
    assert [told.kind for told in one.moves[4].step.told] == ["reply", "scene", "scene"]
    assert [told.kind for told in other.moves[4].step.told] == ["scene", "scene"]
    for index in range(5):
        assert shown(one, index) == shown(other, index)
    assert [type(item).__name__ for item in telling.move(one, 4)] == ["Chosen", "Words", "Turn", "Words", "Ending"]


def shown(play: Play, index: int) -> list[object]:
    """Return what is shown of a move; of a page turn, only that it is there."""
    return ["a page turn" if isinstance(item, telling.Turn) else item for item in telling.move(play, index)]


# What was met

MET = """
scenes:
  start:
    choices:
      - {id: left, text: Left., to: passage}
      - {id: stay, text: Stay., reply: Still., to: here}
      - {id: right, text: Right., to: cliff}
  passage: {to: garden}
  garden: {text: A garden., ending: Among roses}
  cliff: {text: A cliff., ending: At the edge}
  attic: {text: An attic., ending: Under the roof}
"""


def test_what_was_met() -> None:
    play = played(MET, "start.stay", "start.left")
    everything = Seen(
        frozenset({"start", "passage", "garden"}), frozenset({"start.stay", "start.left"}), frozenset({"garden"})
    )
    assert seen(play.story, play.moves) == everything
    assert seen(play.story, play.undo(2).moves) == Seen(frozenset({"start"}))
    assert seen(play.story, play.moves[1:2]) == Seen(frozenset({"start"}), frozenset({"start.stay"}))
    other = seen(play.story, played(MET, "start.right").moves)
    assert other | everything == Seen(
        frozenset({"start", "passage", "garden", "cliff"}),
        frozenset({"start.stay", "start.left", "start.right"}),
        frozenset({"garden", "cliff"}),
    )
    assert Seen() | other == other
    assert seen(play.story, ()) == Seen()


# A very long play


def test_a_play_of_ten_thousand_choices() -> None:
    """A hub gone round again and again: every figure is known, and none takes the age that squares would."""
    text = """
moments: {waved: {title: You waved}}
cast: {boy: {name: The boy}}
scenes:
  hub:
    text: [{text: The hub., ripple_of: waved}]
    seen_by: {boy: The hub.}
    choices:
      - {id: wave, text: Wave., remember: waved, empathy: {notice: You waved.}, reply: Hello., to: here}
      - {id: round, text: Go round., empathy: {act: You went.}, seen_by: {boy: They go.}, to: hub}
      - {id: end, text: End., to: end}
  end: {ending: Over}
"""
    play = played(text, *["hub.wave", "hub.round"] * 5000)
    assert len(list(decisions(play))) == 10_000
    assert practised(play) == {"notice": Tally(5000, 5000), "act": Tally(5000, 5000)}
    assert [each.index for each in reasons(play)] == [1, 2]
    (ripple,) = ripples(play)
    assert [came.index for came in ripple.came] == list(range(2, 10_001, 2))
    assert eyes(play) == ("boy",)
    assert sum(len(seen_by(play, index, "boy")) for index in range(10_001)) == 1 + 2 * 5000
    assert seen(play.story, play.moves).choices == {"hub.wave", "hub.round"}
