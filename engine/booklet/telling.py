"""An entry as HTML: what to mark, what to read, what to choose.

May import floor 0, `languages`, `map/markup`, and what stands before it in its own room.
"""

from collections.abc import Iterator

from engine.booklet.leading import goes, way
from engine.booklet.printed import Act, Booklet, Entry, Go, Item, Option, Piece
from engine.booklet.saying import act, condition
from engine.languages.messages import _
from engine.map.markup import text
from engine.model import Paragraph, Prose, Run


def entry(booklet: Booklet, told: Entry, *, has_guests: bool) -> Iterator[str]:
    """Yield an entry; `has_guests` tells whether others lead to what stands below its choices."""
    title = f' <span class="title">{text(told.title)}</span>' if told.title else ""
    chapter = f'<p class="chapter">{text(told.chapter)}</p>' if told.chapter and not told.choice else ""
    yield f'<article class="entry" id="e{told.number}">\n<h3><span class="number">{told.number}</span>{title}</h3>'
    yield chapter
    yield from _acts(booklet, told.acts)
    for piece in told.pieces:
        yield from _piece(booklet, piece)
    if told.options:
        yield '<ul class="options">'
        for option in told.options:
            yield from _option(booklet, told.number, option)
        yield "</ul>"
    if told.foot is not None:
        yield from _foot(booklet, told, has_guests=has_guests)
    if told.ending is not None:
        yield f'<p class="end">{text(_("The end:"))} <strong>{text(told.ending)}</strong></p>'
    yield "</article>"


def _acts(booklet: Booklet, acts: tuple[Act, ...]) -> Iterator[str]:
    for each in acts:
        yield f'<p class="mark">{text(act(booklet, each))}</p>'


def _piece(booklet: Booklet, piece: Piece) -> Iterator[str]:
    if piece.when is not None:
        yield '<div class="if">'
        yield _when(_("If {condition}:").format(condition=condition(booklet, piece.when)))
    yield '<div class="piece">'
    for at, item in enumerate(piece.items):
        said = _heading(booklet, item, is_first=at == 0)
        if said:
            yield f'<div class="if">\n{_when(said)}'
        yield from _prose(item.words)
        if said:
            yield "</div>"
    yield "</div>"
    if piece.when is not None:
        yield "</div>"


def _heading(booklet: Booklet, item: Item, *, is_first: bool) -> str:
    if item.time:
        return item.time
    if item.when is not None:
        said = _("If {condition}:") if is_first else _("Otherwise, if {condition}:")
        return said.format(condition=condition(booklet, item.when))
    return "" if is_first else _("Otherwise:")


def _when(said: str) -> str:
    return f'<p class="when">{text(said)}</p>'


def _prose(words: Prose) -> Iterator[str]:
    for paragraph in words:
        yield f"<p>{_runs(paragraph)}</p>"


def _line(words: Prose) -> str:
    return " ".join(map(_runs, words))


def _runs(paragraph: Paragraph) -> str:
    return "".join(map(_run, paragraph.runs))


def _run(run: Run) -> str:
    if run.slot is not None:
        said = text(_("[the number in row {row}]").format(row=run.slot))
        return f'<span class="row">{said}</span>'
    said = text(run.text)
    for style, tag in (("soft", "em"), ("strong", "strong"), ("speaker", "b")):
        if style in run.style.split():
            said = f"<{tag}>{said}</{tag}>"
    return said


def _option(booklet: Booklet, at: int, option: Option) -> Iterator[str]:
    yield f'<li><span class="letter">{option.letter}</span>'
    yield "<div>"
    if option.when is not None:
        yield _when(_("Only if {condition}:").format(condition=condition(booklet, option.when)))
    box = '<span class="box once"></span> ' if option.once else ""
    once = f' <span class="note">{text(_("(once)"))}</span>' if option.once else ""
    yield f'<p class="choice">{box}{_line(option.words)}{once}</p>'
    yield from _acts(booklet, option.acts)
    yield f'<div class="way">{way(booklet, at, option.way)}</div>'
    if option.locked:
        yield f'<p class="note">{text(_("If you may not:"))} {_line(option.locked)}</p>'
    yield "</div></li>"


def _foot(booklet: Booklet, told: Entry, *, has_guests: bool) -> Iterator[str]:
    assert told.foot is not None  # noqa: S101 - asked for only where there is one
    runs_dry = all(option.when is not None or option.once for option in told.options)
    if told.options:
        if not has_guests:
            said = _("If there is nothing here that you may choose:")
        elif runs_dry:
            said = _("After your choice, or if there is nothing here that you may choose:")
        else:
            said = _("After your choice, if it sends you here:")
        yield f'<div class="foot"><p class="when">{text(said)}</p>'
    then = way(booklet, told.number, told.foot)
    if isinstance(told.foot, Go) and not told.options and not told.pieces:
        then = f"{text(_('Then,'))} {goes(told.number, told.foot)}"
    yield f'<div class="way">{then}</div>'
    if told.options:
        yield "</div>"
