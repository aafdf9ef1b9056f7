"""Everything that can be said of what stands at a path: the story, its lesson, its walks, what is loose, its craft.

May import floors 0 and 1 and the rest of its room. Reads no file but through `reading/load`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.checking.craft import craft
from engine.checking.lesson import read_lesson
from engine.checking.unused import unused
from engine.checking.walks import asked, read_walks
from engine.diagnostics import Diagnostic, in_order
from engine.model import Story
from engine.reading.load import load
from engine.reading.source import paused_collector


@dataclass(frozen=True, slots=True)
class Checked:
    """A story (None where an error stands in its way), all that is to be said, and each file's lines by its name."""

    story: Story | None
    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, Sequence[str]]


def check(path: str | Path) -> Checked:
    """Return what can be said of the story at `path` and of the lesson and the walks that stand beside it."""
    with paused_collector():
        return _checked(Path(path))


def _checked(path: Path) -> Checked:
    loaded = load(path)
    lesson, walks = read_lesson(path, loaded), read_walks(path, loaded)
    promised = asked(walks.value) if walks else ()
    found = [*loaded.diagnostics, *unused(loaded, promised), *craft(loaded)]
    lines = dict[str, Sequence[str]](loaded.lines)
    for beside in (lesson, walks):
        if beside is not None:
            found += beside.diagnostics
            lines[beside.document.file] = beside.document.lines
    return Checked(loaded.story, in_order(found), lines)
