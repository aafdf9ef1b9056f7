"""`lesson.yaml`: what stands in it becomes values, word for word; and the bundled story's lesson is one to hold.

What is said of a mistake is data: folders of `diagnostics/` with a `lesson.yaml`.
"""

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.checking.beside import Beside
from engine.checking.lesson import CASEL, HEADINGS, Aim, HardMoment, Lesson, Pause, Word, read_lesson
from engine.diagnostics import Span
from engine.reading.files import bundled
from engine.reading.load import Loaded, load
from tests.properties.laws import examples
from tests.test_schemas import SCHEMAS, Schema, faults
from tests.test_walks import exchanged, older, places

BOY = bundled("scenes") / "boy-on-the-curb"
NOTE = "These are choices tried in a story. They do not measure empathy or character."
SAFETY = "Never go up to a stranger on your own."
SOMEWHERE = Span("", 0, 0, 0, 0)

STORY = """
curbside: 1
title: The gate
scenes:
  gate:
    choices:
      - {id: ring, text: Ring., to: garden}
  garden: {text: Apples., ending: Apples}
"""

LESSON = """
lesson: 1
title: Apples
ages: 9-12
minutes: 30
aims:
  - {text: Listen before ringing., casel: self_management}
  - text: Wonder who is behind a gate.
before:
  warm_up: ["What do you hear?"]
  norms:
    - You may pass.
pauses:
  - {scene: gate, prompt: "What might be behind it?", minutes: 2}
  - scene: garden
    prompt: |
      Whose apples are they?
      And who is asking?
after:
  now_what: ["Whom do we ask first?"]
  happened: ["Who opened?", "Who did not?"]
  felt: ["What might the dog feel?"]
  so_what: ["When is a bell too loud?"]
  differed: ["Why ring, and why not?"]
journal: ["Draw the gate."]
exit_ticket: ["One thing that I heard."]
call_to_action: ["Knock, and wait, at a friend's door."]
hard_moments:
  - {when: A pupil is afraid of dogs., do: "Leave the dog out."}
vocabulary:
  - {word: bell, meaning: It rings.}
letter: |
  Dear all,

  *apples* & pears: "both".
"""


def written(folder: Path, story: str, lesson: str) -> Loaded:
    """Write a story and its lesson into `folder`, and return the story as loaded."""
    (folder / "story.yaml").write_text(story, "utf-8")
    (folder / "lesson.yaml").write_text(lesson, "utf-8")
    return load(folder)


def read(folder: Path, lesson: str, story: str = STORY) -> Beside[Lesson]:
    """Return a lesson as read beside a story in `folder`."""
    found = read_lesson(folder, written(folder, story, lesson))
    assert found is not None
    return found


def codes(found: Beside[Lesson]) -> list[str]:
    """Return what was told, and on which line."""
    return [f"{each.code}:{each.span.line}" for each in found.diagnostics]


def test_every_part_of_a_lesson(tmp_path: Path) -> None:
    """All of it, each in its place; the talk in its own order, whatever the file's."""
    found = read(tmp_path, LESSON)
    assert found.diagnostics == ()
    assert found.value == Lesson(
        title="Apples",
        ages="9-12",
        minutes=30,
        aims=(Aim("Listen before ringing.", "self_management"), Aim("Wonder who is behind a gate.")),
        warm_up=("What do you hear?",),
        norms=("You may pass.",),
        pauses=(
            Pause("gate", "What might be behind it?", 2, SOMEWHERE),
            Pause("garden", "Whose apples are they?\nAnd who is asking?\n", 1, SOMEWHERE),
        ),
        after={
            "happened": ("Who opened?", "Who did not?"),
            "felt": ("What might the dog feel?",),
            "differed": ("Why ring, and why not?",),
            "so_what": ("When is a bell too loud?",),
            "now_what": ("Whom do we ask first?",),
        },
        journal=("Draw the gate.",),
        exit_ticket=("One thing that I heard.",),
        call_to_action=("Knock, and wait, at a friend's door.",),
        hard_moments=(HardMoment("A pupil is afraid of dogs.", "Leave the dog out."),),
        vocabulary=(Word("bell", "It rings."),),
        letter='Dear all,\n\n*apples* & pears: "both".\n',
    )
    assert found.value is not None
    assert tuple(found.value.after) == HEADINGS
    assert [pause.span.line for pause in found.value.pauses] == [14, 15]


def test_a_lesson_may_be_small(tmp_path: Path) -> None:
    """A version and a title; the rest has its ordinary value."""
    assert read(tmp_path, "lesson: 1\ntitle: A\n").value == Lesson(title="A", minutes=45)
    assert read(tmp_path, "lesson: 1\ntitle: A\nafter:\n  felt: ['B?']\n").value == Lesson(
        title="A", after={"felt": ("B?",)}
    )


def test_the_areas_are_those_of_the_schema() -> None:
    """What an editor offers is what the engine knows."""
    assert SCHEMAS["lesson"]["$defs"]["aim"]["properties"]["casel"]["enum"] == list(CASEL)
    assert list(SCHEMAS["lesson"]["properties"]["after"]["properties"]) == list(HEADINGS)


def test_without_a_file_there_is_no_lesson(tmp_path: Path) -> None:
    """Nobody has to teach."""
    loaded = written(tmp_path, STORY, LESSON)
    (tmp_path / "lesson.yaml").unlink()
    assert read_lesson(tmp_path, loaded) is None


PROSE = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Cs"], exclude_characters="\ufeff"), min_size=1
)
SAYABLE = PROSE.filter(lambda words: words.strip() and not re.search("[\u202a-\u202e\u2066-\u2069]", words))


@examples(60)
@given(st.lists(SAYABLE, min_size=1, max_size=4))
def test_every_question_comes_through_as_it_was_typed(questions: list[str]) -> None:
    """Signs, quotes, accents, markup: not a character is lost, in any list."""
    lists = dict.fromkeys(("journal", "exit_ticket", "call_to_action"), questions)
    nested = {"before": {"warm_up": questions, "norms": questions}, "after": dict.fromkeys(HEADINGS, questions)}
    text = json.dumps({"lesson": 1, "title": questions[0], **lists, **nested}, ensure_ascii=False)
    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), text)
    assert found.diagnostics == ()
    lesson = found.value
    assert lesson is not None
    for each in (lesson.journal, lesson.exit_ticket, lesson.call_to_action, lesson.warm_up, lesson.norms):
        assert list(each) == questions
    assert lesson.after == dict.fromkeys(HEADINGS, tuple(questions))
    assert lesson.title == questions[0]


# What stands in the way


def test_scenes_are_looked_up_in_a_broken_story_where_they_are_known(tmp_path: Path) -> None:
    """A fault elsewhere in the story hides no slip here, and takes the lesson's value with it."""
    story = STORY.replace("to: garden", "to: gardne")
    assert codes(read(tmp_path, LESSON.replace("scene: gate", "scene: gatte"), story)) == ["L201:14"]
    assert codes(read(tmp_path, LESSON, story)) == []
    assert read(tmp_path, LESSON, story).value is None


@pytest.mark.parametrize("story", ["scenes: [\n", "", "- a list\n", "curbside: 1\ntitle: A\nscenes: none\n"])
def test_where_the_story_cannot_be_told_no_scene_is_missing(tmp_path: Path, story: str) -> None:
    """Only the shape of the file itself is looked at."""
    lesson = LESSON.replace("scene: gate", "scene: gatte").replace("exit_ticket", "exit_tickets")
    assert codes(read(tmp_path, lesson, story)) == ["S103:26"]


def test_pauses_of_a_wrong_shape_are_not_added_up(tmp_path: Path) -> None:
    """One cause, one fault."""
    lesson = "lesson: 1\ntitle: A\nminutes: {minutes}\npauses:\n  - {{scene: gate, prompt: B., minutes: {pause}}}\n"
    assert codes(read(tmp_path, lesson.format(minutes="an hour", pause=50))) == ["S101:3"]
    assert codes(read(tmp_path, lesson.format(minutes=45, pause=5000))) == ["S107:5"]
    assert codes(read(tmp_path, lesson.format(minutes=45, pause=46))) == ["L245:5"]
    assert codes(read(tmp_path, lesson.format(minutes=45, pause=45))) == []


def test_a_second_pause_in_a_scene_that_is_missing_is_one_fault_each(tmp_path: Path) -> None:
    """That the scene is not there is enough."""
    lesson = "lesson: 1\ntitle: A\npauses:\n  - {scene: nowhere, prompt: B.}\n  - {scene: nowhere, prompt: C.}\n"
    assert codes(read(tmp_path, lesson)) == ["L201:4", "L201:5"]


# Hostile files


GOOD = yaml.safe_load(LESSON)
ODD: list[Any] = [
    *(None, True, 0, -1, 1.5, 10**9, "", " ", "gate", "a b", "\x00", "a\n", "x" * 5000),
    *([], [[]], ["gate"], {}, {"a": {}}, [{"scene": "gate", "prompt": "B."}] * 3),
]


@pytest.mark.parametrize("path", list(places(GOOD)), ids=lambda path: ".".join(map(str, path)) or "all")
def test_whatever_stands_anywhere_is_borne(tmp_path: Path, path: tuple[Any, ...]) -> None:
    """A lesson either has a value, or something is said; nothing is ever raised."""
    loaded = written(tmp_path, STORY, "")
    for odd in ODD:
        text = json.dumps(exchanged(GOOD, path, odd))
        (tmp_path / "lesson.yaml").write_text(text, "utf-8")
        found = read_lesson(tmp_path, loaded)
        assert found is not None
        assert (found.value is None) == bool(found.diagnostics), text


LEAVES = st.none() | st.booleans() | st.integers(-3, 90) | st.floats() | st.text(max_size=8) | st.just("gate")
KEYS = st.sampled_from([*GOOD, *HEADINGS, "scene", "prompt", "when", "do", "word", "text"]) | st.text(max_size=4)
ANYTHING = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6))


@examples(100)
@given(ANYTHING.map(lambda value: yaml.safe_dump(value).encode()) | st.binary(max_size=60))
def test_any_file_gives_diagnostics(data: bytes) -> None:
    """Whatever stands beside a story, it is read or told, and never raises."""
    with tempfile.TemporaryDirectory() as folder:
        loaded = written(Path(folder), STORY, "")
        (Path(folder) / "lesson.yaml").write_bytes(data)
        found = read_lesson(Path(folder), loaded)
        assert found is not None
        assert found.diagnostics


# The shape


PAGE = """
lesson: 1
title: Twenty minutes on a curb
ages: 9-14
minutes: 45
aims:
  - text: Notice someone whom others walk past
    casel: social_awareness
before:
  warm_up: [A]
  norms: [A]
pauses:
  - scene: the_silence
    prompt: One minute without a word. What do you hear?
    minutes: 2
after:
  happened: [A]
journal: [A]
exit_ticket: [A]
call_to_action:
  - Ask someone in your class who sits alone whether the seat is free.
hard_moments:
  - when: A pupil tells of hunger at home
    do: Thank them, do not promise to keep it secret, follow the school's safeguarding rules.
vocabulary:
  - word: curb
    meaning: The edge of the pavement
letter: |
  Dear parents and carers, ...
"""


def test_the_page_of_the_language_is_right_in_shape() -> None:
    """What the design shows can be typed."""
    assert faults("lesson", yaml.safe_load(PAGE)) == []


def lesson(**keys: object) -> Schema:
    """Return the smallest lesson, with these keys as well."""
    return {"lesson": 1, "title": "T", **keys}


BAD: dict[str, tuple[Schema, list[str]]] = {
    "nothing": ({}, ["$ required", "$ required"]),
    "a later version": (lesson(lesson=2), ["$.lesson const"]),
    "a blank title": (lesson(title=" "), ["$.title pattern"]),
    "ages as a number": (lesson(ages=9), ["$.ages type"]),
    "minutes in words": (lesson(minutes="45"), ["$.minutes type"]),
    "too short": (lesson(minutes=9), ["$.minutes minimum"]),
    "too long": (lesson(minutes=241), ["$.minutes maximum"]),
    "an aim without a list": (lesson(aims="A"), ["$.aims type"]),
    "an aim of words": (lesson(aims=["A"]), ["$.aims[0] type"]),
    "an aim without words": (lesson(aims=[{"casel": "self_awareness"}]), ["$.aims[0] required"]),
    "an area of one's own": (lesson(aims=[{"text": "A", "casel": "empathy"}]), ["$.aims[0].casel enum"]),
    "nothing before": (lesson(before={}), ["$.before minProperties"]),
    "no norm": (lesson(before={"norms": []}), ["$.before.norms minItems"]),
    "a question before, no list": (lesson(before={"warm_up": "A?"}), ["$.before.warm_up type"]),
    "a heading of one's own": (lesson(after={"feelings": ["A?"]}), ["$.after additionalProperties"]),
    "a list of questions after": (lesson(after=["A?"]), ["$.after type"]),
    "pauses by their scenes": (lesson(pauses={"gate": "A."}), ["$.pauses type"]),
    "a pause without a prompt": (lesson(pauses=[{"scene": "a"}]), ["$.pauses[0] required"]),
    "a pause anywhere": (lesson(pauses=[{"prompt": "A."}]), ["$.pauses[0] required"]),
    "a pause in a title": (lesson(pauses=[{"scene": "The gate", "prompt": "A."}]), ["$.pauses[0].scene pattern"]),
    "no minute": (lesson(pauses=[{"scene": "a", "prompt": "A.", "minutes": 0}]), ["$.pauses[0].minutes minimum"]),
    "half a minute": (lesson(pauses=[{"scene": "a", "prompt": "A.", "minutes": 1.5}]), ["$.pauses[0].minutes type"]),
    "a hard moment alone": (lesson(hard_moments=[{"when": "A"}]), ["$.hard_moments[0] required"]),
    "a word alone": (lesson(vocabulary=[{"word": "curb"}]), ["$.vocabulary[0] required"]),
    "words by themselves": (lesson(vocabulary={"curb": "The edge"}), ["$.vocabulary type"]),
    "a question that is a number": (lesson(journal=[7]), ["$.journal[0] type"]),
    "a letter in parts": (lesson(letter=["Dear all"]), ["$.letter type"]),
    "a word for the next writer": (lesson(about="A"), ["$ additionalProperties"]),
}


@pytest.mark.parametrize(("document", "expected"), BAD.values(), ids=BAD)
def test_bad_shapes(document: Schema, expected: list[str]) -> None:
    """Each mistake is found where it stands, and nothing else is; older editors say the same."""
    assert faults("lesson", document) == expected
    assert older("lesson", document) == expected


# The bundled story


@pytest.fixture(scope="module")
def boy() -> Lesson:
    """Return the lesson of the bundled story, about which nothing is to be said."""
    found = read_lesson(BOY, load(BOY))
    assert found is not None
    assert found.diagnostics == ()
    assert found.value is not None
    return found.value


def test_the_lesson_of_the_bundled_story_can_be_held(boy: Lesson) -> None:
    """Nothing of the plan is missing, and the pauses leave time to play: a third of the lesson."""
    assert boy.minutes == 60
    assert len(boy.pauses) == 2
    assert sum(pause.minutes for pause in boy.pauses) <= boy.minutes / 3 / 3
    assert tuple(boy.after) == HEADINGS
    assert all(len(questions) >= 2 for questions in boy.after.values())
    assert boy.aims
    assert all(aim.casel for aim in boy.aims)
    for part in (boy.warm_up, boy.norms, boy.journal, boy.exit_ticket, boy.hard_moments, boy.vocabulary, boy.letter):
        assert part


def test_the_lesson_of_the_bundled_story_is_honest_and_safe(boy: Lesson) -> None:
    """It claims to measure nothing, sends no child to a stranger, and asks about others rather than oneself."""
    assert NOTE in boy.letter
    assert SAFETY in " ".join(boy.letter.split())
    text = (BOY / "lesson.yaml").read_text("utf-8").replace(NOTE, "")
    assert not re.search(r"\b(measur|assess|diagnos|prove|score|rank|empath)", text, re.IGNORECASE)
    assert 3 <= len(boy.call_to_action) <= 7
    assert not [act for act in boy.call_to_action if re.search(r"\b(stranger|food|lunch|money|street)", act)]
    questions = [question for part in boy.after.values() for question in part]
    assert not [each for each in questions if re.search(r"how would you feel|in (his|her) place", each, re.IGNORECASE)]


def test_the_words_explained_stand_in_the_bundled_story(boy: Lesson) -> None:
    """Vocabulary is of the story, not about it."""
    chapters = sorted((BOY / "chapters").glob("*.yaml"))
    assert chapters
    text = " ".join(" ".join(path.read_text("utf-8").split()) for path in chapters).lower()
    assert [word.word for word in boy.vocabulary if word.word not in text] == []
