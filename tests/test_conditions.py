"""Conditions: what they mean, where each is wrong, and that nothing but a small closed tree comes of any words."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.conditions import Tree, compiled
from engine.grammar import BIGGEST, DEEPEST, LONGEST, Fault, parse
from engine.model import Moment, OneOf, State, Variable, Whole, YesNo


@dataclass
class Story:
    """A story's names; what is counted and kept is noted."""

    variables: dict[str, Variable] = field(
        default_factory=lambda: {
            "hat_on": Variable("hat_on", YesNo(), start=True, slot=0),
            "distance": Variable("distance", OneOf(("far", "near", "beside")), "far", 1),
            "minutes": Variable("minutes", Whole(0, 20), 0, 2),
            "lost": Variable("lost", YesNo(), start=False, slot=0),
        }
    )
    moments: dict[str, Moment] = field(
        default_factory=lambda: {"shared_lunch": Moment("shared_lunch", "You shared", 3)}
    )
    scenes: dict[str, object] = field(default_factory=lambda: dict.fromkeys(("the_curb", "deck_chair")))
    choices: dict[str, object] = field(default_factory=lambda: dict.fromkeys(("the_curb.stop", "the_curb.nod")))
    counted: dict[str, int] = field(default_factory=dict)

    def is_doubtful(self, name: str) -> bool:
        """Return whether it is the one variable that is wrongly declared, or a choice in a scene that is wrong."""
        return name == "lost" or name.startswith("deck_chair.")

    def visits(self, scene: str, upto: int) -> int:
        """Note how far the visits are counted; the_curb is the first count."""
        self.counted[scene] = max(upto, self.counted.get(scene, 0))
        return list(self.scenes).index(scene)

    def bit(self, choice: str) -> int:
        """Return 1 for the first choice and 2 for the second."""
        return 1 << list(self.choices).index(choice)


STATE = State(scene="the_curb", values=(True, "near", 12, False), counts=(2, 0), taken=1)


def read(text: str) -> tuple[Tree | None, list[Fault]]:
    """Return what becomes of a condition."""
    return parse(text, Story())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true", True),
        ("false", False),
        ("hat_on", True),
        ("not hat_on", False),
        ("not not hat_on", True),
        ("hat_on is true", True),
        ("hat_on is false", False),
        ("hat_on is not true", False),
        ("hat_on is not false", True),
        ("shared_lunch", False),
        ("shared_lunch is false", True),
        ("distance is near", True),
        ("distance is far", False),
        ("distance is not far", True),
        ("not distance is far", True),  # `not` binds looser than comparisons
        ("minutes is 12", True),
        ("minutes is not 12", False),
        ("minutes < 12", False),
        ("minutes <= 12", True),
        ("minutes > -1", True),
        ("minutes >= 13", False),
        ("not minutes >= 13 and hat_on", True),  # and tighter than `and`
        ("not hat_on and shared_lunch", False),
        ("not hat_on or hat_on", True),  # and tighter than `or`
        ("not (hat_on and shared_lunch)", True),
        ("hat_on and shared_lunch and hat_on", False),
        ("shared_lunch or shared_lunch or hat_on", True),
        ("hat_on and (shared_lunch or minutes > 3)", True),
        ("(hat_on and shared_lunch) or shared_lunch", False),
        ("visited(the_curb)", True),
        ("visited(deck_chair)", False),
        ("visits(the_curb) is 2", True),
        ("visits(the_curb) is not 2", False),
        ("visits( the_curb )>=3", False),
        ("chose(the_curb.stop)", True),
        ("not chose(the_curb . nod)", True),
        ("\n hat_on\n and\n not shared_lunch\n", True),
        ("((((((hat_on))))))", True),
    ],
)
def test_what_a_condition_means(text: str, *, expected: bool) -> None:
    """Every word and sign of the language, and how they bind."""
    tree, faults = read(text)
    assert not faults
    assert tree is not None
    assert compiled(tree)(STATE) is expected


def test_visits_are_counted_only_as_far_as_somebody_asks() -> None:
    """One beyond the number that is compared with tells all."""
    names = Story()
    for text in ("visited(the_curb)", "visits(the_curb) >= 3", "visits(the_curb) < 2"):
        parse(text, names)
    assert names.counted == {"the_curb": 4}
    assert parse("visits(deck_chair) > -5", names)[1] == []
    assert names.counted["deck_chair"] == 1


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        # In `text`, the fault is between the two marks.
        ("hat_on «==» true", "L222", 'write "is"'),
        ("minutes «=» 3", "L222", 'write "is"'),
        ("distance «!=» far", "L222", 'write "is not"'),
        ("minutes «<>» 3", "L222", 'write "is not"'),
        ("hat_on «&&» shared_lunch", "L222", 'write "and"'),
        ("hat_on «||» shared_lunch", "L222", 'write "or"'),
        ("(hat_on «||» shared_lunch)", "L222", 'write "or"'),
        ("«!»hat_on", "L222", 'write "not"'),
        ("hat_on «AND» shared_lunch", "L222", 'write "and"'),
        ("«Not» hat_on", "L222", 'write "not"'),
        ("hat_on is «True»", "L223", 'write "true" or "false"'),
        ("hat_on «shared_lunch»", "L222", 'put "and" or "or" between'),
        ("(hat_on «shared_lunch»)", "L222", 'put "and" or "or" between'),
        ("hat_on«)»", "L222", "leave it out"),
        ("hat_on «.» near", "L222", "between two conditions"),
        ("minutes > 3 «5»", "L222", "between two conditions"),
        ("minutes > 3«é»", "L222", "between two conditions"),
        ("not «(»hat_on", "L222", "where it ends"),
        ("(hat_on) and «(»(hat_on)", "L222", "where it ends"),
        ("«»", "L222", "the name of a variable or a moment"),
        ("hat_on and«»", "L222", "the name of a variable or a moment"),
        ("not«»", "L222", "the name of a variable or a moment"),
        ("«and» hat_on", "L222", "leave it out, or write a name before it"),
        ("«is» hat_on", "L222", "the name of a variable or a moment"),
        ("(«)»", "L222", "the name of a variable or a moment"),
        ("«5» < minutes", "L222", "a name stands on the left"),
        ("minutes > 3 «<» 5", "L222", 'join two comparisons with "and"'),
        ("(minutes > 3) «is» true", "L222", 'join two comparisons with "and"'),
        ("hat_on is true «is» true", "L222", 'join two comparisons with "and"'),
        ("minutes > «1.5»", "L222", 'such as "3"'),
        ("minutes > «3x»", "L222", 'such as "3"'),
        ("minutes >«»", "L222", 'such as "3"'),
        ("minutes > «(»3)", "L222", 'such as "3"'),
        ("minutes is not «far»", "L223", "a number on the right"),
        ("minutes > «minutes»", "L223", "a number on the right"),
        ("minutes > «1000001»", "S107", "between them"),
        ("minutes > «-99999999999999999999»", "S107", "between them"),
        ("«minutes» and hat_on", "L223", 'write "minutes >= 1"'),
        ("not «visits»(the_curb)", "L223", 'write "visits(...) >= 1"'),
        ("visits(the_curb) «==» 1", "L222", 'write "is"'),
        ("visited(the_curb) «>=» 1", "L222", 'join two comparisons with "and"'),
        ("«distance»", "L223", 'write "distance is far"'),
        ("distance «>» far", "L223", 'write "is" or "is not"'),
        ("distance is «nearby»", "L223", 'did you mean "near"'),
        ("distance is not «zzz»", "L223", "write one of those"),
        ("distance is «3»", "L223", "write one of those"),
        ("distance is«»", "L223", "write one of those"),
        ("hat_on is «3»", "L223", 'write "true" or "false"'),
        ("hat_on «>=» 1", "L223", "write just the name"),
        ("shared_lunch «<» 1", "L223", "write just the name"),
        ("«minuets» >= 3 and hat_on", "L202", 'did you mean "minutes"'),
        ("«zzz» is not far", "L202", "declare it"),
        ("«zzz»", "L202", "declare it"),
        ("not «far»", "L202", "declare it"),
        ("«Hat_on»", "L202", 'did you mean "hat_on"'),
        ("visited(«the_crub»)", "L201", 'did you mean "the_curb"'),
        ("visited(«the_curb.stop»)", "L201", 'did you mean "the_curb"'),
        ("visits(«zzz») >= 1", "L201", ""),
        ("visited(«»)", "L201", ""),
        ("visited(«3»)", "L222", 'write ")" here'),
        ("visited(the_curb «stop»)", "L222", 'write ")" here'),
        ("visited «the_curb»", "L222", 'write "(" here'),
        ("visited«»", "L222", 'write "(" here'),
        ("chose(«stop»)", "L206", 'did you mean "the_curb.stop"'),
        ("chose(«the_curb . zzz»)", "L206", ""),
        ("chose(«the_curb.»)", "L206", ""),
        ("chose(the_curb.stop«»", "L222", 'write ")" here'),
        ("hat_on and shared_lunch «or» hat_on", "L224", "in ( )"),
        ("hat_on or shared_lunch «and» hat_on", "L224", "in ( )"),
        ("hat_on or (hat_on or hat_on «and» hat_on)", "L224", "in ( )"),
        ("«__import__»('os')", "L202", ""),
        ("«lambda»: 1", "L202", ""),
        ("«minutes» + 1 > 3", "L223", "another number"),
    ],
)
def test_each_fault_at_its_column(text: str, code: str, says: str) -> None:
    """What habit brings from elsewhere gets the word to write instead."""
    before, mark, rest = text.partition("«")
    within, _mark, after = rest.partition("»")
    assert mark
    tree, faults = read(before + within + after)
    assert tree is None
    fault = faults[0]
    assert (fault.at, fault.length, fault.code) == (len(before), max(1, len(within)), code)
    assert says in fault.hint
    assert fault.hint


def test_faults_are_gathered_where_the_rest_can_be_read() -> None:
    """An unknown name does not hide what stands behind it."""
    _tree, faults = read("zzz is far and minuets > 3 and distance is zzz and visited(zzz) and not hat_on is 7")
    assert [fault.code for fault in faults] == ["L202", "L202", "L223", "L201", "L223"]


@pytest.mark.parametrize("asked", ["", " is far", " is not 3", " >= 5", " is true"])
def test_nothing_is_asked_of_a_broken_declaration(asked: str) -> None:
    """Its own fault was told; what is asked of it is read over, and the rest is checked."""
    assert not read(f"hat_on and not lost{asked}")[1]
    assert [fault.code for fault in read(f"lost{asked} and zzz")[1]] == ["L202"]


def test_a_choice_of_a_scene_at_fault_is_not_unknown() -> None:
    """It may stand where nothing could be read."""
    assert not read("chose(deck_chair.nap)")[1]
    assert read("chose(the_curb.nap)")[1]


def test_the_limits_of_a_condition() -> None:
    """1,000 characters, 32 levels, numbers up to a million."""
    assert not read("(" * DEEPEST + "hat_on" + ")" * DEEPEST)[1]
    assert not read("not " * DEEPEST + "hat_on")[1]
    assert not read("hat_on".ljust(LONGEST))[1]
    assert not read(f"minutes < {BIGGEST}")[1]
    (fault,) = read("(" * (DEEPEST + 1) + "hat_on")[1]
    assert (fault.code, fault.at) == ("L222", DEEPEST + 1)
    (fault,) = read("not " * 200 + "hat_on")[1]
    assert (fault.code, fault.at) == ("L222", 4 * (DEEPEST + 1))
    (fault,) = read("hat_on".ljust(LONGEST + 1))[1]
    assert fault.code == "S110"


WORDS = [
    "and",
    "or",
    "not",
    "is",
    "true",
    "false",
    "hat_on",
    "distance",
    "near",
    "minutes",
    "visited",
    "visits",
    "chose",
]
SIGNS = ["(", ")", ".", "<", "<=", "==", "=", "!", "3", "-1", "1.5", "the_curb", "stop", "zzz", "shared_lunch", "lost"]


@settings(max_examples=500, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, *SIGNS]) | st.text(max_size=4), max_size=14), st.sampled_from(["", " "]))
def test_any_words_give_a_tree_or_faults(words: list[str], joint: str) -> None:
    """Never an exception, and every fault stands within the condition or just behind it."""
    text = joint.join(words)
    tree, faults = read(text)
    assert (tree is None) == bool(faults)
    for fault in faults:
        assert 0 <= fault.at <= len(text)
        assert fault.length >= 1
        assert fault.message
    if tree is not None:
        assert compiled(tree)(STATE) in {True, False}


def conditions() -> st.SearchStrategy[tuple[str, bool]]:
    """Return conditions with what they are in `STATE`, built without the engine."""
    leaves = st.sampled_from(
        [("hat_on", True), ("shared_lunch", False), ("minutes >= 12", True), ("distance is far", False)]
    )

    def deeper(inner: st.SearchStrategy[tuple[str, bool]]) -> st.SearchStrategy[tuple[str, bool]]:
        several = st.lists(inner, min_size=2, max_size=3)
        return (
            inner.map(lambda each: (f"not ({each[0]})", not each[1]))
            | several.map(
                lambda parts: (" and ".join(f"({text})" for text, _ in parts), all(is_so for _, is_so in parts))
            )
            | several.map(
                lambda parts: (" or ".join(f"({text})" for text, _ in parts), any(is_so for _, is_so in parts))
            )
        )

    return st.recursive(leaves, deeper, max_leaves=12)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(conditions())
def test_nested_conditions_mean_what_logic_says(condition: tuple[str, bool]) -> None:
    """Against Python's own `all` and `any`."""
    text, expected = condition
    tree, faults = read(text)
    if len(text) <= LONGEST:
        assert not faults
        assert tree is not None
        assert compiled(tree)(STATE) is expected
