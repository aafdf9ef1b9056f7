"""Choices per second: one process for each runtime, all walking the same story the same way, a round each in turn."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from tests.bench.peers import Peer
from tests.bench.rows import Row, Section, rate
from tests.bench.starts import can_run, missing
from tests.bench.turns import ROOT, Command, Failed, python

ALIKE: Final = 500
"""So many choices are taken first, and all must have told the same number of letters."""
_RULES, _HISTORY, _PLAIN, _FLOOR = "curbside", "curbside, history kept", "curbside, wrapped and laid out", "plain dicts"


class Took(NamedTuple):
    """What a round took: seconds of processor time, and the letters that were told."""

    seconds: float
    letters: int


class Walker:
    """A process that walks when it is asked to."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self.process = subprocess.Popen(
            command.words,
            cwd=ROOT,
            env=command.everything,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def walk(self, choices: int) -> Took:
        """Take so many choices.

        Raises:
            Failed: the process is gone.

        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{choices}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if len(answer) != len(Took._fields):
            raise Failed(" ".join(self.command.words))
        return Took(float(answer[0]), int(answer[1]))


class Walked(NamedTuple):
    """The seconds of one choice at the median, and the letters of the first choices."""

    each: float
    letters: int


def section(folder: Path, scenes: int, peers: list[Peer], rounds: int, seconds: float) -> Section:
    """Return the rows of play. A round is about so many `seconds`; four such rounds go before, for those that warm."""
    story = str(folder / f"story-{scenes}.yaml")
    commands = {
        _FLOOR: python("-c", f"from tests.bench.floors import walk; walk({story!r})"),
        _RULES: python("-c", f"from tests.bench.ours import rules; rules({story!r})"),
        _HISTORY: python("-c", f"from tests.bench.ours import history; history({story!r})"),
        _PLAIN: python("-c", f"from tests.bench.ours import plain; plain({story!r})"),
        **{str(peer): peer.walk(folder, scenes) for peer in peers if can_run(peer, folder, scenes)},
    }
    # One after the other would be kinder to the caches, and unkinder to ratios on a machine that others use as well.
    walkers = {name: Walker(command) for name, command in commands.items()}
    try:
        letters = {name: walker.walk(ALIKE).letters for name, walker in walkers.items()}
        counts = {name: _warmed(walker, seconds) for name, walker in walkers.items()}
        took: dict[str, list[float]] = {name: [] for name in walkers}
        for _ in range(rounds):
            for name, walker in walkers.items():
                took[name].append(walker.walk(counts[name]).seconds / counts[name])
    finally:
        for walker in walkers.values():
            walker.process.communicate()
    walked = {name: Walked(median(each), letters[name]) for name, each in took.items()}
    return Section(f"Choices per second, one process: {scenes:,} scenes", tuple(_rows(walked, peers)))


def _warmed(walker: Walker, seconds: float) -> int:
    """Warm a walker up for four rounds or more, and return how many choices it takes in so many seconds."""
    count = 100
    while (took := walker.walk(count).seconds) < seconds / 2:
        count *= 2
    for _ in range(3):
        walker.walk(count)
    return max(1, int(count * seconds / took))


def _rows(walked: dict[str, Walked], peers: list[Peer]) -> Iterator[Row]:
    by_peer = {peer.name: str(peer) for peer in peers if str(peer) in walked}
    base = by_peer.get("inkjs", _RULES)
    ours = walked[_RULES]
    for name, each in walked.items():
        bound = ">= 5" if name == _RULES and base != _RULES else ""
        yield Row(name, rate(each.each), base, walked[base].each / each.each, bound)
        if name == _RULES:
            for other in (by_peer.get("bink"), _FLOOR):
                if other is not None:
                    yield Row(name, rate(each.each), other, walked[other].each / each.each)
    wrapping = walked[_PLAIN].each - walked[_HISTORY].each
    yield Row("laying out and wrapping one choice", f"{wrapping * 1e6:,.1f} us", _RULES, wrapping / ours.each)
    same = {each.letters for name, each in walked.items() if name != _PLAIN}
    yield Row("the same letters told by all", "yes" if len(same) == 1 else f"no: {sorted(same)}")
    yield from missing(peers)
