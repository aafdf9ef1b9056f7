"""Words of a story as a guide quotes them: whole choices, and how a scene begins.

May import floors 0 and 1, and the room `map`.
"""

from typing import NamedTuple

from engine.map.coming_back import paragraphs
from engine.map.saying import Names
from engine.model import Paragraph, Scene, Text


class Opening(NamedTuple):
    """The first paragraph of a text. `is_fixed`: the whole text reads the same in every play; `always`: this does."""

    words: str
    is_fixed: bool
    always: bool


def whole(text: Text, known: Names) -> str:
    """Return all words of a choice, however long; of words that change, all that may stand there."""
    if text.line is not None:
        return text.line
    return " / ".join(dict.fromkeys(_said(paragraph, known) for paragraph in paragraphs(text)))


def opening(text: Text, known: Names) -> Opening:
    """Return how a text begins, as a reader may see it: what stands there in every play, if anything does."""
    if text.fixed is not None:
        return Opening(_said(text.fixed[0], known) if text.fixed else "", is_fixed=True, always=True)
    for block in text.blocks:
        if block.when is None and isinstance(block.content, tuple) and block.content:
            return Opening(_said(block.content[0], known), is_fixed=False, always=True)
    first = next(paragraphs(text), None)
    return Opening(_said(first, known) if first else "", is_fixed=False, always=False)


def every(scene: Scene, known: Names) -> tuple[str, ...]:
    """Return all that may be read in a scene, each paragraph: its text, its choices and their replies."""
    held = [scene.text, *(text for choice in scene.choices for text in (choice.text, choice.reply))]
    return tuple(_said(each, known) for text in held if text is not None for each in paragraphs(text))


def _said(paragraph: Paragraph, known: Names) -> str:
    return "".join(run.text if run.slot is None else f"[{known.slots[run.slot]}]" for run in paragraph.runs)
