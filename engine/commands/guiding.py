"""`curbside guide`: what an educator reads and prints before a lesson.

May import floors 0 to 3, where it is used, and `shared`.
"""

import argparse
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.commands.shared import FINE, PROBLEMS, USAGE, Command, nothing_called, say

if TYPE_CHECKING:
    from engine.checking.lesson import Lesson
    from engine.explore.explored import Explored
    from engine.model import Story

SUFFIXES: Final = (".html", ".pdf")

STATES: Final = 1_000_000
"""How many states are looked at before a guide does without what they would show: a minute, and half a gigabyte."""


def _guide(options: argparse.Namespace) -> int:
    from engine.reading.files import find  # noqa: PLC0415

    if not _fits(options):
        return USAGE
    path = find(options.story)
    if path is None:
        return nothing_called(options.story)
    read = _read(path)
    if read is None:
        return PROBLEMS
    story, lesson = read
    made = _booklet(story, lesson) if options.booklet else _made(story, lesson, path, options.minutes)
    return _written(made, options.output)


def _fits(options: argparse.Namespace) -> bool:
    """Say what is wrong with options that cannot be; return whether nothing is."""
    from engine.diagnostics import nearest, quoted  # noqa: PLC0415
    from engine.guide.pdf import has_pdf  # noqa: PLC0415

    wrong, name = "", "booklet" if options.booklet else "guide"
    if options.output is None:
        wrong = f"A {name} is a file to print: say which with -o {name}.html, or -o {name}.pdf."
    elif (suffix := options.output.suffix.lower()) not in SUFFIXES:
        near = nearest(suffix, SUFFIXES)
        hint = f"did you mean {near}?" if near else "it may end in .html or .pdf."
        wrong = f"{quoted(str(options.output))} says by its end what is written; {hint}"
    elif suffix == ".pdf" and not has_pdf():
        wrong = (
            "For PDF something more is needed: pip install 'curbside[pdf]' brings it. "
            f"Or write {name}.html, and print that from a browser."
        )
    if wrong:
        say(wrong)
    return not wrong


def _read(path: Path) -> "tuple[Story, Lesson | None] | None":
    """Return the story at `path` and its lesson; None where one of them has faults, which are said."""
    from engine.checking.check import whole  # noqa: PLC0415
    from engine.checking.lesson import read_lesson  # noqa: PLC0415
    from engine.diagnostics import in_order, render  # noqa: PLC0415
    from engine.reading.load import load  # noqa: PLC0415

    loaded = load(whole(path))
    beside = read_lesson(whole(path), loaded)
    faults = [*loaded.diagnostics, *(beside.diagnostics if beside else ())]
    told = [each for each in faults if each.severity == "error"]
    if loaded.story is not None and not told:
        return loaded.story, beside.value if beside else None
    lines = {**loaded.lines, **({beside.document.file: beside.document.lines} if beside else {})}
    say(render(in_order(told), lines))
    say("There is no guide before that is mended.")
    return None


def _booklet(story: "Story", lesson: "Lesson | None") -> str:
    from engine.booklet.booklet import booklet  # noqa: PLC0415

    return booklet(story, lesson)


def _made(story: "Story", lesson: "Lesson | None", path: Path, minutes: int | None) -> str:
    from engine.checking.sampled import samples  # noqa: PLC0415
    from engine.guide.guide import guide  # noqa: PLC0415
    from engine.guide.matter import matter  # noqa: PLC0415

    found = _explored(story)
    return guide(matter(story, lesson, found, samples(story), called=_called(path), minutes=minutes))


def _called(path: Path) -> str:
    """Return what a story is called on the command line, without the folders that it stands in."""
    from engine.checking.check import whole  # noqa: PLC0415

    path = whole(path)
    return (path.parent.name or "STORY") if path.name == "story.yaml" else path.name or "STORY"


def _explored(story: "Story") -> "Explored":
    from engine.engines.choosing import explore  # noqa: PLC0415
    from engine.explore.explored import Ask  # noqa: PLC0415
    from engine.exploring.progress import stoppable  # noqa: PLC0415
    from engine.reading.source import paused_collector  # noqa: PLC0415

    with stoppable() as progress, paused_collector():
        found = explore(story, Ask(limit=STATES, pulse=progress.pulse))
        if found.is_complete:  # with words there are many more states: what is known without them stays
            more = explore(story, Ask(words=True, limit=STATES, pulse=progress.pulse))
            return more if more.is_complete else found
        return found


def _written(made: str, output: Path) -> int:
    from engine.diagnostics import on_one_line  # noqa: PLC0415
    from engine.guide.pdf import NoPdf, pdf  # noqa: PLC0415

    try:
        data = pdf(made) if output.suffix.lower() == ".pdf" else made.encode("utf-8", "replace")
        with suppress(FileNotFoundError):
            if not data.startswith(output.read_bytes()[:5]):
                say(f"{on_one_line(str(output))} is there already, and is no page like this: it is not written over.")
                return USAGE
        output.write_bytes(data)
    except NoPdf as error:
        say(f"No PDF can be made here: {on_one_line(str(error))}. Write .html, and print that from a browser.")
        return USAGE
    except OSError as error:
        say(f"{on_one_line(str(output))} cannot be written: {error.strerror}.")
        return USAGE
    return FINE


def _add_guide(command: argparse.ArgumentParser) -> None:
    command.add_argument("story", metavar="STORY", help="a file or folder, or the id of a bundled story")
    command.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="what to write: .html, or .pdf with the extra pdf"
    )
    command.add_argument(
        "--minutes", type=int, choices=(30, 45, 60), help="how long the lesson is; what lesson.yaml says otherwise"
    )
    command.add_argument("--booklet", action="store_true", help="the story as a booklet to print, with cards to vote")


GUIDE: Final = Command(_guide, _add_guide, "make the guide to a lesson on a story, to read and to print")
