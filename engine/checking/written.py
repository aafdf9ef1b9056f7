"""A sound story as it was written: its scenes, choices and blocks, each with the file that holds it.

May import floors 0 and 1. For what has to be told at a place that the story itself does not keep.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from engine.diagnostics import Span
from engine.reading.values import Document, List, Map, below, items


class Header(NamedTuple):
    """What declares the names of a story, and the file that holds it."""

    document: Document
    root: Map

    def place(self, kind: str, name: str) -> Span:
        """Return where `name` is declared under `kind`, such as `variables`."""
        return self.document.key(below(self.root, kind), name)


def header(documents: Sequence[Document]) -> Header:
    """Return the header of the story."""
    root = documents[0].root
    return Header(documents[0], root if isinstance(root, Map) else Map())


def scenes(documents: Iterable[Document]) -> Iterator[tuple[Document, str, Map]]:
    """Yield each scene with its id, in the order of the story."""
    for document in documents:
        if isinstance(document.root, Map):
            written = below(document.root, "scenes")
            yield from ((document, name, below(written, name)) for name in written)


def choices(scene: Map) -> list[Map]:
    """Return the choices of a scene."""
    return [choice for choice in items(scene, "choices") if isinstance(choice, Map)]


def blocks(documents: Iterable[Document]) -> Iterator[tuple[Document, Map]]:
    """Yield each block of words; the items of a `first` are parts of theirs."""
    for document, _name, scene in scenes(documents):
        for holder in (scene, *choices(scene)):
            seen = below(holder, "seen_by")
            for words in (holder.get("text"), holder.get("reply"), *seen.values()):
                if isinstance(words, List):
                    yield from ((document, block) for block in words if isinstance(block, Map))
