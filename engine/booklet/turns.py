"""Words that change from visit to visit, on paper: which of them are read at which number of a row.

May import floors 0 and 1, `languages`, and what stands before it in its own room.
"""

from collections.abc import Iterator
from typing import Final

from engine.booklet.printed import Item
from engine.booklet.tally import Tally
from engine.conditions import Compare
from engine.languages.messages import _
from engine.model import Cycle, Sequence, Shuffle
from engine.play.chance import shuffled

SEED: Final = 0
"""On paper everybody reads what is shuffled in one order: that of this seed."""


def turns(block: Sequence | Cycle | Shuffle, tally: Tally) -> Iterator[Item]:
    """Yield the items of a block in the order in which they come, each with the number of the row at which it does."""
    words = [tally.words(each) for each in block.items]
    if isinstance(block, Shuffle):
        words = [words[at] for at in shuffled(SEED, block.place, block.words)]
    if len(words) == 1:
        yield Item(None, words[0])
        return
    if isinstance(block, Sequence):
        row, last = tally.counts[block.slot], len(words)
    else:
        row, last = tally.rounds[block.slot, len(words)], 0
    for at, each in enumerate(words, 1):
        when = Compare(False, row, ">=" if at == last else "is", at)  # noqa: FBT003 - a row, not a count
        yield Item(when, each, _time(row, at, last))


def _time(row: int, at: int, last: int) -> str:
    """Return when words are read, as people say it where the row goes straight on to a `last` one."""
    if at == last:
        said = {
            2: _("From the second time on (row {row} is at {number} or above):"),
            3: _("From the third time on (row {row} is at {number} or above):"),
        }.get(at, _("When row {row} is at {number} or above:"))
    else:
        said = {
            1: _("The first time (row {row} is at {number}):"),
            2: _("The second time (row {row} is at {number}):"),
            3: _("The third time (row {row} is at {number}):"),
        }.get(at if last else 0, _("When row {row} is at {number}:"))
    return said.format(row=row, number=at)
