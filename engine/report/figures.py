"""The figures of a report by their cells: all of them, or what of them may be shared.

May import `model`, `cells`, `counted` and `hiding`.
"""

from collections.abc import Iterator

from engine.model import Story
from engine.report import hiding
from engine.report.cells import Cell, came, choice, chosen, deciding, ended, left, offered, taken
from engine.report.counted import Counts


class Figures:
    """What was counted, cell by cell: None where a count is hidden. `share` tells whether this is to be shared."""

    def __init__(self, counts: Counts, *, share: bool = False) -> None:
        self.counts, self.story, self.share = counts, counts.story, share
        also = [left(name) for name in self.story.dimensions]
        cells = list(wanted(self.story, counts)) if share else []
        self._hidden = hiding.hidden(counts.kinds, cells, also) if share else set[Cell]()

    def of(self, cell: Cell) -> int | None:
        """Return a count; None where it is hidden."""
        return None if cell in self._hidden else self.counts.cells[cell]

    @property
    def plays(self) -> int | None:
        """How many plays count."""
        return None if self.share and self.counts.plays < hiding.FEWEST else self.counts.plays

    @property
    def aliases(self) -> int | None:
        """How many aliases there are; nothing that is shared tells of them."""
        return None if self.share else self.counts.replays.aliases

    def flow(self) -> list[tuple[str, str, int]]:
        """Return from which scene to which plays went, and how often, in the order of the story."""
        places = {name: place for place, name in enumerate(self.story.scenes)}
        found = [(cell[1], cell[2], count) for cell in _flows(self.counts) if (count := self.of(cell))]
        return sorted(found, key=lambda each: (places[each[0]], places[each[1]]))

    def dimensions(self) -> list[tuple[str, int | None, int | None]]:
        """Return how often each dimension was offered and taken, where it was offered at all."""
        return [
            (name, self.of(offered(name)), self.of(taken(name)))
            for name in self.story.dimensions
            if self.counts.cells[offered(name)]
        ]


def wanted(story: Story, counts: Counts) -> Iterator[Cell]:
    """Yield the cells of a report, what is most wanted of them first."""
    yield from map(ended, story.endings)
    for scene in deciding(story):
        yield from (came(scene.id), chosen(scene.id), *(choice(each.name) for each in scene.choices))
    for name in story.dimensions:
        yield from (offered(name), taken(name))
    yield from _flows(counts)


def _flows(counts: Counts) -> list[Cell]:
    return sorted(cell for cell in counts.cells if cell[0] == "flow")
