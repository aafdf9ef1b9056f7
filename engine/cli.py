"""The command line: arguments, exit codes, which files. It decides nothing else.

Exit codes: 0 fine, 1 the story has problems, 2 wrong usage or nothing to read, 130 interrupted. Everything that a
subcommand needs is imported inside it, so that `--help` costs nothing.
"""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from engine import __version__

if TYPE_CHECKING:
    from engine.reading.load import Loaded
    from engine.terminal.session import End

FINE, PROBLEMS, USAGE, INTERRUPTED = 0, 1, 2, 130

_EXAMPLES = """\
examples:
  curbside                                  pick a story and play it
  curbside play boy-on-the-curb --plain     play a bundled story, line by line
  curbside play my-story                    play a story of your own: a file or a folder
  curbside check my-story                   say what is wrong with it, and where
"""


class _Parser(argparse.ArgumentParser):
    """An argument parser that says which word was probably meant."""

    def error(self, message: str) -> NoReturn:
        guess = self._meant(message)
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n" + (f"\nDid you mean {guess}?\n" if guess else ""))

    def _meant(self, message: str) -> str | None:
        """Return the command or option nearest to the word that `message` complains of."""
        from engine.diagnostics import nearest  # noqa: PLC0415

        word = (message.partition("arguments: ")[2] or message.partition("choice: ")[2].strip("'")).partition(" ")[0]
        word = word.partition("=")[0].strip("'")
        if not word.startswith("-"):
            from engine.reading.load import find  # noqa: PLC0415

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
            options = _parser().parse_args(arguments)
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
    _add_looks(parser)
    parser.set_defaults(run=_shelf, plain=False, width=None, seed=None, transcript=None, replay=None, once=False)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands", parser_class=_Parser)
    for name, (run, add, help_) in _COMMANDS.items():
        command = commands.add_parser(
            name, help=help_, description=help_[0].upper() + help_[1:] + ".", allow_abbrev=False
        )
        add(command)
        command.set_defaults(run=run)
    return parser


def _add_play(command: argparse.ArgumentParser) -> None:
    command.add_argument("story", nargs="?", metavar="STORY", help="a file or folder, or the id of a bundled story")
    _add_looks(command)
    command.add_argument("--seed", type=int, metavar="N", help="what decides every draw of the story")
    command.add_argument("--transcript", type=Path, metavar="FILE", help="write the play to a new file as you go")
    command.add_argument("--replay", type=Path, metavar="FILE", help="show a play again that was written to a file")
    command.add_argument("--once", action="store_true", help="stop at the first ending")


def _add_looks(command: argparse.ArgumentParser) -> None:
    """Add what may stand before the subcommand as well as behind it: there, no default may undo what stood before."""
    command.add_argument(
        "--plain",
        action="store_true",
        default=argparse.SUPPRESS,
        help="lines only: for screen readers, pipes and slow links",
    )
    command.add_argument(
        "--width",
        type=_width,
        default=argparse.SUPPRESS,
        metavar="N",
        help="the longest line, in columns (20 or more; 72)",
    )


def _add_check(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths", nargs="*", metavar="PATH", help="files, folders or bundled ids; without any, all bundled"
    )


def _width(text: str) -> int:
    if not text.isdecimal() or len(text) > 4 or int(text) < 20:  # noqa: PLR2004 - said in the message
        message = f"{text!r} is no width: write a whole number from 20 to 9999"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _say(message: str) -> None:
    from engine.diagnostics import showable  # noqa: PLC0415

    sys.stderr.write("".join(f"{showable(line)}\n" for line in message.split("\n")))


def _check(options: argparse.Namespace) -> int:
    from engine.diagnostics import render  # noqa: PLC0415
    from engine.reading.load import find, load, shelf  # noqa: PLC0415

    names = options.paths or [str(path) for path in shelf()]
    paths = [(name, find(name)) for name in names]
    missing = [name for name, path in paths if path is None]
    for name in missing:
        _nothing_called(name)
    worst = USAGE if missing else FINE
    for name, path in paths:
        if path is None:
            continue
        loaded = load(path)
        if loaded.diagnostics:
            sys.stdout.write(render(loaded.diagnostics, loaded.lines) + "\n")
            worst = max(worst, PROBLEMS)
        sys.stdout.write(f"{name}: {_summary(loaded)}\n")
    return worst


def _summary(loaded: "Loaded") -> str:
    story, count = loaded.story, len(loaded.diagnostics)
    if story is None or count:
        return f"{count} {'fault' if count == 1 else 'faults'}"
    endings = sum(scene.ending is not None for scene in story.scenes.values())
    return f"no faults ({len(story.scenes)} scenes, {endings} {'ending' if endings == 1 else 'endings'})"


def _nothing_called(name: str) -> None:
    from engine.diagnostics import did_you_mean, quoted  # noqa: PLC0415
    from engine.reading.load import shelf  # noqa: PLC0415

    hint = did_you_mean(name, [path.name for path in shelf()])
    _say(f"There is no file, folder or bundled story called {quoted(name)}" + (f"; {hint}" if hint else "."))


def _play(options: argparse.Namespace) -> int:
    from engine.reading.load import find, load  # noqa: PLC0415

    if options.story is None:
        return _shelf(options)
    if options.transcript and options.replay:
        _say("--replay asks nothing, so there would be nothing new for --transcript to write: leave one of them out.")
        return USAGE
    path = find(options.story)
    if path is None:
        _nothing_called(options.story)
        return USAGE
    from engine.terminal import playing  # noqa: PLC0415

    loaded = load(path)
    gc.freeze()  # the story stays to the end: to look for garbage in it, again and again, would take long
    return _code(playing.play(loaded, playing.Wishes.of(options)), options)


def _shelf(options: argparse.Namespace) -> int:
    from engine.reading.load import load, shelf  # noqa: PLC0415
    from engine.terminal import playing  # noqa: PLC0415

    return _code(playing.shelf([load(path) for path in shelf()], playing.Wishes.of(options)), options)


def _code(end: "End", options: argparse.Namespace) -> int:
    from engine.terminal.session import End  # noqa: PLC0415

    if end is End.SHELF:  # what else was asked for was meant for the story that was left
        fresh = _parser().parse_args([])
        fresh.plain, fresh.width = options.plain, options.width
        return _shelf(fresh)
    return {End.UNREADABLE: USAGE, End.DEAD_END: PROBLEMS, End.FAULTY: PROBLEMS}.get(end, FINE)


_COMMANDS = {
    "play": (_play, _add_play, "play a story"),
    "check": (_check, _add_check, "read stories and say what is wrong with them"),
}
