"""A path to a story, and everything wrong with it.

May import floor 0 and the rest of `reading`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from engine.diagnostics import MOST, Diagnostic, in_order, is_sound
from engine.model import Story
from engine.reading import schema, source
from engine.reading.build import Source, build
from engine.reading.files import File, Files, bundled, files_at
from engine.reading.names import Names
from engine.reading.values import Document


@dataclass(frozen=True, slots=True)
class Loaded:
    """What stands at a path: a story, unless a diagnostic is an error.

    `documents` are its files as they were read, the header first; `names` what they declare, where that can be told.
    """

    story: Story | None
    diagnostics: tuple[Diagnostic, ...]
    documents: Sequence[Document]
    names: Names | None = None

    @property
    def lines(self) -> dict[str, list[str]]:
        """Each file's lines by its name, for frames."""
        return {document.file: document.lines for document in self.documents}


def load(path: str | Path) -> Loaded:
    """Return the story at `path`, a file or a folder with `story.yaml`, and what is wrong with it.

    Never raises for what a file holds, or for a file that cannot be read: that is a diagnostic.
    """
    return loaded(files_at(path))


def loaded(found: Files) -> Loaded:
    """Return the story of these files, and what is wrong with it."""
    with source.paused_collector():
        documents, nodes = list[Document](), source.NODES
        for file in found.files:
            documents.append(document_of(file, nodes))
            nodes -= documents[-1].nodes
        read = [diagnostic for document in documents for diagnostic in document.diagnostics]
        shape: list[Diagnostic] = []
        for index, document in enumerate(documents):
            if document.root is not None:
                shape += schema.faults(document, schema_of("chapter" if index else "story"))
        if any(document.root is None for document in documents) or len(shape) >= MOST:
            # what the rest declares is not known, so no name can be told to be missing
            return Loaded(None, in_order([*read, *shape]), documents)
        built = build(Source(documents, found.id, found.digest), in_order(shape))
        story = built.story if is_sound(read) else None
        return Loaded(story, in_order([*read, *shape, *built.diagnostics]), documents, built.names)


@cache
def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema called `name`. It is read once: do not change it."""
    text = (bundled("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def document_of(file: File, nodes: int = source.NODES) -> Document:
    """Return a file as it is read, of at most so many `nodes`."""
    if file.fault:
        return Document(file.name, [], None, [file.fault])
    return source.read(file.name, file.data, nodes=nodes)
