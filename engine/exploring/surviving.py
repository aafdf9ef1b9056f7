"""What becomes of plays that were kept of an older version of a story, for people.

May import floors 0 and 1, `explore`, and from its own room what stands above it.
"""

from collections.abc import Iterator
from typing import Final

from engine.explore.moves import choices
from engine.explore.saved import Saved
from engine.exploring.figures import NAMED, counted, rows, table, told
from engine.exploring.witnesses import Witnesses
from engine.versions.beside import LOST
from engine.versions.survival import Loss, Survival, Tally
from engine.versions.twins import called

WHY: Final = {
    "choice_gone": "the choice that came next is not in the story any more",
    "choice_closed": "the choice that came next cannot be made there any more",
    "chance_led_otherwise": "chance led another way then than it can lead now",
    "chance_decides_now": "chance decides something now that it did not decide then",
    "chance_decided_then": "chance decided something then that it does not decide now",
}
"""Why a play is lost, as its player is told."""


def surviving(found: Survival, plays: Witnesses) -> Iterator[str]:
    """Yield the lines on kept plays."""
    yield from ("Plays that were kept of the older version:", "")
    if found.tally is not None:
        yield from _counted(found.tally)
    else:
        yield from rows(_uncounted(found), 2)
    for kind in LOST:
        lost = [(at, each) for at, each in enumerate(found.losses) if each.kind == kind]
        if lost:
            yield ""
            where = f" in {counted(found.tally.lost_by[kind], 'state')}" if found.tally else ""
            yield from rows(f"Lost{where}: {WHY[kind]}.", 2)
            yield from _each(len(lost), (_lost(found, each, plays.lost.get(at)) for at, each in lost))
    if found.strays:
        yield ""
        yield from rows("In another scene:", 2)
        moved = (
            f"in {each.at}, not {each.expected}{_play(plays.strays.get(at))}" for at, each in enumerate(found.strays)
        )
        yield from _each(len(found.strays), moved)
    yield from _advice(found)
    if plays.of_the_older():
        yield ""
        yield from rows("The plays named here are of the older version. --save-plays FOLDER writes them too.", 2)


def _counted(tally: Tally) -> Iterator[str]:
    if tally.exact == tally.states:
        each = "the one state" if tally.states == 1 else f"all {tally.states:,} states"
        yield from rows(f"Each goes on exactly where it stood, in {each} that a play can be in.", 2)
        return
    said = (
        (tally.exact, "it goes on exactly there"),
        (tally.renamed, "it goes on there, by a rename"),
        (tally.elsewhere, "it goes on, but stands in another scene"),
        (tally.lost - tally.always, "it goes on or is lost: that depends on the way it came"),
        (tally.always, "it is lost: not all that was chosen or drawn can be followed"),
    )
    yield from table(
        ("states", "what becomes of a play that has come there"),
        ((f"{number:,}", what) for number, what in said if number),
    )
    yield ""
    yield from rows("Of several plays that come to one state, the worst counts.", 2)


def _uncounted(found: Survival) -> str:
    if found.is_complete:
        who = "Each that is not lost here goes on" if found.losses else "Each goes on"
        how = "where it stood, some by a rename" if found.is_renamed else "exactly where it stood"
        return f"{who} {how}: the rules show it. The states were not counted."
    said = f"It is not known of every state what becomes of them: {found.reason}."
    return f"{said} What is said here is true all the same." if found.losses else f"{said} None was found to be lost."


def _lost(found: Survival, each: Loss, play: Saved | None) -> str:
    own = called(each.choice or "", found.new).partition(".")[0]
    stands = f", where the play stands in {each.at}" if each.at not in {None, own} else ""
    return f"{each.choice or 'the beginning'}{stands}{_play(play)}"


def _play(play: Saved | None) -> str:
    if play is None:
        return ""
    return f" ({play.id}, {counted(choices(play.moves), 'choice')}: {told(play.moves) or 'the very beginning'})"


def _each(number: int, lines: Iterator[str]) -> Iterator[str]:
    """Yield a paragraph for each line, as many as can be read."""
    for _, line in zip(range(NAMED), lines, strict=False):
        yield from rows(line, 4, 6)
    if number > NAMED:
        yield from rows(f"and {number - NAMED:,} more", 4)


def _advice(found: Survival) -> Iterator[str]:
    if not found.losses:
        return
    yield ""
    gone = any(each.kind == "choice_gone" for each in found.losses)
    yield from rows(
        "A player whose play is lost is told why, and goes on from as far as it could be followed."
        + (
            " A choice or scene that has another name now, or whose place another takes, is followed once the header "
            "says so under renamed:."
            if gone
            else ""
        ),
        2,
    )
