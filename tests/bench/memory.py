"""The most memory that a start to first choices held, from the same runs as the times."""

from collections.abc import Iterator, Mapping

from tests.bench.rows import Row, Section
from tests.bench.turns import Cost


def section(starts: Mapping[str, Mapping[str, Cost]]) -> Section:
    """Return the rows of memory; `starts` holds the costs of each story's starts."""
    return Section("Memory at its peak, start to first choices", tuple(_rows(starts)))


def _rows(starts: Mapping[str, Mapping[str, Cost]]) -> Iterator[Row]:
    for story, costs in starts.items():
        floor = costs["its floor"].peak
        for name, cost in costs.items():
            if name not in {"python -c pass", "node -e 0"} and not name.startswith("its floor "):
                yield Row(f"{story}: {name}", f"{cost.peak:,.1f} MiB", "our floor", cost.peak / floor)
