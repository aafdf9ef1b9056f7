"""Everything that can be said of what stands at a path: the story, its lesson, its walks, what is loose, its craft.

May import floors 0 and 1, the explorer, and the rest of its room. Reads no file but through `reading/load`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.checking.craft import craft
from engine.checking.lasting import lasting
from engine.checking.lesson import read_lesson
from engine.checking.placed import placed
from engine.checking.unused import unused
from engine.checking.walks import asked, read_walks
from engine.diagnostics import Diagnostic, in_order
from engine.explore.explored import Ask, explore
from engine.model import Story
from engine.reading.load import load
from engine.reading.source import paused_collector
from engine.reading.values import Document

STATES: Final = 100_000
"""How many states are looked at: about a second. A number of states, and no time, so that it is the same everywhere."""
FIRST: Final = frozenset({"L230", "L232", "L234"})
"""Warnings of which others would follow: what is never set is never true, and where nothing leads nobody comes."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A story (None where an error stands in its way), all that is to be said, and each file's lines by its name.

    `is_all` tells whether every file could be read to its end; if not, more may be found when that is mended.
    `is_proven` tells whether every path through the story was looked at, `waits` whether warnings were held back that
    would follow from others.
    """

    story: Story | None
    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, Sequence[str]]
    is_all: bool = True
    is_proven: bool = False
    waits: bool = False


def check(path: str | Path, states: int = STATES) -> Checked:
    """Return what can be said of the story at `path` and of the lesson and the walks that stand beside it.

    Its paths are looked at as far as `states` go; what lies beyond is for the explorer.
    """
    with paused_collector():
        return _checked(whole(Path(path)), states)


def _checked(path: Path, states: int) -> Checked:
    loaded = load(path)
    lesson, walks = read_lesson(path, loaded), read_walks(path, loaded)
    promised = asked(walks.value) if walks else ()
    found = [*loaded.diagnostics, *unused(loaded, promised), *craft(loaded)]
    is_proven = waits = False
    if loaded.story is not None and states:
        found, is_proven, waits = _proven(loaded.story, loaded.documents, found, states)
    lines = dict[str, Sequence[str]](loaded.lines)
    if loaded.story is not None and lesson is not None:
        found += lasting(loaded.story, lesson)
    for beside in (lesson, walks):
        if beside is not None:
            found += beside.diagnostics
            lines[beside.document.file] = beside.document.lines
    documents = [*loaded.documents, *(beside.document for beside in (lesson, walks) if beside)]
    is_all = all(document.root is not None for document in documents)
    return Checked(loaded.story, in_order(found), lines, is_all, is_proven, waits)


def _proven(
    story: Story, documents: Sequence[Document], told: list[Diagnostic], states: int
) -> tuple[list[Diagnostic], bool, bool]:
    """Return what is told and what the paths of a story show, whether that was all of them, and whether some waits.

    What may run dry is known then: it does, or it is no longer told. Warnings that would follow from others wait.
    """
    seen = explore(story, Ask(figures=False, limit=states))
    more = [each.diagnostic for each in placed(seen.findings, documents)]
    waits = False
    if any(each.code in FIRST for each in told):
        found, more = more, [each for each in more if each.severity == "error"]
        waits = len(more) < len(found)
    if seen.is_complete:
        told = [each for each in told if each.code != "L233"]
    return [*told, *more], seen.is_complete, waits


def whole(path: Path) -> Path:
    """Return the story of which `path` is a part: the folder of a chapter, of a lesson or of walks, or itself."""
    folder = path.parent.parent if path.parent.name == "chapters" else path.parent
    is_part = path.parent.name == "chapters" or path.name in ("lesson.yaml", "walks.yaml")
    return folder if is_part and (folder / "story.yaml").is_file() else path
