"""`curbside data`: what is kept of whoever plays on this machine, and how to be rid of it.

May import floors 0 to 3, where it is used, `shared` and `rows`.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.commands import rows
from engine.commands.shared import FINE, PROBLEMS, USAGE, Command, say, speak
from engine.languages.messages import _

if TYPE_CHECKING:
    from engine.plays.asked import Asked, Found


def _data(options: argparse.Namespace) -> int:
    from engine.plays.asked import Asked, found  # noqa: PLC0415

    speak()
    asked = Asked(
        options.story, options.slot, options.journal, options.keep_days, options.class_code or "", options.alias or ""
    )
    if wrong := _wrong(asked, options):
        say(wrong)
        return USAGE
    there = found(asked) if options.folder is None else _found_in(options.folder, asked)
    if there is None:
        return USAGE
    here = options.folder is None
    if options.what == "delete":
        return _delete(asked, there, sure=options.yes, here=here)
    if options.what == "export":
        return _export(asked, there, options.output)
    sys.stdout.write("\n".join([*rows.listed(asked, there), *(rows.places() if asked.is_all and here else [])]))
    _name_strange(there)
    return FINE


def _wrong(asked: "Asked", options: argparse.Namespace) -> str:
    """Return what is wrong with options that do not go together, or an empty text."""
    one = "--slot" if asked.slot else "--journal"
    if asked.slot and asked.journal_only:
        said = _("What stands in the journal is in no slot: leave {slot} or {journal} out.")
        return said.format(slot="--slot", journal="--journal")
    if asked.is_of_class and (asked.slot or asked.journal_only):
        said = _("{one} is about what is of no class: leave it or {other} out.")
        return said.format(one=one, other="--class" if asked.class_code else "--alias")
    if options.folder is not None and (asked.slot or asked.journal_only):
        said = _("A class folder holds no slots and no journal: leave {one} or {other} out.")
        return said.format(one=one, other="--in")
    return _wrong_for(options.what, options)


def _wrong_for(what: str, options: argparse.Namespace) -> str:
    """Return which option is missing, or asks for nothing, with one of list, export and delete."""
    if what == "export" and options.output is None:
        said = _("Name the file to be written: {example}.")
        return said.format(example="curbside data export -o plays.zip")
    if what != "export" and options.output is not None:
        said = _("Only {export} writes a file: leave {option} out.")
        return said.format(export="export", option="-o")
    if what != "delete" and options.yes:
        return _("Nothing is deleted here: leave {option} out.").format(option="--yes")
    return ""


def _found_in(folder: Path, asked: "Asked") -> "Found | None":
    """Return what of a class folder is asked for; where it cannot be looked into, say so and return None."""
    from engine.classes.asked import found_in  # noqa: PLC0415
    from engine.diagnostics import on_one_line  # noqa: PLC0415

    try:
        return found_in(folder, asked)
    except OSError as error:
        said = _("The folder {folder} cannot be read ({why}).")
        say(said.format(folder=on_one_line(str(folder)), why=error.strerror))
        return None


def _name_strange(found: "Found") -> None:
    """Name what stands in a class folder and is left alone."""
    from engine.diagnostics import on_one_line  # noqa: PLC0415

    for path in found.strange:
        say(_("{file} is not ours, and stays.").format(file=on_one_line(str(path))))


def _export(asked: "Asked", found: "Found", file: Path) -> int:
    """Pack what was asked for into a new file."""
    from engine.diagnostics import on_one_line  # noqa: PLC0415
    from engine.plays.packed import pack  # noqa: PLC0415

    goes, name = rows.counted(found), on_one_line(str(file))
    _name_strange(found)
    if not goes:
        sys.stdout.write(rows.block(_("Nothing is kept.") if asked.is_all else _("Nothing of that is kept.")))
        return FINE
    try:
        pack(file, found)
    except FileExistsError:
        say(_("{file} is there already, and is not written over: choose another name.").format(file=name))
        return USAGE
    except OSError as error:
        say(_("{file} cannot be written ({why}).").format(file=name, why=error.strerror))
        return USAGE
    sys.stdout.write(rows.block(_("All of that is written into one file:"), goes, path=file))
    for why in (*rows.further(found), *filter(None, [found.journal.problem])):
        say(why)
    return FINE


def print_plays(story: str = "") -> int:
    """Print a row for each play that is kept, or for each of one story; return the exit code."""
    from engine.plays.kept import everything  # noqa: PLC0415

    plays = [rows.of_play(kept) for kept in everything(story)]
    sys.stdout.write(rows.block(_("Plays that are kept:"), plays) if plays else rows.block(_("Nothing is kept.")))
    return FINE


# Deleting


def _delete(asked: "Asked", found: "Found", *, sure: bool, here: bool) -> int:
    from engine.plays.clearing import remove, sweep  # noqa: PLC0415

    goes = [*rows.counted(found), *rows.further(found), *filter(None, [found.journal.problem])]
    if not goes:
        sys.stdout.write("".join(rows.listed(asked, found)))
        return _still_there(asked, found)
    sys.stdout.write(rows.block(_("This goes for good:"), goes))
    if not sure and (code := _asked_again()) is not None:
        return code
    tried = [
        *map(remove, [*(kept.path for kept in found.plays), *found.others]),
        *(_forget(asked, found) if here else []),
    ]
    stays = list(filter(None, tried))
    strange = sweep() if asked.is_all and here else []
    said = _("The rest is deleted.") if len(stays) < len(tried) else _("Nothing was deleted.")
    sys.stdout.write(rows.block(said if stays else _("All of that is deleted.")))
    for why in (*stays, *strange):
        say(why)
    return max(_still_there(asked, found), PROBLEMS if stays else FINE)


def _still_there(asked: "Asked", found: "Found") -> int:
    """Name what stays, and where the alias still stands; return the exit code."""
    from engine.diagnostics import on_one_line  # noqa: PLC0415

    _name_strange(found)
    for path in found.mentions:
        said = _("{alias} still stands in {file}, which is not a play of that alias. Look into it yourself.")
        say(said.format(alias=on_one_line(asked.alias), file=on_one_line(str(path))))
    return PROBLEMS if found.mentions else FINE


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
        choices=("list", "export", "delete"),
        default="list",
        metavar="list|export|delete",
        help="list shows it (what you get without this), export packs it into a zip",
    )
    command.add_argument("--story", default="", metavar="ID", help="only what is of this story")
    command.add_argument(
        "--slot", default="", metavar="NAME", help="only plays in this slot, or whose id begins with these digits"
    )
    command.add_argument("--class", dest="class_code", type=_some, metavar="CODE", help="only plays for this class")
    command.add_argument("--alias", type=_some, metavar="NAME", help="only plays under this alias")
    command.add_argument(
        "--in", dest="folder", type=Path, metavar="FOLDER", help="of the plays in a class folder, not of this machine"
    )
    command.add_argument("--journal", action="store_true", help="only the journal of small acts")
    command.add_argument("--keep-days", type=_days, metavar="N", help="only what is older than so many days")
    command.add_argument("--yes", action="store_true", help="delete without asking")
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help="with export: the zip to be written")


def _some(text: str) -> str:
    if not text.strip():
        message = "nothing stands behind it: say which, or leave it out"
        raise argparse.ArgumentTypeError(message)
    return text.strip()


def _days(text: str) -> int:
    if not text.isdecimal() or len(text) > 6:  # noqa: PLR2004 - nobody keeps anything for three thousand years
        message = f"{text!r} is no number of days: write a whole number such as 30"
        raise argparse.ArgumentTypeError(message)
    return int(text)


DATA: Final = Command(
    _data, _add_data, "show what is kept on this machine of whoever plays or in a class folder, pack it or delete it"
)
