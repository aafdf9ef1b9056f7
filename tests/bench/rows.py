"""A row of the table, and the table as text."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Row(NamedTuple):
    """One line: what was measured, its median as words, what it is compared with, the ratio, and a bound for it.

    `bound` is `<= 1.5` or `>= 5`, or empty where there is none; `ratio` is None where there is nothing to compare.
    """

    name: str
    median: str
    against: str = ""
    ratio: float | None = None
    bound: str = ""

    @property
    def met(self) -> str:
        """`met` or `missed` where there is a bound."""
        if not self.bound or self.ratio is None:
            return ""
        sign, number = self.bound.split()
        return "met" if (self.ratio <= float(number) if sign == "<=" else self.ratio >= float(number)) else "missed"

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in the columns."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}" if self.ratio < 100 else f"{self.ratio:.0f}"
        return self.name, self.median, self.against, ratio, self.bound, self.met


class Section(NamedTuple):
    """Rows under a title."""

    title: str
    rows: tuple[Row, ...]


class Figures(NamedTuple):
    """Lines under a title, with a head of their own: figures that are compared with each other, and with no bound."""

    title: str
    head: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


HEAD = ("", "median", "compared with", "ratio", "bound", "")


def table(sections: Iterable[Section | Figures]) -> Iterator[str]:
    """Yield the lines of the table, in Markdown."""
    for section in sections:
        if isinstance(section, Section):
            lines = [HEAD, *(row.cells for row in section.rows)]
        else:
            lines = [section.head, *section.lines]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        yield f"### {section.title}"
        yield ""
        for index, line in enumerate(lines):
            yield "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
            if index == 0:
                yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"
        yield ""


def ms(seconds: float) -> str:
    """Return a time in milliseconds."""
    return f"{seconds * 1000:,.1f} ms" if seconds < 0.1 else f"{seconds * 1000:,.0f} ms"


def rate(each: float) -> str:
    """Return how many a second, given the seconds of one."""
    return f"{1 / each:,.0f} /s"
