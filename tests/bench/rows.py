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


HEAD = ("", "median", "compared with", "ratio", "bound", "")


def table(sections: Iterable[Section]) -> Iterator[str]:
    """Yield the lines of the table, in Markdown."""
    for title, rows in sections:
        lines = [HEAD, *(row.cells for row in rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
        yield f"### {title}"
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
