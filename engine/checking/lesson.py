"""`lesson.yaml`: what an educator does around a story.

May import floors 0 and 1, and `beside`. Says what is wrong with a lesson; what is made of it is for others to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Final, Literal, NamedTuple

from engine.checking.beside import Beside, Page, found_file, maps, read
from engine.diagnostics import Related, Span, cut, is_sound, quoted
from engine.reading.load import Loaded
from engine.reading.values import Map, below, items, words

MOST_ACTS: Final = 20
LONGEST_ACT: Final = 300
"""How much of a call to action is put before a player."""

MINUTES: Final = 45
"""How long a lesson takes that does not say so."""

Casel = Literal[
    "self_awareness", "self_management", "social_awareness", "relationship_skills", "responsible_decision_making"
]
CASEL: Final[tuple[Casel, ...]] = (
    "self_awareness",
    "self_management",
    "social_awareness",
    "relationship_skills",
    "responsible_decision_making",
)
"""CASEL's five areas of social and emotional learning, for filing an aim in a curriculum."""

Heading = Literal["happened", "felt", "differed", "so_what", "now_what"]
HEADINGS: Final[tuple[Heading, ...]] = ("happened", "felt", "differed", "so_what", "now_what")
"""The headings of the talk after playing, in the order in which it goes."""


class Aim(NamedTuple):
    """What a lesson is for, and the area that it belongs to, if any was named."""

    text: str
    casel: Casel | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Where the class stops, what it is told or asked, and how many minutes that takes."""

    scene: str
    prompt: str
    minutes: int
    span: Span = field(compare=False)


class HardMoment(NamedTuple):
    """Something that may come up, and what to do then."""

    when: str
    do: str


class Word(NamedTuple):
    """A word that may need a word."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A lesson around a story. Scenes in it are scenes of the story; words stand as they were typed.

    `ages` is empty where the story's own hold. `after` has the headings that hold questions, in the order of
    `HEADINGS`.
    """

    title: str
    ages: str = ""
    minutes: int = MINUTES
    aims: tuple[Aim, ...] = ()
    warm_up: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()
    pauses: tuple[Pause, ...] = ()
    after: Mapping[Heading, tuple[str, ...]] = field(default_factory=dict)
    journal: tuple[str, ...] = ()
    exit_ticket: tuple[str, ...] = ()
    call_to_action: tuple[str, ...] = ()
    hard_moments: tuple[HardMoment, ...] = ()
    vocabulary: tuple[Word, ...] = ()
    letter: str = ""


def read_lesson(path: Path, loaded: Loaded) -> Beside[Lesson] | None:
    """Return the lesson beside the story at `path`, which was `loaded`; None where there is none.

    Never raises for what the file holds. Names are looked up only where those of the story are known.
    """
    return read(path, loaded, "lesson", _lesson)


def small_acts(path: Path) -> tuple[str, ...]:
    """Return the call to action of the lesson beside the story at `path`, as far as it can be read; often nothing.

    Nothing else of the lesson is looked at: a player waits for it.
    """
    document = found_file(path, "lesson.yaml")
    if document is None or not is_sound(document.diagnostics) or not isinstance(document.root, Map):
        return ()
    return tuple(cut(each, LONGEST_ACT) for each in _strings(document.root, "call_to_action")[:MOST_ACTS])


def _lesson(page: Page, of: Map) -> Lesson:
    before, after = below(of, "before"), below(of, "after")
    lesson = Lesson(
        title=words(of, "title") or "",
        ages=words(of, "ages") or "",
        minutes=_minutes(of, MINUTES),
        aims=tuple(_aim(each) for each in maps(of, "aims")),
        warm_up=_strings(before, "warm_up"),
        norms=_strings(before, "norms"),
        pauses=tuple(_pause(page, each) for each in maps(of, "pauses")),
        after={heading: questions for heading in HEADINGS if (questions := _strings(after, heading))},
        journal=_strings(of, "journal"),
        exit_ticket=_strings(of, "exit_ticket"),
        call_to_action=_strings(of, "call_to_action"),
        hard_moments=tuple(
            HardMoment(words(each, "when") or "", words(each, "do") or "") for each in maps(of, "hard_moments")
        ),
        vocabulary=tuple(
            Word(words(each, "word") or "", words(each, "meaning") or "") for each in maps(of, "vocabulary")
        ),
        letter=words(of, "letter") or "",
    )
    _check_pauses(page, of, lesson)
    return lesson


def _strings(of: Map, key: str) -> tuple[str, ...]:
    return tuple(each for each in items(of, key) if isinstance(each, str))


def _minutes(of: Map, otherwise: int) -> int:
    value = of.get("minutes")
    return value if type(value) is int else otherwise


def _aim(of: Map) -> Aim:
    named = words(of, "casel")
    return Aim(words(of, "text") or "", next((area for area in CASEL if area == named), None))


def _pause(page: Page, of: Map) -> Pause:
    scene, span = words(of, "scene"), page.sheet.document.first(of)
    if scene is not None:
        span = page.place(of, "scene")
        page.scene(scene, span)
    return Pause(scene or "", words(of, "prompt") or "", _minutes(of, 1), span)


def _check_pauses(page: Page, of: Map, lesson: Lesson) -> None:
    """Note a second pause in a scene, and the pause with which all of them together outlast the lesson."""
    first: dict[str, Span] = {}
    for pause in lesson.pauses:
        if pause.scene in page.names.scenes and first.setdefault(pause.scene, pause.span) != pause.span:
            message = f"the class pauses in {quoted(pause.scene)} already"
            related = (Related(first[pause.scene], "the first pause there"),)
            page.fault("L244", pause.span, message, "put both prompts into one pause", related)
    if not any(key in of and page.sheet.is_misshapen(page.place(of, key)) for key in ("minutes", "pauses")):
        _check_minutes(page, of, lesson)


def _check_minutes(page: Page, of: Map, lesson: Lesson) -> None:
    totals = accumulate(pause.minutes for pause in lesson.pauses)
    for pause, each, total in zip(lesson.pauses, maps(of, "pauses"), totals, strict=True):
        if total > lesson.minutes:
            together = sum(pause.minutes for pause in lesson.pauses)
            message = f"the pauses take {together} minutes together, and the whole lesson has {lesson.minutes}"
            stated = (Related(page.place(of, "minutes"), "the lesson's minutes"),) if "minutes" in of else ()
            span = page.place(each, "minutes") if "minutes" in each else pause.span
            page.fault("L245", span, message, "shorten a pause, or leave one out", stated)
            return
