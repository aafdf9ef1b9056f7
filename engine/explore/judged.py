"""Whether a promise is kept, and the sentence that says so: whatever found it out.

May import `diagnostics` and `model`, and from its own room plays and promises as values.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from engine.explore.moves import Moves, choices
from engine.explore.promised import CanAlwaysReach, Never, Promise, Reachable
from engine.model import Condition, Scene


@dataclass(frozen=True, slots=True)
class Proved:
    """Whether a promise is kept; None where the search ended before that was known.

    `counterexample` is the shortest play that breaks it, if a play does; `said` is a sentence for the writer.
    """

    promise: Promise
    kept: bool | None
    counterexample: Moves | None
    said: str


@dataclass(frozen=True, slots=True)
class Against:
    """What breaks a promise: the scene in which the story stands then, and a play that comes there."""

    scene: Scene
    play: Moves

    @property
    def where(self) -> str:
        """Return where that is, and after how many choices."""
        number = choices(self.play)
        place = f"at the end {self.scene.id}" if self.scene.ending is not None else f"at the menu of {self.scene.id}"
        return place + (f", after {number} choice{'' if number == 1 else 's'}" if number else ", where the play begins")


def reachable(promise: Reachable, reached: Container[str], short: str) -> Proved:
    """Return what became of a promise, by the scenes that are reached; `short` says how far one looked, if not far."""
    missing = [name for name in promise.goal.scenes if name not in reached]
    if not missing:
        return _kept(promise, f"every scene of {promise.goal.name} can be reached")
    if short:
        return _unknown(promise, f"{_few(missing)} not reached {short}")
    return Proved(promise, kept=False, counterexample=None, said=f"{_few(missing)} can never be reached")


def never(promise: Never, found: Against | None, short: str) -> Proved:
    """Return what became of a promise, by what was found against it; `short` as in `reachable`."""
    if found:
        return _broken(promise, found, f"{_written(promise.condition)} holds {found.where}")
    if short:
        return _unknown(promise, f"not broken {short}")
    return _kept(promise, "holds on every path")


def can_always_reach(promise: CanAlwaysReach, found: Against | None, short: str) -> Proved:
    """Return what became of a promise, as in `never`."""
    if short:
        return _unknown(promise, f"not decided {short}")
    if found:
        return _broken(promise, found, f"no way leads to {promise.goal.name} any more {found.where}")
    but = f" where not: {_written(promise.unless)}" if promise.unless else ""
    return _kept(promise, f"{promise.goal.name} can be reached from every menu{but}")


def _kept(promise: Promise, said: str) -> Proved:
    return Proved(promise, kept=True, counterexample=None, said=said)


def _unknown(promise: Promise, said: str) -> Proved:
    return Proved(promise, kept=None, counterexample=None, said=said)


def _broken(promise: Promise, found: Against, said: str) -> Proved:
    return Proved(promise, kept=False, counterexample=found.play, said=said)


def asked(promises: Sequence[Promise]) -> list[Condition]:
    """Return the conditions that promises ask wherever the story waits."""
    found = [
        each.condition if isinstance(each, Never) else each.unless
        for each in promises
        if not isinstance(each, Reachable)
    ]
    return [each for each in found if each is not None]


def _written(condition: Condition) -> str:
    """Return a condition on one line."""
    return " ".join(condition.text.split())


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")  # noqa: PLR2004 - a handful
