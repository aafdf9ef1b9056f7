"""Findings on conditions at the places where those are written.

May import floors 0 and 1, the explorer, and `written`. The story itself keeps the places of scenes and choices only.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from engine.checking import written
from engine.explore.findings import OWN, Finding
from engine.reading.values import Document, Map, items, words


def placed(findings: Sequence[Finding], documents: Iterable[Document]) -> tuple[Finding, ...]:
    """Return the findings on a sound story, those on a condition moved to its `when:`. `documents` are its files."""
    wanted = {each.subject for each in findings if each.branch is not None}
    places = {name: (document, of) for document, name, of in _holders(documents) if name in wanted}
    return tuple(each if each.branch is None else _moved(each, *places[each.subject]) for each in findings)


def _holders(documents: Iterable[Document]) -> Iterator[tuple[Document, str, Map]]:
    """Yield each scene and each choice by the name that findings have for it."""
    for document, name, scene in written.scenes(documents):
        yield document, name, scene
        for choice in written.choices(scene):
            yield document, f"{name}.{words(choice, 'id')}", choice


def _moved(found: Finding, document: Document, of: Map) -> Finding:
    assert found.branch is not None  # noqa: S101 - it was asked before
    asking = of if found.branch == OWN else items(of, "to")[found.branch]
    assert isinstance(asking, Map)  # noqa: S101 - the story is sound
    return replace(found, diagnostic=replace(found.diagnostic, span=document.value(asking, "when")))
