"""The parts that pages are made of: sections, lists, tables, and bars that say the same as a table.

May import `map/markup`. Whatever comes from a story or a class is escaped here.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from engine.map.markup import attribute, text


class Bar(NamedTuple):
    """A row of a chart: what it is of, how much of what, and what is said of it (`12 of 30`)."""

    label: str
    share: float
    said: str


def section(title: str, body: Iterable[str], *, level: int = 2, name: str = "", kind: str = "") -> Iterator[str]:
    """Yield a section with a heading; `name` is its anchor, `kind` its class."""
    marks = (f" id={attribute(name)}" if name else "") + (f" class={attribute(kind)}" if kind else "")
    yield f"<section{marks}>\n<h{level}>{text(title)}</h{level}>"
    yield from body
    yield "</section>"


def paragraph(words: str, kind: str = "") -> str:
    """Return a paragraph."""
    return f"<p{f' class={attribute(kind)}' if kind else ''}>{text(words)}</p>"


def listed(items: Iterable[str], *, ordered: bool = False) -> Iterator[str]:
    """Yield a list of words; nothing at all where there are none."""
    rows = [f"<li>{text(item)}</li>" for item in items]
    if rows:
        kind = "ol" if ordered else "ul"
        yield f"<{kind}>"
        yield from rows
        yield f"</{kind}>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str = "") -> Iterator[str]:
    """Yield a table of words: the first cell of each row is its heading; it scrolls by itself where it is too wide."""
    yield f'<div class="wide" tabindex="0" role="group" aria-label={attribute(caption or head[0])}>\n<table>'
    if caption:
        yield f"<caption>{text(caption)}</caption>"
    yield "<thead><tr>" + "".join(f'<th scope="col">{text(each)}</th>' for each in head) + "</tr></thead>\n<tbody>"
    for first, *others in rows:
        cells = "".join(f"<td>{text(each)}</td>" for each in others)
        yield f'<tr><th scope="row">{text(first)}</th>{cells}</tr>'
    yield "</tbody>\n</table>\n</div>"


_LINE, _WIDE, _BAR = 34, 640, 300


def bars(title: str, described: str, rows: Sequence[Bar]) -> Iterator[str]:
    """Yield a picture of bars, each share of 1 as long as its row says; the same must stand in a table beside it."""
    high = _LINE * len(rows) + 6
    yield f'<svg class="bars" role="img" viewBox="0 0 {_WIDE} {high}" aria-labelledby={attribute(_name(title))}>'
    yield f"<title id={attribute(_name(title))}>{text(title)}</title>\n<desc>{text(described)}</desc>"
    for number, row in enumerate(rows):
        top = number * _LINE
        width = round(_BAR * min(1.0, max(0.0, row.share)), 1)
        yield f'<text x="0" y="{top + 13}" class="label">{text(row.label)}</text>'
        yield f'<rect x="0.5" y="{top + 18.5}" width="{_BAR}" height="9" class="whole"/>'
        yield f'<rect x="0.5" y="{top + 18.5}" width="{width}" height="9" class="part"/>'
        yield f'<text x="{_BAR + 10}" y="{top + 27}" class="said">{text(row.said)}</text>'
    yield "</svg>"


def _name(title: str) -> str:
    """Return an anchor made of a title."""
    return "bars-" + "".join(letter if letter.isalnum() else "-" for letter in title.lower())
