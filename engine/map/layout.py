"""Where everything of a map stands: boxes for places, frames for chapters, curves for ways. All in pixels.

May import `width`, and from its own room `chart` and `entries`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from engine.map.chart import Chart, Place
from engine.map.entries import percent
from engine.width import columns, wrap

COLUMN: Final = 7.4
"""How wide a column of a title is taken to be, in pixels; a little more than it is in most typefaces."""
ROW: Final = 17.0
MARGIN: Final = 24.0
LONGEST: Final = 24
"""The longest row of a title, in columns."""

Point = tuple[float, float]


class Box(NamedTuple):
    """Where a place stands: its middle, and its size."""

    x: float
    y: float
    width: float
    height: float


class Frame(NamedTuple):
    """Where a chapter stands: its upper left corner, and its size."""

    chapter: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A map laid out. Each curve, by its line's places, begins with a point; each three more are a Bezier curve on."""

    width: float
    height: float
    boxes: Mapping[str, Box]
    frames: tuple[Frame, ...]
    curves: Mapping[tuple[str, str], tuple[Point, ...]]


def title_rows(place: Place) -> list[str]:
    """Return the rows of a place's title: two at most, and those about as long as each other."""
    rows = list(wrap(place.title, LONGEST))
    if len(rows) == 2:  # noqa: PLR2004 - two rows
        even = (list(wrap(place.title, wide)) for wide in range(columns(place.title) // 2, LONGEST))
        return next((each for each in even if len(each) == 2), rows)  # noqa: PLR2004 - two rows
    return rows if len(rows) <= 2 else [rows[0], f"{rows[1][: LONGEST - 1].rstrip()}\u2026"]  # noqa: PLR2004 - two rows


def lower_rows(place: Place) -> Iterator[str]:
    """Yield what stands in small letters below the title: what shape and line alone would leave to be guessed."""
    if place.outside:
        return
    if place.start:
        yield "Start"
    if place.ending:
        ending = f"Ending: {place.ending}" if place.ending != place.title else "Ending"
        yield from list(wrap(ending, LONGEST + 4))[:2]
    if place.chance is not None:
        yield percent(place.chance)
    if place.never:
        yield "never reached"


def size(place: Place) -> tuple[float, float]:
    """Return how wide and how high the box of a place is."""
    title, lower = title_rows(place), list(lower_rows(place))
    widest = max([columns(row) * COLUMN for row in title] + [columns(row) * COLUMN * 0.82 for row in lower])
    sides = {"passage": 24.0, "decision": 40.0, "ending": 44.0}[place.kind]
    tall = len(title) * ROW + len(lower) * (ROW - 3) + (18 if place.kind == "ending" else 15)
    return max(64.0, widest + sides), tall


def frames(chart: Chart, boxes: Mapping[str, Box]) -> tuple[Frame, ...]:
    """Return a frame for each chapter, around its places."""
    chapters = chart.chapters().items()
    return tuple(_frame(chapter, [boxes[each.id] for each in places]) for chapter, places in chapters if chapter)


def _frame(chapter: str, boxes: list[Box]) -> Frame:
    left = min(box.x - box.width / 2 for box in boxes) - 18
    upper = min(box.y - box.height / 2 for box in boxes) - 36
    right = max(max(box.x + box.width / 2 for box in boxes) + 18, left + heading(chapter))
    lower = max(box.y + box.height / 2 for box in boxes) + 18
    return Frame(chapter, left, upper, right - left, lower - upper)


def heading(chapter: str) -> float:
    """Return how wide a frame must be for the title of its chapter."""
    return columns(chapter) * 8 + 32


def fitted(
    boxes: Mapping[str, Box], curves: Mapping[tuple[str, str], Sequence[Point]], frames_: Sequence[Frame]
) -> Layout:
    """Return a layout of all that, moved so that it begins at its margin."""
    points = [point for curve in curves.values() for point in curve]
    for x, y, width, height in boxes.values():
        points += [(x - width / 2, y - height / 2), (x + width / 2, y + height / 2)]
    for _chapter, x, y, width, height in frames_:
        points += [(x, y), (x + width, y + height)]
    dx, dy = (MARGIN - min((point[side] for point in points), default=0.0) for side in (0, 1))
    right, lower = (max((point[side] for point in points), default=0.0) for side in (0, 1))
    return Layout(
        right + dx + MARGIN,
        lower + dy + MARGIN,
        {name: box._replace(x=box.x + dx, y=box.y + dy) for name, box in boxes.items()},
        tuple(frame._replace(x=frame.x + dx, y=frame.y + dy) for frame in frames_),
        {pair: tuple((x + dx, y + dy) for x, y in curve) for pair, curve in curves.items()},
    )
