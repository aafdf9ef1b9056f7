"""What was explored, for people: the verdict first, then what is wrong, then what else is known.

May import floors 0 and 1, `explore`, and from its own room what stands above it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from engine.checking.fits import A_MINUTE
from engine.diagnostics import cut, on_one_line
from engine.engines.choosing import has_diagrams
from engine.explore.covering import Covering
from engine.explore.explored import Explored
from engine.explore.moves import choices
from engine.explore.reads import holders
from engine.explore.spoken import Spoken
from engine.explore.telling import texts
from engine.exploring.differing import differing
from engine.exploring.figures import counted, listed, minutes, rows, size, told
from engine.exploring.frames import frames
from engine.exploring.surviving import surviving
from engine.exploring.tables import endings, practice
from engine.exploring.witnesses import Witnesses
from engine.model import Story
from engine.versions.against import Differences
from engine.versions.survival import Survival

QUESTIONS: Final = {
    "reached": "what else can be reached",
    "dead_ends": "where else a play gets stuck",
    "traps": "from where no ending can be reached",
    "playthroughs": "how many play-throughs there are",
    "chances": "how likely each ending is",
    "words": "how many words are told",
    "empathy": "what is offered and taken",
    "promises": "whether every promise is kept",
    "no_difference": "which choices make no difference",
    "covering": "which plays together take every choice",
}
"""What is not known, in words."""


STUCK: Final = "A101"

MORE: Final = "Decision diagrams may tell more: pip install 'curbside[symbolic]' brings them."
"""What might tell more, where it is not there."""


def as_text(  # noqa: PLR0913, PLR0917 - the parts of one page
    name: str,
    found: Explored,
    plays: Witnesses,
    lines: Mapping[str, Sequence[str]],
    differences: Differences | None = None,
    survival: Survival | None = None,
) -> str:
    """Return an answer as text, perhaps with what became different and what becomes of kept plays.

    `name` is the story as it was asked for.
    """
    parts = [
        [*rows(cut(found.story.title, 200)), "", *_verdict(found)],
        list(frames(found, plays, lines))[:-1],
        list(_promises(found)),
        list(_reached(found)),
        list(endings(found, plays)),
        list(_count(found, plays)),
        list(_words(found)),
        list(practice(found, found.empathy)) if found.empathy else [],
        list(_covering(found, plays)),
        list(_keeping(plays)),
        list(differing(differences, QUESTIONS)) if differences else [],
        list(surviving(survival, plays)) if survival else [],
        [_closing(name, found, survival)],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _verdict(found: Explored) -> Iterator[str]:
    """Yield how much is known, what is not, and what might tell more."""
    unknown = ", ".join(QUESTIONS.get(each, each) for each in found.withheld)
    looked = _looked(found)
    if found.is_complete:
        yield from rows(f"Complete: every path was looked at ({looked}).")
    elif "dead_ends" in found.withheld:
        yield from rows(f"Not complete: {found.reason}. What is said here is true all the same. Not known: {unknown}.")
    elif not found.why:
        yield from rows(f"Every path was looked at ({looked}). Not known, at this size: {unknown}.")
    else:
        yield from rows(
            f"Not complete: every path was looked at ({looked}), but for some questions states have to be told apart "
            f"further: {found.reason}. Not known: {unknown}."
        )
    if not found.is_shortest:
        yield from rows("The plays that are shown are not always the shortest: to find these would have taken long.")
    if found.why == "limit":
        yield from rows(
            "A higher --limit may tell more." if has_diagrams() else f"A higher --limit may tell more. {MORE}"
        )
    if found.why == "cells" and not has_diagrams():
        yield from rows(MORE)


def _looked(found: Explored) -> str:
    """Return how much was looked at, and how."""
    states = "1 state" if found.states == 1 else f"{size(found.states)} states"
    if found.transitions is not None:
        return f"{states}, {counted(found.transitions, 'step')}"
    return f"{states}, {'as decision diagrams' if found.engine == 'diagrams' else 'as sets'}"


def _promises(found: Explored) -> Iterator[str]:
    """Yield each promise and what became of it."""
    states = {True: "kept", False: "broken", None: "not known"}
    if found.promises:
        yield "Promises:"
        yield ""
    for each in found.promises:
        said = "" if each.kept is False else f", {' '.join(each.said.split())}"
        yield from rows(f"{each.promise.id}: {states[each.kept]}{said}", 2, 4)


def _reached(found: Explored) -> Iterator[str]:
    story = found.story
    every = [choice.name for scene in story.scenes.values() for choice in scene.choices]
    reached = sum(each.shortest is not None for each in found.endings)
    yield f"Scenes reached: {len(found.scenes):,} of {len(story.scenes):,}"
    yield f"Choices offered: {len(found.choices):,} of {len(every):,}"
    yield f"Endings reached: {reached:,} of {len(found.endings):,}"
    if "reached" in found.withheld:
        far = f"within {counted(found.states, 'state')}"
        scenes = [name for name in story.scenes if name not in found.scenes]
        missing = [name for name in every if name not in found.choices and name.partition(".")[0] in found.scenes]
        if scenes:
            yield from rows(f"Not reached {far}: {listed(scenes)}")
        if missing:
            yield from rows(f"Not offered {far}, in scenes that were reached: {listed(missing)}")


def _count(found: Explored, plays: Witnesses) -> Iterator[str]:
    """Yield how many play-throughs there are, or how one goes round."""
    if found.count is None:
        return
    number = found.count.number
    if number is not None:
        ways = "There is 1 play-through" if number == 1 else f"There are {size(number)} different play-throughs"
        stuck = " or to where it gets stuck" if any(each.diagnostic.code == STUCK for each in found.findings) else ""
        yield from rows(f"{ways}, each from the beginning to an ending{stuck}.")
        return
    yield from rows("There is no end of different play-throughs: one can go round for ever.")
    if found.circle and plays.circle:
        before, around = found.circle
        came = f"after {told(before)}, " if before else "from the beginning, "
        yield from rows(f"{plays.circle.id}: {came}this comes back to where it was: {told(around)}", 2, 4)


def _words(found: Explored) -> Iterator[str]:
    """Yield how many words there are to read, with the menus and without."""
    if found.words is None:
        return
    yield from rows(
        f"Words in a play-through that comes to an ending, read at {A_MINUTE} a minute: {_spoken(found.words)}. That "
        "is what is told, and the choices that are taken."
    )
    if found.with_menus is not None:
        yield from rows(f"With all choices that are open, whenever one is made: {_spoken(found.with_menus)}.")
    if "shuffle" in _kinds(found.story):
        yield from rows("Of a shuffle, the shortest and the longest item are counted at every visit.")


def _kinds(story: Story) -> Iterator[str]:
    """Yield the kinds of blocks that stand in a story's words."""
    for holder in holders(story):
        for _key, text in texts(holder):
            yield from (type(block.content).__name__.lower() for block in text.blocks)


def _spoken(spoken: Spoken) -> str:
    said = [f"{_read(spoken.least)} at least"]
    said += [] if spoken.mean is None else [f"{_read(spoken.mean)} on average"]
    said += ["and there is no most"] if spoken.most is None else [f"{_read(spoken.most)} at most"]
    return ", ".join(said)


def _read(words: float) -> str:
    return f"{words:,.0f} ({counted(minutes(words), 'minute')})"


def _covering(found: Explored, plays: Witnesses) -> Iterator[str]:
    """Yield how many plays take every choice, and each of them."""
    made, covering = plays.covering, found.covering
    if not made or covering is None:
        return
    some = counted(len(made), "play")
    if covering.left:
        yield from rows(f"{some} that together take as many choices as could be; left: {listed(covering.left)}")
    elif covering.least == len(made):
        takes = "takes every choice and sees" if len(made) == 1 else "together take every choice and see"
        yield from rows(f"{some} {takes} every ending, and fewer cannot:")
    else:
        needed = "is needed" if covering.least == 1 else "are needed"
        least = counted(covering.least, "play")
        yield from rows(
            f"At least {least} {needed} to take every choice and see every ending; here are {len(made)}. (What chance "
            "brings is not all among them.)"
            if _draws(covering)
            else f"At least {least} {needed} to take every choice and see every ending; here are {len(made)}:"
        )
    yield ""
    for each in made:
        end = each.ending or f"no ending, in {each.at}"
        yield f"  {each.id}: {counted(choices(each.moves), 'choice')}, to {end}"


def _draws(covering: Covering) -> bool:
    return any(not isinstance(each, str) for play in covering.plays for each in play)


def _keeping(plays: Witnesses) -> Iterator[str]:
    if any(each.moves for each in plays.all()):
        yield from rows(
            "The plays that are named here can be kept: --save-walks FILE writes them as walks, --save-plays FOLDER as "
            "files for curbside play --replay."
        )


def _closing(name: str, found: Explored, survival: Survival | None) -> str:
    severities = [each.diagnostic.severity for each in found.findings]
    errors, warnings = severities.count("error"), severities.count("warning")
    kept = [each.kept for each in found.promises]
    said = [counted(errors, "fault")] if errors else []
    said += [counted(warnings, "warning")] if warnings else []
    said += [f"{counted(kept.count(False), 'promise')} broken"] if False in kept else []
    said += ["kept plays lost"] if survival and survival.losses else []
    is_complete = found.is_complete and (survival is None or survival.is_complete)
    line = ", ".join(said) or ("no faults" if is_complete else "no faults found so far")
    scenes, ends = counted(len(found.story.scenes), "scene"), counted(len(found.endings), "ending")
    return f"{on_one_line(name)}: {line} ({scenes}, {ends})"
