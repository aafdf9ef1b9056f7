"""The plays of a class, counted: one play at a time, and nothing kept of it but what is counted.

May import floors 0 to 2, `languages`, `plays/following`, `classes/folder`, `cells` and `again`. Choices are replayed by
the rules of play, so that what is counted really happened.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from engine.classes.folder import Found, Skipped, Vote
from engine.languages.messages import _, ngettext
from engine.model import Story, renamed_to
from engine.play.transcript import Play
from engine.plays.following import Followed, follow, net, why
from engine.report.again import Replays
from engine.report.cells import UNFINISHED, Cell, Made, cells, made

Sink = Callable[[Found, list[Made]], None]
"""Where each play's choices go, on their way to a table of rows."""


@dataclass(slots=True)
class Votes:
    """What whole classes voted: in how many plays, and in each scene how often, how many ties, and for what."""

    plays: int = 0
    rounds: Counter[str] = field(default_factory=Counter)
    ties: Counter[str] = field(default_factory=Counter)
    choices: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Counts:
    """What is counted. `kinds` are the different plays there are, as cells, and how often; only where `keep` asks.

    `partly` are plays that count, but not to the end of what stands in their files. `seconds` is how many plays took
    how long.
    """

    story: Story
    keep: bool = False
    plays: int = 0
    cells: Counter[Cell] = field(default_factory=Counter)
    kinds: Counter[frozenset[tuple[Cell, int]]] = field(default_factory=Counter)
    codes: dict[str, str] = field(default_factory=dict)
    replays: Replays = field(default_factory=Replays)
    seconds: Counter[int] = field(default_factory=Counter)
    votes: Votes = field(default_factory=Votes)
    shared: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    partly: list[Skipped] = field(default_factory=list)

    @property
    def minutes(self) -> float | None:
        """The median of the minutes that plays took, with one decimal; None where that is not known."""
        many = sum(self.seconds.values())
        if not many:
            return None
        middle = [_at(self.seconds, place) for place in ((many - 1) // 2, many // 2)]
        return round(sum(middle) / 120, 1)


def counted(story: Story, found: Iterable[Found | Skipped], sink: Sink | None = None, *, share: bool = False) -> Counts:
    """Count plays. To be shared, only those that came to an ending count, and each kind of play is kept."""
    counts = Counts(story, keep=share)
    for each in found:
        if isinstance(each, Skipped):
            counts.skipped.append(each)
            continue
        followed = follow(story, each.written)
        if followed.play is None:
            assert followed.stopped is not None  # noqa: S101 - what cannot be followed says why
            counts.skipped.append(Skipped(each.file, why(story, followed.stopped)))
        else:
            _note(counts, each, followed)
            _add(counts, each, followed.play, sink)
    return counts


def _note(counts: Counts, found: Found, followed: Followed) -> None:
    """Name a play of which not everything counts."""
    if followed.stopped is not None:
        said = (
            ngettext(
                "it counts as far as its first choice: {why}",
                "it counts as far as its first {count} choices: {why}",
                followed.choices,
            )
            if followed.choices
            else _("it counts up to its first choice: {why}")
        )
        words = said.format(count=followed.choices, why=why(counts.story, followed.stopped))
        counts.partly.append(Skipped(found.file, words))
    elif found.torn:
        counts.partly.append(Skipped(found.file, _("its last line is not whole, and was left out")))


def _add(counts: Counts, found: Found, play: Play, sink: Sink | None) -> None:
    if found.code:
        counts.codes.setdefault(found.code.casefold(), found.code)
    counts.shared += found.shared
    if found.votes or found.together:
        _voted(counts, found, play)
        return
    row = cells(play)
    if counts.keep and row[UNFINISHED]:
        return
    counts.plays += 1
    counts.cells.update(row)
    if counts.keep:
        counts.kinds[frozenset((cell, count) for cell, count in row.items() if count)] += 1
    if found.seconds is not None:
        counts.seconds[found.seconds] += 1
    choices = made(play)
    counts.replays.add(found, choices)
    if sink:
        sink(found, choices)


def _voted(counts: Counts, found: Found, play: Play) -> None:
    """Count the votes of a whole class: for each choice that was made and not undone those that were cast last."""
    story, votes = counts.story, counts.votes
    votes.plays += 1
    moves, _undone = net(found.written.entries)
    lines = sorted(entry.line for entry in found.written.entries)
    stay = {move[0].line: str(move[0].value) for move in moves[1 : play.made]}
    last: dict[int, Vote] = {}
    for vote in found.votes:
        behind = next((line for line in lines if line > vote.line), 0)
        if behind in stay:
            last[behind] = vote
    for line, vote in last.items():
        scene = _now(story, stay[line]).partition(".")[0]
        votes.rounds[scene] += 1
        votes.ties[scene] += vote.tie
        cast = {_now(story, name): count for name, count in vote.votes.items()}
        known = {each.name for each in story.scenes[scene].choices}
        votes.choices.update({name: count for name, count in cast.items() if name in known})


def _now(story: Story, name: str) -> str:
    return renamed_to(name, story.renamed_scenes, story.renamed_choices)


def _at(seconds: Counter[int], place: int) -> int:
    """Return which number stands at a place, 0 and on, when all stand in order."""
    for each in sorted(seconds):
        place -= seconds[each]
        if place < 0:
            return each
    raise IndexError
