"""What of all that is kept somebody asks for, to see it or to be rid of it.

May import the rest of its room.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from engine.plays.clearing import copies, halves
from engine.plays.journal import Act, Journal, entries
from engine.plays.kept import Kept, everything


class Asked(NamedTuple):
    """What of all that is kept somebody asks for. `days` is how old something may be to stay; None for any age."""

    story: str = ""
    slot: str = ""
    journal_only: bool = False
    days: int | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self == Asked()

    def is_old(self, day: date | None) -> bool:
        """Whether something of a day is old enough; what has no day is not."""
        today = date.today()  # noqa: DTZ011 - the player's own day
        return self.days is None or (day is not None and (today - day).days > self.days)

    def names(self, act: Act) -> bool:
        """Whether an act is asked for."""
        return not self.slot and self.story in ("", act.story) and self.is_old(act.date)


class Found(NamedTuple):
    """What was asked for and is there. `others` stand among the plays and are none."""

    plays: list[Kept]
    others: list[Path]
    acts: list[Act]
    journal: Journal


def found(asked: Asked) -> Found:
    """Return what is kept of what somebody asks for."""
    journal = Journal() if asked.slot else entries()
    acts = [act for act in journal.acts if asked.names(act)]
    if asked.journal_only:
        return Found([], [], acts, journal)
    plays, others = everything(asked.story), halves(asked.story)
    if asked.is_all:
        others += copies(kept.path for kept in plays)
    if asked.slot:
        plays = _in_slot(plays, asked.slot)
    return Found([kept for kept in plays if asked.is_old(_day(kept))], others, acts, journal)


def _in_slot(plays: list[Kept], slot: str) -> list[Kept]:
    """Return the plays of a slot or, where there is none, those whose id begins so, as `play --slot` does."""
    named = [kept for kept in plays if kept.slot == slot]
    short = len(slot) < 4  # noqa: PLR2004 - fewer digits are no address
    return named or [kept for kept in plays if kept.id.startswith(slot) and not short]


def _day(kept: Kept) -> date | None:
    last = local(kept.changed)
    return last.date() if last else None


def local(when: float) -> datetime | None:
    """Return a time, in seconds since 1970, as the clock on the wall shows it; None for what no clock shows."""
    try:
        return datetime.fromtimestamp(when, UTC).astimezone()
    except (ValueError, OverflowError, OSError):
        return None
