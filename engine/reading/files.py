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
LINES: Final = 500_000


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
        if re.fullmatch(r"[a-z0-9-]+", story) and (inside / "story.yaml").is_file():
            return inside
    return None


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
    found, digest, size, lines = list[File](), hashlib.sha256(), 0, 0
    for file in _read(first, folder, with_chapters=whole):
        label = f"chapters/{Path(file.name).name}" if found else first.name
        found.append(file)
        size += len(file.data)
        lines += file.data.count(b"\n")
        digest.update(f"{label} {len(file.data)}\n".encode("utf-8", "surrogateescape"))
        digest.update(file.data)
        if size > STORY_BYTES or lines > LINES or len(found) > FILES:
            most = f"{FILES} files, {LINES:,} lines and {STORY_BYTES // 2**20} MiB"
            found = [
                _unread(file.name, "Y024", f"a story has at most {most}, and here there are more", "make two of it")
            ]
            break
    name = path.resolve().name if whole or path.name != "story.yaml" else path.resolve().parent.name
    return Files(tuple(found), _kebab(name), digest.hexdigest())


def _read(first: Path, folder: Path, *, with_chapters: bool) -> Iterator[File]:
    yield read_file(first, folder)
    if with_chapters:
        chapters = folder / "chapters"
        try:
            files = _chapters(chapters)
        except FileNotFoundError:
            return
        except OSError as error:
            yield _unread(
                str(chapters), "Y023", f"this cannot be read: {error.strerror}", "see whether you may open it"
            )
            return
        yield from (read_file(each, folder) for each in files)


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
    return _unread(str(file), "Y023", why, hint)


def _unread(name: str, code: str, why: str, hint: str) -> File:
    return File(name, b"", Diagnostic(code=code, span=Span(name, 1, 1, 1, 1), message=why, hint=hint))


def is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; never raises."""
    with suppress(OSError):
        return path.is_dir()
    return False


def _chapters(folder: Path) -> list[Path]:
    """Return the chapters in a folder, by name, with numbers compared as numbers. Raises OSError."""

    def natural(path: Path) -> list[tuple[int, str]]:
        return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]{1,99})", path.name)]

    return sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=natural)


def _kebab(name: str) -> str:
    """Return the id of a story that has none, from the name of its folder or file; "story" where nothing is left."""
    stem = Path(name).stem if name.endswith((".yaml", ".yml")) else name
    return re.sub(r"[^a-z0-9]+", "-", stem.lower())[:64].strip("-") or "story"
