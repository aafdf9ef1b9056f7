"""What is measured of the explorer, and its peer: each runs in a process of its own, which says what came of it.

Imports at the top only what every one of these needs. The collector of cycles is off in all, ours and the peer.
"""

import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Sized
from pathlib import Path
from typing import Any, NamedTuple


class Figures(NamedTuple):
    """What one exploration came to.

    Processor seconds of reading the story, of the search, and of everything else that is asked (None where it was not);
    the most that was held before the search, with it, and in all, in bytes.
    """

    states: int
    steps: int
    reading: float
    search: float
    answers: float | None
    before: int
    after: int
    most: int
    whole: bool


def ours(path: str) -> None:
    """Search as often as asked, with every variable remembered to the end, as the peer does."""
    from engine import load  # noqa: PLC0415
    from engine.explore.search import Wish, search  # noqa: PLC0415

    story = load(Path(path)).story
    assert story is not None
    wish = Wish(keeps=frozenset(range(len(story.variables))))
    _serve(lambda: search(story, wish).states)


def naive(path: str, evaluator: str) -> None:
    """Search as often as asked, as a straightforward author would."""
    import yaml  # noqa: PLC0415

    from tests.bench import naive  # noqa: PLC0415

    with open(path, "rb") as stream:  # noqa: PTH123 - as the other peers
        story: dict[str, Any] = yaml.load(stream, Loader=yaml.CSafeLoader)
    holds = {"by_words": naive.by_words, "by_eval": naive.by_eval, "by_kept_code": naive.by_kept_code}[evaluator]
    _serve(lambda: naive.search(story, holds))


def _serve(search: Callable[[], Sized]) -> None:
    """Answer each line with the processor time of a search and how many states it found."""
    gc.disable()
    for _line in sys.stdin:
        before = time.process_time()
        found = search()
        sys.stdout.write(f"{time.process_time() - before} {len(found)}\n")
        del found
        sys.stdout.flush()


def explored(path: str) -> None:
    """Explore a story and prove its promises, as `curbside explore` does, and say how many play-throughs it has."""
    gc.disable()
    from engine import load  # noqa: PLC0415
    from engine.checking.walks import read_walks  # noqa: PLC0415
    from engine.explore.explored import Ask, explore  # noqa: PLC0415

    loaded = load(Path(path))
    assert loaded.story is not None
    walks = read_walks(Path(path), loaded)
    beside = walks.value if walks else None
    found = explore(loaded.story, Ask(beside.promises, beside.watching) if beside else Ask())
    assert found.is_complete
    assert found.count is not None
    kept = sum(each.kept is True for each in found.promises)
    sys.stdout.write(f"{found.count.number} play-throughs, {kept} promises kept\n")


def figures(path: str, limit: int, *, answers: bool) -> None:
    """Search a story up to a limit, answer everything if that is wanted, and say what it cost."""
    gc.disable()
    from engine import load  # noqa: PLC0415
    from engine.explore.explored import Ask, explore  # noqa: PLC0415
    from engine.explore.search import Wish, search  # noqa: PLC0415

    begun = time.process_time()
    story = load(Path(path)).story
    assert story is not None
    read, before = time.process_time(), _peak()
    graph = search(story, Wish(limit=limit))
    searched, after = time.process_time(), _peak()
    states, steps, whole = len(graph.states), len(graph.targets), not graph.why
    del graph
    rest = None
    if answers:
        again = time.process_time()
        explore(story, Ask(limit=limit))  # which searches once more
        rest = max(0.0, time.process_time() - again - (searched - read))
    json.dump(Figures(states, steps, read - begun, searched - read, rest, before, after, _peak(), whole), sys.stdout)


def _peak() -> int:
    """Return the most memory that this process held until now, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
