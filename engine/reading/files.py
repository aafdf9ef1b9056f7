"""The files of a story: which they are, their bytes, and what is told of one that cannot be read.

May import `diagnostics`. The only reader of story files. A story reaches no file but its own, and no more of one than
the limits allow.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from engine.diagnostics import Diagnostic, Span

FILES: Final = 200
STORY_BYTES: Final = 32 * 2**20
FILE_BYTES: Final = 8 * 2**20


class File(NamedTuple):
    """One file: its name as it is shown, and its bytes, or what is wrong with it."""

    name: str
    data: bytes
    fault: Diagnostic | None = None


class Files(NamedTuple):
    """The files of a story, the header first. `id` is what it is called without an `id:`; `digest` their SHA-256."""

    files: tuple[File, ...]
    id: str
    digest: str


def bundled(kind: str) -> Path:
    """Return the folder of the bundled `scenes`, `schemas` or `diagnostics`, in a wheel and in a checkout alike."""
    engine = Path(__file__).resolve().parent.parent
    inside = engine / "_bundled" / kind
    return inside if inside.is_dir() else engine.parent / ("tests/diagnostics" if kind == "diagnostics" else kind)


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


def files_at(path: str | Path) -> Files:
    """Return the files of the story at `path`, a file or a folder with `story.yaml`; the first that is too many is one.

    Never raises for what is there, or for a file that cannot be read.
    """
    path = Path(path)
    if path.name == "story.yaml" and is_folder(path.parent / "chapters"):
        path = path.parent
    whole = is_folder(path)
    folder, first = (path, path / "story.yaml") if whole else (path.parent, path)
    found, digest, size = list[File](), hashlib.sha256(), 0
    for each in (first, *(_chapters(folder) if whole else ())):
        file = read_file(each, folder)
        found.append(file)
        size += len(file.data)
        digest.update(f"{each.relative_to(folder).as_posix()} {len(file.data)}\n".encode())
        digest.update(file.data)
        if size > STORY_BYTES or len(found) > FILES:
            message = f"a story has at most {FILES} files and {STORY_BYTES // 2**20} MiB, and here there are more"
            found = [File(file.name, b"", Diagnostic(code="Y024", span=Span(file.name, 1, 1, 1, 1), message=message))]
            break
    name = path.resolve().name if whole or path.name != "story.yaml" else path.resolve().parent.name
    return Files(tuple(found), _kebab(name), digest.hexdigest())


def read_file(file: Path, folder: Path) -> File:
    """Return a file as it stands in `folder`. What is no plain file of that folder is not opened."""
    try:
        if not file.exists():
            why, hint = "there is no such file", "check its name; a story in a folder begins with story.yaml"
        elif not file.is_file():
            why, hint = "this is not a file", "a chapter is a file, with nothing inside but its scenes"
        elif not file.resolve().is_relative_to(folder.resolve()):
            why, hint = "this leads out of the story's folder", "put the file itself there"
        else:
            with file.open("rb") as stream:
                return File(str(file), stream.read(FILE_BYTES + 1))
    except OSError as error:
        why, hint = f"this cannot be read: {error.strerror}", "see whether you may open it"
    return File(str(file), b"", Diagnostic(code="Y023", span=Span(str(file), 1, 1, 1, 1), message=why, hint=hint))


def is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; never raises."""
    with suppress(OSError):
        return path.is_dir()
    return False


def _chapters(folder: Path) -> Iterator[Path]:
    def natural(path: Path) -> list[tuple[int, str]]:
        return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]+)", path.name)]

    yield from sorted((folder / "chapters").glob("*.yaml"), key=natural)


def _kebab(name: str) -> str:
    """Return the id of a story that has none, from the name of its folder or file; "story" where nothing is left."""
    stem = Path(name).stem if name.endswith((".yaml", ".yml")) else name
    return re.sub(r"[^a-z0-9]+", "-", stem.lower())[:64].strip("-") or "story"
