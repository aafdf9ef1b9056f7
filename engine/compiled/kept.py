"""Built stories on disk, each in one file of plain data, under the user's cache folder.

May import floors 0 and 1, and `form`. A file is named by what it was made from: the bytes of the story's files, this
engine, its schemas and its language; what is damaged, foreign or old is as if it were not there, and so is a folder
that cannot be written.
"""

import hashlib
import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from engine import __version__
from engine.compiled import form
from engine.model import Scene, Story
from engine.reading.files import Files, bundled

FORM: Final = "curbside compiled 2"
"""The first words of a file; the number changes with `form`."""

MOST: Final = 50
"""How many stories are kept; beyond that the oldest go."""

_DAMAGE: Final = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


def kept(found: Files) -> Story | None:
    """Return the story that was kept of these files, or None."""
    with suppress(OSError, *_DAMAGE):
        path = _path(found)
        return _read(path.read_bytes(), found) if path else None
    return None


def keep(found: Files, story: Story) -> None:
    """Keep a story that was built of these files, where there is a place for it."""
    with suppress(OSError):
        path = _path(found)
        if path is None:
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.writelines(_written(found, story))
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
        _tidy(path.parent)


def folder() -> Path | None:
    """Return the folder in which stories are kept, which may not be there yet; None where none are to be."""
    where = os.environ.get("CURBSIDE_CACHE", "")
    if where == "off":
        return None
    if not where:
        from platformdirs import user_cache_dir  # noqa: PLC0415 - it costs, and a folder may have been named

        try:
            where = user_cache_dir("curbside", appauthor=False)
        except RuntimeError:  # nobody's home is known
            return None
    return Path(where) / "stories"


def _path(found: Files) -> Path | None:
    """Return where a story is kept; None where nothing is to be."""
    inside = folder()
    return inside / f"{_key(found)}.json" if inside else None


def _key(found: Files) -> str:
    """Return what the story was made from: its bytes, the name that it hangs on, this engine and its schemas."""
    made = hashlib.sha256(f"{FORM} {__version__} {found.digest} {found.id}".encode())
    for schema in ("story", "chapter"):
        made.update((bundled("schemas") / f"{schema}.schema.json").read_bytes())
    for module in _modules():  # in a checkout the code changes and the version does not
        state = module.stat()
        made.update(f"{module.name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return made.hexdigest()


def _modules() -> Iterator[Path]:
    engine = Path(form.__file__).parent.parent
    yield from (engine / f"{name}.py" for name in ("conditions", "grammar", "model", "compiled/form"))
    yield from sorted((engine / "reading").glob("*.py"))


def _written(found: Files, story: Story) -> Iterator[bytes]:
    """Yield the file: a line on what follows, the header with the places of the scenes, the scenes."""
    files = [file.name for file in found.files]
    scenes = [json.dumps(form.plain_scene(scene, files)).encode() for scene in story.scenes.values()]
    ends, end = [], 0
    for scene in scenes:
        end += len(scene)
        ends.append(end)
    header = json.dumps({"story": form.plain_header(story), "scenes": [*story.scenes], "ends": ends}).encode()
    check = zlib.crc32(header)
    for scene in scenes:
        check = zlib.crc32(scene, check)
    yield f"{FORM} {len(header)} {check}\n".encode()
    yield header
    yield from scenes


def _read(data: bytes, found: Files) -> Story | None:
    first, _line, rest = data.partition(b"\n")
    *form_, length, check = first.decode().split(" ")
    if " ".join(form_) != FORM or zlib.crc32(rest) != int(check):
        return None
    header = json.loads(rest[: int(length)])
    files = [file.name for file in found.files]
    scenes = _Scenes(rest[int(length) :], header["scenes"], header["ends"], files)
    return form.story(header["story"], scenes)


class _Scenes(Mapping[str, Scene]):
    """The scenes of a kept story, each made when it is first asked for."""

    def __init__(self, data: bytes, names: Sequence[str], ends: Sequence[int], files: Sequence[str]) -> None:
        self._data, self._files = data, files
        self._places = dict(zip(names, zip([0, *ends], ends, strict=False), strict=True))
        self._made: dict[str, Scene] = {}

    def __getitem__(self, name: str) -> Scene:
        made = self._made.get(name)
        if made is None:
            start, end = self._places[name]
            made = self._made[name] = form.scene(json.loads(self._data[start:end]), self._files)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places


def _tidy(folder: Path) -> None:
    """Leave the newest, and nothing half-written that is old."""
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[MOST:]:
        file.unlink(missing_ok=True)
