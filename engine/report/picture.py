"""The flow of plays through a story as a picture: scenes in rows, and lines the wider the more plays went that way.

May import `languages/messages` and `map/markup`. The same figures stand in a table beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from engine.languages.messages import _, ngettext
from engine.map.markup import attribute, text

Way = tuple[str, str, int]
"""From which scene to which, and how often."""

STYLE: Final = """
svg.flow { break-inside: auto; }
@media screen { svg.flow { max-width: none; } }
svg.flow rect { fill: #fff; stroke: #333; }
svg.flow path { fill: none; stroke: #777; }
svg.flow .back { stroke-dasharray: 6 4; }
svg.flow text { font: 13px sans-serif; fill: var(--ink); text-anchor: middle; }
svg.flow .many { font-weight: bold; }
svg.flow .on { paint-order: stroke; stroke: #fff; stroke-width: 4px; }
"""
_WIDE, _HIGH, _ACROSS, _PASS, _DOWN, _THICK, _LETTERS = 150, 44, 176, 28, 104, 16, 20


class Place(NamedTuple):
    """Where a scene stands, by the middle of its box; `row` counts from the top."""

    row: int
    across: float
    down: float


def picture(start: str, ways: Sequence[Way], titles: Mapping[str, str], visits: Mapping[str, int]) -> Iterator[str]:
    """Yield the picture as lines of SVG; nothing where nobody went anywhere."""
    if not ways:
        return
    laid = _laid_out(start, ways)
    most = max(count for _before, _after, count in ways)
    yield f'<div class="wide" tabindex="0" role="region" aria-label={attribute(_("The flow through the story"))}>'
    yield f'<svg class="flow" role="img" width="{laid.wide}" viewBox="0 0 {laid.wide} {laid.high}"'
    yield ' aria-labelledby="flow-title flow-about">'
    yield f'<title id="flow-title">{text(_("The flow through the story"))}</title>'
    about = _(
        "Scenes as boxes, from the first at the top; a line leads to where plays went on to, the wider the more often. "
        "The table that follows holds the same figures."
    )
    yield f'<desc id="flow-about">{text(about)}</desc>'
    for way in ways:
        yield _line(way, laid, most)
    for way in ways:
        yield _many(way, laid)
    for scene, place in laid.places.items():
        yield from _box(place, titles[scene], visits.get(scene, 0))
    yield "</svg>\n</div>"


def _laid_out(start: str, ways: Sequence[Way]) -> "_Laid":
    """Return where everything stands: scenes and, where a way passes by a row, the places at which it does."""
    rows = _rows(start, ways)
    across, threads = [list[_Spot]() for _row in range(max(rows.values()) + 1)], dict[Way, list[_Spot]]()
    for scene, row in rows.items():
        across[row].append(_Spot(scene))
    spots = {spot.name: spot for row in across for spot in row}
    for way in ways:
        before, after, count = way
        thread = [_Spot("", _PASS) for _row in range(rows[before] + 1, rows[after])]
        for row, spot in enumerate(thread, rows[before] + 1):
            across[row].append(spot)
        threads[way] = thread
        ends = [spots[before], *thread, spots[after]]
        if rows[after] > rows[before]:
            for above, below in pairwise(ends):
                below.come.append((above, count))
    wide = max(sum(spot.wide for spot in row) for row in across) + 60
    for line in across:
        line.sort(key=_Spot.pull)
        left = (wide - sum(spot.wide for spot in line)) / 2
        for spot in line:
            spot.at, left = left + spot.wide / 2, left + spot.wide
    downs = {scene: row * _DOWN + _HIGH / 2 + 4 for scene, row in rows.items()}
    places = {scene: Place(row, spots[scene].at, downs[scene]) for scene, row in rows.items()}
    passing = {way: [spot.at for spot in thread] for way, thread in threads.items()}
    return _Laid(places, passing, wide, max(rows.values()) * _DOWN + _HIGH + 8)


class _Laid(NamedTuple):
    """Where everything stands; `passing` says how far across each way passes the rows between its ends."""

    places: dict[str, Place]
    passing: dict[Way, list[float]]
    wide: int
    high: int


@dataclass(eq=False)
class _Spot:
    """A box in a row, or a gap in it through which a way passes; `come` are those above from which one comes to it."""

    name: str
    wide: int = _ACROSS
    at: float = 0.0
    come: "list[tuple[_Spot, int]]" = field(default_factory=list)

    def pull(self) -> float:
        """Return how far across those above stand, on average."""
        whole = sum(count for _spot, count in self.come)
        return sum(spot.at * count for spot, count in self.come) / whole if whole else 0.0


def _rows(start: str, ways: Sequence[Way]) -> dict[str, int]:
    """Return in which row each scene stands: below all that lead to it, ways that lead back aside."""
    on: dict[str, list[str]] = {}
    for before, after, _count in ways:
        on.setdefault(before, []).append(after)
    order = _order(start, on)
    place = {scene: number for number, scene in enumerate(order)}
    rows = dict.fromkeys(order, 0)
    for scene in order:
        for after in on.get(scene, ()):
            if place[after] > place[scene]:
                rows[after] = max(rows[after], rows[scene] + 1)
    return rows


def _order(start: str, on: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the scenes so that each stands behind those that lead to it, where no way leads back."""
    left, met = list[str](), set[str]()
    for first in dict.fromkeys([start, *on]):
        trail = [] if first in met else [(first, iter(on.get(first, ())))]
        met.add(first)
        while trail:
            scene, rest = trail[-1]
            after = next((each for each in rest if each not in met), None)
            if after is None:
                left.append(scene)
                trail.pop()
            else:
                met.add(after)
                trail.append((after, iter(on.get(after, ()))))
    return left[::-1]


def _line(way: Way, laid: _Laid, most: int) -> str:
    before, after, count = way
    one, other = laid.places[before], laid.places[after]
    thick = round(1.5 + (_THICK - 1.5) * count / most, 1)
    if other.row <= one.row:
        side = max(one.across, other.across) + _WIDE / 2 + 24
        x1, x2, y1, y2 = one.across + _WIDE / 2, other.across + _WIDE / 2, one.down, other.down + 6
        drawn = f"M{x1:.1f} {y1:.1f}C{side:.1f} {y1:.1f} {side:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        return f'<path d="{drawn}" stroke-width="{thick}" class="back"/>'
    drawn, x1, y1 = f"M{one.across:.1f} {one.down + _HIGH / 2:.1f}", one.across, one.down + _HIGH / 2
    for x2 in (*laid.passing[way], other.across):
        y2 = y1 + _DOWN - _HIGH
        drawn += f"C{x1:.1f} {(y1 + y2) / 2:.1f} {x2:.1f} {(y1 + y2) / 2:.1f} {x2:.1f} {y2:.1f}"
        x1, y1 = x2, y2 + _HIGH
        drawn += f"V{y1:.1f}" if y2 + _HIGH < other.down else ""
    return f'<path d="{drawn}" stroke-width="{thick}"/>'


def _many(way: Way, laid: _Laid) -> str:
    """Return the number on a line, a third of the way to the next row: lines that meet have parted there."""
    before, after, count = way
    one, other = laid.places[before], laid.places[after]
    next_ = (*laid.passing[way], other.across)[0]
    across, down = one.across + (next_ - one.across) * 0.3, one.down + _DOWN * 0.42 + 4
    if other.row <= one.row:
        across, down = max(one.across, other.across) + _WIDE / 2 + 16, (one.down + other.down) / 2
    return f'<text class="on" x="{across:.1f}" y="{down:.1f}">{count}</text>'


def _box(place: Place, title: str, visits: int) -> Iterator[str]:
    short = title if len(title) <= _LETTERS else f"{title[: _LETTERS - 1]}\N{HORIZONTAL ELLIPSIS}"
    left, top = round(place.across - _WIDE / 2, 1), round(place.down - _HIGH / 2, 1)
    said = ngettext("{count} visit", "{count} visits", visits).format(count=visits)
    yield f'<rect x="{left}" y="{top}" width="{_WIDE}" height="{_HIGH}" rx="4"/>'
    yield f'<text x="{round(place.across, 1)}" y="{round(place.down - 3, 1)}">{text(short)}</text>'
    yield f'<text class="many" x="{round(place.across, 1)}" y="{round(place.down + 14, 1)}">{text(said)}</text>'
