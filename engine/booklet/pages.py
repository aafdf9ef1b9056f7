"""Which entries of a booklet lead to which: its pages as they can be turned.

May import floor 0, and `printed` from its own room.
"""

from collections.abc import Iterator, Mapping

from engine.booklet.printed import Booklet, Entry, Go, Throw, Way


def pages(booklet: Booklet) -> Mapping[int, frozenset[int]]:
    """Return, for each entry by its number, the entries that it can turn to; back to its own choices is to itself.

    Where an entry leads to what stands below the choices of another, the ways from there are its own.
    """
    return {entry.number: frozenset(_turned(booklet, entry)) for entry in booklet.entries}


def _turned(booklet: Booklet, entry: Entry) -> Iterator[int]:
    ways = [option.way for option in entry.options]
    if entry.foot is not None:
        ways.append(entry.foot)
    for way in ways:
        for go in goes(way):
            foot = booklet.entry(go.entry).foot if go.part == "foot" else None
            yield from (each.entry for each in (goes(foot) if foot is not None else (go,)))


def goes(way: Way) -> tuple[Go, ...]:
    """Return every place that a way can lead to."""
    match way:
        case Go():
            return (way,)
        case Throw(lots=lots):
            return tuple(lot.go for lot in lots)
        case branches:
            return tuple(branch.go for branch in branches)
