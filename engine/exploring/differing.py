"""What became different since an older version of a story, for people.

May import floors 0 and 1, `explore`, and from its own room what stands above it.
"""

from collections.abc import Iterator, Mapping

from engine.diagnostics import cut
from engine.explore.counting import Count
from engine.explore.explored import Explored
from engine.exploring.figures import counted, listed, percent, rows, size
from engine.versions.against import Change, Differences, Moved


def differing(found: Differences, questions: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines on what became different. `questions` says in words what may not be known."""
    yield from ("Against the older version:", "")
    if found.unsure:
        unknown = ", ".join(questions.get(each, each) for each in found.unsure)
        whose = " and ".join(f"{name} ({each.reason})" for name, each in _sides(found) if not each.is_complete)
        yield from rows(f"Not everything can be compared, as not all is known of {whose}: {unknown}.", 2)
    if found.are_none:
        yield "  Nothing became different" + (", as far as is known." if found.unsure else ".")
        return
    yield from _change("Endings", found.endings)
    yield from _change("Scenes", found.scenes)
    yield from _change("Choices", found.choices)
    yield from (row for each in found.moved for row in rows(_moved(found, each), 2, 4))
    yield from _plays(found)
    yield from _found(found)
    yield from _promises(found)


def _sides(found: Differences) -> tuple[tuple[str, Explored], ...]:
    return ("the older version", found.old), ("this one", found.new)


def _change(what: str, change: Change) -> Iterator[str]:
    if change.gained:
        yield from rows(f"{what} gained, that some play comes to: {listed(change.gained)}", 2, 4)
    if change.lost:
        yield from rows(f"{what} lost, that no play comes to any more: {listed(change.lost)}", 2, 4)


def _moved(found: Differences, each: Moved) -> str:
    title = cut(found.new.story.scenes[each.scene].ending, 100)
    points = abs(float(each.now - each.before)) * 100
    way = "more" if each.now > each.before else "less"
    return (
        f"Chance of {title} ({each.scene}): {percent(each.before)} before, {percent(each.now)} now, "
        f"{points:.1f} points {way} likely"
    )


def _plays(found: Differences) -> Iterator[str]:
    now, before = found.new.count, found.old.count
    if now is not None and before is not None and not found.are_as_many:
        yield from rows(f"Different play-throughs: {_many(before)} before, {_many(now)} now", 2, 4)


def _many(count: Count) -> str:
    return "no end of them" if count.number is None else size(count.number)


def _found(found: Differences) -> Iterator[str]:
    for each in found.appeared:
        fault = each.diagnostic
        yield from rows(f"New: {fault.severity}[{fault.code}] on {each.subject}: {fault.message}", 2, 4)
    for each in found.gone:
        fault = each.diagnostic
        yield from rows(f"Gone: {fault.severity}[{fault.code}] on {each.subject}: {fault.message}", 2, 4)


def _promises(found: Differences) -> Iterator[str]:
    before = {each.promise.id: each.kept for each in found.old.promises}
    for each in found.broken:
        then = (
            {True: "kept before", None: "not known before"}[before[each.promise.id]]
            if each.promise.id in before
            else ""
        )
        yield from rows(f"Promise {each.promise.id}: broken now, {then or 'and not made before'}", 2, 4)
    for each in found.mended:
        yield from rows(f"Promise {each.promise.id}: kept now, broken before", 2, 4)
    if found.dropped:
        yield from rows(f"{counted(len(found.dropped), 'promise')} no more made: {listed(found.dropped)}", 2, 4)
