"""Scenes that are hard to read, for whom the stories here are meant.

May import floors 0 and 1, and `level/grade`.
"""

from collections.abc import Iterator
from typing import Final

from engine.level.grade import counted, is_there
from engine.model import Block, Cycle, First, Prose, Scene, Sequence, Shuffle, Story, Text

GRADE: Final = 7
"""What is told: two grades above the five that a whole play should have for readers from nine on."""
LAST: Final = 12
"""The last year of school; beyond it the formula says nothing that anybody could use."""
WORDS: Final = 60
"""Of fewer words nothing is told: the formula is made for a hundred, and one long name would decide."""


def grade(story: Story, scene: Scene) -> float | None:
    """Return the reading grade of all words that a scene may show, where it is above `GRADE`.

    None of a story in another language, where the extra `teach` is missing, and of few words.
    """
    if not (story.language or "en").startswith("en") or not is_there():
        return None
    found = counted(_paragraphs(scene.text)) if scene.text else None
    return found.grade if found and found.words >= WORDS and found.grade > GRADE else None


def _paragraphs(text: Text) -> Iterator[str]:
    for block in text.blocks:
        yield from _of_block(block)


def _of_block(block: Block) -> Iterator[str]:
    match block.content:
        case First(listed):
            for each in listed:
                yield from _of_block(each)
        case Sequence() | Cycle() | Shuffle():
            for item in block.content.items:
                yield from _plain(item)
        case prose:
            yield from _plain(prose)
            yield from _plain(block.otherwise)


def _plain(prose: Prose) -> Iterator[str]:
    """Yield paragraphs as they are read; a number that is shown is read as one."""
    for each in prose:
        yield "".join(run.text if run.slot is None else "1" for run in each.runs)
