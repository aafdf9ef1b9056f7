"""The names that a story's files hold: scenes, choices, moments, variables, cast.

May import floors 0 and 1. Reads what was written, not what it means: of a story with faults it
tells all that can be told.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from engine.model import DIMENSIONS
from engine.reading.values import Document, Map, below, items, listed, words

_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class OwnNames:
    """The names of a story as its files hold them now, faults or not, each kind in the order of the files.

    `cast` and `dimensions` go to what each is called, `variables` to what was declared.
    """

    scenes: tuple[str, ...]
    endings: tuple[str, ...]
    choices: tuple[str, ...]
    tags: tuple[str, ...]
    moments: tuple[str, ...]
    cast: Mapping[str, str]
    dimensions: Mapping[str, str]
    variables: Mapping[str, Map]


def names_of(documents: Iterable[Document]) -> OwnNames:
    """Return what the files of a story name, as far as that can be told."""
    roots = [document.root for document in documents if isinstance(document.root, Map)]
    header = roots[0] if roots else Map()
    scenes = {name: scene for root in roots for name, scene in below(root, "scenes").items() if _is_id(name)}
    maps = {name: scene for name, scene in scenes.items() if isinstance(scene, Map)}
    tags = [tag for scene in maps.values() for tag, _holder, _at in listed(scene, "tags")]
    return OwnNames(
        scenes=tuple(scenes),
        endings=tuple(name for name, scene in maps.items() if "ending" in scene),
        choices=tuple(dict.fromkeys(f"{name}.{id_}" for name, scene in maps.items() for id_ in _choices(scene))),
        tags=tuple(dict.fromkeys(filter(_is_id, [*below(header, "content_notes"), *tags]))),
        moments=tuple(filter(_is_id, below(header, "moments"))),
        cast=_titles(below(header, "cast"), "name"),
        dimensions={name: each.title for name, each in DIMENSIONS.items()}
        | _titles(below(header, "dimensions"), "title"),
        variables={
            name: declared
            for name, declared in below(header, "variables").items()
            if _is_id(name) and isinstance(declared, Map)
        },
    )


def _is_id(name: str) -> bool:
    return _ID.fullmatch(name) is not None


def _choices(scene: Map) -> list[str]:
    ids = [words(choice, "id") for choice in items(scene, "choices") if isinstance(choice, Map)]
    return [id_ for id_ in ids if id_ is not None and _is_id(id_)]


def _titles(declared: Map, key: str) -> dict[str, str]:
    return {name: words(below(declared, name), key) or name for name in declared if _is_id(name)}
