"""The command line: its commands and options, its exit codes. What a command does stands in `commands`.

Exit codes: 0 fine, 1 the story has problems, 2 wrong usage or nothing to read, 130 interrupted. Everything that a
command needs is imported when it runs, so that `--help` costs nothing.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from engine import __version__
from engine.commands import checking, exploring, guiding, keeping, mapping, playing, reporting, walking, writing
from engine.commands.shared import FINE, INTERRUPTED, USAGE, Command

_COMMANDS: dict[str, Command] = {
    "play": playing.PLAY,
    "check": checking.CHECK,
    "explore": exploring.EXPLORE,
    "walk": walking.WALK,
    "map": mapping.MAP,
    "guide": guiding.GUIDE,
    "report": reporting.REPORT,
    "new": writing.NEW,
    "schema": writing.SCHEMA,
    "explain": writing.EXPLAIN,
    "data": keeping.DATA,
}
_EXAMPLES = """\
examples:
  curbside                                  pick a story and play it
  curbside play boy-on-the-curb --plain     play a bundled story, line by line
  curbside new lunch                        begin a story of your own
  curbside play lunch                       play it: a file or a folder
  curbside check lunch                      say what is wrong with it, and where
  curbside explore lunch                    follow every path: endings, dead ends, chances
  curbside walk lunch                       try its walks, and see whether its promises hold
  curbside map lunch -o lunch.html          draw it: a page to look around in
  curbside guide lunch -o guide.html        what a teacher prints before a lesson on it
  curbside explain S103                     say more about a fault, with examples
  curbside data                             show what is kept on this machine, and where
"""


class _Parser(argparse.ArgumentParser):
    """An argument parser that says which word was probably meant. `ends` gives the last words of its help."""

    ends: Callable[[], str] | None = None

    def format_help(self) -> str:
        """Return the help, with its last words looked up now: nothing else needs them."""
        self.epilog = self.ends() if self.ends else self.epilog
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        from engine.diagnostics import showable  # noqa: PLC0415

        guess = self._meant(message)
        self.print_usage(sys.stderr)
        said = f"{self.prog}: {message}\n" + (f"\nDid you mean {guess}?\n" if guess else "")
        self.exit(USAGE, showable(said))

    def _meant(self, message: str) -> str | None:
        """Return the command or option nearest to the word that `message` complains of."""
        from engine.diagnostics import nearest  # noqa: PLC0415

        word = (message.partition("arguments: ")[2] or message.partition("choice: ")[2].strip("'")).partition(" ")[0]
        word = word.partition("=")[0].strip("'")
        if not word:
            return None
        option = self._option_string_actions.get(message.removeprefix("argument ").partition(":")[0])
        if option is not None and option.choices:
            return nearest(word, list(option.choices))
        named = [str(each) for action in self._actions if not action.option_strings for each in action.choices or ()]
        if message.startswith("argument") and named and not _parsers(self):
            return nearest(word, named)
        if not word.startswith("-"):
            from engine.reading.files import find  # noqa: PLC0415

            return f"curbside play {word}" if find(word) else nearest(word, _COMMANDS)
        options: list[str] = []
        for parser in (self, *_parsers(self)):
            options += (name for name in parser._option_string_actions if name.startswith("--"))  # noqa: SLF001 - argparse has no other way
        return nearest(word, options)


def _parsers(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """Return the parsers of the subcommands."""
    actions = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001 - as above
    return [each for action in actions for each in action.choices.values()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    _mend_streams()
    try:
        try:
            asked = list(sys.argv[1:] if arguments is None else arguments)
            options = _parser().parse_args(["--help"] if asked == ["help"] else asked)
            code: int = options.run(options)
        except SystemExit as done:  # argparse is done: with --help, or with a complaint
            code = done.code if isinstance(done.code, int) else FINE
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read us is gone; Python would complain of it once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    return code


def _mend_streams() -> None:
    """Let no missing stream, and no letter that the terminal cannot show, end a play."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open until the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _parser() -> _Parser:
    parser = _Parser(
        prog="curbside",
        description=f"Branching stories, checked and played in the terminal.\n\n{_EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"curbside {__version__}")
    parser.add_argument(
        "--print-completion", metavar="SHELL", help="print what bash, zsh or tcsh need to complete this"
    )
    playing.add_looks(parser)
    parser.set_defaults(run=_without_command, **playing.UNASKED)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands", parser_class=_Parser, prog="curbside")
    for name, (run, add, help_, ends) in _COMMANDS.items():
        command = commands.add_parser(
            name, help=help_, description=help_[0].upper() + help_[1:] + ".", allow_abbrev=False
        )
        add(command)
        command.ends = ends
        command.set_defaults(run=run)
    return parser


def _without_command(options: argparse.Namespace) -> int:
    if options.print_completion:
        return writing.print_completion(_parser(), options.print_completion)
    return playing.shelf(options)
