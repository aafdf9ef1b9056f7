"""A play as its choices and draws: the truth from which everything else is replayed.

May import `model` and the rules of its own room. A `Play` is a value: choosing, undoing and redoing give a new one.
`read` and `written` are the file format, one JSON object a line (`schemas/transcript.schema.json`); what stands in a
file is never trusted beyond what the rules allow.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Final, NamedTuple, overload

from engine.model import Fork, Story, renamed_to
from engine.play.chance import drawn
from engine.play.rules import ChoiceNotOffered, Draw, DrawNotOffered, Drew, Offer, Step, begin, offer, step

VERSION: Final = 1


class Move(NamedTuple):
    """A choice by its `scene.choice` (None for the beginning), and the step that it made."""

    choice: str | None
    step: Step


class Moves(Sequence[Move]):
    """Some of the moves of a log that only ever grows at its end, so that a longer play need not copy a shorter one."""

    def __init__(self, log: list[Move], start: int, end: int) -> None:
        self._log, self._start, self._end = log, start, end

    def __len__(self) -> int:
        return self._end - self._start

    @overload
    def __getitem__(self, at: int) -> Move: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Move]: ...
    def __getitem__(self, at: int | slice) -> Move | Sequence[Move]:
        found = range(self._start, self._end)[at]
        return self._log[found] if isinstance(found, int) else [self._log[each] for each in found]

    def __iter__(self) -> Iterator[Move]:
        return islice(self._log, self._start, self._end)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(Move.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]  # a state holds what can be hashed; a step need not


@dataclass(frozen=True, slots=True, eq=False)
class Play:
    """A play-through so far, equal to another when the same was done and can be redone.

    Of `log` the first `made` moves were made, from the beginning on; those up to `known` were undone and can be redone.
    """

    story: Story
    seed: int
    log: list[Move]
    made: int
    known: int

    @property
    def moves(self) -> Moves:
        """What was done; the first move is the beginning."""
        return Moves(self.log, 0, self.made)

    @property
    def undone(self) -> Moves:
        """What can be redone, the next first."""
        return Moves(self.log, self.made, self.known)

    @property
    def step(self) -> Step:
        """The step that was made last."""
        return self.log[self.made - 1].step

    @property
    def offer(self) -> Offer:
        """What can be done now."""
        return offer(self.story, self.step.state)

    def choose(self, name: str, draw: Draw | None = None) -> "Play":
        """Return the play with one more choice, by its `scene.choice`. Draws are made from the seed unless handed in.

        Raises:
            ChoiceNotOffered: the choice is not offered now.
            DrawNotOffered: `draw` names a way that its fork does not hold.

        """
        offered = {choice.name: choice.id for choice in self.offer.choices}
        if name not in offered:
            raise ChoiceNotOffered(name, tuple(offered))
        made = step(self.story, self.step.state, offered[name], draw or self.fresh())
        log = self.log if len(self.log) == self.made else self.log[: self.made]
        log.append(Move(name, made))
        return Play(self.story, self.seed, log, len(log), len(log))

    def fresh(self) -> Draw:
        """Return what draws from the seed: each list counts how often it was drawn from in this play, after undo."""
        made: list[str] = []

        def draw(fork: Fork) -> str:
            before = sum(drew.place == fork.place for move in self.moves for drew in move.step.drew)
            made.append(fork.place)
            return drawn(self.seed, fork, before + made.count(fork.place) - 1)

        return draw

    def undo(self, times: int = 1) -> "Play":
        """Return the play without its last choices, which can be redone; at most as many as there are."""
        times = min(times, self.made - 1)
        return Play(self.story, self.seed, self.log, self.made - times, self.known) if times else self

    def redo(self, times: int = 1) -> "Play":
        """Return the play with choices that were undone made again, draws and all; at most as many as there are."""
        times = min(times, self.known - self.made)
        return Play(self.story, self.seed, self.log, self.made + times, self.known) if times else self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Play):
            return NotImplemented
        mine, theirs = ((each.story, each.seed, each.moves, each.undone) for each in (self, other))
        return mine == theirs

    __hash__ = None  # type: ignore[assignment]  # as of its moves


def started(story: Story, seed: int, draw: Draw | None = None) -> Play:
    """Return a play that has just begun."""
    first = Move(None, begin(story, draw or Play(story, seed, [], 0, 0).fresh()))
    return Play(story, seed, [first], 1, 1)


class Entry(NamedTuple):
    """One line of a transcript: what happened (`choice`, `drew`, `undo`, `redo` or something else), and its line."""

    kind: str
    value: Any
    line: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """What stands in a transcript's file. `damaged` is the line from which on nothing was read, or 0.

    `ended` tells that the last thing written is that the play has come to an ending: a note, never to be trusted.
    """

    header: Mapping[str, Any]
    entries: tuple[Entry, ...]
    damaged: int = 0
    ended: bool = False

    @property
    def problem(self) -> str:
        """Why nothing behind the last entry was read, in words; empty where everything was."""
        return f"line {self.damaged} is damaged" if self.damaged else ""

    @property
    def seed(self) -> int:
        """The seed of the play; 0 where none was written."""
        seed = self.header.get("seed")
        return seed if type(seed) is int else 0


class NotATranscript(ValueError):  # noqa: N818 - named for what happened
    """A file that is no transcript of this version; `version` is the one that it says it is of, if it says so."""

    version: object = None


KINDS: Final = ("choice", "drew", "undo", "redo")


def read(text: str) -> Transcript:
    """Return what stands in a transcript. A last line that is not whole is dropped; so is all behind a damaged one.

    Raises:
        NotATranscript: the first line is no header that can be read.

    """
    lines = text.split("\n")
    while len(lines) > 1 and not lines[-1].strip() and not lines[-2].strip():
        lines.pop()  # an editor may leave blank lines at the end; anywhere else something is missing
    whole = lines[:-1]
    if lines[-1].strip():
        whole += [lines[-1]] if _object(lines[-1]) is not None else []
    header = _object(whole[0]) if whole else None
    if header is None or not isinstance(header.get("story"), str) or "curbside" not in header:
        message = "this is no transcript: its first line does not name a story"
        raise NotATranscript(message)
    if type(header["curbside"]) is not int or header["curbside"] != VERSION:
        message = f"this transcript is of version {header['curbside']}, and version {VERSION} is read here"
        error = NotATranscript(message)
        error.version = header["curbside"]
        raise error
    entries, ended = list[Entry](), False
    for number, row in enumerate(whole[1:], 2):
        entry = _object(row)
        if entry is None:
            return Transcript(header, tuple(entries), number)
        found = [Entry(kind, entry[kind], number) for kind in KINDS if kind in entry]
        ended = not found and (ended or "ending" in entry)
        entries += found
    return Transcript(header, tuple(entries), ended=ended)


def _object(row: str) -> dict[str, Any] | None:
    try:
        value = json.loads(row)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


class Replayed(NamedTuple):
    """A play after one more entry. `entry` is None for the beginning."""

    play: Play
    entry: Entry | None


class CannotReplay(ValueError):  # noqa: N818 - named for what happened
    """An entry of a transcript that cannot be followed in this story: `line` is where, the message says why."""

    def __init__(self, line: int, why: str) -> None:
        self.line = line
        super().__init__(f"line {line}: {why}")


def replay(story: Story, transcript: Transcript) -> Iterator[Replayed]:
    """Yield the play after its beginning and after each choice, undo and redo. Nothing is ever drawn.

    Renames of the story are applied.

    Raises:
        CannotReplay: an entry cannot be followed; what was yielded before it stands.

    """
    entries = list(transcript.entries)
    draws, at = _draws(entries, 0)
    first = _Recorded(story, draws)
    play = _followed(1, first, lambda: started(story, transcript.seed, first.draw))
    yield Replayed(play, None)
    while at < len(entries):
        entry = entries[at]
        draws, at = _draws(entries, at + 1)
        recorded = _Recorded(story, draws)
        try:
            play = _followed(entry.line, recorded, partial(_after, story, play, entry, recorded))
        except CannotReplay:
            if recorded.short and at == len(entries):
                return  # the last step is not whole: its draw was never written
            raise
        yield Replayed(play, entry)


def _draws(entries: list[Entry], at: int) -> tuple[list[Entry], int]:
    """Return the draws that follow at `at`, and where they end."""
    end = at
    while end < len(entries) and entries[end].kind == "drew":
        end += 1
    return entries[at:end], end


def _after(story: Story, play: Play, entry: Entry, recorded: "_Recorded") -> Play:
    if entry.kind == "choice":
        name = renamed_to(str(entry.value), story.renamed_scenes, story.renamed_choices)
        return play.choose(name, recorded.draw)
    times = entry.value
    most = len(play.moves) - 1 if entry.kind == "undo" else len(play.undone)
    if type(times) is not int or not 1 <= times <= most:
        raise CannotReplay(
            entry.line, f"{times} choices cannot be {'undone' if entry.kind == 'undo' else 'redone'} here"
        )
    return play.undo(times) if entry.kind == "undo" else play.redo(times)


class _Recorded:
    """The draws that a transcript holds for one step, in their order. `short` tells that there were too few."""

    def __init__(self, story: Story, draws: list[Entry]) -> None:
        self.story, self.left, self.short = story, draws, False

    def draw(self, fork: Fork) -> str:
        if not self.left:
            self.short = True
            raise DrawNotOffered(fork, None)
        entry = self.left.pop(0)
        name = str(entry.value)
        return renamed_to(name, self.story.renamed_scenes, {})


def _followed(line: int, recorded: _Recorded, make: Callable[[], Play]) -> Play:
    try:
        made = make()
    except (ChoiceNotOffered, DrawNotOffered) as error:
        raise CannotReplay(line, str(error)) from error
    if recorded.left:
        raise CannotReplay(recorded.left[0].line, "nothing is drawn here")
    return made


def header(story: Story, seed: int, play: str, **more: object) -> dict[str, object]:
    """Return the first line of a new transcript. `play` is an id that no other play has; `more` are further keys."""
    return {
        "curbside": VERSION,
        "story": story.id,
        "version": story.version or None,
        "digest": story.digest,
        "seed": seed,
        "play": play,
        "alias": None,
        "class": None,
        **more,
    }


def entries(move: Move, after: int | None = None) -> Iterator[dict[str, object]]:
    """Yield the lines of one move: its choice, with the seconds since the line before where known, then its draws."""
    if move.choice is not None:
        yield {"choice": move.choice} if after is None else {"choice": move.choice, "after": after}
    yield from drew(move.step.drew)


def drew(draws: Iterable[Drew]) -> Iterator[dict[str, object]]:
    """Yield the lines of draws."""
    return ({"drew": each.to} for each in draws)


def written(lines: Iterable[Mapping[str, object]]) -> str:
    """Return lines as they stand in a file."""
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines)
