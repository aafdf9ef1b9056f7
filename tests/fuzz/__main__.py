"""`python -m tests.fuzz --seconds 60`: fuzz whatever reads what others wrote, and say what was found.

Exit code 1 where something broke; each failure stands in a file, and the last lines say how to see it again.
"""

import argparse
import hashlib
import importlib.util
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.fuzz import seeds
from tests.fuzz.feeding import feed
from tests.fuzz.growing import grow
from tests.fuzz.paths import PATIENCE, Paths
from tests.fuzz.running import Failure, Runner, examples_in, peak


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__, allow_abbrev=False)
    parser.add_argument(
        "corpus", nargs="*", type=Path, metavar="CORPUS", help="more examples: files, or folders of them"
    )
    parser.add_argument("--seconds", type=int, metavar="N", help="stop after so many seconds (60, without --examples)")
    parser.add_argument(
        "--examples", type=int, metavar="N", help="stop after so many examples; 0 runs the corpus alone"
    )
    parser.add_argument("--seed", type=int, metavar="N", help="what decides every draw")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where failures are written (a new folder)")
    parser.add_argument(
        "--grow", type=Path, metavar="FOLDER", help="write what reached something new there, made small"
    )
    parser.add_argument(
        "--read", type=Path, metavar="FOLDER", help="feed every file below a folder as it is, and count"
    )
    parser.add_argument("--engine", choices=("atheris", "hypothesis"), help="atheris where it is installed")
    options = parser.parse_args(arguments)
    if options.seconds is None and options.examples is None:
        options.seconds = 60
    options.seed = int.from_bytes(os.urandom(4), "big") if options.seed is None else options.seed
    options.engine = options.engine or ("atheris" if importlib.util.find_spec("atheris") else "hypothesis")
    return options


class _Clock:
    """When it is over, and a line that shows how far it is, on a terminal only."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.start, self.shown = options, time.monotonic(), 0.0

    @property
    def took(self) -> float:
        return time.monotonic() - self.start

    def over(self, runner: Runner, corpus: int) -> bool:
        self.show(runner.runs, f", {len(runner.paths or ()):,} paths, {corpus:,} in the corpus")
        seconds, examples = self.options.seconds, self.options.examples
        return (seconds is not None and self.took >= seconds) or (examples is not None and runner.runs >= examples)

    def show(self, runs: int, more: str = "") -> None:
        if sys.stderr.isatty() and self.took > self.shown + 1:
            self.shown = self.took
            sys.stderr.write(f"\r\x1b[K{self.took:.0f} s: {runs:,} runs{more}, {peak():.0f} MiB")
            sys.stderr.flush()

    def done(self) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz, and return the exit code."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.read is not None:
            return feed(options.read, Runner(folder))
        paths = Paths(patience=None)
        known = Runner(folder, paths)
        corpus = list(dict.fromkeys([*seeds.stories(), *seeds.kept(), *examples_in(options.corpus)]))
        for example in corpus:
            known.run(example)
        paths.patience, before, known.runs = PATIENCE, len(paths), 0
        sys.stdout.write(f"{len(corpus):,} examples known, {before:,} paths; seed {options.seed}; {options.engine}\n")
        found = [] if options.examples == 0 else _fuzzed(options, known, corpus)
        known.minimise()
        sys.stdout.write(
            f"{len(paths) - before:,} new paths, {len(corpus):,} + {len(found):,} examples in the corpus\n"
        )
        sys.stdout.write(
            f"{max(peak(), known.most):.0f} MiB at most; the slowest example took {known.slowest[0]:.2f} s\n"
        )
        if options.grow is not None:
            written = grow(options.grow, folder, corpus, found)
            sys.stdout.write(f"{written:,} examples written to {options.grow}\n")
        return _told(list(known.failures.values()), options.keep)


def _fuzzed(options: argparse.Namespace, known: Runner, corpus: list[bytes]) -> list[bytes]:
    """Fuzz, say how many runs that were, and return the examples that reached something new."""
    clock = _Clock(options)
    if options.engine == "hypothesis":
        from tests.fuzz import drawn  # noqa: PLC0415 - the other engine does without

        found = drawn.fuzz(known, corpus, Random(options.seed), clock.over)  # noqa: S311 - to fuzz, not to hide
        runs, took = known.runs, clock.took
    else:
        from tests.fuzz import steered  # noqa: PLC0415 - as above

        limits = [f"-seed={options.seed % 2**31}"]
        limits += [] if options.seconds is None else [f"-max_total_time={options.seconds}"]
        limits += [] if options.examples is None else [f"-runs={options.examples + len(corpus)}"]
        state, found, failures = steered.fuzz(corpus, limits, clock.show)
        runs, took = state["runs"], clock.took
        known.slowest = max(known.slowest, (state["took"], bytes.fromhex(state["slowest"])))
        known.most = state["peak"]
        known.failures |= {failure.cause: failure for failure in failures}
        for example in found:  # what they reach is counted as for the other engine
            known.run(example)
    clock.done()
    sys.stdout.write(f"{runs:,} runs in {took:.0f} s, {runs / max(took, 0.001):.0f} a second\n")
    return found


def _told(failures: list[Failure], keep: Path | None) -> int:
    """Write each failure to a file, say how to see it again, and return the exit code."""
    if not failures:
        sys.stdout.write("nothing broke\n")
        return 0
    place = keep or Path(tempfile.mkdtemp(prefix="fuzz-"))
    place.mkdir(parents=True, exist_ok=True)
    for failure in failures:
        file = place / hashlib.sha256(failure.example).hexdigest()[:12]
        file.write_bytes(failure.example)
        sys.stdout.write(f"\n{failure.cause}\n{failure.told}see it again: python -m tests.fuzz --examples 0 {file}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
