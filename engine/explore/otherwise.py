"""How the end of a walk differs from what was expected of it.

May import floors 0 and 1, the room `afterwards`, and `walk` and `closed` of its own room.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, assert_never

from engine.afterwards.decisions import decisions, practised
from engine.afterwards.ripples import ripples
from engine.diagnostics import Span, quoted
from engine.explore.closed import as_written
from engine.explore.walk import Ends, Expected, Has, Practised, Remembers, Stands
from engine.play.transcript import Play

FEW: Final = 12
"""How many names are told at most."""


class Difference(NamedTuple):
    """In what a walk came to something else, at the step or the expectation that says so; and what to do about it."""

    span: Span
    message: str
    hint: str


def differences(play: Play, expects: Sequence[Expected]) -> Iterator[Difference]:
    """Yield every way in which the end of `play` is another than was expected."""
    for each in expects:
        found = _difference(play, each)
        if found is not None:
            yield Difference(each.span, *found)


def after(play: Play) -> str:
    """Return how many choices were made, in words."""
    made = len(play.moves) - 1
    return f"after {made} {'choice' if made == 1 else 'choices'}" if made else "before any choice"


def stands(play: Play) -> str:
    """Return where a play has come to, in words that follow a subject."""
    scene = play.step.state.scene
    if play.offer.ending is not None:
        return f"ends at {scene}"
    return f"comes to a dead end at {scene}" if play.offer.dead_end else f"stands at the menu of {scene}"


def dead(play: Play) -> str:
    """Return why nothing goes on from a dead end, in words; nothing elsewhere."""
    if not play.offer.dead_end:
        return ""
    stopped = play.step.stopped
    return f"from there it would come to {stopped} again without a choice" if stopped else "nothing is offered there"


def offered(play: Play) -> str:
    """Return what is offered now, in words; nothing where nothing is."""
    names = [choice.name for choice in play.offer.choices]
    return f"offered {'is' if len(names) == 1 else 'are'}: {few(names)}" if names else ""


def few(names: Sequence[str]) -> str:
    """Return the first of these names."""
    return ", ".join(names[:FEW]) + ", ..." * (len(names) > FEW)


def _difference(play: Play, expected: Expected) -> tuple[str, str] | None:
    match expected:
        case Ends(scene):
            return _not_ended(play, scene)
        case Stands(scene):
            return _not_there(play, scene)
        case Remembers(moment, happened):
            return _happened_otherwise(play, moment, happened=happened)
        case Has(variable, value):
            now = play.story.values(play.step.state)[variable]
            said = f"{variable} is {as_written(now)} at the end, not {as_written(value)}"
            return None if now == value else (said, f"write {variable}: {as_written(now)}, if that is right")
        case Practised(dimension, times):
            return _practised_otherwise(play, dimension, times)
    assert_never(expected)


def _not_ended(play: Play, scene: str) -> tuple[str, str] | None:
    if play.step.state.scene == scene and play.offer.ending is not None:
        return None
    now = play.step.state.scene
    hint = dead(play) or offered(play) or f"write ending: {now}, if that is right"
    return f"the walk does not end at {scene}: {after(play)} it {stands(play)}", hint


def _not_there(play: Play, scene: str) -> tuple[str, str] | None:
    now = play.step.state.scene
    if now == scene:
        return None
    key = "ending" if play.offer.ending is not None else "at"
    message = f"the walk does not stand in {scene} at its end: {after(play)} it {stands(play)}"
    return message, f"write {key}: {now}, if that is right"


def _happened_otherwise(play: Play, moment: str, *, happened: bool) -> tuple[str, str] | None:
    slot = play.story.moments[moment].slot
    if play.step.state.values[slot] is happened:
        return None
    if happened:
        return f"{quoted(moment)} has not happened on this walk", "nothing that was done here remembers it"
    index = next(each.index for each in ripples(play) if each.moment.slot == slot)
    choice = play.moves[index].choice
    where = f"with choice {index}, {choice}" if choice else "before the first choice"
    return f"{quoted(moment)} has happened on this walk", f"it happened {where}"


def _practised_otherwise(play: Play, dimension: str, times: int) -> tuple[str, str] | None:
    tallies = practised(play)
    now = tallies[dimension].taken if dimension in tallies else 0
    if now == times:
        return None
    message = f"{quoted(dimension)} was practised {now} {'time' if now == 1 else 'times'}, not {times}"
    return message, _practising(play, dimension, now)


def _practising(play: Play, dimension: str, times: int) -> str:
    """Return which choices of a play practise a dimension, and why some of them do not count."""
    made = [play.story.choice(move.choice) for move in play.moves if move.choice is not None]
    names = dict.fromkeys(choice.name for choice in made if choice and dimension in choice.empathy)
    counted = [each.chosen.name for each in decisions(play) if dimension in each.chosen.empathy]
    if not names:
        return "nothing that was chosen here practises it"
    if not counted:
        return f"{few(list(names))}: nothing else was open there, and only what is decided counts"
    once = "; it counts once for each stay in a scene" if len(counted) > times else ""
    return f"chosen for it: {few(list(dict.fromkeys(counted)))}{once}"
