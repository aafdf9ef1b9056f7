"""A map as source for Graphviz, to be drawn or changed elsewhere. The same story gives the same bytes.

May import floor 0, and from its own room `chart`, `entries` and `layout`. All names and words are quoted strings: none
can be read as syntax, as an HTML-like label, or as one of Graphviz's own escapes.
"""

import math
from collections.abc import Iterator
from typing import Final

from engine.diagnostics import showable
from engine.map.chart import Chart, Line, Place
from engine.map.entries import percent
from engine.map.layout import LONGEST
from engine.width import wrap

_SHAPES: Final = {
    "passage": 'shape="box"',
    "decision": 'shape="hexagon"',
    "ending": 'shape="box", style="rounded", peripheries=2',
}
_MANNERS: Final = {"open": "", "when": 'style="dashed"', "chance": 'style="dotted"'}


def dot(chart: Chart) -> str:
    """Return `chart` as Graphviz source: chapters as clusters, ripples as edges that leave the order alone."""
    return "".join(f"{line}\n" for line in _rows(chart))


def _rows(chart: Chart) -> Iterator[str]:
    yield f"digraph {quoted(chart.story.id)} {{"
    yield f'  graph [label={quoted(chart.story.title)}, labelloc="t", rankdir="TB", fontname="Helvetica"]'
    yield '  node [fontname="Helvetica", fontsize=12, margin="0.15,0.08"]'
    yield '  edge [arrowsize=0.7, color="#555555"]'
    for at, (chapter, places) in enumerate(chart.chapters().items()):
        dent = "    " if chapter else "  "
        if chapter:
            yield f"  subgraph cluster_{at} {{"
            yield f'    label={quoted(chapter)}; style="rounded"; color="#bbbbbb"'
        yield from (f"{dent}{quoted(place.id)} [{_place(place)}]" for place in places)
        if chapter:
            yield "  }"
    yield from (f"  {quoted(line.source)} -> {quoted(line.target)}{_line(line)}" for line in chart.lines)
    if chart.arcs:
        yield "  // ripples: what is remembered, and where it comes back; without these lines the picture is quieter"
        yield '  edge [constraint=false, color="#9467bd", penwidth=0.6, arrowhead="vee"]'
    for arc in chart.arcs:
        title = quoted(chart.story.moments[arc.moment].title)
        yield f"  {quoted(arc.source)} -> {quoted(arc.target)} [tooltip={title}]"
    yield "}"


def _place(place: Place) -> str:
    words = "\n".join(wrap(place.title, LONGEST))
    if place.ending:
        words += f"\nEnding: {place.ending}"
    if place.chance is not None:
        words += f"\n{percent(place.chance)}"
    if place.never:
        words += "\nnever reached"
    look = 'shape="plaintext"' if place.outside else _SHAPES[place.kind]
    more = ", penwidth=3" * place.start + ', color="#999999", fontcolor="#777777"' * place.never
    return f"label={quoted(words)}, {look}{more}, tooltip={quoted(place.where)}"


def _line(line: Line) -> str:
    looks = [_MANNERS[line.manner]] if line.manner != "open" else []
    if line.never:
        looks.append('color="#bbbbbb", arrowhead="tee"')
    if line.passes is not None:
        looks.append(f"penwidth={0.5 + 4 * math.sqrt(min(1.0, line.passes)):.2f}")
    return f" [{', '.join(looks)}]" if looks else ""


def quoted(words: str) -> str:
    r"""Return `words` as a quoted string of Graphviz that shows just these words.

    A quotation mark and a backslash get a backslash, so that no escape such as `\N` is left; a new line becomes one.
    In a label a character reference would be read as its character: the sign that begins one is written as a reference.
    """
    plain = showable(words).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return '"' + plain.replace("\n", "\\n") + '"'
