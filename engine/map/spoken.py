"""The text map: chapter by chapter, scene by scene, one thing a line, to be read from the top by eye or by ear.

May import from its own room what stands above. No boxes, no arrows: what is no word is not read out.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from engine.diagnostics import cut, showable
from engine.map.chart import Chart
from engine.map.entries import Deed, Entry, Goal, Ripple, called, entries, times
from engine.map.summary import summary

NAMED: Final = 12
"""How many scenes in which a moment comes back are named in one line."""


def text(chart: Chart) -> str:
    """Return `chart` as text, each line ended."""
    return "".join(f"{showable(line).replace(chr(10), ' ')}\n" for line in _lines(chart))


def _lines(chart: Chart) -> Iterator[str]:
    yield f"Map: {chart.story.title}"
    yield from summary(chart)
    chapter = None
    for entry in sorted(entries(chart), key=_by_chapter(chart)):
        if entry.place.chapter != chapter:
            chapter = entry.place.chapter
            if chapter:
                yield from ("", f"Chapter: {chapter}")
        yield ""
        yield from _entry(chart, entry)


def _by_chapter(chart: Chart) -> Callable[[Entry], int]:
    order = {chapter: at for at, chapter in enumerate(chart.chapters())}
    return lambda entry: order[entry.place.chapter]


def _entry(chart: Chart, entry: Entry) -> Iterator[str]:
    yield f"Scene: {called(chart, entry.place.id)}"
    yield f"  {entry.kind}"
    yield f"  {entry.place.where}"
    if entry.sources:
        yield f"  Ways lead here from {_named(chart, entry.sources)}"
    for ripple in entry.tells:
        yield f"  Comes back here: {ripple.title}{_from(chart, ripple)}"
    yield from (f"  {line}" for line in _remembered(chart, entry.remembers))
    for number, deed in enumerate(entry.deeds, start=1):
        yield from _deed(chart, deed, number)
    yield from _onward(chart, entry)
    yield from (f"  No play goes from here to {called(chart, scene)}" for scene in entry.unused)
    if entry.passes:
        passes = (f"{chart.story.scenes[scene].title or scene} {times(count)}" for scene, count in entry.passes)
        yield f"  In a random play, on from here to: {', '.join(passes)}"


def _onward(chart: Chart, entry: Entry) -> Iterator[str]:
    if not entry.onward:
        return
    dent = "  "
    if entry.passed:
        yield "  Where none of these choices is open"
        dent = "    "
    elif entry.deeds:
        yield "  This scene goes on"
        dent = "    "
    yield from (f"{dent}{_goal(chart, goal)}" for goal in entry.onward)


def _deed(chart: Chart, deed: Deed, number: int) -> Iterator[str]:
    yield f"  Choice {number}: {deed.words}"
    if deed.never:
        yield "    never open on any path"
    yield from (f"    {term}" for term in deed.terms)
    yield from (f"    {_goal(chart, goal)}" for goal in deed.goals)
    if not deed.goals:
        yield "    goes on as this scene does, see below"
    yield from (f"    {line}" for line in _remembered(chart, deed.remembers))


def _goal(chart: Chart, goal: Goal) -> str:
    to = "stays here" if goal.to is None else f"leads to {called(chart, goal.to)}"
    return f"{goal.how}, {to}" if goal.how else to


def _from(chart: Chart, ripple: Ripple) -> str:
    return f"; from {_named(chart, ripple.scenes)}" if ripple.scenes else "; but nothing remembers it"


def _remembered(chart: Chart, ripples: Iterable[Ripple]) -> Iterator[str]:
    for ripple in ripples:
        back = f"comes back in {_named(chart, ripple.scenes)}" if ripple.scenes else "never comes back in words"
        yield f"remembers: {ripple.title}; {back}"


def _named(chart: Chart, scenes: tuple[str, ...]) -> str:
    shown = ", ".join(cut(chart.story.scenes[each].title or each, 40) for each in scenes[:NAMED])
    return shown if len(scenes) <= NAMED else f"{shown}, and {len(scenes) - NAMED} more"
