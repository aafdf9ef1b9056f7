"""The endings, and what the choices practise, in tables.

May import floors 0 and 1, `explore`, `languages`, and from its own room what stands above it.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from engine.diagnostics import cut
from engine.explore.explored import Ended, Explored, Practice, Share
from engine.explore.moves import choices
from engine.exploring.figures import at_most_percent, counted, listed, minutes, percent, rows, span, table, told
from engine.exploring.witnesses import Witnesses
from engine.languages.sentences import honesty

NOTHING = 1e-15
"""What is left over of all plays by rounding alone."""

LITTLE = 1e-9
"""Below which share of all plays it is not told that they come to no ending."""


def endings(found: Explored, plays: Witnesses) -> Iterator[str]:
    """Yield what is known of each ending: how likely, how far, how long; the shortest way; what closes it."""
    knows = {
        "chance": "chances" not in found.withheld,
        "choices": True,
        "words": found.words is not None,
        "minutes": found.words is not None,
    }
    head = [name for name, is_known in knows.items() if is_known]
    yield from ("Endings:", "")
    yield from table([*head, "ending"], ([*_cells(found, each, head), _called(found, each)] for each in found.endings))
    yield ""
    if "chance" in head:
        yield from rows(
            "The chance is that of a play in which at every menu each available choice is equally likely, and draws go "
            "by their weights. "
            "Choices: the fewest that lead there."
        )
        yield from _rest(found)
    else:
        yield from rows("Choices: the fewest that lead there.")
    yield from _ways(found, plays)
    yield from _closed(found)


def _cells(found: Explored, each: Ended, head: list[str]) -> Iterator[str]:
    spoken, reached = each.words, each.shortest is not None
    never = "never" if "reached" not in found.withheld else "not found"
    cells = {
        "chance": "never" if each.chance is None else _chance(each.chance, found.rest),
        "choices": _choices(each) if each.shortest is not None else "" if "chance" in head else never,
        "words": span(spoken.least, spoken.most) if spoken and reached else "",
        "minutes": span(minutes(spoken.least), None if spoken.most is None else minutes(spoken.most)) if spoken else "",
    }
    yield from (cells[name] for name in head)


def _choices(each: Ended) -> str:
    return f"{choices(each.shortest or ()):,}{'' if each.is_shortest else ' or fewer'}"


def _chance(chance: Fraction | float, rest: float) -> str:
    """Return a chance in percent; what is certain but for what was not followed is certain."""
    return percent(1 if chance + 2 * rest >= 1 else chance)


def _called(found: Explored, each: Ended) -> str:
    return f"{cut(found.story.scenes[each.scene].ending, 200)} ({each.scene})"


def _rest(found: Explored) -> Iterator[str]:
    """Yield what the chances leave open, and how likely it is to come to no ending at all."""
    if found.rest > NOTHING:
        yield from rows(f"A play can go round for long: the chances are exact to within {at_most_percent(found.rest)}.")
    none = 1 - sum(each.chance or 0 for each in found.endings)
    if none > LITTLE + found.rest:
        yield from rows(f"Of all plays, {percent(none)} never come to an ending.")


def _ways(found: Explored, plays: Witnesses) -> Iterator[str]:
    """Yield the shortest way to each ending."""
    if plays.endings:
        is_shortest = all(each.is_shortest for each in found.endings)
        yield from ("", "The shortest way to each:" if is_shortest else "A way to each:", "")
    for each in found.endings:
        play = plays.endings.get(each.scene)
        if play is not None:
            way = told(play.moves) if play.moves else "it is the beginning"
            yield from rows(f"{play.id}, {counted(choices(play.moves), 'choice')}: {way}", 2, 4)


def _closed(found: Explored) -> Iterator[str]:
    """Yield which choices put an ending out of reach."""
    closed = [each for each in found.endings if each.closed_by]
    if closed:
        yield ""
        yield from rows("Choices after which an ending is always out of reach:")
        yield ""
    for each in closed:
        yield from rows(f"{each.scene}: {listed(each.closed_by)}", 2, 4)


def practice(found: Explored, practices: Mapping[str, Practice]) -> Iterator[str]:
    """Yield how often each dimension is offered and taken in a play: at least, on average, at most."""
    yield from rows(
        "How often a play-through that comes to an ending offers a choice that practises something, and how often one "
        "is taken: at least, on average if choices are made at random, at most. It counts once in a stay at a scene, "
        "and only where two or more choices are open. "
        f"{'For each ending by itself: --json. ' if len(found.endings) > 1 else ''}{honesty()}"
    )
    yield ""
    head = ("least", "average", "most")
    shares = [
        [*_share(each.offered), *_share(each.taken), found.story.dimensions[name].title]
        for name, each in practices.items()
    ]
    yield f"  {'offered':<{_wide(shares, head, 0)}}taken"
    yield from table([*head, *head, ""], shares)


def _wide(shares: list[list[str]], head: tuple[str, ...], start: int) -> int:
    """Return how wide the columns are together that tell what is offered."""
    cells = [[*head, *head], *(row[:-1] for row in shares)]
    return sum(max(len(row[at]) for row in cells) + 2 for at in range(start, len(head)))


def _share(share: Share) -> tuple[str, str, str]:
    return f"{share.least:,}", f"{float(share.mean):,.1f}", "no end" if share.most is None else f"{share.most:,}"
