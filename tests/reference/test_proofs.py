"""The proofs' own proof: small stories whose answers are worked out by hand from the language page."""

# ruff: noqa: D103  a test's name is its sentence

from fractions import Fraction
from typing import Any

import pytest
import yaml

from tests.reference import figures, plays, proofs, shown
from tests.reference.everything import TooManyStates, World, everything
from tests.reference.figures import NEVER, End, Range
from tests.reference.inside import inside
from tests.reference.walker import HERE


def read(text: str) -> tuple[dict[str, Any], World]:
    """Read a story from a few lines of YAML, and find all that can happen in it."""
    story: dict[str, Any] = yaml.safe_load(text)
    return story, everything(story)


def ending(scene: str) -> End:
    """Name an ending."""
    return End("ending", scene)


YARD = """
    moments: {key: {title: You have the key}}
    scenes:
      yard:
        choices:
          - {id: look, text: Look, once: true, remember: key, to: here}
          - {id: hum, text: Hum, to: here}
          - {id: sing, text: Sing, to: here}
          - {id: whistle, text: Whistle, reply: Somebody whistles back., to: here}
          - {id: gate, text: Gate, when: key, locked: It is locked., to: street}
          - {id: wall, text: Wall, when: visited(street), locked: It is too high., to: street}
          - {id: hole, text: Hole, to: [{chance: 1, to: well}, {chance: 3, to: cellar}]}
      street:
        to:
          - {when: chose(yard.look), to: home}
          - {when: key, to: attic}
          - {to: cellar}
      well:
        choices:
          - {id: wait, text: Wait, to: here}
      cellar:
        choices:
          - {id: up, text: Up, once: true, to: stairs}
        to: stairs
      stairs: {to: cellar}
      attic: {ending: Up there}
      home: {ending: At home}
"""

LOOP = """
    scenes:
      a:
        choices:
          - id: toss
            text: Toss
            to: [{chance: 1, to: here}, {chance: 2, to: b}, {chance: 1, to: c}]
          - {id: go, text: Go, to: b}
      b: {ending: The end}
      c: {choices: [{id: never, text: Never, when: visited(b), to: b}]}
"""


# 1. What can be reached ----------------------------------------------------------------------------------------------


def test_scenes_are_reached_by_the_fewest_choices_and_passing_counts() -> None:
    story, world = read(YARD)
    expected = {"yard": 0, "well": 1, "cellar": 1, "stairs": 2, "street": 2, "home": 2}
    assert proofs.reached_scenes(world) == expected
    assert proofs.offered_choices(story, world) == {
        **dict.fromkeys(["yard.look", "yard.hum", "yard.sing", "yard.whistle", "yard.hole"], 0),
        **dict.fromkeys(["yard.gate", "well.wait", "cellar.up"], 1),
    }


def test_a_scene_is_reached_by_the_shorter_of_two_ways() -> None:
    _, world = read("""
        scenes:
          a: {choices: [{id: far, text: Far, to: b}, {id: near, text: Near, to: d}]}
          b: {choices: [{id: on, text: On, to: c}]}
          c: {choices: [{id: on, text: On, to: d}]}
          d: {choices: [{id: on, text: On, to: e}]}
          e: {ending: The end}
    """)
    assert proofs.reached_scenes(world) == {"a": 0, "b": 1, "d": 1, "c": 2, "e": 2}


# 2. and 3. Conditions and locks --------------------------------------------------------------------------------------


def test_conditions_are_asked_where_a_scene_looks_and_a_list_is_followed() -> None:
    story, world = read(YARD)
    assert proofs.asked(story, world) == {"yard.gate": {False, True}, "yard.wall": {False}, ("street", 0): {True}}
    assert proofs.never_open(story, world) == {"yard.wall"}


def test_a_condition_is_asked_in_passing_after_staying_and_until_its_choice_is_used_up() -> None:
    story, world = read("""
        variables: {n: {start: 0, min: 0, max: 2}}
        scenes:
          a:
            choices:
              - {id: add, text: Add, once: true, add: {n: 1}, to: [{when: n > 1, to: b}, {to: here}]}
              - {id: late, text: Late, once: true, when: n < 2, add: {n: 2}, to: b}
              - {id: lost, text: Lost, when: n > 2, locked: Not now., to: a}
          b:
            choices:
              - {id: nod, text: Nod, when: n is 0, to: c}
            to: [{when: n is 0, to: c}, {when: n is 1, to: c}, {when: n is 2, to: d}, {to: c}]
          c: {choices: [{id: lost, text: Lost, when: n is 1, locked: Not here., to: d}], to: d}
          d: {ending: The end}
    """)
    assert proofs.asked(story, world) == {
        "a.late": {True},  # at the start and after adding; never again once it has led away
        "a.lost": {False},
        ("a.add", 0): {False},
        "b.nod": {False},
        ("b", 0): {False},
        ("b", 1): {False},
        ("b", 2): {True},
    }
    assert proofs.never_open(story, world) == {"a.lost"}  # c.lost is never even asked for


# 4. Dead ends and traps ----------------------------------------------------------------------------------------------


def test_dead_ends_and_traps() -> None:
    story, world = read(YARD)
    assert proofs.dead_ends(story, world) == {("cellar", "stairs"): 2}  # down the hole, up the stairs, and down again
    assert proofs.traps(story, world) == {"well": 1, "cellar": 1}
    story, world = read(LOOP)
    assert proofs.dead_ends(story, world) == {("c", None): 1}
    assert proofs.traps(story, world) == {}


def test_one_scene_may_be_a_dead_end_in_more_than_one_way() -> None:
    story, world = read("""
        scenes:
          a: {choices: [{id: go, text: Go, to: b}]}
          b:
            choices: [{id: no, text: No, when: visited(d), to: d}]
            to: [{chance: 1, to: here}, {chance: 1, to: c}, {chance: 1, to: d}]
          c: {to: b}
          d: {ending: The end}
    """)
    assert proofs.dead_ends(story, world) == {("b", None): 1, ("c", "b"): 1}


# 5. Choices that make no difference ----------------------------------------------------------------------------------


def test_choices_that_leave_all_as_it_is_make_no_difference() -> None:
    story, world = read(YARD)
    assert proofs.no_difference(story, world) == {
        "yard.hum": {HERE, "yard.sing"},
        "yard.sing": {HERE, "yard.hum"},
        "well.wait": {HERE},
    }


def menu(*choices: str, words: str = "Words.", header: str = "{}") -> dict[str, set[str]]:
    """Say which choices of one menu, written in short, make no difference."""
    lines = "\n".join(f"              - {{text: Words, {choice}}}" for choice in choices)
    return proofs.no_difference(
        *read(f"""
        variables: {header}
        scenes:
          a:
            choices:
{lines}
          b: {{text: {words}, to: e}}
          c: {{to: e}}
          e: {{ending: The end}}
    """)
    )


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (["id: x, to: b", "id: y, to: b"], {"a.x": {"a.y"}, "a.y": {"a.x"}}),
        (["id: x, to: b", "id: y, to: c"], {}),  # to the same end, but by other scenes
        (["id: x, to: b, reply: Yes.", "id: y, to: b"], {}),
        (["id: x, to: b, seen_by: {boy: A boy.}", "id: y, to: b"], {}),
        (["id: x, to: b, add: {n: 1}", "id: y, to: b"], {}),
        (["id: x, to: b, set: {n: 0}", "id: y, to: b"], {"a.x": {"a.y"}, "a.y": {"a.x"}}),
        (["id: x, to: here, add: {n: 1}", "id: y, to: b"], {}),
        (["id: x, to: a", "id: y, to: b"], {}),  # arriving is told
        (["id: x, to: here, once: true", "id: y, to: b"], {}),
        (["id: x, to: here", "id: y, to: b, when: chose(a.x)"], {}),
        (["id: x, to: b", "id: y, to: b, when: n > 0", "id: z, to: here, set: {n: 1}"], {"a.y": {"a.x"}}),
        (["id: x, to: [{when: n > 0, to: b}, {to: here}]", "id: y, to: b", "id: z, to: here, set: {n: 1}"], {}),
        (
            [
                "id: x, to: [{chance: 1, to: b}, {chance: 1, to: c}]",
                "id: y, to: [{chance: 4, to: c}, {chance: 4, to: b}]",
            ],
            {"a.x": {"a.y"}, "a.y": {"a.x"}},
        ),
        (
            [
                "id: x, to: [{chance: 1, to: b}, {chance: 1, to: c}]",
                "id: y, to: [{chance: 1, to: c}, {chance: 2, to: b}]",
            ],
            {},
        ),
        (["id: x, to: [{chance: 1, to: b}, {chance: 1, to: here}]", "id: y, to: b"], {}),
    ],
)
def test_choices_that_come_to_the_same_make_no_difference(choices: list[str], expected: dict[str, set[str]]) -> None:
    assert menu(*choices, header="{n: {start: 0, min: 0, max: 1}}") == expected


def test_words_that_ask_for_a_choice_make_it_different() -> None:
    choices = ["id: x, to: b", "id: y, to: b"]
    assert menu(*choices, words="[{when: chose(a.x), text: So you did.}]") == {}
    assert menu(*choices, words="[{when: visited(c), text: So you did.}]") == {"a.x": {"a.y"}, "a.y": {"a.x"}}


# 6. Endings ----------------------------------------------------------------------------------------------------------


def test_endings_and_what_rules_them_out() -> None:
    story, world = read(YARD)
    assert proofs.reached_endings(story, world) == {"home": 2}
    assert proofs.out_of_reach(story, world) == {"home": {"yard.hole"}}
    story, world = read("""
        variables: {n: {start: 0, min: 0, max: 2}}
        scenes:
          a:
            choices:
              - {id: add, text: Add, when: n < 2, add: {n: 1}, to: here}
              - {id: left, text: Left, to: [{when: n is 2, to: c}, {to: b}]}
              - {id: right, text: Right, to: d}
          b: {ending: Never added twice}
          c: {ending: Added twice}
          d: {choices: [{id: on, text: On, to: [{when: n is 2, to: c}, {when: n is 1, to: b}, {to: e}]}]}
          e: {ending: Never added}
    """)
    assert proofs.reached_endings(story, world) == {"b": 1, "c": 3, "e": 2}
    assert proofs.out_of_reach(story, world) == {
        "b": set(),  # adding twice rules it out, but not adding; so with going left and right
        "c": set(),  # going left or right rules it out, but not after adding twice
        "e": {"a.add", "a.left"},
    }


# 7. and 8. Play-throughs and chances ---------------------------------------------------------------------------------

HUB = """
    scenes:
      hub:
        choices:
          - {id: ask, text: Ask, once: true, to: here}
          - {id: wave, text: Wave, once: true, to: here}
          - {id: leave, text: Leave, to: [{chance: 3, to: home}, {chance: 1, to: rain}]}
      rain: {to: [{chance: 1, to: home}, {chance: 1, to: bus}]}
      home: {ending: At home}
      bus: {choices: [{id: wait, text: Wait, when: visited(home), to: home}]}
"""


def test_play_throughs_and_chances_of_a_hub() -> None:
    story, world = read(HUB)
    every = list(plays.plays(story))
    assert figures.count(story, world) == plays.number_of_plays(every) == 5 * 3  # nothing, a, w, aw, wa; three draws
    expected = {ending("home"): Fraction(7, 8), End("dead end", "bus"): Fraction(1, 8)}
    assert figures.chances(story, world) == plays.chances_of_plays(every) == expected
    assert every[0].moves in {("hub.leave", "-> home"), ("hub.leave", "-> rain", "-> home")}
    longest = [play for play in every if play.moves == ("hub.wave", "hub.ask", "hub.leave", "-> rain", "-> bus")]
    assert [play.chance for play in longest] == [Fraction(1, 3) * Fraction(1, 2) * Fraction(1, 8)]


def test_a_ring_has_chances_and_no_number_of_play_throughs() -> None:
    story, world = read(LOOP)
    assert figures.count(story, world) is None
    # p = 1/2 + 1/2 * (1/4 * p + 1/2), where p is the chance of b
    assert figures.chances(story, world) == {ending("b"): Fraction(6, 7), End("dead end", "c"): Fraction(1, 7)}
    with pytest.raises(plays.TooManySteps):
        list(plays.plays(story, 100))
    with pytest.raises(TooManyStates):
        figures.chances(*read(HUB), cap=3)


def test_a_ring_that_leads_nowhere_is_no_play_through_and_has_a_chance() -> None:
    story, world = read("""
        scenes:
          a: {choices: [{id: out, text: Out, to: b}, {id: down, text: Down, to: c}, {id: up, text: Up, to: b}]}
          b: {ending: The end}
          c: {choices: [{id: sit, text: Sit, to: c}, {id: walk, text: Walk, to: d}]}
          d: {choices: [{id: back, text: Back, to: c}]}
    """)
    assert figures.count(story, world) == 2
    assert figures.chances(story, world) == {ending("b"): Fraction(2, 3), NEVER: Fraction(1, 3)}


def test_a_start_that_is_drawn_and_ends_at_once() -> None:
    story, world = read("""
        scenes:
          a: {to: [{chance: 1, to: b}, {chance: 2, to: c}]}
          b: {ending: One}
          c: {ending: Other}
    """)
    assert figures.count(story, world) == plays.number_of_plays(list(plays.plays(story))) == 2
    assert figures.chances(story, world) == {ending("b"): Fraction(1, 3), ending("c"): Fraction(2, 3)}


# 9. Empathy ----------------------------------------------------------------------------------------------------------


def always(number: int) -> Range:
    """Name a range of one number."""
    return Range(number, Fraction(number), number)


def test_empathy_on_every_play_through() -> None:
    story, world = read("""
        scenes:
          curb:
            choices:
              - {id: sit, text: Sit, once: true, empathy: {notice: You sat.}, to: here}
              - {id: ask, text: Ask, empathy: {act: You asked.}, to: walk}
              - {id: go, text: Go, to: home}
          walk: {choices: [{id: wait, text: Wait, empathy: {notice: A while., act: And more.}, to: bench}]}
          bench: {ending: On the bench}
          home: {ending: At home}
    """)
    # go 1/3; ask, wait 1/3 (waiting is no decision); sit, go 1/6; sit, ask, wait 1/6
    third, half = Range(0, Fraction(1, 3), 1), Range(0, Fraction(1, 2), 1)
    expected = {
        None: {"notice": (always(1), third), "act": (always(1), half)},
        "bench": {"notice": (always(1), third), "act": (always(1), always(1))},
        "home": {"notice": (always(1), third), "act": (always(1), always(0))},
    }
    assert figures.empathy(story, world) == expected
    assert plays.empathy_of_plays(story, list(plays.plays(story))) == expected


def test_a_stay_offers_and_takes_once_and_an_arrival_begins_a_new_one() -> None:
    story, world = read("""
        scenes:
          curb:
            choices:
              - {id: look, text: Look, empathy: {notice: You looked.}, to: here}
              - {id: again, text: Again, to: curb}
              - {id: leave, text: Leave, to: home}
          home: {ending: At home}
    """)
    # two stays on average; in a third of them looking comes before going on
    expected = {"notice": (Range(1, Fraction(2), None), Range(0, Fraction(2, 3), None))}
    assert figures.empathy(story, world) == {None: expected, "home": expected}
    del story["scenes"]["curb"]["choices"][1]
    expected = {"notice": (always(1), Range(0, Fraction(1, 2), 1))}  # now without a bound, but one stay
    assert figures.empathy(story, everything(story)) == {None: expected, "home": expected}
    capped = figures.empathy(story, everything(story), cap=1)
    assert capped["home"]["notice"] == (Range(1, None, 1), Range(0, None, 1))


def test_a_ring_on_the_way_to_one_ending_sets_no_bound_only_there() -> None:
    story, world = read("""
        scenes:
          a: {choices: [{id: left, text: Left, to: curb}, {id: right, text: Right, to: far}]}
          far: {ending: Far away}
          curb:
            choices:
              - {id: look, text: Look, empathy: {notice: You looked.}, to: curb}
              - {id: leave, text: Leave, to: home}
          home: {ending: At home}
    """)
    round_and_round = Range(1, Fraction(2), None), Range(0, Fraction(1), None)
    both = Range(0, Fraction(1), None), Range(0, Fraction(1, 2), None)
    assert figures.empathy(story, world) == {
        None: {"notice": both},
        "far": {"notice": (always(0), always(0))},
        "home": {"notice": round_and_round},
    }


def test_empathy_on_the_way_to_no_ending_does_not_count() -> None:
    story, world = read("""
        scenes:
          a: {choices: [{id: out, text: Out, to: b}, {id: down, text: Down, empathy: {act: You went.}, to: c}]}
          b: {ending: The end}
          c: {choices: [{id: no, text: No, when: visited(b), to: b}]}
          d: {ending: Never reached}
    """)
    expected = {"act": (always(1), always(0))}
    assert figures.empathy(story, world) == {None: expected, "b": expected}


# 10. Words -----------------------------------------------------------------------------------------------------------


def test_words_of_the_shortest_and_the_longest_play_through() -> None:
    story, _ = read("""
        cast: {boy: {name: The boy}}
        scenes:
          a:
            text: One two three.
            choices:
              - {id: go, text: Go on now, reply: ["Yes.", {say: boy, text: Hello.}], to: b}
              - {id: stop, text: Stop, to: c}
          b:
            text: [{shuffle: [A longer one., Short.]}]
            choices: [{id: up, text: Up, when: visited(c), locked: Not yet open.}]
            to: c
          c: {text: The end., ending: Home again}
    """)
    # stop: 3 + 1 + 2; go: 3, then 3 + 1 + 3, then 1 or 3, then 3, then 2
    assert plays.words(story) == {"c": (6, 18)}
    assert plays.words(plays.unshuffled(story, longest=False)) == {"c": (6, 16)}
    assert story["scenes"]["b"]["text"] == [{"shuffle": ["A longer one.", "Short."]}]


# 11. Promises --------------------------------------------------------------------------------------------------------


def test_promises_about_what_can_be_reached() -> None:
    _, world = read(YARD)
    assert proofs.broken_reachable(world, ["attic", "home", "stairs"]) == {"attic"}


def test_promises_about_what_never_holds_ask_for_counts_that_the_story_does_not_read() -> None:
    story, _ = read(YARD)
    assert proofs.broken_never(story, "visited(well)") == 1
    assert proofs.broken_never(story, "visits(yard) > 1") is None
    assert proofs.broken_never(story, "visits(cellar) > 1") == 2  # at a dead end
    assert proofs.broken_never(story, "chose(yard.hum) and (key and not visited(cellar))") == 2
    story, world = read("scenes: {a: {choices: [{id: x, text: X, to: a}, {id: y, text: Y, to: b}]}, b: {ending: B}}")
    assert len(world.states) == 2
    assert proofs.broken_never(story, "visits(a) > 3") == 3
    assert proofs.broken_never(story, "visited(b) and visits(a) is 7") == 7
    assert proofs.broken_never(story, "not visited(a)") is None
    with pytest.raises(TooManyStates):
        proofs.broken_never(story, "visits(a) > 3", cap=5)


def test_a_condition_that_holds_only_in_passing_breaks_no_promise() -> None:
    story, _ = read("""
        variables: {wet: {start: false}}
        scenes: {a: {set: {wet: true}, to: b}, b: {set: {wet: false}, ending: B}}
    """)
    assert proofs.broken_never(story, "wet") is None
    assert proofs.broken_never(story, "not wet") == 0


def test_promises_about_what_can_always_be_reached() -> None:
    story, _ = read(YARD)
    assert proofs.broken_can_always_reach(story, ["home"]) == {"well": 1, "cellar": 1}
    assert proofs.broken_can_always_reach(story, ["home"], "visited(well)") == {"cellar": 1}
    assert proofs.broken_can_always_reach(story, ["stairs"]) == {"well": 1}  # in passing
    assert proofs.broken_can_always_reach(story, ["stairs", "well"]) == {}
    assert proofs.broken_can_always_reach(story, ["attic"]) == {"yard": 0, "well": 1, "cellar": 1}
    assert proofs.broken_can_always_reach(story, ["attic"], "not chose(yard.hum)") == {
        "yard": 1,
        "well": 2,
        "cellar": 2,
    }


# 12. Words that are never shown --------------------------------------------------------------------------------------

EYES = """
    variables: {n: {start: 0, min: 0, max: 9}}
    cast: {boy: {name: The boy}, cat: {name: The cat}, dog: {name: The dog}}
    scenes:
      a:
        text:
          - Always.
          - {when: n > 5, text: Many., else: Few.}
          - {sequence: [One., Two., Three.]}
          - {cycle: [Odd., Even., Third.]}
          - {shuffle: [Left., Right., Both.]}
          - first: [{when: n > 5, text: Many.}, {when: n < 9, text: Few.}, {text: Some.}]
          - {when: n > 5, shuffle: [Never., Nor this.]}
        seen_by: {boy: [{when: visits(a) > 1, text: Back again.}]}
        choices:
          - {id: again, text: Again, once: true, reply: [{sequence: [First., Second.]}], to: a}
          - {id: up, text: Up, when: n > 5, locked: Not now., seen_by: {dog: Feet.}, to: b}
          - {id: down, text: Down, when: n < 5, locked: Not now., reply: Down., seen_by: {cat: Feet.}, to: b}
      b: {ending: The end}
"""


def test_words_that_are_never_shown() -> None:
    story, world = read(EYES)
    text, up, down = ("a", "text"), "a.up", "a.down"
    never = {(*text, 1, "text"), (*text, 2, "sequence", 2), (*text, 3, "cycle", 2), (*text, 5, "first", 0)}
    never |= {(*text, 5, "first", 2), (*text, 6, "shuffle", 0), (*text, 6, "shuffle", 1)}
    never |= {("a.again", "reply", 0, "sequence", 1), (up, "seen_by", "dog"), (down, "locked")}
    assert shown.never_told(story, world) == never
    assert shown.strings(story) - never == {
        ("a", "text", 0),
        (*text, 1, "else"),
        *((*text, 2, "sequence", index) for index in (0, 1)),
        *((*text, 3, "cycle", index) for index in (0, 1)),
        *((*text, 4, "shuffle", index) for index in (0, 1, 2)),
        (*text, 5, "first", 1),
        ("a", "seen_by", "boy", 0, "text"),
        ("a.again", "reply", 0, "sequence", 0),
        (up, "locked"),
        (down, "reply"),
        (down, "seen_by", "cat"),
    }


def test_a_count_goes_on_for_as_long_as_words_can_tell() -> None:
    story, world = read("""
        scenes:
          a:
            text: [{sequence: [One., Two., Three.]}, {cycle: [A., B., C., D.]}, {cycle: [E., F., G., H., I., J.]}]
            choices: [{id: again, text: Again, to: a}, {id: out, text: Out, to: b}]
          b: {ending: The end}
    """)
    assert len(world.states) == 2
    assert shown.never_told(story, world) == set()
    first = story["scenes"]["a"]["choices"][0]
    first["when"] = "visits(a) < 3"
    expected = {("a", "text", 1, "cycle", 3), *(("a", "text", 2, "cycle", index) for index in (3, 4, 5))}
    assert shown.never_told(story, everything(story)) == expected


def test_endings_that_some_eyes_never_see() -> None:
    story, world = read(EYES)
    assert shown.unseen(story, world) == {("b", "boy"), ("b", "dog")}
    story["scenes"]["b"]["seen_by"] = {"boy": "The end."}
    assert shown.unseen(story, everything(story)) == {("b", "dog")}


# From within ---------------------------------------------------------------------------------------------------------


def test_a_step_is_refused_that_went_otherwise() -> None:
    story, world = read(YARD)
    way = next(way for way in world.ways if way.choice == "gate")
    assert [memory.scene for memory in inside(story, world, way).looked] == ["street", "home"]
    story["scenes"]["home"]["set"] = {"key": 3}
    with pytest.raises(AssertionError):
        inside(story, world, way)
