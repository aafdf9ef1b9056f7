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
    """A story (None where an error stands in its way), all that is to be said, and each file's lines by its name.

    `is_all` tells whether every file could be read to its end; if not, more may be found when that is mended.
    """

    story: Story | None
    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, Sequence[str]]
    is_all: bool = True


def check(path: str | Path) -> Checked:
    """Return what can be said of the story at `path` and of the lesson and the walks that stand beside it."""
    with paused_collector():
        return _checked(whole(Path(path)))


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
    documents = [*loaded.documents, *(beside.document for beside in (lesson, walks) if beside)]
    return Checked(loaded.story, in_order(found), lines, all(document.root is not None for document in documents))


def whole(path: Path) -> Path:
    """Return the story of which `path` is a part: the folder of a chapter, of a lesson or of walks, or itself."""
    folder = path.parent.parent if path.parent.name == "chapters" else path.parent
    is_part = path.parent.name == "chapters" or path.name in ("lesson.yaml", "walks.yaml")
    return folder if is_part and (folder / "story.yaml").is_file() else path
