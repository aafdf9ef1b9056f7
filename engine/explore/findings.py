"""What is wrong with a story, in the writer's words, each with a shortest play that shows it: stuck, trapped, no use.

May import floors 0 and 1, and what stands before it in its room. What never happens is told by `never` and `unheard`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from engine.diagnostics import Diagnostic, Span, quoted
from engine.explore.moves import Brought, Moves, choices
from engine.model import Choice, Scene, Story

OWN: Final = -1
"""The condition of a choice, as against those of the branches of its ways on."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: a diagnostic, what it is about (a scene or a `scene.choice`), and a play that shows it.

    `witness` is None where there is nothing to show: nobody can show what never happens. `branch` is set where it is
    about a condition: `OWN` for that of a choice, else the number of the branch in `to:`.
    """

    diagnostic: Diagnostic
    subject: str
    witness: Moves | None = None
    branch: int | None = None


def about(code: str, holder: Scene | Choice, branch: int | None, message: str, hint: str) -> Finding:
    """Return a finding on a condition."""
    return replace(finding(code, holder, message, hint), branch=branch)


def finding(code: str, holder: Scene | Choice, message: str, hint: str, witness: Moves | None = None) -> Finding:
    """Return a finding at a scene or a choice."""
    name = holder.name if isinstance(holder, Choice) else holder.id
    return Finding(Diagnostic(code=code, span=holder.span, message=message, hint=hint), name, witness)


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of the files."""

    def place(each: Finding) -> tuple[Span, str, str, str]:
        told = each.diagnostic
        return told.span, told.code, each.subject, told.message

    return tuple(sorted(found, key=place))


class Stuck(NamedTuple):
    """Where a play can get stuck: the scene, what would have been arrived at a second time (or None), and a play."""

    scene: str
    stopped: str | None
    play: Moves


def dead_ends(story: Story, found: Iterable[Stuck]) -> Iterator[Finding]:
    """Yield each scene in which some play can get stuck; true of what was found even if that is not all."""
    for name, stopped, made in found:
        scene = story.scenes[name]
        why, remedy = _stuck(scene, stopped)
        hint = f"{how(made)}; {remedy} one choice that is always open"
        yield finding("A101", scene, f"a play can get stuck here: no choice is open, and {why}", hint, made)


def _stuck(scene: Scene, stopped: str | None) -> tuple[str, str]:
    """Return why to: does not lead on, and what to do about that."""
    if stopped is not None:
        return (
            f"to: leads round to {quoted(stopped)} again, with no choice on the way",
            "let to: lead elsewhere then, or add",
        )
    if scene.to is None:
        return "there is no to: to go on by", "add to: with where the story goes then, or"
    return "to: stays here", "let to: lead on then, or add"


def how(made: Moves) -> str:
    """Return how to get somewhere, in a few words: the last of the choices, how many there are, a draw behind them."""
    drew = f", if chance brings {made[-1].scene}" if made and isinstance(made[-1], Brought) else ""
    number = choices(made)
    if not number:
        return f"this happens at the very beginning{drew}"
    last = next(each for each in reversed(made) if isinstance(each, str))
    return f"this happens after {last if number == 1 else f'{number} choices, the last of them {last}'}{drew}"


def trapped(story: Story, found: Mapping[str, Moves]) -> Iterator[Finding]:
    """Yield each scene in which a play may find itself where no ending can be reached any more, and such a play."""
    for name, made in found.items():
        message = "from here no ending can be reached any more, whatever is chosen"
        hint = f"{how(made)}; let some choice lead out, or end the story here"
        yield finding("A102", story.scenes[name], message, hint, made)


class Alike(NamedTuple):
    """A choice that makes no difference, or (`like`) none to another of its menu; and a play that takes it."""

    choice: str
    like: str | None
    play: Moves


def without_difference(story: Story, found: Iterable[Alike]) -> Iterator[Finding]:
    """Yield the choices that make no difference; of two that are like each other, the later one."""
    found = tuple(found)
    like = {each.choice: each.like for each in found}
    for each in found:
        choice = story.choice(each.choice)
        assert choice is not None  # noqa: S101 - it was found in this story
        if each.like is None:
            message = f"the choice {quoted(choice.id)} makes no difference: no reply, and everything stays as it was"
        elif _stands_before(story, each) or like.get(each.like) != each.choice:
            other = quoted(each.like.partition(".")[2])
            message = f"the choice {quoted(choice.id)} comes to the same as {other}: no reply, and all goes on alike"
        else:
            continue
        yield finding("A108", choice, message, "give it a reply, or let something come of it", each.play)


def _stands_before(story: Story, each: Alike) -> bool:
    scene = story.scenes[each.choice.partition(".")[0]]
    names = [choice.name for choice in scene.choices]
    return each.like is not None and names.index(each.like) < names.index(each.choice)
