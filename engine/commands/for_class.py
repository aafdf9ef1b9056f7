"""The options of `curbside play` for a class: which there are, and which do not go together.

May import floors 0 to 3, where it is used.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

UNASKED: Final[dict[str, Any]] = {
    "class_code": None,
    "into": None,
    "alias": None,
    "pair": False,
    "projector": False,
}
"""What stands for each of these options where nothing was asked."""


def add(command: argparse.ArgumentParser) -> None:
    """Add the options."""
    command.add_argument(
        "--class",
        dest="class_code",
        type=_class,
        metavar="CODE",
        help="play for a class, as 5B: under an alias that is offered, never a name",
    )
    command.add_argument(
        "--into", type=Path, metavar="FOLDER", help="with --class: the folder that gathers its plays; begins a new play"
    )
    command.add_argument("--alias", type=_alias, metavar="NAME", help="with --class: an alias that was offered before")
    command.add_argument("--pair", action="store_true", help="with --class: two play together")
    command.add_argument(
        "--projector", action="store_true", help="the whole class plays one play and votes: large spacing, letters"
    )


def wrong(options: argparse.Namespace) -> str:
    """Return what is wrong with options of a play for a class, or an empty text."""
    if options.projector and (given := _given(options, ("replay", "watch", "pair", "alias", "list"))):
        return f"--projector is for one play of the whole class, which votes: leave {given} out."
    if options.class_code is None and options.into is None:
        asked = "--alias" if options.alias is not None else "--pair" if options.pair else ""
        return f"{asked} is for a class: name it with --class CODE --into FOLDER." if asked else ""
    if options.into is None:
        return "--class is for plays that a class gathers: name their folder with --into FOLDER."
    if options.class_code is None:
        return "--into writes plays into the folder of a class: name the class with --class CODE."
    if options.story is None:
        return "A class plays one story: name the story as well."
    given = _given(options, ("replay", "at", "slot", "watch", "list"))
    return f"--into begins a new play of the whole story: leave {given} out." if given else ""


def _given(options: argparse.Namespace, names: Iterable[str]) -> str:
    """Return the first of these options that was given, or an empty text."""
    return next((f"--{name}" for name in names if getattr(options, name) not in {None, False}), "")


def _class(text: str) -> str:
    from engine.classes.codes import LONGEST, is_code  # noqa: PLC0415

    if not is_code(text):
        message = f"{text!r} is no code for a class: write 1 to {LONGEST} letters, digits or -, such as 5B"
        raise argparse.ArgumentTypeError(message)
    return text


def _alias(text: str) -> str:
    from engine.classes.aliases import is_alias  # noqa: PLC0415

    if not is_alias(text.lower()):
        message = (
            f"{text!r} is no alias: it is two words of our lists, such as amber-otter, and never a name; "
            "leave --alias out, and one is offered"
        )
        raise argparse.ArgumentTypeError(message)
    return text.lower()
