"""A part of a map: a chapter, or what lies around a scene.

May import from its own room `chart`.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from engine.map.chart import Arc, Chart, Line


def chapter(chart: Chart, title: str) -> Chart:
    """Return the scenes of a chapter, and as `outside` those to and from which ways lead."""
    inside = {id_ for id_, place in chart.places.items() if place.chapter == title}
    lines = tuple(line for line in chart.lines if line.source in inside or line.target in inside)
    touched = inside.union(*((line.source, line.target) for line in lines))
    places = {
        id_: place if id_ in inside else replace(place, outside=True)
        for id_, place in chart.places.items()
        if id_ in touched
    }
    part = f'the chapter "{title}", and where its ways come from and lead'
    return replace(chart, places=places, lines=lines, arcs=_within(chart, inside), part=part)


def around(chart: Chart, scene: str, depth: int) -> Chart:
    """Return what lies at most `depth` ways from `scene`, in either direction."""
    inside = _near(chart.lines, scene, depth)
    places = {id_: place for id_, place in chart.places.items() if id_ in inside}
    lines = tuple(line for line in chart.lines if line.source in inside and line.target in inside)
    title = chart.places[scene].title
    part = f'what lies within {depth} {"way" if depth == 1 else "ways"} of "{title}"'
    return replace(chart, places=places, lines=lines, arcs=_within(chart, inside), part=part, centre=scene)


def _near(lines: Iterable[Line], scene: str, depth: int) -> set[str]:
    beside: dict[str, list[str]] = {}
    for line in lines:
        beside.setdefault(line.source, []).append(line.target)
        beside.setdefault(line.target, []).append(line.source)
    found, edge = {scene}, [scene]
    for _ in range(depth):
        edge = [to for to in dict.fromkeys(to for name in edge for to in beside.get(name, ())) if to not in found]
        if not edge:
            break
        found.update(edge)
    return found


def _within(chart: Chart, inside: Collection[str]) -> tuple[Arc, ...]:
    return tuple(arc for arc in chart.arcs if arc.source in inside and arc.target in inside)
