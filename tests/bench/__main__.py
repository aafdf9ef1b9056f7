"""`python -m tests.bench`: how fast, as one table of ratios. Takes minutes; `--quick` about one."""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench import checks, exploring, keys, memory, peers, playing, starts, symbolic
from tests.bench.rows import Figures, Section, table
from tests.bench.turns import Cost, once, python

NAMES = ("start", "check", "play", "keys", "memory", "explore", "big")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for and print the table, section by section as each is done."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one generated story of 1,000 scenes, shorter rounds")
    parser.add_argument("--only", choices=NAMES, action="append", help="measure this alone; may be given again")
    parser.add_argument(
        "--scenes", type=int, action="append", metavar="N", help="one generated story of N scenes and no other story"
    )
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="the median is of so many (5)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        for section in _sections(Path(folder), options):
            sys.stdout.write("\n".join(table([section])) + "\n")
            sys.stdout.flush()
    return 0


def _sections(folder: Path, options: argparse.Namespace) -> Iterator[Section | Figures]:
    names = options.only or NAMES
    if {*names} - {"explore", "big"}:
        yield from _generated(folder, options, names)
    if "explore" in names:
        yield from exploring.sections(folder, options.rounds, quick=options.quick)
    if "big" in names:
        yield from symbolic.sections(options.rounds, quick=options.quick)


def _generated(folder: Path, options: argparse.Namespace, names: Sequence[str]) -> Iterator[Section]:
    """Measure what a player and a writer wait for, with the bundled story and those that `generate` makes."""
    sizes = options.scenes or ([1000] if options.quick else [1000, 10_000])
    found = peers.find()
    written = [str(size) for size in {*sizes, keys.SCENES}]
    once(python("-m", "tests.bench.generate", str(folder), *written))  # elsewhere, so that this process stays small
    if {"start", "play", "memory"} & set(names):
        for size in sizes:
            starts.compile_ahead(folder, size, found)
    if {"start", "memory"}.intersection(names):
        costs: dict[str, dict[str, Cost]] = {}
        if not options.scenes:
            section, costs[starts.BUNDLED] = starts.bundled(options.rounds)
            yield from [section] if "start" in names else []
        for size in sizes:
            section, costs[f"{size:,} scenes"] = starts.generated(folder, size, found, options.rounds)
            yield from [section] if "start" in names else []
        if "start" in names and starts.BUNDLED in costs:
            yield starts.kept(costs)
        yield from [memory.section(costs)] if "memory" in names else []
    if "check" in names:
        yield from (checks.section(folder, size, options.rounds) for size in sizes)
    if "play" in names:
        yield playing.section(folder, sizes[0], found, options.rounds, 0.1 if options.quick else 0.5)
    if "keys" in names:
        yield keys.section(folder, options.rounds, 10 if options.quick else 40)


if __name__ == "__main__":
    sys.exit(main())
