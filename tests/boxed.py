"""Runs of `curbside` that can do no harm: each in a process of its own, with limits of time and memory, and measured.

`python -m tests.boxed FOLDER` is the box. It imports what `check` needs, once; then it forks for each run that it is
asked for on its input. So a run starts in a moment, and what it takes above a fork that does nothing is what the story
costs. Memory is measured, as the most that was in use at any time (`wait4` tells it), and not limited: a limit on
addresses (`RLIMIT_AS`) counts what is merely set aside, which differs from machine to machine, and one that is passed
shows as any odd `MemoryError`. A wide limit is set all the same, so that no run takes the machine with it.
"""

import contextlib
import io
import json
import os
import re
import resource
import runpy
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from engine.cli import main
from tests.screens import BARE, ROOT

CPU = 20
"""How many seconds of a processor a run may take before it is ended."""
WALL = 60
"""How many seconds a run may take in all before it is ended: it might wait for something that never comes."""
SAFE = 2 * 2**30
"""How many bytes above the box a run may set aside before its machine is in danger."""
UNIT = 1 if sys.platform == "darwin" else 1024
"""How many bytes the system means when it tells of memory."""
NOBODY = 65534

UNFIT = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What may never reach a terminal. Written out once more, so that no slip of the engine's own list is shared."""


class Run(NamedTuple):
    """What a run left. `code` is negative where a signal ended it; `cpu` is seconds, `memory` MiB above the box."""

    code: int
    out: str
    err: str
    cpu: float
    memory: float


class Box:
    """The box as seen from outside. Close it when done."""

    def __init__(self) -> None:
        """Start it."""
        self._folder = tempfile.TemporaryDirectory()
        command = [sys.executable, "-m", "tests.boxed", self._folder.name]
        bare = {**BARE, "CURBSIDE_CACHE": str(Path(self._folder.name, "cache"))}
        self._box = subprocess.Popen(
            command, cwd=ROOT, env=bare, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, *arguments: str, folder: Path, typed: str = "", as_nobody: bool = False) -> Run:
        """Run `python -m engine` with arguments in a folder, the typed text as its input."""
        at = Path(self._folder.name)
        (at / "in").write_text(typed, encoding="utf-8")
        assert self._box.stdin is not None
        assert self._box.stdout is not None
        self._box.stdin.write(json.dumps([arguments, str(folder), as_nobody]) + "\n")
        self._box.stdin.flush()
        code, cpu, memory = json.loads(self._box.stdout.readline())
        out, err = ((at / name).read_bytes().decode() for name in ("out", "err"))
        return Run(code, out, err, cpu, memory)

    def close(self) -> None:
        """End it."""
        assert self._box.stdin is not None
        assert self._box.stdout is not None
        self._box.stdin.close()
        self._box.wait()
        self._box.stdout.close()
        self._folder.cleanup()


def _serve(at: Path) -> None:
    """Run what is asked for, line by line, and answer each with its exit code, its seconds and its MiB."""
    _warm(at / "first.yaml")
    _code, _seconds, least = _forked(at, None)
    with os.fdopen(os.dup(0)) as asked, os.fdopen(os.dup(1), "w") as answers:
        for line in asked:
            code, seconds, peak = _forked(at, _Asked(*json.loads(line)))
            answers.write(json.dumps([code, seconds, (peak - least) * UNIT / 2**20]) + "\n")
            answers.flush()


def _warm(story: Path) -> None:
    """Import what `check` imports, for what is wrong and for what is right."""
    story.write_text("curbside: 1\ntitel: é\nscenes: {a: {ending: b}}\n", encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["check", str(story)]) == 1
        assert main(["check", str(ROOT / "scenes" / "boy-on-the-curb")]) == 0


class _Asked(NamedTuple):
    """A run that is asked for."""

    arguments: Sequence[str]
    folder: str
    as_nobody: bool


def _forked(at: Path, asked: _Asked | None) -> tuple[int, float, int]:
    """Return the exit code, the seconds of a processor and the memory, as the system tells it, of one run."""
    child = os.fork()
    if not child:
        if asked is None:
            os._exit(0)
        _enter(at, asked)
        try:
            runpy.run_module("engine", run_name="__main__", alter_sys=True)
        except SystemExit as left:  # a traceback leaves as ever
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(left.code if isinstance(left.code, int) else 1)  # to tidy up would take longer than the run
    _child, status, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss


def _enter(at: Path, asked: _Asked) -> None:
    """Make this process the one that was asked for: its limits, its streams, its folder and its arguments."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    resource.setrlimit(resource.RLIMIT_AS, (SAFE, SAFE))
    signal.alarm(WALL)
    for number, (name, mode) in enumerate((("in", "r"), ("out", "w"), ("err", "w"))):
        with (at / name).open(mode, encoding="utf-8") as stream:
            os.dup2(stream.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - a stream that is there, to the end
        for number, mode in ((0, "r"), (1, "w"), (2, "w"))
    )
    os.chdir(asked.folder)
    if asked.as_nobody:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    sys.argv = ["engine", *asked.arguments]


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
