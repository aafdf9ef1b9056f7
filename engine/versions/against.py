"""What became different from one version of a story to another: two answers of `explored`, put side by side.

May import floors 0 and 1, and what stands before it in its room. Names of the old version are read as they are called
today, by the renames in the header of the new one. What an incomplete answer leaves open is not made up.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from engine.explore.explored import QUESTIONS, Explored
from engine.explore.findings import Finding
from engine.explore.judged import Proved
from engine.model import renamed_to

LEAST: Final = 0.01
"""By how much a chance has to move to be told: one percentage point."""

_SLACK: Final = 1e-9
"""What may be lost of that by rounding."""

_QUESTIONS: Final = {"A101": "dead_ends", "A108": "no_difference", "A109": "words", "A110": "words"}
"""Which question has to be answered before it is known that there is no such finding; `traps` for all others."""


class Change(NamedTuple):
    """What can be met now and could not before, and the other way round; each in the order of its story."""

    gained: tuple[str, ...]
    lost: tuple[str, ...]


class Moved(NamedTuple):
    """An ending whose chance is another now."""

    scene: str
    before: Fraction | float
    now: Fraction | float


@dataclass(frozen=True, slots=True)
class Differences:
    """What became different; names are those of today, where there still is one. `scenes` are those that end nothing.

    `moved` has the largest first. `broken` are promises that do not hold now and were not broken before, `mended` those
    that hold again, `dropped` the ids of those that are made no more. `unsure` are questions that one of the two leaves
    open, so that not everything could be compared.
    """

    new: Explored
    old: Explored
    endings: Change
    scenes: Change
    choices: Change
    moved: tuple[Moved, ...]
    appeared: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    broken: tuple[Proved, ...]
    mended: tuple[Proved, ...]
    dropped: tuple[str, ...]
    unsure: tuple[str, ...]

    @property
    def are_none(self) -> bool:
        """Whether nothing became different, as far as was asked."""
        changes = (*self.endings, *self.scenes, *self.choices)
        found = (self.moved, self.appeared, self.gone, self.broken, self.mended, self.dropped)
        return not any(changes) and not any(found) and self.are_as_many

    @property
    def are_as_many(self) -> bool:
        """Whether there are as many play-throughs as before, as far as both numbers are known."""
        now, before = self.new.count, self.old.count
        return now is None or before is None or now.number == before.number


def against(new: Explored, old: Explored) -> Differences:
    """Return what became different from `old` to `new`."""
    today = _today(new)
    scenes = _change(new, old, _scenes)
    endings = frozenset(new.story.endings) | {today(name) for name in old.story.endings}
    appeared, gone = _findings(new, old)
    before = {each.promise.id: each for each in old.promises}
    ids = {each.promise.id for each in new.promises}
    return Differences(
        new=new,
        old=old,
        endings=Change(*(tuple(name for name in names if name in endings) for names in scenes)),
        scenes=Change(*(tuple(name for name in names if name not in endings) for names in scenes)),
        choices=_change(new, old, _choices),
        moved=_moved(new, old),
        appeared=appeared,
        gone=gone,
        broken=tuple(each for each in new.promises if each.kept is False and _kept(before, each) is not False),
        mended=tuple(each for each in new.promises if each.kept and _kept(before, each) is False),
        dropped=tuple(name for name in before if name not in ids),
        unsure=_unsure(new, old),
    )


def _today(new: Explored) -> Callable[[str], str]:
    scenes, choices = new.story.renamed_scenes, new.story.renamed_choices
    return lambda name: renamed_to(name, scenes, choices)


def _scenes(of: Explored) -> tuple[Iterable[str], Collection[str]]:
    return of.story.scenes, of.scenes


def _choices(of: Explored) -> tuple[Iterable[str], Collection[str]]:
    return [choice.name for scene in of.story.scenes.values() for choice in scene.choices], of.choices


def _change(new: Explored, old: Explored, read: Callable[[Explored], tuple[Iterable[str], Collection[str]]]) -> Change:
    """Return what was gained and lost of what `read` gives: everything that is written, and what of it can be met."""
    today = _today(new)
    (written, met), (was_written, was_met) = read(new), read(old)
    then = {today(name): name in was_met for name in was_written}
    now = {name: name in met for name in written}
    sure_now, sure_then = "reached" not in new.withheld, "reached" not in old.withheld
    gained = (name for name in now if now[name] and not then.get(name) and (sure_then or name not in then))
    lost = (name for name in then if then[name] and not now.get(name) and (sure_now or name not in now))
    return Change(tuple(gained), tuple(lost))


def _moved(new: Explored, old: Explored) -> tuple[Moved, ...]:
    today = _today(new)
    before = {today(each.scene): each.chance for each in old.endings}
    found = list[Moved]()
    for each in new.endings:
        was = before.get(each.scene)
        if was is not None and each.chance is not None and abs(float(each.chance) - float(was)) >= LEAST - _SLACK:
            found.append(Moved(each.scene, was, each.chance))
    return tuple(sorted(found, key=lambda each: (-abs(float(each.now - each.before)), each.scene)))


def _findings(new: Explored, old: Explored) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings that are new, and those that are gone: by their code, and by what they are about."""
    today = _today(new)
    then = {(each.diagnostic.code, today(each.subject)) for each in old.findings}
    now = {(each.diagnostic.code, each.subject) for each in new.findings}
    appeared = (each for each in new.findings if (each.diagnostic.code, each.subject) not in then)
    gone = (each for each in old.findings if (each.diagnostic.code, today(each.subject)) not in now)
    return (
        tuple(each for each in appeared if _is_answered(old, each.diagnostic.code)),
        tuple(each for each in gone if _is_answered(new, each.diagnostic.code)),
    )


def _is_answered(of: Explored, code: str) -> bool:
    return not {"traps", _QUESTIONS.get(code, "traps")}.intersection(of.withheld)


def _kept(before: dict[str, Proved], each: Proved) -> bool | None:
    was = before.get(each.promise.id)
    return was.kept if was else None


def _unsure(new: Explored, old: Explored) -> tuple[str, ...]:
    open_ = {*new.withheld, *old.withheld}
    return tuple(name for name in (*QUESTIONS, *sorted(open_.difference(QUESTIONS))) if name in open_)
