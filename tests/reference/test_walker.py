"""The oracle's own proof: small stories worked out by hand from the language page, one rule each."""

# ruff: noqa: D103  a test's name is its sentence

import copy
from typing import Any

import pytest
import yaml

from tests.reference.everything import Key, TooManyStates, counts_read, everything
from tests.reference.memory import Memory, holds
from tests.reference.walker import HERE, Branches, Walk, begin, choose, drawing, offered


def read(text: str) -> dict[str, Any]:
    """Read a story from a few lines of YAML."""
    story: dict[str, Any] = yaml.safe_load(text)
    return story


def no_draw(place: str, _branches: Branches) -> str:
    """Stand in where nothing may be drawn."""
    raise AssertionError(place)


def play(story: dict[str, Any], *choices: str, seed: object = 0) -> Walk:
    """Begin and take these choices; the walk is that of the last step."""
    walk = begin(story, no_draw, seed)
    for choice in choices:
        walk = choose(story, walk.memory, choice, no_draw, seed)
    return walk


def words(walk: Walk) -> list[str]:
    """Flatten what was told into its paragraphs."""
    return [paragraph for _, _, paragraphs in walk.told for paragraph in paragraphs]


# One step ------------------------------------------------------------------------------------------------------------


def test_effects_come_before_words_in_a_choice_and_on_arrival() -> None:
    story = read("""
        variables: {minutes: {start: 0, min: 0, max: 20}}
        moments: {waved: {title: You waved}}
        scenes:
          a:
            add: {minutes: 1}
            text: It is {minutes}.
            choices:
              - id: go
                text: Go
                add: {minutes: 2}
                remember: waved
                reply: ["Now {minutes}.", {when: waved, text: You waved.}]
                to: b
          b:
            set: {minutes: 9}
            text: At last {minutes}.
            ending: The end
    """)
    assert begin(story, no_draw).told == [("scene", "a", ["It is 1."])]
    walk = play(story, "go")
    assert walk.told == [("reply", "a.go", ["Now 3.", "You waved."]), ("scene", "b", ["At last 9."])]
    assert offered(story, walk.memory) == ([], [], "The end")


def test_the_first_scene_of_the_file_is_the_start_unless_another_is_named() -> None:
    scenes = "scenes: {a: {text: A., ending: A}, b: {text: B., ending: B}}"
    assert play(read(scenes)).memory.scene == "a"
    assert play(read("start: b\n" + scenes)).memory.scene == "b"


def test_a_stay_is_no_arrival_and_going_to_oneself_is() -> None:
    story = read("""
        variables: {minutes: {start: 0, min: 0, max: 20}}
        scenes:
          hub:
            add: {minutes: 5}
            text: Visit.
            choices:
              - {id: stay, text: Stay, reply: Stayed., to: here}
              - {id: again, text: Again, to: hub}
              - {id: leave, text: Leave, to: end}
          end: {ending: The end}
    """)
    stayed = play(story, "stay", "stay")
    assert stayed.told == [("reply", "hub.stay", ["Stayed."])]
    assert (stayed.memory.visits["hub"], stayed.memory.variables) == (1, {"minutes": 5})
    again = play(story, "stay", "again")
    assert again.told == [("scene", "hub", ["Visit."])]
    assert (again.memory.visits["hub"], again.memory.variables) == (2, {"minutes": 10})


def test_a_choice_leaves_the_memory_it_was_given_alone() -> None:
    story = read("scenes: {a: {choices: [{id: go, text: Go, to: b}]}, b: {ending: The end}}")
    memory = begin(story, no_draw).memory
    before = copy.deepcopy(memory)
    choose(story, memory, "go", no_draw)
    assert memory == before


def test_the_list_of_a_to_is_read_after_the_effects_and_from_the_top() -> None:
    story = read("""
        variables: {minutes: {start: 0, min: 0, max: 20}}
        scenes:
          a:
            choices:
              - id: wait
                text: Wait
                add: {minutes: 10}
                to:
                  - {when: minutes >= 20, to: late}
                  - {when: minutes >= 10, to: soon}
                  - {when: minutes >= 5, to: late}
                  - {to: here}
          soon: {ending: Soon}
          late: {ending: Late}
    """)
    assert play(story, "wait").memory.scene == "soon"


def test_counts_include_the_present_visit_and_taking() -> None:
    story = read("""
        scenes:
          a:
            text:
              - {when: visits(a) is 1 and not visited(b), text: First.}
              - {when: visits(a) is 2, text: Second.}
            choices:
              - id: back
                text: Back
                reply: [{when: chose(a.back), text: Taken., else: Not yet.}]
                to: a
              - {id: out, text: Out, to: b}
          b: {ending: The end}
    """)
    assert words(begin(story, no_draw)) == ["First."]
    assert words(play(story, "back")) == ["Taken.", "Second."]


def test_adding_stops_at_the_bounds() -> None:
    story = read("""
        variables: {n: {start: -2, min: -3, max: 4}}
        scenes:
          a:
            choices:
              - {id: more, text: More, add: {n: 5}, to: here}
              - {id: less, text: Less, add: {n: -9}, to: here}
    """)
    assert [play(story, *taken).memory.variables["n"] for taken in (["more"], ["more"] * 2, ["less"])] == [3, 4, -3]


def test_locked_choices_are_shown_and_hidden_ones_are_not() -> None:
    story = read("""
        variables: {key: {start: false}}
        scenes:
          a:
            choices:
              - {id: open, text: Open, when: key, locked: It is locked., to: out}
              - {id: push, text: Push, when: key, to: out}
              - {id: take, text: Take, set: {key: true}, to: here}
          out: {ending: Out}
    """)
    assert offered(story, begin(story, no_draw).memory) == (["take"], ["open"], None)
    assert offered(story, play(story, "take").memory) == (["open", "push", "take"], [], None)
    with pytest.raises(ValueError, match="push"):
        play(story, "push")


def test_once_beats_locked() -> None:
    story = read("""
        variables: {light: {start: true}}
        scenes:
          a:
            choices:
              - {id: look, text: Look, when: light, locked: Too dark., once: true, to: here}
              - {id: dim, text: Dim, set: {light: false}, to: here}
    """)
    assert offered(story, play(story, "dim").memory) == (["dim"], ["look"], None)
    assert offered(story, play(story, "look", "dim").memory) == (["dim"], [], None)


def test_with_nothing_available_locked_ones_are_shown_and_the_to_of_the_scene_is_followed() -> None:
    story = read("""
        variables: {n: {start: 7, min: 0, max: 9}}
        scenes:
          a:
            text: A.
            choices:
              - {id: one, text: One, when: n > 7, locked: "Only {n}.", to: b}
              - {id: two, text: Two, when: n > 8, to: b}
            to: b
          b: {add: {n: 1}, ending: The end}
    """)
    assert begin(story, no_draw).told == [
        ("scene", "a", ["A."]),
        ("locked", "a", ["Only 7."]),
        ("scene", "b", []),
    ]


def test_after_a_stay_that_uses_up_the_last_choice_the_to_of_the_scene_is_followed() -> None:
    story = read("""
        scenes:
          a:
            text: A.
            choices: [{id: look, text: Look, once: true, reply: You look., to: here}]
            to: b
          b: {text: B., ending: The end}
    """)
    assert play(story, "look").told == [("reply", "a.look", ["You look."]), ("scene", "b", ["B."])]


def test_a_choice_without_its_own_to_takes_that_of_the_scene() -> None:
    story = read("""
        scenes:
          a: {choices: [{id: go, text: Go}, {id: stay, text: Stay, to: here}], to: b}
          b: {ending: The end}
    """)
    assert play(story, "stay", "go").told == [("scene", "b", [])]


@pytest.mark.parametrize("to", ["", "to: here", "to: [{when: not n, to: b}, {to: here}]"])
def test_a_dead_end_has_nothing_available_and_leads_nowhere(to: str) -> None:
    story = read(f"""
        variables: {{n: {{start: true}}}}
        scenes:
          a:
            choices:
              - {{id: go, text: Go, when: not n, locked: Not now., to: b}}
            {to}
          b: {{ending: The end}}
    """)
    walk = begin(story, no_draw)
    assert walk == Walk(Memory("a", {"n": True}, {}, walk.memory.visits), [("scene", "a", [])])
    assert offered(story, walk.memory) == ([], ["go"], None)


def test_a_second_arrival_in_one_step_stops_before_it() -> None:
    story = read("""
        variables: {n: {start: 0, min: 0, max: 9}}
        scenes:
          a:
            choices: [{id: go, text: Go, to: b}]
          b:
            add: {n: 1}
            text: B.
            choices: [{id: never, text: Never, when: n > 5, locked: Never., to: end}]
            to: c
          c: {text: C., to: b}
          end: {ending: The end}
    """)
    walk = play(story, "go")
    assert walk.told == [("scene", "b", ["B."]), ("locked", "b", ["Never."]), ("scene", "c", ["C."])]
    assert (walk.stopped, walk.memory.scene, walk.memory.variables) == ("b", "c", {"n": 1})
    assert offered(story, walk.memory) == ([], [], None)


def test_the_scene_a_step_starts_from_may_be_arrived_at_once_in_it() -> None:
    story = read("""
        scenes:
          a:
            text: A.
            choices: [{id: go, text: Go, once: true, when: not chose(a.go), to: b}]
            to: b
          b: {text: B., to: a}
          end: {ending: The end}
    """)
    walk = play(story, "go")
    assert walk.told == [("scene", "b", ["B."]), ("scene", "a", ["A."])]
    assert (walk.stopped, walk.memory.scene) == ("b", "a")


# Chance --------------------------------------------------------------------------------------------------------------

CHANCE = """
    scenes:
      a:
        choices:
          - id: toss
            text: Toss
            to: [{chance: 3, to: b}, {chance: 1, to: here}]
      b:
        to: [{chance: 1, to: c}, {chance: 2, to: d}]
      c: {ending: C}
      d: {ending: D}
"""


def test_a_draw_is_asked_for_at_the_place_that_holds_the_list() -> None:
    asked = []

    def last(place: str, branches: Branches) -> str:
        asked.append((place, branches))
        return branches[len(asked) // 2][0]

    story = read(CHANCE)
    walk = choose(story, begin(story, last).memory, "toss", last)
    assert asked == [("a.toss", [("b", 3), (HERE, 1)]), ("b", [("c", 1), ("d", 2)])]
    assert (walk.drew, walk.memory.scene) == ([("a.toss", "b"), ("b", "d")], "d")


def test_a_draw_from_the_to_of_the_scene_is_asked_for_at_the_scene() -> None:
    story = read("""
        scenes:
          a: {choices: [{id: go, text: Go}], to: [{chance: 1, to: b}, {chance: 1, to: c}]}
          b: {ending: B}
          c: {ending: C}
    """)
    walk = choose(story, begin(story, no_draw).memory, "go", lambda _place, _branches: "c")
    assert (walk.drew, walk.memory.scene) == ([("a", "c")], "c")


def test_a_drawn_here_stays() -> None:
    story = read(CHANCE)
    walk = choose(story, begin(story, no_draw).memory, "toss", lambda _place, _branches: HERE)
    assert (walk.drew, walk.told, walk.memory.visits["a"]) == ([("a.toss", HERE)], [], 1)


def test_new_draws_hash_seed_place_and_count() -> None:
    # by `printf seed/a.toss/0 | sha256sum` and so on, the last hexadecimal digits are b e e 6 4 e 9 7;
    # modulo 4 that is 3 2 2 2 0 2 1 3, and only 3 lies behind the first three; seed/b/0 modulo 3 is 2
    draw = drawing("seed")
    tosses = [draw("a.toss", [("b", 3), (HERE, 1)]) for _ in range(8)]
    assert tosses == [HERE, "b", "b", "b", "b", "b", "b", HERE]
    assert draw("b", [("c", 1), ("d", 2)]) == "d"


# Text ----------------------------------------------------------------------------------------------------------------


def test_sequence_stays_and_cycle_goes_round_by_arrivals_or_takings() -> None:
    story = read("""
        scenes:
          a:
            text:
              - sequence: [S1, S2, S3]
              - cycle: [C1, C2]
            choices:
              - {id: look, text: Look, reply: [{sequence: [R1, R2]}, {cycle: [D1, D2]}], to: here}
              - {id: again, text: Again, to: a}
    """)
    told = [words(play(story, *["again"] * times)) for times in range(5)]
    assert told == [["S1", "C1"], ["S2", "C2"], ["S3", "C1"], ["S3", "C2"], ["S3", "C1"]]
    told = [words(play(story, "again", *["look"] * times)) for times in (1, 2, 3)]
    assert told == [["R1", "D1"], ["R2", "D2"], ["R2", "D1"]]


def test_shuffle_goes_round_in_the_order_of_the_hash_of_seed_place_and_item() -> None:
    story = read("""
        scenes:
          a:
            text: [{shuffle: [A dog barks., A door bangs., A bus passes.]}]
            choices:
              - {id: again, text: Again, to: a}
              - {id: look, text: Look, reply: [{shuffle: [A dog barks., A door bangs., A bus passes.]}], to: here}
    """)
    told = [words(play(story, *["again"] * times, seed=5))[0] for times in range(6)]
    assert told == ["A dog barks.", "A bus passes.", "A door bangs."] * 2  # 76.., bd.., c4.. for 5/a/A dog barks. ...
    told = [words(play(story, *["look"] * times, seed=5))[0] for times in range(1, 7)]
    assert told == ["A door bangs.", "A bus passes.", "A dog barks."] * 2  # 17.., 1b.., 94.. for 5/a.look/...


def test_blocks_with_when_else_first_and_say() -> None:
    story = read("""
        variables: {n: {start: 3, min: -5, max: 5}, wet: {start: false}}
        cast: {boy: {name: The boy}}
        scenes:
          a:
            text:
              - {when: wet, text: Wet., else: Dry.}
              - {when: wet, text: Nothing.}
              - {when: wet, sequence: [Nothing.]}
              - first:
                  - {when: n > 3, text: Many.}
                  - {when: n > 2, text: "{n} and more."}
                  - {text: Few.}
              - first: [{when: wet, text: Nothing.}]
              - say: boy
                text: |
                  Hello
                  there.

                  Who are you?
              - {say: boy, first: [{when: wet, text: No.}, {text: Yes.}]}
            ending: The end
    """)
    expected = ["Dry.", "3 and more.", "The boy: Hello there.", "Who are you?", "The boy: Yes."]
    assert words(begin(story, no_draw)) == expected


def test_a_reply_without_words_is_told_all_the_same() -> None:
    story = read("""
        variables: {wet: {start: false}}
        scenes:
          a:
            choices:
              - {id: one, text: One, reply: [{when: wet, text: Wet.}], to: here}
              - {id: two, text: Two, to: here}
    """)
    assert play(story, "one").told == [("reply", "a.one", [])]
    assert play(story, "two").told == []


# Conditions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("n is 3", True),
        ("n is -3", False),
        ("n is not 3", False),
        ("n >= 3 and n <= 3 and n < 4 and n > -1", True),
        ("n>3 or n<3", False),
        ("place is near", True),
        ("place is not near", False),
        ("place is far", False),
        ("wet", False),
        ("wet is false", True),
        ("wet is not false", False),
        ("waved", True),
        ("not n > 3", True),  # not (n > 3)
        ("not n > 3 and wet", False),  # (not (n > 3)) and wet; not (n > 3 and wet) would be true
        ("not wet and waved", True),
        ("not waved or waved", True),  # (not waved) or waved
        ("not (wet or waved)", False),
        ("not (not waved)", True),
        ("wet or (waved and n is 3)", True),
        ("(wet or waved) and not (n is 3)", False),
        ("visits(a) > 1 and visited(a) and chose(a.go)", True),
        ("visited(b) or chose(a.stay) or visits(b) > 0", False),
    ],
)
def test_conditions(condition: str, expected: bool) -> None:  # noqa: FBT001  a column of a table
    memory = Memory("a", {"n": 3, "place": "near", "wet": False}, {"waved": True})
    memory.visits["a"], memory.takings["a.go"] = 2, 1
    assert holds(condition, memory) is expected


@pytest.mark.parametrize("condition", ["n", "wet wet", "(wet", "n is 3 % 2"])
def test_what_is_no_condition_is_refused(condition: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        holds(condition, Memory("a", {"n": 3, "wet": False}, {}))


# Everything ----------------------------------------------------------------------------------------------------------


def test_everything_follows_each_choice_and_each_outcome() -> None:
    story = read(CHANCE)
    world = everything(story)
    assert {memory.scene for memory in world.states.values()} == {"a", "c", "d"}
    steps = [(way.source, way.choice, [target for _, target in way.walk.drew], way.target) for way in world.ways]
    start: Key = ("a",)
    assert steps == [
        (None, None, [], start),
        (start, "toss", ["b", "c"], ("c",)),
        (start, "toss", [HERE], start),
        (start, "toss", ["b", "d"], ("d",)),
    ]


def test_everything_counts_only_what_is_read_and_only_so_far() -> None:
    story = read("""
        scenes:
          a:
            choices:
              - {id: again, text: Again, to: a}
              - {id: look, text: Look, once: true, to: here}
              - {id: out, text: Out, when: visits(a) >= 3, to: b}
          b: {ending: The end}
    """)
    assert counts_read(story) == {"a.look": 1, "a": 4}
    world = everything(story)
    assert len(world.states) == (4 + 2) * 2  # visits 1 to 4 in a, 3 or 4 of them in b; looked or not
    with pytest.raises(TooManyStates):
        everything(story, cap=11)
    assert len(everything(story, cap=12).states) == 12
