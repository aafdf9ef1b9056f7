"""What becomes of plays that were kept of an older version of a story, as values.

May import floors 0 and 1, and what stands before it in its room.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from engine.explore.moves import Moves
from engine.model import Story


class Tally(NamedTuple):
    """In how many states of the old version the plays that come there are what; the worst of them counts.

    Of those in which some play is `lost`, in `always` all are, whatever way they came. `lost_by` says for each of
    `LOST` in how many states some play is lost so: a state may be among several.
    """

    states: int
    exact: int
    renamed: int
    elsewhere: int
    lost: int
    always: int
    lost_by: Mapping[str, int]


class Loss(NamedTuple):
    """Where plays are lost: why (one of `LOST`), at which choice of the old version (None: at the beginning), a play.

    The last choice of the play cannot be followed, or what is drawn behind it. It is None where enough were shown, or
    none was found. `at` is the scene of the new version in which it stands, if a choice cannot be made there.
    """

    kind: str
    choice: str | None
    at: str | None
    witness: Moves | None


class Strayed(NamedTuple):
    """Where plays stand elsewhere than in `expected`, a scene by its name of today, and one of them."""

    expected: str
    at: str
    witness: Moves | None


@dataclass(frozen=True, slots=True)
class Survival:
    """What becomes of kept plays.

    Without a `tally` the states were not counted; then, if it is complete all the same, the rules show that all plays
    that are not lost stand where they stood, and `is_renamed` says whether any name is another. `why` says why it is
    not complete, `limit` or `stopped`; then `losses` and `strays` may not be all. Of pairs of states, `looked` were
    looked at, and `limit` at most.
    """

    old: Story
    new: Story
    tally: Tally | None
    losses: tuple[Loss, ...]
    strays: tuple[Strayed, ...]
    is_renamed: bool
    why: str
    looked: int
    limit: int

    @property
    def is_complete(self) -> bool:
        """Whether it is known of every state what becomes of the plays that come there."""
        return not self.why

    @property
    def reason(self) -> str | None:
        """Why not everything is known, in a few words; None where it is."""
        if self.is_complete:
            return None
        if self.why == "stopped":
            return f"stopped after {self.looked:,} pairs of states"
        return f"there are more than {self.limit:,} pairs of an old and a new state"
