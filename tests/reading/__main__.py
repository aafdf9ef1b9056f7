"""`python -m tests.reading [STORY...]`: how long and how hard the plays of a story's proofreading plan are to read."""

import argparse
import sys
from collections.abc import Iterator, Sequence

from engine.explore.explored import Explored
from engine.reading.files import shelf
from tests.reading import table
from tests.reading.plan import Read, explored, hardest, is_too_hard, reads, story_at, through_eyes


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; return 1 where a play is harder than its story may be, 2 where there is no story."""
    parser = argparse.ArgumentParser(prog="python -m tests.reading", description=__doc__)
    parser.add_argument("story", nargs="*", metavar="STORY", help="a file or folder, or the id of a bundled story")
    parser.add_argument("--sentences", action="store_true", help="also show the ten hardest sentences of the story")
    parser.add_argument("--eyes", action="store_true", help="also look at every walk through other eyes")
    options = parser.parse_args(arguments)
    return max((_told(name, options) for name in options.story or map(str, shelf())), default=0)


def _told(name: str, options: argparse.Namespace) -> int:
    story = story_at(name)
    if story is None:
        sys.stderr.write(f"{name} is no story that can be played: curbside check tells why.\n")
        return 2
    found = explored(story)
    every = reads(found)
    sys.stdout.writelines(f"{line}\n" for line in _lines(found, every, options))
    sys.stdout.flush()
    return int(any(map(is_too_hard, every)))


def _lines(found: Explored, every: Sequence[Read], options: argparse.Namespace) -> Iterator[str]:
    yield from table.story(found, every)
    if options.eyes:
        yield from table.eyes([walk for each in every for walk in through_eyes(each)])
    if options.sentences:
        yield from table.hardest("The hardest sentences", hardest(found.story))
        if options.eyes:
            yield from table.hardest("The hardest sentences of other eyes", hardest(found.story, eyes=True))


if __name__ == "__main__":
    sys.exit(main())
