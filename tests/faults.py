"""All that is said of a small story, whoever says it: `check`, `explore --words`, `walk`."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from engine.checking.check import STATES, Checked, check
from engine.checking.placed import placed
from engine.checking.walks import read_walks
from engine.commands.tried import faults
from engine.diagnostics import Diagnostic, in_order
from engine.explore.explored import Ask, explore
from engine.explore.proved import proved
from engine.explore.search import Wish
from engine.explore.trying import tried
from engine.reading.load import load

WITH_WORDS: Final = frozenset({"A109", "A110"})
"""What only `explore --words` says."""
BY_WALKING: Final = frozenset({"A120", "A121"})
"""What only `walk` says."""
TOO_LARGE: Final = frozenset({"L233"})
"""What `check` says only of a story that is too large for it to see where every path leads."""


def everything(code: str, path: Path) -> Checked:
    """Return what `check` says of the story at `path`, and whoever else says `code`."""
    checked = check(path, 0 if code in TOO_LARGE else STATES)
    more = list(_further(code, path, checked))
    return replace(checked, diagnostics=in_order([*checked.diagnostics, *more])) if more else checked


def _further(code: str, path: Path, checked: Checked) -> Iterator[Diagnostic]:
    if code in WITH_WORDS and checked.story is not None:
        found = explore(checked.story, Ask(words=True, figures=False)).findings
        yield from (each.diagnostic for each in placed(found, load(path).documents))
    if code in BY_WALKING:
        beside = read_walks(path, load(path))
        assert beside is not None
        assert beside.value is not None, "the walks cannot be tried"
        watching = beside.value.watching
        results = [tried(watching, each) for each in beside.value.walks]
        yield from faults(results, proved(watching, beside.value.promises, Wish()))
