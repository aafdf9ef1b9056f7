"""The fuzzer with atheris for its guide: libFuzzer keeps what reaches something new, and `mutations` makes it.

A process of its own, for libFuzzer never returns: `python -m tests.fuzz.guided STATE FOLDER...` writes what it found to
the file STATE again and again. Needs atheris; the engine is instrumented as it is imported, so before anything else.
"""

import json
import sys
import time
from pathlib import Path
from random import Random

import atheris  # type: ignore[import-untyped]  # installed apart: it compiles libFuzzer in

with atheris.instrument_imports(include=["engine"]):
    import engine.checking.check
    import engine.compiled.form
    import engine.terminal.plain  # noqa: F401 - all that `held` needs, instrumented

from tests.fuzz.mutations import LONGEST, mutated
from tests.fuzz.running import Runner, peak
from tests.fuzz.seeds import kept, stories

EVERY = 0.5
"""How many seconds lie between two reports."""


class _Guided:
    """What libFuzzer calls: for a change to an example, and to try one."""

    def __init__(self, state: Path, folder: Path) -> None:
        self.state, self.runner = state, Runner(folder)
        self.pool = [*stories(), *kept()]
        self.reported = 0.0

    def change(self, example: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)  # noqa: S311 - to fuzz, not to hide
        if random.random() < 0.1:
            return bytes(atheris.Mutate(example, most))
        return mutated(random, example, self.pool)[:most]

    def one(self, example: bytes) -> None:
        self.runner.run(example)
        if time.monotonic() > self.reported + EVERY:
            self.report()

    def report(self) -> None:
        self.reported = time.monotonic()
        took, slowest = self.runner.slowest
        found = [[each.cause, each.told, each.example.hex()] for each in self.runner.failures.values()]
        told = {"runs": self.runner.runs, "took": took, "slowest": slowest.hex(), "peak": peak(), "failures": found}
        aside = self.state.with_suffix(".new")
        aside.write_text(json.dumps(told), encoding="utf-8")
        aside.replace(self.state)


def main(arguments: list[str]) -> None:
    """Fuzz until libFuzzer ends the process. Arguments behind the two folders are libFuzzer's."""
    state, folder, *others = arguments
    guided = _Guided(Path(state), Path(folder))
    flags = [f"-max_len={LONGEST}", "-timeout=60", "-rss_limit_mb=0", "-verbosity=0", *others]
    atheris.Setup([sys.argv[0], *flags], guided.one, custom_mutator=guided.change)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
