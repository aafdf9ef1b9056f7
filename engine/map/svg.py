"""A map as a picture: SVG with its own style, light and dark, and nothing from outside.

May import from its own room what stands above. Words of a story stand in it as text alone.
"""

import math
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Final

from engine.map.bows import arcs, bow
from engine.map.chart import Chart, Line, Place
from engine.map.entries import kind_of
from engine.map.layout import ROW, Box, Frame, Layout, Point, lower_rows, title_rows
from engine.map.legend import legend
from engine.map.markup import attribute, text

POINT: Final = 13.0
"""How far a decision's sides stand out."""


def style() -> str:
    """Return what the picture looks like."""
    return files("engine.map").joinpath("map.css").read_text(encoding="utf-8")


def svg(chart: Chart, layout: Layout, *, links: bool = False) -> str:
    """Return the picture. With `links` each place is a link to `#scene-ID`, for a page that has those."""
    return "".join(f"{line}\n" for line in _rows(chart, layout, links=links))


def _rows(chart: Chart, layout: Layout, *, links: bool) -> Iterator[str]:
    key, key_width, key_height = legend(chart)
    head = 64.0 if not links else 0.0
    drawn = layout.width + (0.78 * bow(layout, layout.height) if chart.arcs else 0)
    width = max(drawn, key_width + 48, len(chart.story.title) * 13.0 + 48)
    height = head + layout.height + key_height
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" role="group" aria-label={attribute(_label(chart))} '
        f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}">'
    )
    yield f"<style>\n{style()}</style>"
    yield f"<defs>{_marker('tip')}{_marker('unusedtip')}{_open_marker()}</defs>"
    if not links:
        yield f"<title>{text(_label(chart))}</title>"
        yield f'<text class="heading" x="24" y="42">{text(chart.story.title)}</text>'
        yield f'<text class="note" x="24" y="60">{text(chart.part[:1].upper() + chart.part[1:])}</text>'
    left = (width - drawn) / 2
    yield f'<g transform="translate({left:.1f} {head:.1f})">'
    yield from (_frame(frame) for frame in layout.frames)
    yield '<g class="arcs">'
    yield from arcs(chart, layout)
    yield '</g><g class="lines">'
    yield from (_line(line, layout.curves[line.source, line.target]) for line in chart.lines)
    yield "</g>"
    yield from (_chapter(frame) for frame in layout.frames)
    yield '<g class="places">'
    yield from (_place(chart, place, layout.boxes[place.id], links=links) for place in chart.places.values())
    yield "</g></g>"
    yield f'<g class="legend" transform="translate(24 {head + layout.height:.1f})">{key}</g>'
    yield "</svg>"


def _label(chart: Chart) -> str:
    return f"Map of {chart.story.title}" + (f": {chart.part}" if chart.part else "")


def _marker(name: str) -> str:
    return (
        f'<marker id="{name}" class="{name}" markerUnits="userSpaceOnUse" markerWidth="11" markerHeight="10" refX="9" '
        'refY="4.5" orient="auto"><path d="M0 .5 9 4.5 0 8.5 2 4.5z"/></marker>'
    )


def _open_marker() -> str:
    return (
        '<marker id="arctip" class="arctip" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" refX="6" '
        'refY="4" orient="auto"><path d="M1 1 6 4 1 7"/></marker>'
    )


def _frame(frame: Frame) -> str:
    box = f'x="{frame.x:.1f}" y="{frame.y:.1f}" width="{frame.width:.1f}" height="{frame.height:.1f}"'
    return f'<rect class="frame" rx="14" {box}/>'


def _chapter(frame: Frame) -> str:
    return f'<text class="chapter" x="{frame.x + 16:.1f}" y="{frame.y + 22:.1f}">{text(frame.chapter)}</text>'


def path(curve: Iterable[Point]) -> str:
    """Return a curve as the path of an SVG."""
    (x, y), *rest = curve
    return f"M{x:.1f} {y:.1f}C" + " ".join(f"{x:.1f} {y:.1f}" for x, y in rest)


def _line(line: Line, curve: tuple[Point, ...]) -> str:
    looks = f"line {line.manner}" + " unused" * line.never
    tip = "unusedtip" if line.never else "tip"
    wide = width_of(line)
    ends = f'data-from="{line.source}" data-to="{line.target}"'
    drawn = f'<path class="{looks}" {ends} d="{path(curve)}" stroke-width="{wide:.2f}" marker-end="url(#{tip})"/>'
    return drawn + (_cross(curve) if line.never else "")


def width_of(line: Line) -> float:
    """Return how wide a line is: if it is known how often it is passed, by that; the area of its stroke goes by it."""
    if line.passes is not None:
        return 0.8 + 3.6 * math.sqrt(min(1.0, line.passes))
    return 2.0 if line.manner == "chance" else 1.3


def _cross(curve: tuple[Point, ...]) -> str:
    """Return a small cross on the middle of a curve."""
    at = 3 * ((len(curve) - 1) // 6)
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = curve[at : at + 4]
    x, y = (ax + 3 * bx + 3 * cx + dx) / 8, (ay + 3 * by + 3 * cy + dy) / 8
    return f'<path class="cross" d="M{x - 4:.1f} {y - 4:.1f}l8 8m0-8l-8 8"/>'


def _place(chart: Chart, place: Place, box: Box, *, links: bool) -> str:
    looks = f"place {place.kind}" + " start" * place.start + " never" * place.never + " outside" * place.outside
    looks += " centre" * (place.id == chart.centre)
    said = f"{place.title}: {kind_of(place, chart.story.scenes[place.id])}, {place.where}"
    inside = f"<title>{text(said)}</title>{_shape(place, box)}{''.join(_words(place, box))}"
    if links and not place.outside:
        return (
            f'<a class="{looks}" id="at-{place.id}" href="#scene-{place.id}" aria-label={attribute(said)}>{inside}</a>'
        )
    return f'<g class="{looks}">{inside}</g>'


def _words(place: Place, box: Box) -> Iterator[str]:
    title, lower = title_rows(place), list(lower_rows(place))
    y = box.y - (len(title) * ROW + len(lower) * (ROW - 3)) / 2 - 4
    for row in title:
        y += ROW
        yield f'<text class="title" x="{box.x:.1f}" y="{y:.1f}">{text(row)}</text>'
    for row in lower:
        y += ROW - 3
        yield f'<text class="lower" x="{box.x:.1f}" y="{y:.1f}">{text(row)}</text>'


def _shape(place: Place, box: Box) -> str:
    """Return a decision as a hexagon, an ending as a lozenge with two borders, a passage as a plain box."""
    left, top = box.x - box.width / 2, box.y - box.height / 2
    if place.kind == "decision":
        flat, half = box.width - 2 * POINT, box.height / 2
        over, under = f"l{POINT} {-half:.1f}h{flat:.1f}", f"l{-POINT} {half:.1f}h{-flat:.1f}"
        return f'<path class="shape" d="M{left:.1f} {box.y:.1f}{over}l{POINT} {half:.1f}{under}z"/>'
    if place.kind == "passage":
        return _rect("shape", left, top, box, 3)
    inner = box._replace(width=box.width - 7, height=box.height - 7)
    return _rect("shape", left, top, box, box.height / 2) + _rect(
        "inner", left + 3.5, top + 3.5, inner, inner.height / 2
    )


def _rect(name: str, left: float, top: float, box: Box, round_: float) -> str:
    return (
        f'<rect class="{name}" x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
        f'rx="{min(round_, 22):.1f}"/>'
    )
