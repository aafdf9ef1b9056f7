"""A corpus that stays small: of what was found, only what reaches more, and no more of it than that takes."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

from tests.fuzz.held import held
from tests.fuzz.paths import Paths, Way
from tests.fuzz.running import smaller

TRIES = 150
"""How often an example is tried to be made smaller."""


def grow(place: Path, folder: Path, corpus: Iterable[bytes], found: Iterable[bytes]) -> int:
    """Write what was found into a folder, as far as it reaches what the corpus does not; return how many files.

    Examples are laid out in `folder`.
    """
    place.mkdir(parents=True, exist_ok=True)
    known = set[Way]().union(*(reached(example, folder) for example in corpus))
    count = 0
    for example in sorted(found, key=lambda each: (len(each), each)):
        new = reached(example, folder) - known
        if new:
            small = smaller(example, partial(_reaches, new, folder), TRIES)
            known |= reached(small, folder)
            (place / hashlib.sha256(small).hexdigest()[:12]).write_bytes(small)
            count += 1
    return count


def _reaches(wanted: frozenset[Way], folder: Path, example: bytes) -> bool:
    return wanted <= reached(example, folder)


def reached(example: bytes, folder: Path) -> frozenset[Way]:
    """Return every path that one example takes."""
    paths = Paths(patience=None)
    with paths.watched(), suppress(Exception):
        held(example, folder)
    return frozenset(paths.seen)
