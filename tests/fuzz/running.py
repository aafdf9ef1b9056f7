"""Running examples one by one: what each took, what it reached, and what it broke, told once for each cause.

Coverage is asked of whoever hands in `Paths`; without, examples are only run.
"""

import re
import resource
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.held import Broken, held
from tests.fuzz.paths import ENGINE, Paths

SLOW = 5.0
"""How many seconds an example may take."""
TRIES = 400
"""How often a failure is tried to be shown by a smaller example."""


class Failure(NamedTuple):
    """What was broken, where, and by which example."""

    cause: str
    told: str
    example: bytes


@dataclass(slots=True)
class Runner:
    """What was run so far. `folder` is where examples are laid out; `most` is the memory that another process used."""

    folder: Path
    paths: Paths | None = None
    runs: int = 0
    slowest: tuple[float, bytes] = (0.0, b"")
    most: float = 0.0
    failures: dict[str, Failure] = field(default_factory=dict)

    def run(self, example: bytes) -> int:
        """Run an example, and return how many paths were new."""
        before = len(self.paths) if self.paths is not None else 0
        failure = self._tried(example, self.paths.watched() if self.paths is not None else nullcontext())
        self.runs += 1
        if failure and failure.cause not in self.failures:
            self.failures[failure.cause] = failure
        return len(self.paths) - before if self.paths is not None else 0

    def minimise(self) -> None:
        """Make every failure as small as it goes in a moment."""
        for cause, failure in self.failures.items():
            small = smaller(failure.example, lambda each: self._causes(each, cause))  # noqa: B023 - used at once
            again = self._tried(small, nullcontext())
            self.failures[cause] = again if again and again.cause == cause else failure

    def _causes(self, example: bytes, cause: str) -> bool:
        failure = self._tried(example, nullcontext())
        return failure is not None and failure.cause == cause

    def _tried(self, example: bytes, watching: AbstractContextManager[None]) -> Failure | None:
        start = time.process_time()
        failure = None
        try:
            with watching:
                held(example, self.folder)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            failure = Failure(_cause(error), traceback.format_exc(), example)
        took = time.process_time() - start
        self.slowest = max(self.slowest, (took, example))
        if took > SLOW and failure is None:
            failure = Failure("slow", f"it took {took:.1f} s\n", example)
        return failure


def _cause(error: Exception) -> str:
    """Return what tells one failure from another: its kind, and where in the engine it came from."""
    if isinstance(error, Broken):
        return str(error).partition(":")[0]
    places = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(ENGINE)]
    last = places[-1] if places else traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, {last.name}"


def smaller(example: bytes, shows: Callable[[bytes], bool], tries: int = TRIES) -> bytes:
    """Return the smallest example found that still shows the same: by leaving out lines, then letters."""
    for between in (b"\n", b""):
        pieces = example.split(b"\n") if between else [bytes([each]) for each in example]
        size = max(1, len(pieces) // 2)
        while tries > 0:
            kept = _without(pieces, size, between, shows)
            tries -= 1 + len(pieces) // size
            if len(kept) == len(pieces) and size == 1:
                break
            pieces, size = kept, max(1, min(size // 2, len(kept) // 2))
        example = between.join(pieces)
    return example


def _without(pieces: list[bytes], size: int, between: bytes, shows: Callable[[bytes], bool]) -> list[bytes]:
    """Return what is left when every run of `size` pieces is left out that can be."""
    at = 0
    while at < len(pieces):
        fewer = pieces[:at] + pieces[at + size :]
        if shows(between.join(fewer)):
            pieces = fewer
        else:
            at += size
    return pieces


def peak() -> float:
    """Return how many MiB this process has used at most.

    Linux hands what `getrusage` tells on to whatever a process starts, so there the process itself is asked.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        found = re.search(r"^VmHWM:\s*([0-9]+) kB$", status.read_text(encoding="utf-8"), re.MULTILINE)
        return int(found[1]) / 1024 if found else 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def examples_in(places: list[Path]) -> Iterator[bytes]:
    """Yield what stands in these files, and in all files below these folders, by name."""
    for place in places:
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield from (file.read_bytes() for file in found if file.is_file())
