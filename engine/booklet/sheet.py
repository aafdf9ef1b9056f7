"""The tally sheet, as HTML: every box and row of a booklet, to be marked with a pencil.

May import floor 0, `languages`, `map/markup`, and `printed` from its own room.
"""

from collections.abc import Iterator
from typing import Final

from engine.booklet.printed import Booklet, Box, Mark, Numbers, Words
from engine.languages.messages import _
from engine.map.markup import text

MOST: Final = 40
"""How many numbers a row may have of which each gets a box; a longer one is a line to write on."""


def sheet(booklet: Booklet) -> Iterator[str]:
    """Yield the sheet; where nothing has to be marked, that is said."""
    if not booklet.marks:
        yield f"<p>{text(_('This story needs no marks.'))}</p>"
        return
    yield f"<p>{text(_('Use a pencil, and have a rubber at hand. The booklet says when to mark what.'))}</p>"
    yield '<ul class="tally">'
    for mark in booklet.marks:
        yield f'<li id="m{mark.number}"><span class="number">{mark.number}</span><div>{"".join(_mark(mark))}</div></li>'
    yield "</ul>"


def _mark(mark: Mark) -> Iterator[str]:
    match mark:
        case Box():
            yield f'<span class="box"></span> {text(mark.label)}'
            if mark.crossed:
                yield _note(_("Cross it before you begin."))
        case Words():
            yield f'{text(mark.label)}<div class="row">'
            yield from (f'<span class="word">{text(word)}</span> ' for word in mark.words)
            yield "</div>" + _note(_("Ring “{word}” before you begin.").format(word=mark.start))
        case Numbers():
            yield text(mark.label)
            yield from _numbers(mark)


def _numbers(row: Numbers) -> Iterator[str]:
    if row.high - row.low < MOST:
        yield '<div class="row">'
        yield from (f'<span class="cell">{number}</span> ' for number in range(row.low, row.high + 1))
        yield "</div>" + _note(_("Put your mark on {number} before you begin.").format(number=row.start))
    else:
        said = _("Write {start} here before you begin. It never goes below {low} or above {high}.")
        yield '<div class="row"><span class="line"></span></div>'
        yield _note(said.format(start=row.start, low=row.low, high=row.high))
    if row.round_to is not None:
        yield _note(_("After {last} count on at {number}.").format(last=row.high, number=row.round_to))
    elif row.is_count:
        yield _note(_("After {last} your mark stays there.").format(last=row.high))


def _note(said: str) -> str:
    return f'<div class="note">{text(said)}</div>'
