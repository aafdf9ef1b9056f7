"""What a shell completes while somebody types `curbside ...`: a script for bash, zsh, tcsh and others, made by shtab.

May import floors 0 and 1. The only import of shtab, which need not be there. It reads the parser that it is given, and
knows by the word that stands for a value (STORY, FILE) what can be one.
"""

import argparse
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from engine.codes import CODES
from engine.reading.files import shelf


@dataclass(frozen=True, slots=True)
class NoScript:
    """There is no script: why not, and what to do, in a sentence or two."""

    why: str


def script(parser: argparse.ArgumentParser, shell: str) -> str | NoScript:
    """Return the script that makes `shell` complete the commands, options and values of `parser`."""
    try:
        import shtab  # noqa: PLC0415 - an extra
    except ImportError:
        return NoScript("This needs one more package, shtab: pip install 'curbside[completion]'")
    if shell not in shtab.SUPPORTED_SHELLS:
        return NoScript(f"There is no script for {shell}. There is one for {', '.join(shtab.SUPPORTED_SHELLS)}.")
    files = {**shtab.FILE, **_STORIES, "fish": f"(printf '%s\\n' {_ids()}; __fish_complete_path (commandline -ct))"}
    values = {
        "STORY": files,
        "PATH": files,
        "OLD": files,
        "FILE": shtab.FILE,
        "FOLDER": shtab.DIRECTORY,
        "NAME": shtab.DIRECTORY,
    }
    words: dict[str, Sequence[str]] = {"CODE": sorted(CODES), "SHELL": sorted(shtab.SUPPORTED_SHELLS)}
    for action in _actions(parser):
        if action.metavar in values:
            action.complete = values[action.metavar]  # type: ignore[attr-defined]  # shtab looks for it there
        elif action.metavar in words:
            action.choices = words[action.metavar]  # of this parser nothing is asked any more
    return str(shtab.complete(parser, shell, preamble=_preamble(shell)))


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield every argument and option of a parser and of its subcommands."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way
        yield action
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - as above
            for command in action.choices.values():
                yield from _actions(command)


_STORIES: Final = {"bash": "_curbside_story_files", "zsh": "_curbside_story_files"}
"""The functions that complete a story, by shell. What has `_file` in its name, shtab takes for the names of files."""


def _preamble(shell: str) -> str:
    """Return those functions: a story is the id of a bundled one, a YAML file or a folder."""
    lines = {
        "bash": (
            f'  compgen -W {shlex.quote(_ids())} -- "$1"',
            *(f"  compgen -f -X '!*.{ending}' -- \"$1\"" for ending in ("yaml", "yml")),
            '  compgen -d -- "$1"',
        ),
        "zsh": (
            f"  _alternative {shlex.quote(f'stories:bundled story:({_ids()})')} \\",
            "    'files:file or folder:_files -g \"*.(yaml|yml)\"'",
        ),
    }
    return "\n".join((f"{_STORIES[shell]}() {{", *lines[shell], "}")) if shell in lines else ""


def _ids() -> str:
    return " ".join(path.name for path in shelf())
