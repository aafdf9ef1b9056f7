"""`curbside walk`: try a story's walks, and see whether its promises hold.

May import floors 0 to 3, where it is used, and `tried` and `shared`.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.commands.shared import FINE, PROBLEMS, USAGE, Command, nothing_called, say

if TYPE_CHECKING:
    from engine.checking.beside import Beside
    from engine.checking.walks import Walks
    from engine.explore.judged import Proved
    from engine.reading.load import Loaded


def _add_walk(command: argparse.ArgumentParser) -> None:
    command.add_argument("story", metavar="STORY", help="a folder with story.yaml and walks.yaml, or a bundled id")
    command.add_argument("--json", action="store_true", help="print what came of it for programs")


def _walk(options: argparse.Namespace) -> int:
    from engine.checking.check import whole  # noqa: PLC0415
    from engine.checking.walks import read_walks  # noqa: PLC0415
    from engine.commands.tried import as_json, as_text  # noqa: PLC0415
    from engine.explore.trying import tried  # noqa: PLC0415
    from engine.reading.files import find  # noqa: PLC0415
    from engine.reading.load import load  # noqa: PLC0415

    found = find(options.story)
    if found is None:
        return nothing_called(options.story)
    path = whole(found)
    loaded = load(path)
    beside = read_walks(path, loaded)
    if not _sound(loaded, beside, aside=options.json):
        return PROBLEMS
    if beside is None or beside.value is None:
        say(_how_to_begin(path))
        return USAGE
    results = [tried(beside.value.watching, walk) for walk in beside.value.walks]
    proofs = _proved(beside.value)
    document = beside.document
    shown = as_json(results, proofs) if options.json else as_text(results, proofs, {document.file: document.lines})
    sys.stdout.write(shown)
    return FINE if all(each.passed for each in results) and all(each.kept is not False for each in proofs) else PROBLEMS


def _sound(loaded: "Loaded", beside: "Beside[Walks] | None", *, aside: bool) -> bool:
    """Show what is wrong with the story or with its walks, and tell whether they can be tried all the same.

    Warnings on the story are for `check` to tell. Programs find the faults `aside`, on standard error.
    """
    from engine.diagnostics import in_order, is_sound, render  # noqa: PLC0415

    told = [each for each in loaded.diagnostics if each.severity == "error"]
    told += beside.diagnostics if beside else ()
    lines = {**loaded.lines, **({beside.document.file: beside.document.lines} if beside else {})}
    sound = loaded.story is not None and is_sound(told)
    if told:
        ends = "\n" if sound else "\nNothing was tried: mend this first.\n"
        (sys.stderr if aside else sys.stdout).write(f"{render(in_order(told), lines)}{ends}")
    return sound


def _how_to_begin(path: Path) -> str:
    """Say that there are no walks yet, and how one comes to some."""
    from shlex import quote  # noqa: PLC0415

    from engine.diagnostics import on_one_line  # noqa: PLC0415
    from engine.reading.files import is_folder  # noqa: PLC0415

    if not is_folder(path) and path.name != "story.yaml":
        name = on_one_line(path.name)
        return f"Walks stand in a walks.yaml beside a story.yaml, and {name} is a file by itself. Put it in a folder."
    folder = path if is_folder(path) else path.parent
    story, file = (quote(on_one_line(str(each))) for each in (folder, folder / "walks.yaml"))
    return f"There are no walks beside this story yet. To begin some: curbside explore {story} --save-walks {file}"


def _proved(walks: "Walks") -> "tuple[Proved, ...]":
    """Return whether each promise is kept, in their order."""
    from engine.engines.choosing import proved  # noqa: PLC0415

    return proved(walks.watching, walks.promises) if walks.promises else ()


WALK: Final = Command(_walk, _add_walk, "try a story's walks, and see whether its promises hold")
