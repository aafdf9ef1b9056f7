"""A kept play in a story that may have changed: followed as far as it goes.

May import floors 0 and 1. No choice and no draw is ever made but those that were made before.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from engine.languages.messages import _
from engine.model import Story, renamed_to
from engine.play.rules import ChoiceNotOffered, DrawNotOffered
from engine.play.transcript import CannotReplay, Entry, Play, Transcript, entries, replay

UNDRAWN: Final = "a draw is missing"


class Followed(NamedTuple):
    """How far a play could be followed, and what it came to; `play` is None where not even its beginning could be.

    `of` is the number of choices that were made and not undone. `stopped` is what could not be followed, or None.
    `as_written` tells that every line could be followed, those that were undone again as well.
    """

    play: Play | None
    of: int
    stopped: CannotReplay | None = None
    as_written: bool = True

    @property
    def choices(self) -> int:
        """How many choices were followed."""
        return self.play.made - 1 if self.play else 0


def follow(story: Story, kept: Transcript) -> Followed:
    """Follow a play line by line, or, where a line cannot be followed, what was not undone."""
    play = None
    try:
        for each in replay(story, kept):
            play = each.play
    except CannotReplay:
        return follow_net(story, kept)
    assert play is not None  # noqa: S101 - a replay yields its beginning or raises
    made, _undone = net(kept.entries)
    return Followed(play, len(made) - 1, _undrawn(play, made) if play.made < len(made) else None)


def follow_net(story: Story, kept: Transcript) -> Followed:
    """Follow what was made and not undone, then what can be redone."""
    made, undone = net(kept.entries)
    both = [entry for move in (*made, *reversed(undone)) for entry in move]
    play, stopped = None, None
    try:
        for each in replay(story, Transcript(kept.header, tuple(both))):
            play = each.play
    except CannotReplay as error:
        stopped = error
    of = len(made) - 1
    if play is not None and play.made > of:
        play, stopped = play.undo(play.made - 1 - of), None
    elif play is not None and stopped is None:
        stopped = _undrawn(play, made)
    return Followed(play, of, stopped, as_written=False)


def _undrawn(play: Play, made: list[list[Entry]]) -> CannotReplay:
    """Return why a replay ended early without a word: at its last choice a draw is missing."""
    return CannotReplay(made[play.made][0].line, UNDRAWN)


def follow_play(story: Story, play: Play) -> Followed:
    """Follow a play that is underway in a story that took the place of its own."""
    made = [entry for move in play.moves for line in entries(move) for entry in _entries(line)]
    undone = [entry for move in play.undone for line in entries(move) for entry in _entries(line)]
    header = {"seed": play.seed}
    back = [Entry("undo", len(play.undone), 0)] if undone else []
    return follow(story, Transcript(header, (*made, *undone, *back)))


def _entries(line: dict[str, object]) -> Iterator[Entry]:
    return (Entry(kind, value, 0) for kind, value in line.items() if kind in ("choice", "drew"))


def net(written: Iterable[Entry]) -> tuple[list[list[Entry]], list[list[Entry]]]:
    """Return the moves that were made and not undone, and those that can be redone, the next last.

    The first move made is the beginning. Each move is its choice and its draws. What asks for more than there is, is
    left out.
    """
    made: list[list[Entry]] = [[]]
    undone: list[list[Entry]] = []
    for entry in written:
        match entry.kind:
            case "choice":
                made.append([entry])
                undone = []
            case "drew":
                made[-1].append(entry)
            case kind:
                _move_over(entry.value, *((made, undone, 1) if kind == "undo" else (undone, made, 0)))
    return made, undone


def _move_over(times: object, giver: list[list[Entry]], taker: list[list[Entry]], stay: int) -> None:
    if type(times) is int and 1 <= times <= len(giver) - stay:
        taker += (giver.pop() for _time in range(times))


def why(story: Story, error: CannotReplay) -> str:
    """Return, for a player, why a choice or a draw could not be followed."""
    match error.__cause__:
        case ChoiceNotOffered() as refused:
            name = renamed_to(refused.choice, story.renamed_scenes, story.renamed_choices)
            if story.choice(name) is None:
                return _('the choice that came next, "{name}", is not in the story any more').format(name=name)
            return _('the choice that came next, "{name}", cannot be made there any more').format(name=name)
        case DrawNotOffered():
            return _("chance led another way then than it can lead now")
        case _ if str(error).endswith(UNDRAWN):
            return _("chance decides something now that it did not decide then")
        case _:
            return _("chance decided something then that it does not decide now")
