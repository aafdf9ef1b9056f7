"""What is hidden cannot be worked out from what is shared: for random small classes, all that there could be are tried.

A class is so and so many plays of a few kinds. All classes of that size are laid out, and those are kept that agree
with everything that was published: each shown count is the same, and where a count is hidden there is one. Every hidden
count must then still have two values. Where next to nothing can be shown nothing at all is, not even what is 0.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations_with_replacement
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from engine.classes.folder import Found, plays
from engine.model import Story
from engine.reading.load import load
from engine.report.as_json import as_json
from engine.report.cells import Cell
from engine.report.counted import counted
from engine.report.figures import Figures
from engine.report.hiding import FEWEST, Kind, hidden

Row = Mapping[Cell, int]


def totals(rows: Sequence[Row], members: Sequence[int]) -> Counter[Cell]:
    """Return what a class adds up to: `members` says of which kind each of its plays is."""
    found = Counter[Cell]()
    for member in members:
        found.update(rows[member])
    return found


def given_away(rows: Sequence[Row], size: int, shown: Row, hides: Collection[Cell]) -> list[Cell]:
    """Return the hidden counts that have one value only in all classes that agree with what is shown."""
    values: dict[Cell, set[int]] = {cell: set() for cell in hides}
    for members in combinations_with_replacement(range(len(rows)), size):
        sums = totals(rows, members)
        if all(sums[cell] == count for cell, count in shown.items()) and all(sums[each] for each in hides):
            for cell in hides:
                values[cell].add(sums[cell])
    return sorted(cell for cell, found in values.items() if len(found) < 2)


_CELLS: Final[list[Cell]] = [("cell", str(number)) for number in range(6)]
_ROWS: Final = st.lists(
    st.dictionaries(st.sampled_from(_CELLS), st.integers(1, 2), max_size=5).map(lambda row: frozenset(row.items())),
    min_size=2,
    max_size=4,
    unique=True,
)


@settings(max_examples=400, deadline=None)
@given(_ROWS, st.lists(st.integers(0, 3), min_size=5, max_size=14))
def test_no_hidden_count_has_one_value_only(kinds: list[Kind], drawn: list[int]) -> None:
    """Whatever plays count for, and however many there are of each kind."""
    members = [each % len(kinds) for each in drawn]
    sums = totals([dict(kind) for kind in kinds], members)
    there = Counter(kinds[member] for member in members)
    hides = hidden(there, _CELLS)
    shown = {cell: sums[cell] for cell in _CELLS if cell not in hides}
    assert not any(0 < count < FEWEST for count in shown.values())
    if shown:
        assert all(sums[cell] for cell in hides)
        assert not given_away([dict(kind) for kind in there], len(members), shown, hides)
    else:
        event("nothing shown")


def test_hiding_the_small_counts_alone_is_found_out() -> None:
    """The check can fail: twelve plays, nine of one choice, three of the other."""
    a, b, all_ = ("a",), ("b",), ("all",)
    rows: list[Row] = [{a: 1, all_: 1}, {b: 1, all_: 1}]
    assert given_away(rows, 12, {a: 9, all_: 12}, {b}) == [b]
    assert given_away(rows, 12, {all_: 12}, {a, b}) == []
    there = Counter({frozenset(rows[0].items()): 9, frozenset(rows[1].items()): 3})
    assert hidden(there, [all_, a, b]) == {a, b}


def test_where_the_zeros_would_give_all_away_nothing_is_shown() -> None:
    """Five plays, five choices: where none is 0, each was made once. So a sixth that nobody made is hidden too."""
    cells: list[Cell] = [("choice", str(number)) for number in range(6)]
    there = Counter(frozenset({cell: 1}.items()) for cell in cells[:5])
    assert hidden(there, cells) == set(cells)
    there[frozenset({cells[0]: 1}.items())] += 1
    assert hidden(there, cells) == set(cells[:5])  # now one of them was made twice, and nobody knows which


# The report itself

FOLDER: Final = Path(__file__).parents[1] / "report"
KINDS: Final = (
    "gate.go_by",
    "gate.look bench.leave",
    "gate.look bench.ask bench.leave",
    "gate.look bench.cross :dog dog.sit",
    "gate.offer walk.lead",
    "gate.offer walk.ask_way :gone",
    "gate.offer walk.ask_way :dog dog.let_her",
    "gate.look bench.ask bench.cross :dog dog.whistle",
)


@cache
def story() -> Story:
    """Return the story of the class reports' tests."""
    found = load(FOLDER / "story").story
    assert found
    return found


def written(kind: str, number: int) -> str:
    """Return a play of a kind as it stands in a file."""
    head = {"curbside": 1, "story": "the-umbrella", "play": f"{number:x}", "alias": None, "class": None}
    steps = [{"drew": each[1:]} if each[0] == ":" else {"choice": each} for each in kind.split()]
    return "".join(f"{json.dumps(line)}\n" for line in (head, *steps))


def published(members: Sequence[int], *, share: bool) -> dict[str, Any]:
    """Return `report.json` of a class."""
    with TemporaryDirectory() as folder:
        for number, member in enumerate(members):
            (Path(folder) / f"{number}.jsonl").write_text(written(KINDS[member], number))
        found = list(plays(Path(folder), "the-umbrella"))
    assert all(isinstance(each, Found) for each in found)
    report: dict[str, Any] = json.loads(as_json(Figures(counted(story(), found, share=share), share=share)))
    return report


def flat(report: dict[str, Any]) -> Iterator[tuple[Cell, int | None]]:
    """Yield every count of a report."""
    yield from ((("ending", scene), count) for scene, count in report["endings"].items())
    for each in report["decisions"]:
        yield ("plays", each["scene"]), each["plays"]
        yield ("reached", each["scene"]), each["reached"]
        yield from ((("choice", name), count) for name, count in each["choices"].items())
    yield from ((("flow", each["from"], each["to"]), each["count"]) for each in report["flow"])
    for name, each in report["dimensions"].items():
        yield from ((("dimension", name, key), each[key]) for key in ("offered", "taken"))


@cache
def row_of(kind: int) -> Row:
    """Return what one play of a kind counts for, by the report of a class that is only this play."""
    return {cell: count for cell, count in flat(published([kind], share=False)) if count}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, len(KINDS) - 1), min_size=5, max_size=16), st.integers(2, 4), st.integers(0, 7))
def test_no_hidden_count_follows_from_what_is_shared(drawn: list[int], many: int, first: int) -> None:
    """In `report.json`, from all its tables together."""
    some = [(first + 3 * number) % len(KINDS) for number in range(many)]
    members = [some[each % many] for each in drawn]
    sums = totals([row_of(kind) for kind in range(len(KINDS))], members)
    report = dict(flat(published(members, share=True)))
    shown = {cell: count for cell, count in report.items() if count is not None}
    assert shown.items() <= {cell: sums[cell] for cell in shown}.items()
    assert not any(0 < count < FEWEST for count in shown.values())
    if shown:
        hides = {cell for cell in (*sums, *report) if cell not in shown and sums[cell]}
        assert not given_away([row_of(kind) for kind in sorted(set(members))], len(members), shown, hides)
    else:
        event("nothing shown")


@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_a_small_rest_takes_its_neighbour_with_it(few: int) -> None:
    """Of two choices and a total, where one is small, both are hidden."""
    report = dict(flat(published([4] * 12 + [0] * few, share=True)))
    assert report["choice", "gate.offer"] is None
    assert report["choice", "gate.go_by"] is None
    assert report["choice", "gate.look"] == 0
    assert report["plays", "gate"] == 12 + few
