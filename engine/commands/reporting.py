"""`curbside report`: what a class did.

May import floors 0 to 3, where it is used, and `shared`.
"""

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.commands.shared import FINE, PROBLEMS, USAGE, Command, nothing_called, say, speak
from engine.languages.messages import _, ngettext

if TYPE_CHECKING:
    from collections import Counter

    from engine.model import Story
    from engine.report.counted import Counts

_ROWS: Final = "choices.csv"


def _report(options: argparse.Namespace) -> int:
    from engine.diagnostics import on_one_line  # noqa: PLC0415

    speak()
    if options.share and options.with_shared:
        say(_("What pupils chose to share with the class is not for a version to be shared: leave one of the two out."))
        return USAGE
    if options.share and (options.output / _ROWS).exists():
        said = _("{folder} holds {file}, which is not for sharing: name a new folder for the version to be shared.")
        say(said.format(folder=on_one_line(str(options.output)), file=_ROWS))
        return USAGE
    story = _story(options)
    if isinstance(story, int):
        return story
    try:
        counts = _counted(story, options)
    except OSError as error:
        said = _("{path} cannot be read or written: {why}.")
        say(said.format(path=on_one_line(str(error.filename or options.output)), why=error.strerror))
        return USAGE
    return _told(counts, options)


def _story(options: argparse.Namespace) -> "Story | int":
    """Return the story that was asked for, or of which most plays are; where there is none, say so; a code."""
    from engine.classes.folder import stories  # noqa: PLC0415
    from engine.diagnostics import on_one_line, quoted  # noqa: PLC0415

    folder = on_one_line(str(options.folder))
    try:
        there = stories(options.folder)
    except OSError as error:
        say(_("{folder} cannot be looked into: {why}.").format(folder=folder, why=error.strerror))
        return USAGE
    if not there:
        say(_("There are no plays in {folder}: a play is a file that ends in .jsonl.").format(folder=folder))
        return USAGE
    if options.story is not None:
        return _asked(options.story, there)
    most = min(there, key=lambda id_: (-there[id_], id_))
    story = _bundled(most)
    if story is None:
        said = _("Most plays in {folder} are of the story {story}, which does not come with this program.")
        say(said.format(folder=folder, story=quoted(most)) + " " + _("Name its folder with --story."))
        return USAGE
    return story


def _asked(name: str, there: "Counter[str]") -> "Story | int":
    from engine.diagnostics import quoted, render  # noqa: PLC0415
    from engine.reading.files import find  # noqa: PLC0415
    from engine.reading.load import load  # noqa: PLC0415

    path = find(name)
    if path is None:
        return nothing_called(name)
    loaded = load(path)
    if loaded.story is None:
        say(render([each for each in loaded.diagnostics if each.severity == "error"], loaded.lines))
        say(_("What was played of this story cannot be told before that is mended."))
        return PROBLEMS
    if not there[loaded.story.id]:
        others = ", ".join(quoted(each) for each in sorted(there)[:8])
        said = _("None of the plays is of the story {story}; they are of {others}.")
        say(said.format(story=quoted(loaded.story.id), others=others))
        return USAGE
    return loaded.story


def _bundled(id_: str) -> "Story | None":
    """Return the story of that id that comes with the program."""
    from engine.reading.files import shelf  # noqa: PLC0415
    from engine.reading.load import load  # noqa: PLC0415

    near = sorted(shelf(), key=lambda path: (path.name != id_, path.name))
    for path in near:
        story = load(path).story
        if story is not None and story.id == id_:
            return story
    return None


def _counted(story: "Story", options: argparse.Namespace) -> "Counts":
    """Count the plays and write the report; the rows take their place when all else is written. Raises OSError."""
    from engine.classes.folder import plays  # noqa: PLC0415
    from engine.report import rows  # noqa: PLC0415
    from engine.report.as_json import as_json  # noqa: PLC0415
    from engine.report.counted import counted  # noqa: PLC0415
    from engine.report.figures import Figures  # noqa: PLC0415
    from engine.report.page import as_page  # noqa: PLC0415

    folder: Path = options.output
    folder.mkdir(parents=True, exist_ok=True)
    found = plays(options.folder, story.id, leave_out=folder)
    aside = folder / f"{_ROWS}.new"
    try:
        if options.share:
            counts = counted(story, found, share=True)
        else:
            with aside.open("w", encoding="utf-8", errors="replace", newline="") as stream:
                counts = counted(story, found, rows.into(stream, story))
        figures = Figures(counts, share=options.share)
        _write(folder / "report.json", as_json(figures, with_shared=options.with_shared))
        _write(folder / "report.html", as_page(figures, with_shared=options.with_shared))
        if not options.share:
            aside.replace(folder / _ROWS)
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    return counts


def _write(path: Path, words: str) -> None:
    path.write_bytes(words.encode("utf-8", "replace"))


def _told(counts: "Counts", options: argparse.Namespace) -> int:
    """Say what was written and what was left out; return the exit code."""
    from engine.diagnostics import on_one_line, showable  # noqa: PLC0415

    names = ["report.html", "report.json", *([] if options.share else [_ROWS])]
    read = counts.plays + counts.votes.plays
    said = ngettext("{count} play of {story}.", "{count} plays of {story}.", read)
    folder = on_one_line(str(options.output))
    lines = [
        said.format(count=read, story=counts.story.title),
        _("Written in {folder}: {names}.").format(folder=folder, names=", ".join(names)),
    ]
    sys.stdout.write("".join(f"{showable(line)}\n" for line in lines))
    for title, files in ((_("Left out:"), counts.skipped), (_("Counted, but not to the end:"), counts.partly)):
        if files:
            say("\n".join([title, *(f"  {each.file}: {each.why}" for each in files)]))
    return PROBLEMS if counts.skipped or counts.partly else FINE


def _add_report(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=Path, metavar="FOLDER", help="where the plays of the class are")
    command.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", required=True, help="where to write it: a folder"
    )
    command.add_argument(
        "--story", metavar="STORY", help="the story that was played, where it does not come with this program"
    )
    command.add_argument("--share", action="store_true", help="hide counts below 5, and all from which they follow")
    command.add_argument("--with-shared", action="store_true", help="show what pupils chose to share")


REPORT: Final = Command(_report, _add_report, "tell what a class did, decision by decision")
