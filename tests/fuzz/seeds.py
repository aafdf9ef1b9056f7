"""Where examples come from: the real stories of this project, and the corpus beside this file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.fuzz.mutations import LONGEST
from tests.fuzz.parts import of_story
from tests.screens import ROOT

CORPUS: Final = Path(__file__).parent / "corpus"


def stories() -> Iterator[bytes]:
    """Yield every story among the tests and the bundled ones; of those that are longer than an example, pieces."""
    folders = [*(ROOT / "tests" / "stories").iterdir(), *(ROOT / "scenes").glob("*/")]
    cases = (ROOT / "tests" / "diagnostics").glob("*/story*")
    for path in sorted([*folders, *cases]):
        example = of_story(path)
        for start in range(0, len(example), LONGEST):
            yield example[start : start + LONGEST]


def kept() -> Iterator[bytes]:
    """Yield what the fuzzer found worth keeping, and what it once broke."""
    yield from (file.read_bytes() for file in sorted(CORPUS.iterdir()) if file.is_file())
