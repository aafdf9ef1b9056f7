"""No sentence of the article that the project grew from stands in a story: held against hashes of its eight-word runs.

`seed_shingles.txt` holds the first 12 hex digits of the SHA-256 of each run of eight words of the article: lower case,
words as `[a-z']+`, joined by one space; where an apostrophe is curly, with it as it is and with it made straight.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from tests.screens import ROOT

RUN: Final = 8
CURLY: Final = chr(0x2019)
SHINGLES: Final = frozenset((Path(__file__).parent / "seed_shingles.txt").read_text("ascii").split())
FILES: Final = sorted(path for path in (ROOT / "scenes").rglob("*") if path.suffix in {".yaml", ".md"})


def shingles(text: str) -> Iterator[tuple[str, str]]:
    """Yield each run of words with its hash."""
    for written in (text, text.replace(CURLY, "'")):
        words = re.findall(r"[a-z']+", written.lower())
        for at in range(len(words) - RUN + 1):
            run = " ".join(words[at : at + RUN])
            yield sha256(run.encode()).hexdigest()[:12], run


def test_the_hashes_are_there() -> None:
    """An article of a thousand words has as many runs."""
    assert len(SHINGLES) > 1000
    assert all(re.fullmatch("[0-9a-f]{12}", each) for each in SHINGLES)


def test_a_run_is_found_wherever_it_stands() -> None:
    """Whatever its letters, its stops and its apostrophes are."""
    run = "nobody's dog had ever stood there so long"
    known = sha256(run.encode()).hexdigest()[:12]
    text = f"So it was. Nobody{CURLY}s dog had ever\nstood there, *so* LONG; then it went."
    assert [found for hashed, found in shingles(text) if hashed == known] == [run]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_of_the_article_stands_in_a_story(path: Path) -> None:
    """Facts are taken from it, not words."""
    assert [run for hashed, run in shingles(path.read_text("utf-8")) if hashed in SHINGLES] == []
