"""What is said of a map as a whole, before anything else.

May import from its own room `chart` and `entries`.
"""

from collections.abc import Iterator

from engine.map.chart import ARCS, Chart
from engine.map.entries import called


def summary(chart: Chart) -> Iterator[str]:
    """Yield whole sentences: which part it is, what it holds, what is not known."""
    if chart.part:
        yield f"This is a part of the story: {chart.part}."
    inside = [place for place in chart.places.values() if not place.outside]
    kinds = [place.kind for place in inside]
    counted = [counts(len(kinds), "scene")]
    counted += [counts(kinds.count("decision"), "decision"), counts(kinds.count("ending"), "ending")]
    yield f"{', '.join(counted)}."
    if chart.story.start in chart.places and not chart.places[chart.story.start].outside:
        yield f"It starts at {called(chart, chart.story.start)}."
    if never := sum(place.never for place in inside):
        yield f"{counts(never, 'scene')} {'is' if never == 1 else 'are'} never reached."
    if any(line.passes is not None for line in chart.lines):
        yield "In a random play each choice that is open is as likely as the others."
    if len(chart.arcs) == ARCS:
        yield f"Only {ARCS:,} ripples are drawn; the text map tells them all."


def counts(count: int, word: str) -> str:
    """Return a count with its word."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
