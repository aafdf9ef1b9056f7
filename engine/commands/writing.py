"""`curbside new`, `schema` and `explain`, and the completion of shells: what writers need at their desk.

May import floors 0 to 3, where it is used, and `shared`.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from engine.commands.shared import FINE, USAGE, Command, nothing_called, say


def _add_new(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", nargs="+", metavar="NAME", help="what to call it; a folder of that name is made here")


def _new(options: argparse.Namespace) -> int:
    from engine.writing.new import Made, written  # noqa: PLC0415

    made = written(" ".join(options.name), Path())
    if not isinstance(made, Made):
        say(made.why)
        return USAGE
    sys.stdout.write("".join(f"{line}\n" for line in made.lines))
    return FINE


NEW: Final = Command(_new, _add_new, "make a small story of your own to begin from")


def _add_schema(command: argparse.ArgumentParser) -> None:
    command.add_argument("story", nargs="?", metavar="STORY", help="also offer the names of this story")
    command.add_argument(
        "--kind",
        choices=("story", "chapter", "lesson", "walks"),
        default="story",
        help="the file it is for (story)",
    )
    command.add_argument(
        "--write", action="store_true", help="write those that the story needs into its .curbside, for the editor"
    )


def _schema(options: argparse.Namespace) -> int:
    from engine.reading.files import find, is_folder  # noqa: PLC0415
    from engine.reading.load import load  # noqa: PLC0415
    from engine.writing.own_schema import as_text, schema_for, write_beside  # noqa: PLC0415

    path = find(options.story) if options.story is not None else None
    if options.story is not None and path is None:
        return nothing_called(options.story)
    loaded = load(path) if path is not None else None
    if not options.write:
        sys.stdout.write(as_text(schema_for(options.kind, loaded)))
        return FINE
    if path is None or loaded is None:
        say("--write needs a story, to write beside it.")
        return USAGE
    try:
        written = write_beside(loaded, path if is_folder(path) else path.parent)
    except OSError as error:
        say(f"{error.filename or path} cannot be written: {error.strerror}.")
        return USAGE
    for file in written:
        sys.stdout.write(f"{file}\n")
        kind = file.name.partition(".")[0]
        sys.stdout.write(f"  first line of the {kind}: # yaml-language-server: $schema=.curbside/{file.name}\n")
    return FINE


SCHEMA: Final = Command(_schema, _add_schema, "print the JSON Schema that an editor needs to help you write")


def print_completion(parser: argparse.ArgumentParser, shell: str) -> int:
    """Print what makes `shell` complete our commands."""
    from engine.writing.completion import NoScript, script  # noqa: PLC0415

    made = script(parser, shell)
    if isinstance(made, NoScript):
        say(made.why)
        return USAGE
    sys.stdout.write(f"{made}\n")
    return FINE


def _add_explain(command: argparse.ArgumentParser) -> None:
    command.add_argument("code", nargs="*", metavar="CODE", help="such as S103; without one, all are listed")


def _explain(options: argparse.Namespace) -> int:
    from engine.diagnostics import quoted  # noqa: PLC0415
    from engine.writing.explain import explained, listed, nearest_code  # noqa: PLC0415

    code = " ".join(options.code)
    if not code:
        sys.stdout.write(listed())
        return FINE
    text = explained(code)
    if text is None:
        say(f"There is no code {quoted(code)}; {nearest_code(code)}")
        return USAGE
    sys.stdout.write(text)
    return FINE


EXPLAIN: Final = Command(_explain, _add_explain, "say what a diagnostic means, with examples")
