"""`curbside check`: read stories and say what is wrong with them.

May import floors 0 to 3, where it is used, and `shared`.
"""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine import __version__
from engine.commands.shared import FINE, PROBLEMS, Command, nothing_called, speak_utf8

if TYPE_CHECKING:
    from engine.checking.check import Checked
    from engine.diagnostics import Diagnostic

FORMATS: Final = ("text", "concise", "json", "github", "sarif")
"""The same as in `checking.formats`, which `--help` does not import."""


def _add_check(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files, folders or bundled ids; without any, what stands here, or all bundled",
    )
    command.add_argument("--strict", action="store_true", help="let warnings count as faults do")
    command.add_argument("--craft", action="store_true", help="show the notes on craft as well")
    command.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text for people (what you get without this), concise for one line each, the others for programs",
    )
    command.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="auto: where a terminal shows it and NO_COLOR is not set",
    )


def _check(options: argparse.Namespace) -> int:
    """Show text story by story, each with a closing line; every other format is one document for all of them."""
    from engine.checking.check import check  # noqa: PLC0415
    from engine.checking.formats import formatted  # noqa: PLC0415
    from engine.diagnostics import in_order, on_one_line  # noqa: PLC0415
    from engine.reading.files import find, shelf  # noqa: PLC0415

    gc.disable()  # a check is short, and to look for garbage in a large story would take a third of it
    worst, counting = FINE, {"error", "warning"} if options.strict else {"error"}
    everything, lines = list["Diagnostic"](), dict[str, Sequence[str]]()
    color = _wants_color(options.color)
    for name in options.paths or ([] if not Path("story.yaml").is_file() else ["."]) or list(map(str, shelf())):
        path = find(name)
        if path is None:
            worst = nothing_called(name)
            continue
        checked = check(path)
        told = [each for each in checked.diagnostics if options.craft or each.severity != "note"]
        if any(each.severity in counting for each in told):
            worst = max(worst, PROBLEMS)
        if options.format == "text":
            frames = formatted("text", told, checked.lines, color=color, version=__version__)
            summary = f"{on_one_line(name)}: {_summary(checked, name, craft=options.craft)}\n"
            sys.stdout.write((f"{frames}\n" if frames else "") + summary)
        everything += told
        lines.update(checked.lines)
    if options.format == "text" and sys.stdout.isatty():  # a reader, who may want more
        if everything:
            sys.stdout.write(f"\nMore about a fault, with examples: curbside explain {everything[0].code}\n")
        elif worst == FINE and len(options.paths) == 1:
            sys.stdout.write(f"What can happen in it, and how likely: {_explores(options.paths[0])}\n")
    if options.format != "text":
        speak_utf8()
        sys.stdout.write(formatted(options.format, in_order(everything), lines, color=False, version=__version__))
    return worst


def _wants_color(when: str) -> bool:
    if when != "auto":
        return when == "always"
    dumb = os.environ.get("TERM", "dumb") in ("dumb", "unknown")
    return sys.stdout.isatty() and not dumb and not os.environ.get("NO_COLOR")


def _summary(checked: "Checked", name: str, *, craft: bool) -> str:
    severities = [each.severity for each in checked.diagnostics]
    errors, warnings, notes = (severities.count(each) for each in ("error", "warning", "note"))
    said = [_counted(errors, "fault")] if errors else []
    said += [_counted(warnings, "warning")] if warnings else []
    line = ", ".join(said) or "no faults"
    if checked.story is not None and not errors:
        line += f" ({_counted(len(checked.story.scenes), 'scene')}, {_counted(len(checked.story.endings), 'ending')})"
    if not checked.is_all:
        line += "; mend what keeps the rest from being read, and more may come"
    if checked.story is not None and not checked.is_proven:
        line += f"; not every path was looked at: {_explores(name)} looks at more"
    elif checked.waits:
        line += f"; mend these, and more may come of them: {_explores(name)} tells it now"
    if notes:
        line += f"; {_counted(notes, 'note')} on craft" + ("" if craft else ", shown with --craft")
    return line


def _explores(name: str) -> str:
    """Return the command that looks at every path of a story."""
    from shlex import quote  # noqa: PLC0415

    from engine.diagnostics import on_one_line  # noqa: PLC0415

    return f"curbside explore {quote(on_one_line(name))}"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


CHECK: Final = Command(_check, _add_check, "read stories and say what is wrong with them")
