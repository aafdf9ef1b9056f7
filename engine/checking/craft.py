"""Notes on craft: what a class could talk about, what a reader takes in at once. Nothing is wrong without.

May import floors 0 and 1, and `written` and `hard`.
"""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

from engine.checking import hard, written
from engine.diagnostics import MOST, Diagnostic
from engine.model import Block, Cycle, First, Prose, Scene, Sequence, Shuffle, Story, Text
from engine.reading.load import Loaded
from engine.reading.values import Document, Map

QUESTIONS: Final = 2
"""How many questions a decision should come with, at least."""
CHOICE: Final = 12
SCENE: Final = 120
"""How many words a choice, and a scene at one visit, should have at most."""


def craft(loaded: Loaded) -> Iterator[Diagnostic]:
    """Yield the notes on a story, of each file as many as are told; none where an error stands in its way."""
    story = loaded.story
    if story is None:
        return
    for document in loaded.documents:
        scenes = ((story.scenes[name], scene) for _, name, scene in written.scenes([document]))
        notes = chain.from_iterable(
            chain(_notes(document, scene, of), _hard(document, story, scene, of)) for scene, of in scenes
        )
        yield from islice(notes, MOST)


def _hard(document: Document, story: Story, scene: Scene, of: Map) -> Iterator[Diagnostic]:
    grade = hard.grade(story, scene)
    if grade is not None:
        said = f"like grade {grade:.0f}" if grade <= hard.LAST else f"beyond grade {hard.LAST}"
        message = f"these words read {said}; a whole play should stay at 5 or below for readers from nine on"
        hint = "part long sentences, and take the shorter word"
        yield Diagnostic(code="W305", span=document.key(of, "text"), message=message, hint=hint)


def _notes(document: Document, scene: Scene, of: Map) -> Iterator[Diagnostic]:
    if len(scene.choices) > 1:
        yield from _decision(scene)
    count = _count(scene.text) if scene.text else 0
    if count > SCENE:
        message = f"this scene may show {count} words at one visit; up to {SCENE} are read in one go"
        hint = "cut it, or part it in two with to: between them"
        yield Diagnostic(code="W304", span=document.key(of, "text"), message=message, hint=hint)
    for choice, written_choice in zip(scene.choices, written.choices(of), strict=True):
        count = _count(choice.text)
        if count > CHOICE:
            message = f"this choice has {count} words; up to {CHOICE} are read at a glance"
            hint = "keep the act, and leave the rest to the reply"
            yield Diagnostic(code="W303", span=document.value(written_choice, "text"), message=message, hint=hint)


def _decision(scene: Scene) -> Iterator[Diagnostic]:
    if len(scene.discuss) < QUESTIONS:
        asked = "with only one question" if scene.discuss else "without a question"
        message = f"this decision comes {asked} to talk it over"
        hint = "ask two under discuss:, such as what someone here might feel, and why"
        yield Diagnostic(code="W301", span=scene.span, message=message, hint=hint)
    if not any(choice.empathy for choice in scene.choices):
        message = "no choice of this decision says what taking it practises"
        hint = "give one of them empathy: with a reason, where there is one"
        yield Diagnostic(code="W302", span=scene.span, message=message, hint=hint)


def _count(text: Text) -> int:
    """Return how many words `text` shows at most."""
    if text.line is not None:
        return _words(text.line)
    return sum(map(_longest, text.blocks))


def _longest(block: Block) -> int:
    match block.content:
        case First(listed):
            return max(map(_longest, listed))
        case Sequence() | Cycle() | Shuffle():
            return max(map(_shown, block.content.items))
        case prose:
            return max(_shown(prose), _shown(block.otherwise))


def _shown(prose: Prose) -> int:
    """Return how many words paragraphs have; a number that is shown is one, or a part of one."""
    return sum(_words("".join(run.text if run.slot is None else "0" for run in each.runs)) for each in prose)


def _words(line: str) -> int:
    """Return how many words a reader counts: what stands between spaces, unless it is signs alone, such as a dash."""
    return sum(any(map(str.isalnum, word)) for word in line.split())
