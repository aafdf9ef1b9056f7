"""A file beside a story, as it was read: everything wrong with it, and the names of the story looked up in it.

May import floors 0 and 1. Knows no kind of file by heart: `lesson` and `walks` say what stands in theirs.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

from engine.diagnostics import MOST, Diagnostic, Related, Span, did_you_mean, in_order, is_sound, quoted
from engine.model import Story, renamed_to
from engine.reading.files import is_folder, read_file
from engine.reading.load import Loaded, document_of, schema_of
from engine.reading.names import Names, Sheet
from engine.reading.schema import faults
from engine.reading.values import Document, List, Map, below, items, strings, words

T = TypeVar("T")
Meant: TypeAlias = Callable[[str, Collection[str]], str]
"""What finds a hint for a name among those that are known; nothing where it has none."""


@dataclass(frozen=True, slots=True)
class Beside(Generic[T]):
    """A file beside a story: as it was read, what is wrong with it, in order, and what it says.

    `value` is None where an error stands in the way, in this file or in the story.
    """

    document: Document
    diagnostics: tuple[Diagnostic, ...]
    value: T | None


@dataclass(frozen=True, slots=True)
class Page:
    """A file while it is looked through: its sheet, its story (None where that has faults), and what was renamed."""

    sheet: Sheet
    story: Story | None
    renamed: tuple[Mapping[str, str], Mapping[str, str]]

    @property
    def names(self) -> Names:
        """What the story declares."""
        return self.sheet.names

    def fault(self, code: str, span: Span, message: str, hint: str, related: tuple[Related, ...] = ()) -> None:
        """Note a fault, unless there are so many that no more are told."""
        if not self.sheet.is_full:
            self.sheet.fault(code, span, message, hint, related)

    def scene(self, name: str, span: Span) -> None:
        """Note a name that no scene has."""
        self.known("L201", "scene", name, span, self.names.scenes)

    def choice(self, name: str, span: Span) -> None:
        """Note a name that no choice has; the same id in another scene is what was most probably meant."""
        self.known("L206", "choice", name, span, self.names.choices, _alike)

    def known(  # noqa: PLR0913, PLR0917 - a fault has these parts
        self, code: str, kind: str, name: str, span: Span, names: Collection[str], meant: Meant | None = None
    ) -> None:
        """Note a name that is none of `names`, with what it is called today if it was renamed, or what was meant."""
        if name in names or self.names.is_doubtful(name) or self.sheet.is_full:
            return
        hint = self.today(name) or (meant(name, names) if meant else "")
        if not hint and kind in ("scene", "choice"):
            hint = did_you_mean(name, names) or "name one that is there; what was written for an older story can go"
        if hint:
            self.fault(code, span, f"there is no {kind} {quoted(name)}", hint)
        else:
            self.sheet.unknown(code, span, kind, name, names)

    def today(self, name: str) -> str:
        """Return a hint with what an old `scene` or `scene.choice` is called today, or nothing."""
        now = renamed_to(name, *self.renamed)
        known = now != name and (now in self.names.scenes or now in self.names.choices)
        return f'it was renamed: write "{now}"' if known else ""

    def id(self, of: Map, kind: str, taken: dict[str, Span]) -> tuple[str, Span]:
        """Return the id of a `kind` of thing and its place; note one that is `taken`, or a word of the language."""
        name = words(of, "id")
        if name is None:
            return "", self.sheet.document.first(of)
        span = self.place(of, "id")
        if name in taken:
            first = Related(taken[name], "it first stands here")
            self.fault("L207", span, f"there is a {kind} {quoted(name)} already", "rename one of them", (first,))
        elif not self.sheet.is_full:
            taken[self.sheet.id(name, span)] = span
        return name, span

    def place(self, of: Map | List, key: str | int) -> Span:
        """Return the place of a value."""
        return self.sheet.document.value(of, key)


def read(path: Path, loaded: Loaded, kind: str, make: Callable[[Page, Map], T | None]) -> Beside[T] | None:
    """Return the file of a `kind` beside the story at `path`, which was `loaded`; None where there is none.

    `make` gets a file of any shape, notes what is wrong with its names on the page, and returns what it says. It is
    not asked where the names of the story are not known: nobody could say which are missing.
    """
    document = found_file(path, f"{kind}.yaml")
    if document is None:
        return None
    shape = [] if document.root is None else faults(document, schema_of(kind))
    found: list[Diagnostic] = []
    value = None
    names = _names(loaded)
    if isinstance(document.root, Map) and names is not None and len(shape) < MOST:
        misshapen = frozenset((each.span.line, each.span.column) for each in shape)
        page = Page(Sheet(document, names, found, misshapen), loaded.story, _renamed(loaded))
        value = make(page, document.root)
    told = in_order([*document.diagnostics, *shape, *found])
    return Beside(document, told, value if loaded.story is not None and is_sound(told) else None)


def maps(of: Map, key: str) -> list[Map]:
    """Return the maps in the list behind `key`."""
    return [each for each in items(of, key) if isinstance(each, Map)]


def _alike(name: str, names: Collection[str]) -> str:
    alike = [each for each in names if each.endswith("." + name.rpartition(".")[2])]
    return did_you_mean(name, alike) or (f'did you mean "{alike[0]}"?' if alike else "")


def _names(loaded: Loaded) -> Names | None:
    """Return the names of a story, or None where it may have more: a file of it is no map, or has no scenes yet."""
    is_whole = all(isinstance(document.root, Map) for document in loaded.documents)
    return loaded.names if is_whole and loaded.names is not None and loaded.names.scenes else None


def _renamed(loaded: Loaded) -> tuple[Mapping[str, str], Mapping[str, str]]:
    header = loaded.documents[0].root
    renames = below(header, "renamed") if isinstance(header, Map) else Map()
    return strings(below(renames, "scenes")), strings(below(renames, "choices"))


def found_file(story: Path, name: str) -> Document | None:
    """Return the file `name` as read from the folder of `story`, or None where nothing is called so."""
    folder = story.parent if story.name == "story.yaml" else story
    file = folder / name
    with suppress(OSError):
        if is_folder(folder) and (file.is_symlink() or file.exists()):
            return document_of(read_file(file, folder))
    return None
