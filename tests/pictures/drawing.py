"""A terminal's cells as an SVG: nothing but rectangles and words, and no reference to anything outside of it."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Final, NamedTuple

from tests.pictures.terminal import Cell

_COLUMN: Final = 8.4
_ROW: Final = 19
_MARGIN: Final = 16
_FONT: Final = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"

_NAMES: Final = ("black", "red", "green", "brown", "blue", "magenta", "cyan", "white")


class Palette(NamedTuple):
    """What the named colours look like."""

    paper: str
    ink: str
    edge: str
    plain: str
    bright: str

    def colour(self, name: str) -> str:
        """Return a named colour, by the name that pyte gives it."""
        if name == "default":
            return self.ink
        colours = self.bright if name.startswith("bright") else self.plain
        return colours.split()[_NAMES.index(name.removeprefix("bright"))]


LIGHT: Final = Palette(
    "#ffffff",
    "#1f2328",
    "#d1d9e0",
    "#24292f #cf222e #116329 #4d2d00 #0969da #8250df #1b7c83 #6e7781",
    "#57606a #a40e26 #1a7f37 #633c01 #218bff #a475f9 #3192aa #8c959f",
)
DARK: Final = Palette(
    "#0d1117",
    "#e6edf3",
    "#3d444d",
    "#484f58 #ff7b72 #3fb950 #d29922 #58a6ff #bc8cff #39c5cf #b1bac4",
    "#6e7681 #ffa198 #56d364 #e3b341 #79c0ff #d2a8ff #56d4dd #ffffff",
)


class _Run(NamedTuple):
    """Words of one style, all of their characters narrow or all of them wide, and no gap between them."""

    column: int
    columns: int
    text: str
    style: Cell


def drawn(cells: Sequence[Sequence[Cell]], palette: Palette, title: str) -> str:
    """Return a screen as an SVG. The title, and the words of the screen, are there for those who do not see it."""
    width = 2 * _MARGIN + _COLUMN * max(len(row) for row in cells)
    height = 2 * _MARGIN + _ROW * len(cells)
    words = "\n".join("".join(cell.text for cell in row).rstrip() for row in cells).strip("\n")
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
            f' height="{height:g}" role="img" aria-labelledby="title" aria-describedby="words">'
        ),
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="words">{escape(words)}</desc>',
        (
            f'<rect x="0.5" y="0.5" width="{width - 1:g}" height="{height - 1:g}" rx="8" fill="{palette.paper}"'
            f' stroke="{palette.edge}"/>'
        ),
        f'<g font-family="{_FONT}" font-size="14" fill="{palette.ink}">',
        *(_text(run, row, palette) for row, line in enumerate(cells) for run in _runs(line)),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _runs(line: Sequence[Cell]) -> Iterator[_Run]:
    """Yield what is to be drawn of a line, without blanks around it."""

    def alike(column: int) -> tuple[Cell, bool, bool]:
        around = (line[column - 1].text if column else " ", line[column + 1].text if column + 1 < len(line) else " ")
        gap = line[column].text == " " and " " in around
        wide = not line[column].text or not around[1]
        return line[column]._replace(text=""), wide, gap

    for (style, _wide, _gap), group in groupby(range(len(line)), alike):
        columns = list(group)
        text = "".join(line[column].text for column in columns)
        left, right = (len(text) - len(stripped) for stripped in (text.lstrip(" "), text.rstrip(" ")))
        if text.strip(" "):
            yield _Run(columns[0] + left, len(columns) - left - right, text.strip(" "), style)


def _text(run: _Run, row: int, palette: Palette) -> str:
    style = {
        "fill": palette.colour(run.style.colour) if run.style.colour != "default" else "",
        "font-weight": "bold" if run.style.bold else "",
        "font-style": "italic" if run.style.italic else "",
    }
    said = "".join(f' {name}="{value}"' for name, value in style.items() if value)
    x, y = _MARGIN + _COLUMN * run.column, _MARGIN + _ROW * row + 14
    return (
        f'<text x="{x:g}" y="{y}" textLength="{_COLUMN * run.columns:g}"{said}>{escape(run.text, quote=False)}</text>'
    )
