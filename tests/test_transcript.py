"""A play is its choices and draws: what is read from a file, what is followed of it, and what undo cannot change."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Fork, Play, Story, load, started, words
from engine.play import transcript
from engine.play.transcript import CannotReplay, NotATranscript, Replayed, Transcript
from tests.properties.laws import examples
from tests.screens import ROOT

HEAD = '{"curbside": 1, "story": "chance", "seed": 2}\n'
THROW, HEADS = '{"choice": "table.throw"}\n', '{"drew": "heads"}\n'
EVENING = '{"drew": "evening"}\n'
GOLDEN = [path.parent for path in sorted((ROOT / "tests" / "stories").glob("*/story.yaml"))]
BUNDLED = sorted(path.parent for path in (ROOT / "scenes").glob("*/story.yaml"))

each_story = pytest.mark.parametrize("folder", [*GOLDEN, *BUNDLED], ids=lambda folder: folder.name)


@cache
def story_at(folder: Path) -> Story:
    """Read a story that is sound."""
    story = load(folder).story
    assert story is not None
    return story


def chance() -> Story:
    """Return the golden story of coins: two draws, one of them before the first choice."""
    return story_at(ROOT / "tests" / "stories" / "chance")


def replayed(text: str, story: Story | None = None) -> list[Replayed]:
    """Return a play after each entry of a transcript."""
    return list(transcript.replay(story or chance(), transcript.read(text)))


def refused(text: str, story: Story | None = None) -> tuple[list[Replayed], CannotReplay]:
    """Return how far a transcript can be followed, and why no further."""
    with pytest.raises(CannotReplay) as caught:
        replayed(text, story)
    return list(_until_refused(transcript.replay(story or chance(), transcript.read(text)))), caught.value


def _until_refused(plays: Iterator[Replayed]) -> Iterator[Replayed]:
    try:
        yield from plays
    except CannotReplay:
        return


def choices(play: Play) -> list[str]:
    """Return the choices of a play."""
    return [move.choice for move in play.moves if move.choice is not None]


def draws(play: Play) -> list[str]:
    """Return where the draws of a play led."""
    return [drew.to for move in play.moves for drew in move.step.drew]


def read_aloud(play: Play) -> list[str]:
    """Return all the words of a play."""
    return [
        paragraph.plain
        for move in play.moves
        for told in move.step.told
        for paragraph in words(play.story, told, play.seed)
    ]


def lines(play: Play) -> str:
    """Return the transcript of a play."""
    head = transcript.header(play.story, play.seed, "a-play")
    return transcript.written([head, *(entry for move in play.moves for entry in transcript.entries(move))])


def wandered(story: Story, seed: int, most: int = 60) -> Play:
    """Play a story by dice, to an ending or so many choices."""
    dice, play = Random(seed), started(story, seed)  # noqa: S311 - the same at each run
    while play.offer.choices and len(play.moves) <= most:
        play = play.choose(dice.choice(play.offer.choices).name)
    return play


# Reading


def test_reads_choices_draws_undo_and_redo() -> None:
    """Each entry stands with its line; what is known to nobody is ignored, and so are notes."""
    text = (
        HEAD
        + EVENING
        + THROW
        + HEADS
        + '{"undo": 1, "why": "a slip"}\n{"redo": 1}\n{"ending": "leave"}\n{"mood": []}\n'
    )
    kept = transcript.read(text)
    assert kept.header["story"] == "chance"
    assert kept.seed == 2
    assert kept.problem == ""
    assert [(entry.kind, entry.value, entry.line) for entry in kept.entries] == [
        ("drew", "evening", 2),
        ("choice", "table.throw", 3),
        ("drew", "heads", 4),
        ("undo", 1, 5),
        ("redo", 1, 6),
    ]


@pytest.mark.parametrize("torn", ['{"ch', '{"choice": "table.throw"', '{"choice": "table', "{", '"', "\x00\x00\x00"])
def test_a_half_written_last_line_is_dropped(torn: str) -> None:
    """A power cut costs the line that was being written, and is no cause for complaint."""
    kept = transcript.read(HEAD + EVENING + THROW + HEADS + torn)
    assert kept.problem == ""
    assert kept == transcript.read(HEAD + EVENING + THROW + HEADS)


def test_a_last_line_without_its_line_break_counts() -> None:
    """An editor may leave the last line break out."""
    assert transcript.read(HEAD + EVENING + THROW.rstrip()).entries[-1].value == "table.throw"


def test_every_cut_gives_a_part_of_the_play() -> None:
    """Wherever the file is cut, what is read is a beginning of what was written."""
    whole = HEAD + EVENING + THROW + HEADS + '{"undo": 1}\n' + THROW + HEADS + '{"choice": "table.go"}\n'
    entries = transcript.read(whole).entries
    for cut in range(len(HEAD) - 1, len(whole)):
        kept = transcript.read(whole[:cut])
        assert kept.entries == entries[: len(kept.entries)]
        assert kept.problem == ""


@pytest.mark.parametrize("damage", ["{", "[]", '"choice"', "choice: table.throw", '{"choice": "table.throw"', ""])
def test_a_damaged_middle_line_is_told(damage: str) -> None:
    """Nothing before the damage is lost, nothing behind it is trusted, and the line is named."""
    kept = transcript.read(HEAD + EVENING + THROW + HEADS + damage + "\n" + THROW)
    assert kept.problem == "line 5 is damaged"
    assert kept.entries == transcript.read(HEAD + EVENING + THROW + HEADS).entries


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "{}\n",
        "[]\n",
        THROW,
        '{"story": "chance"}\n',
        '{"curbside": 1}\n',
        '{"curbside": 1, "story": 7}\n',
        HEAD[:20],
    ],
)
def test_the_first_line_must_name_a_story(text: str) -> None:
    """Any other file is refused, in words."""
    with pytest.raises(NotATranscript, match="first line"):
        transcript.read(text)


@pytest.mark.parametrize("version", [2, 0, "1", None, [1]])
def test_another_version_is_refused(version: object) -> None:
    """A transcript of a later language is not guessed at."""
    with pytest.raises(NotATranscript, match="version"):
        transcript.read(json.dumps({"curbside": version, "story": "chance"}) + "\n")


def test_only_the_version_and_the_story_are_needed() -> None:
    """All else in the first line may be missing; the seed is then 0."""
    kept = transcript.read('{"curbside": 1, "story": "chance"}\n')
    assert (kept.seed, kept.entries) == (0, ())


# Following


def test_replay_follows() -> None:
    """The play stands after each choice, undo and redo, and the draws are those of the file."""
    plays = replayed(HEAD + EVENING + THROW + HEADS + '{"undo": 1}\n{"redo": 1}\n{"choice": "table.go"}\n')
    assert [choices(play) for play, _entry in plays] == [
        [],
        ["table.throw"],
        [],
        ["table.throw"],
        ["table.throw", "table.go"],
    ]
    assert draws(plays[-1].play) == ["evening", "heads"]
    assert plays[-1].play.offer.ending == "Enough"


def test_replay_never_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file says what was drawn; no seed decides it again, even where the seed would have it otherwise."""

    def drawn(*_: object) -> str:
        pytest.fail("a draw was made")

    assert draws(started(chance(), 2)) == ["evening"]
    monkeypatch.setattr(transcript, "drawn", drawn)
    plays = replayed(HEAD + '{"drew": "morning"}\n' + THROW + '{"drew": "tails"}\n' + THROW + '{"drew": "here"}\n')
    assert draws(plays[-1].play) == ["morning", "tails", "here"]


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (HEAD, 1, "none was drawn"),
        (HEAD + '{"drew": "noon"}\n', 1, "noon was drawn"),
        (HEAD + '{"drew": 7}\n', 1, "7 was drawn"),
        (HEAD + EVENING + THROW + THROW, 3, "none was drawn"),
        (HEAD + EVENING + THROW + '{"drew": "leave"}\n', 3, "leave was drawn"),
        (HEAD + EVENING + THROW + HEADS + HEADS, 5, "nothing is drawn"),
        (HEAD + EVENING + '{"choice": "table.go"}\n' + HEADS, 4, "nothing is drawn"),
        (HEAD + EVENING + THROW + HEADS + '{"undo": 1}\n' + HEADS, 6, "nothing is drawn"),
        (HEAD + EVENING + HEADS, 3, "nothing is drawn"),
        (HEAD + EVENING + '{"choice": "table.fly"}\n', 3, "fly is not offered"),
        (HEAD + EVENING + '{"choice": "heads.throw"}\n', 3, "heads.throw is not offered"),
        (HEAD + EVENING + '{"choice": null}\n', 3, "not offered"),
        (HEAD + EVENING + '{"undo": 1}\n', 3, "undone"),
        (HEAD + EVENING + THROW + HEADS + '{"undo": 2}\n', 5, "undone"),
        (HEAD + EVENING + THROW + HEADS + '{"undo": 0}\n', 5, "undone"),
        (HEAD + EVENING + THROW + HEADS + '{"undo": -1}\n', 5, "undone"),
        (HEAD + EVENING + THROW + HEADS + '{"undo": true}\n', 5, "undone"),
        (HEAD + EVENING + THROW + HEADS + '{"undo": "1"}\n', 5, "undone"),
        (HEAD + EVENING + THROW + HEADS + '{"redo": 1}\n', 5, "redone"),
        (HEAD + EVENING + THROW + HEADS + '{"undo": 1}\n{"redo": 2}\n', 6, "redone"),
    ],
)
def test_what_cannot_be_followed_is_told(text: str, line: int, why: str) -> None:
    """The line is named, with the reason; what came before it stands."""
    far, problem = refused(text)
    assert problem.line == line
    assert why in str(problem)
    entries = transcript.read(text).entries
    faulty = next((entry.kind for entry in entries if entry.line == line), "drew")
    steps = [entry for entry in entries if entry.line < line and entry.kind != "drew"]
    if faulty == "drew":  # then the step that it belongs to is not followed either
        steps = steps[:-1]
    assert [each.entry for each in far if each.entry is not None] == steps


@pytest.mark.parametrize("torn", ["", '{"dr', '{"drew": "hea'])
def test_a_last_step_that_is_not_whole_is_dropped(torn: str) -> None:
    """A power cut between a choice and its draw costs that choice, and none before it."""
    *_before, last = replayed(HEAD + EVENING + THROW + HEADS + THROW + torn)
    assert choices(last.play) == ["table.throw"]


def test_a_choice_that_is_locked_or_used_up_cannot_be_followed() -> None:
    """A file gets nobody past a condition."""
    hub = story_at(ROOT / "tests" / "stories" / "hub")
    head = '{"curbside": 1, "story": "hub"}\n'
    look, name = '{"choice": "curb.look"}\n', '{"choice": "curb.use_name"}\n'
    assert refused(head + name, hub)[1].line == 2
    assert refused(head + look + look, hub)[1].line == 3


# Renames

OLD = """
curbside: 1
id: a-shelf
title: A shelf
scenes:
  kerb:
    text: Here.
    choices:
      - {id: sit, text: Sit., to: [{chance: 1, to: rain}, {chance: 1, to: sun}]}
      - {id: walk, text: Walk., to: here}
  rain: {text: Rain., choices: [{id: stay, text: Stay., to: end}, {id: run, text: Run., to: end}]}
  sun: {text: Sun., choices: [{id: stay, text: Stay., to: end}]}
  end: {ending: The end}
"""
RENAMED = """
renamed:
  scenes: {kerb: pavement, pavement: curb, rain: shower, sun: glare}
  choices: {kerb.sit: curb.sit_down, shower.run: shower.dash}
"""


def _of(tmp_path: Path, text: str) -> Story:
    (tmp_path / "story.yaml").write_text(text, encoding="utf-8")
    return story_at.__wrapped__(tmp_path)


def test_renames_are_applied(tmp_path: Path) -> None:
    """An old play goes on after scenes and choices have new names: full names first, then scenes, draws as scenes."""
    play = started(_of(tmp_path, OLD), 1).choose("kerb.walk").choose("kerb.sit", lambda _fork: "rain")
    kept = lines(play.choose("rain.run"))
    new = OLD.replace("kerb:", "curb:").replace("id: sit,", "id: sit_down,").replace("rain", "shower")
    new = new.replace("id: run,", "id: dash,").replace("sun", "glare")
    *_before, last = replayed(kept, _of(tmp_path, new + RENAMED))
    assert choices(last.play) == ["curb.walk", "curb.sit_down", "shower.dash"]
    assert draws(last.play) == ["shower"]
    assert last.play.offer.ending == "The end"


def test_without_renames_the_play_stops_at_the_new_name(tmp_path: Path) -> None:
    """What came before a name that is gone is still shown."""
    kept = lines(started(_of(tmp_path, OLD), 1).choose("kerb.walk").choose("kerb.sit", lambda _fork: "rain"))
    far, problem = refused(kept, _of(tmp_path, OLD.replace("rain", "shower")))
    assert problem.line == 3
    assert choices(far[-1].play) == ["kerb.walk"]


# Undo, redo, and chance


@each_story
@pytest.mark.parametrize("seed", range(3))
def test_undo_to_the_start_and_redo_to_the_end(folder: Path, seed: int) -> None:
    """The same play comes back, one by one or all at once, from the start as it was."""
    story = story_at(folder)
    play = wandered(story, seed)
    back = play
    for _move in play.moves[1:]:
        before, back = back, back.undo()
        assert back.redo() == before
    assert back.moves == started(story, seed).moves
    assert back.undo() == back == play.undo(len(play.moves) + 3)
    forth = back
    for _move in back.undone:
        forth = forth.redo()
    assert forth == play == back.redo(len(back.undone) + 3)
    assert read_aloud(forth) == read_aloud(play)


@each_story
@pytest.mark.parametrize("seed", range(3))
def test_a_play_that_was_written_is_the_same_when_read(folder: Path, seed: int) -> None:
    """Moves, states, draws and words all come back from the file."""
    play = wandered(story_at(folder), seed)
    *_before, last = replayed(lines(play), play.story)
    assert last.play == play
    assert read_aloud(last.play) == read_aloud(play)


@each_story
def test_two_plays_with_one_seed_are_equal(folder: Path) -> None:
    """A seed and the choices make the whole play."""
    story = story_at(folder)
    for seed in range(3):
        assert wandered(story, seed) == wandered(story, seed)
        assert lines(wandered(story, seed)) == lines(wandered(story, seed))


def test_seeds_differ() -> None:
    """Two seeds do not always draw alike: all ways of a list come up, about as often as their weights say."""
    first = [draws(started(chance(), seed)) for seed in range(200)]
    assert 70 <= first.count(["evening"]) <= 130


def test_undo_cannot_re_roll() -> None:
    """The same choice taken again draws the same, as often as one tries; another draw is another matter."""
    story = chance()
    for seed in range(20):
        play = started(story, seed).choose("table.throw")
        for _try in range(5):
            again = play.undo().choose("table.throw")
            assert draws(again) == draws(play)
            assert again.moves == play.moves
        elsewhere = play.undo().choose("table.throw").choose("table.throw")
        assert draws(elsewhere)[:2] == draws(play)
    further = {tuple(draws(started(story, seed).choose("table.throw").choose("table.throw"))[1:]) for seed in range(60)}
    assert len(further) == 9


def test_a_new_choice_forgets_what_was_undone() -> None:
    """There is nothing to make again once another way was taken."""
    play = started(chance(), 2).choose("table.throw").undo().choose("table.go")
    assert play.undone == ()
    assert play.redo() == play


# Whatever stands in a file

scraps = st.sampled_from(
    [HEAD, THROW, HEADS, EVENING, '{"undo": 1}\n', '{"redo": 1}\n', "{}\n", "{", "\n", "\ufeff", "\r\n"]
)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["table.throw", "heads", "here"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
entries = st.dictionaries(st.sampled_from([*transcript.KINDS, "after", "ending", "votes"]), values, max_size=3)


@examples(150)
@given(st.text() | st.lists(scraps | st.text(max_size=20), max_size=8).map("".join))
def test_any_text_is_a_transcript_or_is_not(text: str) -> None:
    """Nothing but NotATranscript comes of reading."""
    try:
        kept = transcript.read(text)
    except NotATranscript:
        return
    assert isinstance(kept, Transcript)
    assert kept.header["curbside"] == 1


@examples(150)
@given(st.dictionaries(st.text(max_size=8), values, max_size=3), st.lists(entries, max_size=8))
def test_any_lines_are_followed_or_refused(head: dict[str, Any], rest: list[dict[str, Any]]) -> None:
    """Nothing but CannotReplay comes of following, and every play on the way stands by the rules."""
    _follow({**head, "curbside": 1, "story": "chance"}, [{"drew": "evening"}, *rest])


@examples(150)
@given(
    st.lists(
        st.sampled_from([THROW, HEADS, '{"choice": "table.go"}\n', '{"undo": 1}\n', '{"redo": 1}\n', '{"undo": 2}\n']),
        max_size=12,
    )
)
def test_likely_lines_are_followed_or_refused(rest: list[str]) -> None:
    """As above, with lines that often fit."""
    _follow({"curbside": 1, "story": "chance"}, [{"drew": "evening"}, *map(json.loads, rest)])


def _follow(head: dict[str, Any], rest: Iterable[dict[str, Any]]) -> None:
    kept = transcript.read(transcript.written([head, *rest]))
    story = chance()
    for play, _entry in _until_refused(transcript.replay(story, kept)):
        recorded = iter(draws(play))
        again = started(story, kept.seed, _next(recorded))
        for name in choices(play):
            again = again.choose(name, _next(recorded))
        assert again.moves == play.moves


def _next(recorded: Iterator[str]) -> Callable[[Fork], str]:
    return lambda _fork: next(recorded)


@pytest.mark.parametrize("key", ["choice", "drew", "undo", "redo", "curbside"])
def test_deep_nesting_is_no_way_to_crash(key: str) -> None:
    """A line of brackets at any depth is refused like any other nonsense."""
    for depth in (10, 900, *range(930, 1000), 100_000):
        nested = f'{{"{key}": {"[" * depth}{"]" * depth}}}\n'
        text = nested.replace("}\n", ', "story": "chance"}\n') if key == "curbside" else HEAD + EVENING + nested
        try:
            kept = transcript.read(text + THROW)
            list(transcript.replay(chance(), kept))
        except (NotATranscript, CannotReplay):
            continue
        assert kept.problem == f"line {3 if key != 'curbside' else 1} is damaged"


def test_blank_lines_at_the_end_say_nothing() -> None:
    """An editor may leave some: nothing is damaged, and what stands before them is read."""
    kept = transcript.read('{"curbside": 1, "story": "a"}\n{"choice": "a.b"}\n\n \n')
    assert [(entry.kind, entry.line) for entry in kept.entries] == [("choice", 2)]
    assert kept.problem == ""
