"""What may stand in a report that is shared: no count from one to four, and none from which one could be worked out.

May import `cells`. The rule:

1. A count from 1 to 4 is hidden. A count of 0 is nobody's, and is shown.
2. A larger count is shown, the most wanted first, as long as for every count from 1 to 4 there are two plays in the
   class that are the same in everything that is shown, and not in that count. Had the one gone as the other did, all
   that is shown would be just as it is, and that count another one: so no subtraction, in one table or between tables,
   gives it. (Nothing may become 0 by that, for a 0 would be shown.)
3. Where not even that can be had while the zeros are shown, everything is hidden.

What is hidden of the larger counts cannot be worked out either: a count that follows from what is shown parts no two
plays that are the same there, and so is shown by the second rule.

Nothing guards against somebody who knows more than what is shown: how a pupil played, or which few kinds of plays there
can have been at all, so that the very fact of hiding tells something.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.report.cells import Cell

FEWEST: Final = 5
"""The smallest count that is shown, 0 aside."""

Kind = frozenset[tuple[Cell, int]]
"""A play as the cells in which it counts, and how often."""
_Row = dict[Cell, int]


def hidden(kinds: Mapping[Kind, int], wanted: Sequence[Cell], also: Sequence[Cell] = ()) -> set[Cell]:
    """Return the cells that are hidden. `kinds` are the plays of the class, and how often there is each.

    `wanted` are the cells that would be shown, the most wanted first; `also` are others, never shown, whose small
    counts must not follow either. How many plays there are is taken to be known.
    """
    all_ = {*wanted, *also}
    rows = [{cell: count for cell, count in kind if cell in all_} for kind in kinds]
    totals: _Row = dict.fromkeys(all_, 0)
    for row, often in zip(rows, kinds.values(), strict=True):
        for cell, count in row.items():
            totals[cell] += count * often
    sight = _Sight(rows, totals)
    if sum(kinds.values()) < FEWEST or not sight.is_safe():
        return all_
    waiting = [cell for cell in wanted if totals[cell] >= FEWEST]
    while shown := [cell for cell in waiting if sight.show(cell)]:
        waiting = [cell for cell in waiting if cell not in shown]
    return sight.left


class _Sight:
    """What is shown so far, and which plays cannot be told apart by it."""

    def __init__(self, rows: list[_Row], totals: _Row) -> None:
        self.rows, self.totals = rows, totals
        self.left = {cell for cell, total in totals.items() if total}
        self._small = {
            cell: [row for row in range(len(rows)) if rows[row].get(cell)]
            for cell, total in sorted(totals.items())
            if 0 < total < FEWEST
        }
        self._alike = [list(range(len(rows)))]
        self._place = [0] * len(rows)

    def is_safe(self, more: Cell | None = None) -> bool:
        """Tell whether every small count can be another one, if `more` is shown as well."""
        return all(self._is_open(small, having, more) for small, having in self._small.items())

    def show(self, cell: Cell) -> bool:
        """Show a count if that may be; tell whether it was done."""
        if not self.is_safe(cell):
            return False
        self.left.discard(cell)
        parted: dict[tuple[int, int], list[int]] = {}
        for number, row in enumerate(self.rows):
            parted.setdefault((self._place[number], row.get(cell, 0)), []).append(number)
        self._alike = list(parted.values())
        for place, alike in enumerate(self._alike):
            for number in alike:
                self._place[number] = place
        return True

    def _is_open(self, small: Cell, having: list[int], more: Cell | None) -> bool:
        """Tell whether a play that counts in `small` and another one could be exchanged, unseen, either way."""
        for number in having:
            one = self.rows[number]
            for beside in self._alike[self._place[number]]:
                other = self.rows[beside]
                if one[small] == other.get(small, 0) or (more and one.get(more, 0) != other.get(more, 0)):
                    continue
                if self._stays(other, one, more) or self._stays(one, other, more):
                    return True
        return False

    def _stays(self, goes: _Row, comes: _Row, more: Cell | None) -> bool:
        """Tell whether no hidden count becomes 0 when one play comes in the place of another."""
        return all(
            self.totals[cell] - count + comes.get(cell, 0) > 0
            for cell, count in goes.items()
            if cell in self.left and cell != more
        )
