"""What was found of a story's plays, as lines for its writer. Pure."""

import re
from collections.abc import Iterator, Sequence
from statistics import median_low
from typing import Final

from engine.checking.fits import A_MINUTE
from engine.diagnostics import cut, quoted
from engine.explore.explored import Explored
from engine.explore.spoken import Spoken
from engine.level.grade import counted, words
from tests.reading.plan import Passage, Read

SENTENCE: Final = 60
"""How many characters of a sentence are shown beside its play."""


def story(found: Explored, reads: Sequence[Read]) -> Iterator[str]:
    """Yield the lines of a story: how long its plays are, then a row for each."""
    yield f"{found.story.title} ({found.story.id})"
    yield ""
    if not reads:
        yield f"  There is no proofreading plan: {found.reason or 'no choice is ever made'}."
        yield ""
        return
    yield from spans(reads, found.words)
    yield ""
    yield from plays(reads)
    yield ""


def eyes(reads: Sequence[Read]) -> Iterator[str]:
    """Yield the same of what other eyes saw of the plays: for each pair, how much, then a row for each walk."""
    for who in dict.fromkeys(each.eyes for each in reads):
        walks = [each for each in reads if each.eyes == who]
        yield f"  Through the eyes of {who}"
        yield ""
        yield from spans(walks)
        yield ""
        yield from plays(walks)
        yield ""


def spans(reads: Sequence[Read], spoken: Spoken | None = None) -> Iterator[str]:
    """Yield how long the shortest, the middle and the longest of some plays are, perhaps beside those of all plays."""
    every = [each.words for each in reads]
    some = zip(("shortest", "middle", "longest"), (min(every), median_low(every), max(every)), strict=True)
    head, rows = ["", "words", "minutes"], [[name, *_read(words)] for name, words in some]
    if spoken is not None:
        head += ["of all plays", "words", "minutes"]
        exact = (("least", spoken.least), ("on average", spoken.mean), ("most", spoken.most))
        rows = [[*row, name, *_read(words)] for row, (name, words) in zip(rows, exact, strict=True)]
    yield from _table(head, rows)


def plays(reads: Sequence[Read]) -> Iterator[str]:
    """Yield a row for each play, and last the highest grade."""
    head = ("play", "choices", "words", "minutes", "grade", "words per sentence", "ending", "longest sentence")
    yield from _table(head, [_row(each) for each in reads])
    top = max(reads, key=lambda each: each.counted.grade)
    yield f"  Highest grade: {top.counted.grade:.2f}, of {top.id}"


def hardest(title: str, passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the hardest sentences of a story under a title; nothing where there are none."""
    if not passages:
        return
    yield f"  {title}"
    yield ""
    rows = [
        (f"{counted([each.text]).grade:.1f}", str(len(words(each.text))), each.place, quoted(each.text, 200))
        for each in passages
    ]
    yield from _table(("grade", "words", "place", "sentence"), rows)
    yield ""


def _row(read: Read) -> tuple[str, ...]:
    found, longest = read.counted, read.longest
    return (
        read.id,
        str(read.choices),
        *_read(read.words),
        f"{found.grade:.2f}",
        f"{found.words / max(1, found.sentences):.1f}",
        cut(read.ending, 40),
        f"{len(words(longest))}: {quoted(longest, SENTENCE)}",
    )


def _read(words: float | None) -> tuple[str, str]:
    """Return words and minutes; a dash for each where one can go round for ever."""
    return ("-", "-") if words is None else (f"{words:,.0f}", f"{words / A_MINUTE:.1f}")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a table: numbers to the right, words to the left."""
    lines = [head, *rows]
    wide = [max(len(line[at]) for line in lines) for at in range(len(head))]
    is_number = [all(re.fullmatch(r"-?[\d,.]+|-", row[at]) for row in rows) for at in range(len(head))]
    for line in lines:
        cells = zip(line, wide, is_number, strict=True)
        row = "  ".join(f"{cell:>{width}}" if right else f"{cell:<{width}}" for cell, width, right in cells)
        yield f"  {row}".rstrip()
