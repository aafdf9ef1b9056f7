"""A first story, made in a folder of its own: a whole one, with its tests and the schemas for the editor beside it.

May import floors 0 and 1, and `own_schema`. Makes all of the folder or nothing, and never writes over what is there.
The story itself stands in `first/`.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from engine.diagnostics import UNSHOWABLE, quoted
from engine.reading import source
from engine.reading.files import is_folder
from engine.reading.load import load
from engine.writing.own_schema import write_beside

LONGEST: Final = 64
"""The longest id of a story, in characters; its schema says the same."""


@dataclass(frozen=True, slots=True)
class Made:
    """A story was made: where, and what to tell the writer, line by line."""

    folder: Path
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotMade:
    """No story was made, and nothing was left behind: why not, in a sentence."""

    why: str


def written(name: str, folder: Path) -> Made | NotMade:
    """Make a new story called `name` in `folder`, and return what to say of it.

    `name` may be a path; the folder that the story gets is its last part as an id: small letters, digits, hyphens.
    """
    path = Path(name)
    title = path.name.removesuffix(".yaml")
    id_ = _kebab(title)
    if (why := _why_not(name, title, id_, folder)) is not None:
        return NotMade(why)
    shown = path.parent / id_
    target = folder / shown
    if os.path.lexists(target):
        return NotMade(f"There is something called {quoted(shown)} already. Choose another name.")
    try:
        _make(target, id_, _in_words(title))
    except OSError as error:
        return NotMade(f"{quoted(shown)} cannot be made here: {error.strerror}.")
    return Made(target, _told(shown))


def _why_not(name: str, title: str, id_: str, folder: Path) -> str | None:
    """Return why no story can be called so, or None."""
    if UNSHOWABLE.search(name) or "\n" in name:
        return "A name cannot hold characters that nobody can see."
    if not id_:
        return (
            f"{quoted(name)} cannot be the name of a story's folder: write letters from a to z, digits and hyphens, "
            "such as my-lunch. The title can be anything; you write it inside."
        )
    if len(id_) > LONGEST or len(title) > LONGEST:
        return f"This name is too long: {LONGEST} characters are the most."
    if not is_folder(folder / Path(name).parent):
        return f"There is no folder {quoted(Path(name).parent)} to make the story in."
    return None


def _kebab(title: str) -> str:
    """Return an id for a title: letters without their accents, and a hyphen for what is neither letter nor digit."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _in_words(title: str) -> str:
    """Return a title as people write it: "my-lunch" as "My lunch"; what has a space or a capital stays as it is."""
    if " " in title or title != title.lower():
        return title.strip()
    plain = re.sub(r"[-_]+", " ", title).strip()
    return plain[:1].upper() + plain[1:]


def _make(target: Path, id_: str, title: str) -> None:
    """Write the folder beside its place, and move it there when it is whole."""
    with TemporaryDirectory(prefix=".new-", dir=target.parent) as aside:
        story = Path(aside) / id_
        story.mkdir()
        first = Path(__file__).with_name("first")
        for file in ("story.yaml", "walks.yaml"):
            text = (first / file).read_text(encoding="utf-8")
            text = text.replace("\nid: lunch\n", f"\nid: {_scalar('id', id_)}\n")
            text = text.replace("\ntitle: Lunch\n", f"\ntitle: {_scalar('title', title)}\n")
            text = text.replace("`curbside schema lunch --write`", f"`curbside schema {id_} --write`")
            (story / file).write_text(text, encoding="utf-8", newline="\n")
        write_beside(load(story), story)
        story.rename(target)


def _scalar(key: str, words: str) -> str:
    """Return words as they are, or in quotes where they would be read as something else."""
    document = source.read("", f"{key}: {words}\n".encode())
    is_plain = not document.diagnostics and document.root == {key: words}
    return words if is_plain else json.dumps(words, ensure_ascii=False)


def _told(shown: Path) -> tuple[str, ...]:
    name = shlex.quote(str(shown)) if sys.platform != "win32" else subprocess.list2cmdline([str(shown)])
    return (
        f"Made {shown}: a small story, its tests, and what your editor needs to help you.",
        f"The story stands in {shown / 'story.yaml'}: open it in an editor, and make it yours.",
        "",
        "Type next:",
        f"  curbside play {name}",
        f"  curbside check {name}",
    )
