"""`curbside data`: what is kept of whoever plays on this machine, and how to be rid of it.

May import floors 0 to 3, where it is used, `shared` and `rows`.
"""

import argparse
import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

from engine.commands import rows
from engine.commands.shared import FINE, PROBLEMS, USAGE, Command, say, speak
from engine.languages.messages import _, ngettext

if TYPE_CHECKING:
    from engine.plays.asked import Asked, Found


def _data(options: argparse.Namespace) -> int:
    from engine.plays.asked import Asked, found  # noqa: PLC0415

    speak()
    asked = Asked(options.story, options.slot, options.journal, options.keep_days)
    if asked.slot and asked.journal_only:
        said = _("What stands in the journal is in no slot: leave {slot} or {journal} out.")
        say(said.format(slot="--slot", journal="--journal"))
        return USAGE
    there = found(asked)
    if options.what == "delete":
        return _delete(asked, there, sure=options.yes)
    sys.stdout.write("\n".join([*_listed(asked, there), *(rows.places() if asked.is_all else [])]))
    return FINE


def print_plays(story: str = "") -> int:
    """Print a row for each play that is kept, or for each of one story; return the exit code."""
    from engine.plays.kept import everything  # noqa: PLC0415

    plays = [rows.of_play(kept) for kept in everything(story)]
    sys.stdout.write(rows.block(_("Plays that are kept:"), plays) if plays else rows.block(_("Nothing is kept.")))
    return FINE


def _listed(asked: "Asked", found: "Found") -> list[str]:
    """Return what is kept, block by block."""
    said: list[str] = []
    if found.plays:
        said += [rows.block(_("Plays that are kept:"), map(rows.of_play, found.plays))]
    if found.acts:
        said += [rows.block(_("Small acts in the journal:"), map(rows.of_act, found.acts))]
    more = [*_further(found), *filter(None, [found.journal.problem])]
    if more:
        said += ["".join(map(rows.block, more))]
    return said or [rows.block(_("Nothing is kept.") if asked.is_all else _("Nothing of that is kept."))]


def _further(found: "Found") -> list[str]:
    """Return what else there is, in sentences."""
    said: list[str] = []
    if found.others:
        said += [
            ngettext(
                "{count} file among the plays is none of them: half-written, or a copy.",
                "{count} files among the plays are none of them: half-written, or copies.",
                len(found.others),
            ).format(count=len(found.others))
        ]
    if found.journal.damaged:
        said += [
            ngettext(
                "{count} line of the journal is damaged and cannot be read.",
                "{count} lines of the journal are damaged and cannot be read.",
                found.journal.damaged,
            ).format(count=found.journal.damaged)
        ]
    return said


# Deleting


def _delete(asked: "Asked", found: "Found", *, sure: bool) -> int:
    from engine.plays.clearing import remove, sweep  # noqa: PLC0415

    goes = [*_counted(found), *_further(found), *filter(None, [found.journal.problem])]
    if not goes:
        sys.stdout.write("".join(_listed(asked, found)))
        return FINE
    sys.stdout.write(rows.block(_("This goes for good:"), goes))
    if not sure and (code := _asked_again()) is not None:
        return code
    tried = [*map(remove, [*(kept.path for kept in found.plays), *found.others]), *_forget(asked, found)]
    stays = list(filter(None, tried))
    strange = sweep() if asked.is_all else []
    said = _("The rest is deleted.") if len(stays) < len(tried) else _("Nothing was deleted.")
    sys.stdout.write(rows.block(said if stays else _("All of that is deleted.")))
    for why in (*stays, *strange):
        say(why)
    return PROBLEMS if stays else FINE


def _counted(found: "Found") -> list[str]:
    """Return how many plays of which story there are, and how many acts."""
    said = [
        ngettext("{count} play of {story}", "{count} plays of {story}", count).format(count=count, story=story)
        for story, count in sorted(Counter(kept.story for kept in found.plays).items())
    ]
    if found.acts:
        many = len(found.acts)
        said += [
            ngettext("{count} small act in the journal", "{count} small acts in the journal", many).format(count=many)
        ]
    return said


def _asked_again() -> int | None:
    """Ask whether it may go; return the exit code where it may not."""
    if not sys.stdin.isatty():
        say(_("Nothing was deleted. To delete it without being asked, add {option}.").format(option="--yes"))
        return USAGE
    # Translators: what somebody types to agree; "yes" itself is understood as well.
    word = _("yes")
    sys.stdout.write(_("Type {word} to delete it; anything else keeps it:").format(word=word) + " ")
    sys.stdout.flush()
    if sys.stdin.readline().strip().lower() in {word.lower(), "yes"}:
        return None
    sys.stdout.write(rows.block(_("Nothing was deleted.")))
    return FINE


def _forget(asked: "Asked", found: "Found") -> list[str]:
    """Remove from the journal what was asked for; return in words why it is still there, or one empty text."""
    from engine.diagnostics import on_one_line  # noqa: PLC0415
    from engine.plays import journal  # noqa: PLC0415

    there = bool(found.acts or found.journal.damaged or found.journal.problem)
    if not there and not asked.is_all:
        return []
    try:
        journal.forget(asked.names if asked.story or asked.days is not None else None)
    except OSError as error:
        said = _("{file} cannot be deleted ({why}).")
        return [said.format(file=on_one_line(str(journal.file())), why=error.strerror)]
    return [""] if there else []


def _add_data(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "what",
        nargs="?",
        choices=("list", "delete"),
        default="list",
        metavar="list|delete",
        help="list shows it (what you get without this)",
    )
    command.add_argument("--story", default="", metavar="ID", help="only what is of this story")
    command.add_argument(
        "--slot", default="", metavar="NAME", help="only plays in this slot, or whose id begins with these digits"
    )
    command.add_argument("--journal", action="store_true", help="only the journal of small acts")
    command.add_argument("--keep-days", type=_days, metavar="N", help="only what is older than so many days")
    command.add_argument("--yes", action="store_true", help="delete without asking")


def _days(text: str) -> int:
    if not text.isdecimal() or len(text) > 6:  # noqa: PLR2004 - nobody keeps anything for three thousand years
        message = f"{text!r} is no number of days: write a whole number such as 30"
        raise argparse.ArgumentTypeError(message)
    return int(text)


DATA: Final = Command(_data, _add_data, "show what is kept on this machine of whoever plays, or delete it")
