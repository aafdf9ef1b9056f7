"""What is said of kept plays is what following each of them comes to: every play of random stories that were edited.

Every play is made by the rules, and followed by what is asked when a player goes on with a kept one.
"""

# ruff: noqa: D103  a test's name is its sentence

import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from engine.explore.draws import outcomes
from engine.explore.explored import Ask
from engine.explore.moves import Brought, Moves, choices
from engine.model import State, renamed_to
from engine.model import Story as Built
from engine.play.rules import Step, begin, offer, step
from engine.play.transcript import Entry, Transcript
from engine.plays.following import Followed, follow, why
from engine.reading.load import load
from engine.versions.beside import ELSEWHERE, EXACT, LOST, RENAMED, Beside, Break, Stray
from engine.versions.pairs import beside
from engine.versions.steps import Steps
from engine.versions.survival import Survival
from engine.versions.surviving import surviving
from tests.properties.dice import Dice
from tests.properties.edits import edited
from tests.properties.exploring import varied
from tests.properties.laws import TIMES, law
from tests.properties.stories import Play, Story, render

STORIES = 5 if TIMES == 1 else 30
"""How many stories are tried, four times as many in the gate."""
EDITS = 3
"""How many times each is edited."""
MOST = 400
"""How many plays are followed at most; a story that needs more is left out."""
SAID = {
    "is not in the story any more": "choice_gone",
    "cannot be made there any more": "choice_closed",
    "chance led another way then than it can lead now": "chance_led_otherwise",
    "chance decides something now that it did not decide then": "chance_decides_now",
    "chance decided something then that it does not decide now": "chance_decided_then",
}
"""What a player is told of a play that stops, and what is said to a writer."""


class Kept(NamedTuple):
    """A play of the old version, the state that it comes to, and what became of it: a kind of `LOST`, or how far."""

    moves: Moves
    state: State
    came: Followed
    lost: str | None


class TooManyPlays(Exception):  # noqa: N818 - named for what happened
    """There are more plays than are followed."""


def built(story: Story) -> Built | None:
    """Return a story as the engine reads it; None where it is not valid."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.yaml"
        path.write_text(render(story), encoding="utf-8", newline="\n")
        return load(path).story


def versions(play: Play) -> Iterator[tuple[Built, Built]]:
    """Yield an old and a new version of a story, for each edit that leaves it valid."""
    plain = varied(play)
    old = built(plain)
    for number in range(EDITS):
        rolls = b"".join(sha256(f"{play.seed}/{number}/{part}".encode()).digest() for part in range(8))
        new = built(edited(plain, Dice(rolls)))
        if old is not None and new is not None:
            yield old, new


def followed(new: Built, made: Moves) -> Followed:
    """Return what a player finds who goes on with a play in another version."""
    lines = [("choice", each) if isinstance(each, str) else ("drew", each.scene) for each in made]
    return follow(
        new, Transcript({"seed": 0}, tuple(Entry(kind, name, 2 + at) for at, (kind, name) in enumerate(lines)))
    )


def is_by_rename(new: Built, made: Moves) -> bool:
    """Tell whether anything in a play has another name now."""
    return any(today(new, each) != (each if isinstance(each, str) else each.scene) for each in made)


def today(new: Built, each: str | Brought) -> str:
    """Return what a choice, or a draw, is called now."""
    if isinstance(each, str):
        return renamed_to(each, new.renamed_scenes, new.renamed_choices)
    return renamed_to(each.scene, new.renamed_scenes, {})


def kind(new: Built, came: Followed) -> str:
    """Return why a play is lost, by what its player is told."""
    assert came.stopped is not None
    if str(came.stopped).endswith("and none was drawn"):
        return "chance_decides_now"  # at the beginning a player is told that chance led another way
    said = why(new, came.stopped)
    return next(found for words, found in SAID.items() if words in said)


def fate(new: Built, play: Kept) -> int:
    """Return what became of a play, as a bit."""
    if play.lost is not None:
        return 1 << LOST.index(play.lost)
    assert play.came.play is not None
    expected = today(new, Brought(play.state.scene))
    if play.came.play.step.state.scene != expected:
        return 1 << ELSEWHERE
    return 1 << (RENAMED if is_by_rename(new, play.moves) or expected != play.state.scene else EXACT)


class Brute:
    """What following every play comes to: as `Beside` has it, with the fewest choices of each break and stray.

    Of plays that cannot be told apart, one goes on: they are in the same state, and in the new version too, by a rename
    or not, or are lost for the same reason.
    """

    def __init__(self, old: Built, new: Built, numbers: Steps) -> None:
        self.new, self.numbers = new, numbers
        self.plays: list[Kept] = []
        self.known = set[object]()
        self.states = dict[int, int]()
        self.breaks = dict[Break, int]()
        self.strays = dict[Stray, int]()
        for begun in outcomes(partial(begin, old)):
            self._come(None, begun.step, ())
        for play in self.plays:  # which grows meanwhile
            if len(self.plays) > MOST:
                raise TooManyPlays
            for choice in offer(old, play.state).choices:
                for made in outcomes(partial(step, old, play.state, choice.id)):
                    self._come(play, made.step, (choice.name,))

    def _come(self, before: Kept | None, made: Step, choice: Moves) -> None:
        moves = (*(before.moves if before else ()), *choice, *(Brought(drew.to) for drew in made.drew))
        came = followed(self.new, moves)
        lost = before.lost if before else None
        if lost is not None:
            assert before is not None
            assert came.choices == before.came.choices  # once lost, it never goes on again
        elif came.stopped is not None:
            lost = kind(self.new, came)
            at = came.play.step.state.scene if came.play and lost == "choice_closed" else None
            last = None if not choice else str(choice[0])
            self.breaks.setdefault(Break(LOST.index(lost), last, at), choices(moves))
        stands = came.play.step.state if came.play else None
        key = made.state, lost, None if lost else (stands, is_by_rename(self.new, moves))
        if key not in self.known:
            self.known.add(key)
            self.plays.append(Kept(moves, made.state, came, lost))
            self._note(self.plays[-1])

    def _note(self, play: Kept) -> None:
        number, bit = self.numbers.packed(play.state), fate(self.new, play)
        self.states[number] = self.states.get(number, 0) | bit
        if bit == 1 << ELSEWHERE:
            assert play.came.play is not None
            stray = Stray(today(self.new, Brought(play.state.scene)), play.came.play.step.state.scene)
            self.strays.setdefault(stray, choices(play.moves))


def kinds(found: Beside) -> Iterator[str]:
    """Yield what was met in two versions of a story."""
    yield "versions"
    yield from {LOST[each.kind] for each in found.breaks}
    if found.strays:
        yield "elsewhere"
    if any(state >> RENAMED & 1 for state in found.states.values()):
        yield "renamed"
    if any(len(way.names) > 1 for way in found.old.ways):
        yield "equal"


met = Counter[str]()
"""How often each kind was met, so that nothing is proven of nothing."""


def test_every_kept_play_comes_to_what_is_said_of_it() -> None:
    comes_to_what_is_said()
    assert met["versions"] > STORIES
    if TIMES > 1:
        assert min(met[each] for each in (*LOST, "elsewhere", "renamed", "equal")) > 2, met


@law(STORIES)
def comes_to_what_is_said(play: Play) -> None:
    for old, new in versions(play):
        found = beside(old, new, 100_000)
        assert found.why == ""
        try:
            brute = Brute(old, new, found.old)
        except TooManyPlays:
            continue
        assert found.states == brute.states
        assert {each: choices(found.moves(spot, each.choice)) for each, spot in found.breaks.items()} == brute.breaks
        assert {each: choices(found.moves(spot)) for each, spot in found.strays.items()} == brute.strays
        met.update(kinds(found))


@law(STORIES)
def test_what_is_told_is_what_a_player_meets(play: Play) -> None:
    for old, new in versions(play):
        found = surviving(new, old, Ask(limit=100_000))
        assert found.tally is not None
        assert sum(found.tally[1:5]) == found.tally.states
        assert (found.tally.lost > 0) == bool(found.losses)
        for loss in found.losses:
            assert loss.witness is not None
            came = followed(new, loss.witness)
            assert kind(new, came) == loss.kind
            assert came.of == choices(loss.witness)
            assert came.choices == max(0, came.of - 1)
            assert loss.at is None or (came.play is not None and came.play.step.state.scene == loss.at)
        for stray in found.strays:
            assert stray.witness is not None
            came = followed(new, stray.witness)
            assert came.stopped is None
            assert came.play is not None
            assert came.play.step.state.scene == stray.at


LIMITS = (1, 2, 5)


@law(STORIES)
def test_what_is_found_within_a_limit_is_true(play: Play) -> None:
    for old, new in versions(play):
        whole = surviving(new, old, Ask(limit=100_000))
        for limit in LIMITS:
            found = surviving(new, old, Ask(limit=limit))
            assert found.looked <= limit
            assert {each[:3] for each in found.losses} <= {each[:3] for each in whole.losses}
            assert set(found.strays) <= set(whole.strays)
            assert found.tally == (whole.tally if limit >= whole.looked else None)
            if found.is_complete and found.tally is None:
                shown_by_the_rules(found, whole)


def shown_by_the_rules(found: Survival, whole: Survival) -> None:
    """See that what the rules show is what looking at every state does."""
    assert whole.tally is not None
    assert whole.strays == ()
    assert [each[:3] for each in found.losses] == [each[:3] for each in whole.losses]
    for mine, theirs in zip(found.losses, whole.losses, strict=True):
        assert theirs.witness is not None
        assert mine.witness is None or choices(mine.witness) == choices(theirs.witness)
    assert found.is_renamed or whole.tally.renamed == 0
    met.update(["rules with losses" if found.losses else "rules"])


def test_what_the_rules_show_is_so() -> None:
    agree()
    assert met["rules"] > 0
    if TIMES > 1:
        assert met["rules with losses"] > 2


@law(STORIES)
def agree(play: Play) -> None:
    for old, new in versions(play):
        whole, found = surviving(new, old, Ask()), surviving(new, old, Ask(), is_countable=False)
        assert found.is_complete
        if found.tally is None:
            shown_by_the_rules(found, whole)
        else:
            assert found.tally == whole.tally
            assert [each[:3] for each in found.losses] == [each[:3] for each in whole.losses]
            assert found.strays == whole.strays
