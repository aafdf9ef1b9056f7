"""Commands run in turn, A B A B, so that what disturbs one round disturbs all of them alike.

What a child cost is read from the system when it ends (`os.wait4`): processor time, user and system, and the most
memory it held. A child's memory cannot read below that of the process that starts it, so this one stays small.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent.parent


NOTHING_KEPT: Final = {"XDG_CACHE_HOME": os.devnull, "CURBSIDE_DATA": "off"}


@dataclass(frozen=True, slots=True)
class Command:
    """What is run, and what is added to its environment. Always run in the project's folder."""

    words: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def everything(self) -> dict[str, str]:
        """The whole environment: nothing is kept from, or left in, the home of whoever runs the bench."""
        return {**os.environ, "PYTHONHASHSEED": "0", **NOTHING_KEPT, **self.environment}


def python(*words: str) -> Command:
    """Return the interpreter that runs this, with arguments."""
    return Command((sys.executable, *words))


class Cost(NamedTuple):
    """What a process cost: seconds on the clock, seconds of processor time, and at most so many MiB."""

    wall: float
    processor: float
    peak: float


class Failed(RuntimeError):  # noqa: N818 - named for what happened
    """A command that failed, or did not say what it should."""


def in_turn(commands: Mapping[str, Command], rounds: int, says: Mapping[str, str] | None = None) -> dict[str, Cost]:
    """Return the median costs of commands, each run once to warm up and then so many times, in turn.

    `says` holds words that must stand in what a command prints; asked for in the first round.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for name, command in commands.items():
        _checked(command, (says or {}).get(name, ""))
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(once(command))
    return {name: Cost(*map(median, zip(*each, strict=True))) for name, each in costs.items()}


def once(command: Command) -> Cost:
    """Run a command with no input and no output and return what it cost.

    Raises:
        Failed: it failed.

    """
    before = time.perf_counter()
    child = subprocess.Popen(
        command.words,
        cwd=ROOT,
        env=command.everything,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _pid, status, used = os.wait4(child.pid, 0)
    after = time.perf_counter()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise Failed(" ".join(command.words))
    per_mib = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(after - before, used.ru_utime + used.ru_stime, used.ru_maxrss / per_mib)


def _checked(command: Command, says: str) -> None:
    done = subprocess.run(
        command.words, cwd=ROOT, env=command.everything, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode or says.encode() not in done.stdout:
        message = f"{' '.join(command.words)}\n{done.stderr.decode(errors='replace')[-800:]}"
        raise Failed(message)
