"""The layout of a map by Graphviz's `dot`, where that is installed: only the places are taken, the picture is ours.

May import from its own room what stands above. No word of a story is handed to the program: places are called by
numbers, and have the size that their words need.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.map.chart import Chart
from engine.map.layout import Box, Frame, Layout, Point, fitted, heading, size

SECONDS: Final = 10
"""How long `dot` may take."""
LARGE: Final = 200
"""From how many places on it may do its work less well, but sooner."""
MOST: Final = 4000
"""Up to how many places it is asked at all: it would not be done in time."""


def by_graphviz(chart: Chart) -> Layout | None:
    """Return `chart` laid out by Graphviz; None where that is not installed, takes too long, or cannot do it."""
    program = shutil.which("dot")
    if program is None or len(chart.places) > MOST:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - the program that was found on the path, and numbers alone
            [program, "-Tjson0"], input=source(chart), capture_output=True, text=True, timeout=SECONDS, check=True
        )
        return _layout(chart, json.loads(done.stdout))
    except (OSError, subprocess.SubprocessError, ValueError, LookupError, TypeError):
        return None


def source(chart: Chart) -> str:
    """Return what `dot` is asked: sizes, ways and chapters, without a word."""
    return "".join(f"{line}\n" for line in _rows(chart))


def _rows(chart: Chart) -> Iterator[str]:
    limits = " nslimit=1 nslimit1=1 mclimit=0.3" if len(chart.places) > LARGE else ""
    yield f'digraph {{ graph [rankdir=TB nodesep=0.35 ranksep=0.55{limits}] node [shape=box fixedsize=true label=""]'
    yield "edge [dir=none]"
    number = {name: at for at, name in enumerate(chart.places)}
    for at, (chapter, places) in enumerate(chart.chapters().items()):
        yield f"subgraph cluster_{at} {{ margin=18 label={_room(chapter)}" if chapter else "{"
        for place in places:
            width, height = size(place)
            yield f"{number[place.id]} [width={width / 72:.4f} height={height / 72:.4f}]"
        yield "}"
    yield from (f"{number[line.source]} -> {number[line.target]}" for line in chart.lines)
    yield "}"


def _room(chapter: str) -> str:
    """Return an empty label as wide as a chapter's title: our own picture has it there."""
    return f'<<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="{heading(chapter):.0f}" HEIGHT="20"><TR><TD></TD></TR></TABLE>>'


def _layout(chart: Chart, found: Mapping[str, Any]) -> Layout:
    names, boxes = list(chart.places), dict[str, Box]()
    ids = {each["_gvid"]: each["name"] for each in found["objects"] if "pos" in each}
    for each in found["objects"]:
        if "pos" in each:
            x, y = map(float, each["pos"].split(","))
            name = names[int(each["name"])]
            boxes[name] = Box(x, -y, *size(chart.places[name]))
    curves = {
        (names[int(ids[each["tail"]])], names[int(ids[each["head"]])]): _curve(each["pos"])
        for each in found.get("edges", ())
    }
    if len(boxes) != len(names) or len(curves) != len(chart.lines):
        message = "this is no answer to what was asked"
        raise ValueError(message)
    return fitted(boxes, curves, tuple(_frames(chart, found)))


def _frames(chart: Chart, found: Mapping[str, Any]) -> Iterator[Frame]:
    chapters = list(chart.chapters())
    for each in found["objects"]:
        if each["name"].startswith("cluster_"):
            left, lower, right, upper = map(float, each["bb"].split(","))
            yield Frame(chapters[int(each["name"][8:])], left, -upper, right - left, upper - lower)


def _curve(position: str) -> tuple[Point, ...]:
    points = (each.split(",") for each in position.split() if each[0] not in "es")
    return tuple((float(x), -float(y)) for x, y in points)
