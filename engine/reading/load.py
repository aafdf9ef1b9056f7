"""A path to a story: which files it is made of, and everything wrong with them.

The only reader of story files. A story reaches no file but its own.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engine.diagnostics import MOST, Diagnostic, Span, in_order, is_sound
from engine.model import Story
from engine.reading import schema, source
from engine.reading.build import Source, build
from engine.reading.names import Names
from engine.reading.values import Document

FILES: Final = 200
BYTES: Final = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Loaded:
    """What stands at a path: a story, unless a diagnostic is an error.

    `documents` are its files as they were read, the header first; `names` what they declare, where that can be told.
    """

    story: Story | None
    diagnostics: tuple[Diagnostic, ...]
    documents: Sequence[Document]
    names: Names | None = None

    @property
    def lines(self) -> dict[str, list[str]]:
        """Each file's lines by its name, for frames."""
        return {document.file: document.lines for document in self.documents}


def bundled(kind: str) -> Path:
    """Return the folder of the bundled `scenes` or `schemas`, in a wheel and in a checkout alike."""
    engine = Path(__file__).resolve().parent.parent
    inside = engine / "_bundled" / kind
    return inside if inside.is_dir() else engine.parent / kind


def find(story: str) -> Path | None:
    """Return the path of a story: a file or folder of that name, or else a bundled story of that id."""
    path = Path(story)
    with suppress(OSError):  # a name that no file could have
        if path.exists():
            return path
    inside = bundled("scenes") / story
    return inside if re.fullmatch(r"[a-z0-9-]+", story) and (inside / "story.yaml").is_file() else None


def shelf() -> list[Path]:
    """Return the folders of the bundled stories, by name."""
    return sorted(path.parent for path in bundled("scenes").glob("*/story.yaml"))


def load(path: str | Path) -> Loaded:
    """Return the story at `path`, a file or a folder with `story.yaml`, and what is wrong with it.

    Never raises for what a file holds, or for a file that cannot be read: that is a diagnostic.
    """
    path = Path(path)
    if path.name == "story.yaml" and (path.parent / "chapters").is_dir():
        path = path.parent
    whole = _is_folder(path)
    folder, first = (path, path / "story.yaml") if whole else (path.parent, path)
    documents, digest, size = list[Document](), hashlib.sha256(), 0
    for file in (first, *(_chapters(folder) if whole else ())):
        document, data = _read(file, folder)
        documents.append(document)
        size += len(data)
        digest.update(f"{file.relative_to(folder).as_posix()} {len(data)}\n".encode())
        digest.update(data)
        if size > BYTES or len(documents) > FILES:
            message = f"a story has at most {FILES} files and {BYTES // 2**20} MiB, and here there are more"
            documents, document.root = [document], None
            document.diagnostics[:] = [Diagnostic(code="Y024", span=Span(str(file), 1, 1, 1, 1), message=message)]
            break
    name = path.resolve().name if whole or path.name != "story.yaml" else path.resolve().parent.name
    with source.paused_collector():
        return _loaded(Source(documents, _kebab(name), digest.hexdigest()))


def _loaded(found: Source) -> Loaded:
    documents = found.documents
    read = [diagnostic for document in documents for diagnostic in document.diagnostics]
    shape: list[Diagnostic] = []
    for index, document in enumerate(documents):
        if document.root is not None:
            shape += schema.faults(document, schema_of("chapter" if index else "story"))
    if any(document.root is None for document in documents) or len(shape) >= MOST:
        # what the rest declares is not known, so no name can be told to be missing
        return Loaded(None, in_order([*read, *shape]), documents)
    built = build(found, in_order(shape))
    story = built.story if is_sound(read) else None
    return Loaded(story, in_order([*read, *shape, *built.diagnostics]), documents, built.names)


def beside(story: Path, name: str) -> Document | None:
    """Return the file `name` as read from the folder of `story`, such as its `lesson.yaml`, or None."""
    folder = story.parent if story.name == "story.yaml" else story
    file = folder / name
    return _read(file, folder)[0] if _is_folder(folder) and file.exists() else None


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema called `name`."""
    text = (bundled("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _chapters(folder: Path) -> Iterator[Path]:
    def natural(path: Path) -> list[tuple[int, str]]:
        return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]+)", path.name)]

    yield from sorted((folder / "chapters").glob("*.yaml"), key=natural)


def _read(file: Path, folder: Path) -> tuple[Document, bytes]:
    """Return a file as read, and its bytes. What is no plain file of the story's own folder is not opened."""
    try:
        if not file.exists():
            why, hint = "there is no such file", "check its name; a story in a folder begins with story.yaml"
        elif not file.is_file():
            why, hint = "this is not a file", "a chapter is a file, with nothing inside but its scenes"
        elif not file.resolve().is_relative_to(folder.resolve()):
            why, hint = "this leads out of the story's folder", "put the file itself there"
        else:
            with file.open("rb") as stream:
                data = stream.read(source.BYTES + 1)
            return source.read(str(file), data), data
    except OSError as error:
        why, hint = f"this cannot be read: {error.strerror}", "see whether you may open it"
    fault = Diagnostic(code="Y023", span=Span(str(file), 1, 1, 1, 1), message=why, hint=hint)
    return Document(str(file), [], None, [fault]), b""


def _is_folder(path: Path) -> bool:
    with suppress(OSError):
        return path.is_dir()
    return False


def _kebab(name: str) -> str:
    """Return the id of a story that has none, from the name of its folder or file; "story" where nothing is left."""
    stem = Path(name).stem if name.endswith((".yaml", ".yml")) else name
    return re.sub(r"[^a-z0-9]+", "-", stem.lower())[:64].strip("-") or "story"
