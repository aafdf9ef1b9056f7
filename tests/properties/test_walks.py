"""The laws of walks: a play that is written down passes; changed anywhere it fails there, and is told what was open.

What a play came to is worked out by the walker and by what stands beside it, not by the rules of the engine.
"""

# ruff: noqa: D103  a test's name is its sentence

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.checking.beside import Beside
from engine.checking.walks import Walks, read_walks
from engine.diagnostics import UNSHOWABLE, Span
from engine.explore.moves import Brought
from engine.explore.otherwise import Difference
from engine.explore.saved import Saved, as_walks, made_in
from engine.explore.trying import tried
from engine.explore.walk import Chosen, Drawn, Ends, Expected, Has, Move, Practised, Remembers, Stands, Walk
from engine.model import DIMENSIONS
from engine.play.transcript import started
from engine.reading.load import Loaded
from tests.properties.laws import examples, law
from tests.properties.loading import loaded
from tests.properties.stories import Play, Story
from tests.reference import practice
from tests.reference.walker import offered

SOMEWHERE = Span("walks.yaml", 1, 1, 1, 2)
ELSEWHERE = Span("walks.yaml", 2, 1, 2, 2)
MOST = 12
"""How many of the choices that are open are named."""


def moves(turns: list[practice.Turn]) -> Iterator[Move]:
    """Yield the steps of a walk through these turns."""
    for turn in turns:
        if turn.before is not None:
            yield Chosen(f"{turn.before.scene}.{turn.choice}", SOMEWHERE)
        yield from (Drawn(to, SOMEWHERE) for _place, to in turn.walk.drew)


def expects(story: Story, turns: list[practice.Turn]) -> Iterator[Expected]:
    """Yield everything that can be expected of these turns."""
    memory = turns[-1].walk.memory
    yield (Ends if "ending" in story["scenes"][memory.scene] else Stands)(memory.scene, SOMEWHERE)
    yield from (Remembers(name, happened, SOMEWHERE) for name, happened in memory.moments.items())
    yield from (Has(name, value, SOMEWHERE) for name, value in memory.variables.items())
    tallies = practice.practised(story, turns)
    yield from (Practised(name, tallies.get(name, (0, 0))[1], SOMEWHERE) for name in DIMENSIONS)


def wrong(story: Story, expected: Expected) -> Iterator[Expected]:
    """Yield what is expected otherwise, and so in vain."""
    match expected:
        case Ends(scene) | Stands(scene):
            yield from (Stands(other, ELSEWHERE) for other in story["scenes"] if other != scene)
            endings = [name for name, each in story["scenes"].items() if "ending" in each]
            yield from (Ends(other, ELSEWHERE) for other in endings if other != scene)
        case Remembers(moment, happened):
            yield Remembers(moment, not happened, ELSEWHERE)
        case Has(variable, bool(value)):
            yield Has(variable, not value, ELSEWHERE)
        case Has(variable, int(value)):
            yield Has(variable, value + 1, ELSEWHERE)
        case Has(variable, word):
            others = story["variables"][variable]["one_of"]
            yield from (Has(variable, other, ELSEWHERE) for other in others if other != word)
        case Practised(dimension, times):
            yield Practised(dimension, times + 1, ELSEWHERE)


def read(text: str, beside: Loaded) -> Beside[Walks]:
    """Return walks as read beside a story."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "walks.yaml").write_text(text, encoding="utf-8", newline="\n")
        found = read_walks(Path(folder), beside)
    assert found is not None
    return found


@law(50)
def test_a_play_that_is_saved_is_read_back_and_passes(play: Play) -> None:
    plain, picks, seed = play
    beside, turns = loaded(plain), practice.turns(plain, picks, seed)
    assert beside.story is not None
    made = started(beside.story, seed)
    for turn in turns[1:]:
        made = made.choose(f"{made.step.state.scene}.{turn.choice}")
    ending, scene = made.offer.ending, made.step.state.scene
    saved = Saved("a_play", "Found: by chance", tuple(made_in(made)), scene if ending else None, scene)
    text = as_walks([saved])
    assert bool(text) == bool(saved.moves)
    if not text:
        return
    found = read(text, beside)
    assert found.diagnostics == ()
    assert found.value is not None
    (walk,) = found.value.walks
    assert walk.moves == tuple(moves(turns))
    assert walk.expects == ((Ends if ending else Stands)(scene, SOMEWHERE),)
    came = tried(beside.story, walk)
    assert came.passed
    assert came.play is not None
    assert came.play.moves == made.moves


@law(50)
def test_all_that_a_play_came_to_is_as_expected_and_nothing_else_is(play: Play) -> None:
    plain, picks, seed = play
    story, turns = loaded(plain).story, practice.turns(plain, picks, seed)
    assert story is not None
    walk = Walk("w", tuple(moves(turns)), tuple(expects(plain, turns)), SOMEWHERE)
    assert tried(story, walk).differences == ()
    vain = [other for each in walk.expects for other in wrong(plain, each)]
    both = replace(walk, expects=tuple(each for pair in ((other, walk.expects[0]) for other in vain) for each in pair))
    differences = tried(story, both).differences
    assert [each.span for each in differences] == [ELSEWHERE] * len(vain)


@law(50)
def test_a_choice_that_is_not_open_fails_there_and_those_that_are_open_are_named(play: Play) -> None:
    plain, picks, seed = play
    story, turns = loaded(plain).story, practice.turns(plain, picks, seed)
    assert story is not None
    whole = list(moves(turns))
    every = [f"{name}.{each['id']}" for name, scene in plain["scenes"].items() for each in scene.get("choices", ())]
    for index, turn in enumerate(turns[1:], 1):
        assert turn.before is not None
        before, scene = list(moves(turns[:index])), turn.before.scene
        open_ = [f"{scene}.{each}" for each in offered(plain, turn.before)[0]]
        for name in [each for each in every if each not in open_]:
            changed = (*before, Chosen(name, ELSEWHERE), *whole[len(before) + 1 :])
            came = tried(story, Walk("w", changed, (), SOMEWHERE))
            (difference,) = came.differences
            assert difference.span == ELSEWHERE
            assert difference.message.startswith(f"{name} is not offered ")
            assert f"at the menu of {scene}" in difference.message
            assert difference.hint.partition(": ")[2] == ", ".join(open_[:MOST])
            assert came.play is not None
            assert len(came.play.moves) == index


def refused(story: engine.Story, *made: Move) -> Difference:
    """Return the only difference of a walk of these steps, of which nothing is expected."""
    (difference,) = tried(story, Walk("w", made, (), SOMEWHERE)).differences
    return difference


@law(30)
def test_a_draw_too_few_too_many_or_to_elsewhere_fails_there(play: Play) -> None:
    plain, picks, seed = play
    story, turns = loaded(plain).story, practice.turns(plain, picks, seed)
    assert story is not None
    whole = list(moves(turns))
    for index, move in enumerate([*whole, None]):
        before, behind = whole[:index], whole[index + 1 :]
        if not isinstance(move, Drawn):
            many = refused(story, *before, Drawn("home", ELSEWHERE), *whole[index:])
            assert (many.span, many.hint) == (ELSEWHERE, "take this draw out")
            continue
        few = [refused(story, *before)] if before else []
        few += [refused(story, *before, *behind)] if not behind or isinstance(behind[0], Chosen) else []
        other = refused(story, *before, Drawn("?", ELSEWHERE), *behind)
        assert all(each.message.startswith("chance decides ") for each in few)
        assert other.span == ELSEWHERE
        assert all(f"{{drew: {move.scene}}}" in each.hint for each in (*few, other))


# What is written down

STORY: Story = {
    "curbside": 1,
    "title": "A",
    "scenes": {
        "null": {
            "choices": [{"id": "y", "text": "On.", "to": [{"chance": 1, "to": "yes"}, {"chance": 1, "to": "off"}]}]
        },
        "yes": {"ending": "Yes"},
        "off": {"choices": [{"id": "on", "text": "On.", "to": "yes"}]},
    },
}
IDS = st.text(max_size=80) | st.sampled_from(["not", "null", "yes", "a", "A b", "a.b", "9", "_", "x" * 70])


@examples(75)
@given(st.lists(st.tuples(IDS, st.text() | st.text("ab: #-'\"\\{}[]|>*&!%@`,?\n\t", max_size=12)), max_size=4))
def test_whatever_it_is_called_and_whatever_is_said_of_it_is_read_back(named: list[tuple[str, str]]) -> None:
    """Every id becomes one, unlike the others; words come back as they are, on one line and without what is unseen."""
    ends = [(("null.y", Brought("yes")), "yes", None), (("null.y", Brought("off")), None, "off")]
    saved = [Saved(name, about, *ends[index % 2]) for index, (name, about) in enumerate(named)]
    text = as_walks(saved)
    if not saved:
        assert text == ""
        return
    beside = loaded(STORY)
    found = read(text, beside)
    assert found.diagnostics == ()
    assert found.value is not None
    assert beside.story is not None
    assert len(found.value.walks) == len({walk.id for walk in found.value.walks}) == len(saved)
    assert all(tried(beside.story, walk).passed for walk in found.value.walks)
    rows = found.document.root["walks"]  # type: ignore[index,call-overload]  # as it was just written
    for (_name, about), row in zip(named, rows, strict=True):  # type: ignore[arg-type]  # as above
        words = " ".join(about.split())
        if not UNSHOWABLE.search(words) and not {"\ufeff", "\ufffe", "\uffff"} & set(words):
            assert row.get("about", "") == words


def test_an_id_is_kept_where_it_can_be() -> None:
    """A reader finds what they named; a second of a name is counted, within what an id may hold."""
    named = ["to_the_end", "to_the_end", "The_curb.crouch", "not", "x" * 64, "x" * 64]
    text = as_walks([Saved(name, "", ("a.b",)) for name in named])
    ids = [row.removeprefix("  - id: ") for row in text.splitlines() if row.startswith("  - id: ")]
    assert ids == ["to_the_end", "to_the_end_2", "the_curb_crouch", "not_2", "x" * 64, "x" * 62 + "_2"]


def test_a_file_looks_as_one_that_a_writer_began() -> None:
    """The schema for the editor, the version, a blank line between walks; quotes only where they must be."""
    walks = [
        Saved("home", "The long way home, twice.", ("a.b", Brought("c")), ending="c"),
        Saved("nowhere", "", ()),
        Saved("there", "Note: this one", ("a.b",), at="null"),
    ]
    assert as_walks(walks, "../w.json") == (
        "# yaml-language-server: $schema=../w.json\n"
        "curbside: 1\n\n"
        "walks:\n"
        "  - id: home\n"
        "    about: The long way home, twice.\n"
        "    choose:\n"
        "      - a.b\n"
        "      - {drew: c}\n"
        "    expect:\n"
        "      ending: c\n\n"
        "  - id: there\n"
        '    about: "Note: this one"\n'
        "    choose:\n"
        "      - a.b\n"
        "    expect:\n"
        '      at: "null"\n'
    )
