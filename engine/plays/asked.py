"""What of all that is kept somebody asks for, to see it or to be rid of it.

May import the rest of its room.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from engine.play import transcript
from engine.play.transcript import NotATranscript
from engine.plays.clearing import copies, halves
from engine.plays.journal import Act, Journal, entries
from engine.plays.kept import Kept, as_text, everything


class Asked(NamedTuple):
    """What of all that is kept somebody asks for. `days` is how old something may be to stay; None for any age."""

    story: str = ""
    slot: str = ""
    journal_only: bool = False
    days: int | None = None
    class_code: str = ""
    alias: str = ""

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self == Asked()

    @property
    def is_of_class(self) -> bool:
        """Whether only plays for a class, or of an alias, are asked for."""
        return bool(self.class_code or self.alias)

    @property
    def is_all_of_an_alias(self) -> bool:
        """Whether nothing is to be left that holds an alias."""
        return bool(self.alias) and self == Asked(alias=self.alias)

    def is_old(self, day: date | None) -> bool:
        """Whether something of a day is old enough; what has no day is not."""
        today = date.today()  # noqa: DTZ011 - the player's own day
        return self.days is None or (day is not None and (today - day).days > self.days)

    def names(self, act: Act) -> bool:
        """Whether an act is asked for."""
        return not self.slot and not self.is_of_class and self.story in ("", act.story) and self.is_old(act.date)

    def names_play(self, kept: Kept) -> bool:
        """Whether a play is asked for, as far as class, alias and age go; one that cannot be read may hold them."""
        fits = _same(self.class_code, kept.class_code) and _same(self.alias, kept.alias)
        if kept.problem and not kept.alias and not kept.class_code:
            fits = self.may_name(kept.path)
        return fits and self.is_old(day_of(kept))

    def may_name(self, path: Path) -> bool:
        """Whether a file that cannot be read may hold what is asked for: its class and its alias stand in it."""
        words = [json.dumps(word, ensure_ascii=False)[1:-1] for word in (self.class_code, self.alias) if word]
        return all(holds(path, word) for word in words)


def _same(asked: str, there: str) -> bool:
    return not asked or asked.casefold() == there.casefold()


def holds(path: Path, word: str) -> bool:
    """Whether a word stands somewhere in a file, in large or small letters; what cannot be read holds nothing."""
    wanted, last = word.casefold().encode(), b""
    with suppress(OSError), path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            if wanted in (last + piece).lower() or wanted in (last + piece):
                return True
            last = piece[-len(wanted) :]
    return False


class Found(NamedTuple):
    """What was asked for and is there. `others` stand among the plays and are none; `strange` are not even ours.

    `mentions` are files that are not asked for, and yet hold the alias.
    """

    plays: list[Kept]
    others: list[Path]
    acts: list[Act]
    journal: Journal
    strange: Sequence[Path] = ()
    mentions: Sequence[Path] = ()


def found(asked: Asked) -> Found:
    """Return what is kept of what somebody asks for."""
    journal = Journal() if asked.slot or asked.is_of_class else entries()
    acts = [act for act in journal.acts if asked.names(act)]
    if asked.journal_only:
        return Found([], [], acts, journal)
    plays, others = everything(asked.story), [path for path in halves(asked.story) if asked.may_name(path)]
    if asked.is_all:
        others += copies(kept.path for kept in plays)
    elif asked.is_of_class:
        others += [path for path in copies(kept.path for kept in everything()) if _copy_is_named(asked, path)]
    if asked.slot:
        plays = _in_slot(plays, asked.slot)
    named = [kept for kept in plays if asked.names_play(kept)]
    return Found(named, others, acts, journal, mentions=mentioning(asked, plays, named))


def _copy_is_named(asked: Asked, path: Path) -> bool:
    """Whether a transcript somebody copied by hand is asked for."""
    with suppress(OSError, NotATranscript):
        head = transcript.read(as_text(path.read_bytes())).header
        fits = _same(asked.class_code, str(head.get("class") or "")) and _same(
            asked.alias, str(head.get("alias") or "")
        )
        return fits and asked.story in ("", head["story"])
    return asked.may_name(path)


def mentioning(asked: Asked, plays: Sequence[Kept], named: Sequence[Kept]) -> list[Path]:
    """Return the plays of others in which the alias stands all of which is asked for."""
    if not asked.is_all_of_an_alias:
        return []
    others = [kept for kept in plays if kept not in named and not _same(asked.alias, kept.alias)]
    return [kept.path for kept in others if holds(kept.path, asked.alias)]


def _in_slot(plays: list[Kept], slot: str) -> list[Kept]:
    """Return the plays of a slot or, where there is none, those whose id begins so, as `play --slot` does."""
    named = [kept for kept in plays if kept.slot == slot]
    short = len(slot) < 4  # noqa: PLR2004 - fewer digits are no address
    return named or [kept for kept in plays if kept.id.startswith(slot) and not short]


def day_of(kept: Kept) -> date | None:
    """Return the day on which a play was played last; None for what no calendar shows."""
    last = local(kept.changed)
    return last.date() if last else None


def local(when: float) -> datetime | None:
    """Return a time, in seconds since 1970, as the clock on the wall shows it; None for what no clock shows."""
    try:
        return datetime.fromtimestamp(when, UTC).astimezone()
    except (ValueError, OverflowError, OSError):
        return None
