"""What is kept on this machine, in rows of words that fit a screen of 80 columns and can be read aloud.

May import floors 0 to 3, where it is used. What is shown was read from files, and is made safe to show.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.languages.messages import _, ngettext

if TYPE_CHECKING:
    from engine.plays.asked import Asked, Found
    from engine.plays.journal import Act
    from engine.plays.kept import Kept

WIDTH: Final = 80


def block(heading: str, rows: Iterable[str] = (), *, path: Path | None = None) -> str:
    """Return a heading with rows under it, wrapped, or with a path, whole: it may be copied."""
    from engine.diagnostics import on_one_line  # noqa: PLC0415
    from engine.width import wrap  # noqa: PLC0415

    most = _width()
    lines = [*wrap(on_one_line(heading), most)]
    for row in rows:
        first, *rest = wrap(on_one_line(row), most - 4)
        lines += [f"  {first}", *(f"    {line}" for line in rest)]
    lines += [f"  {on_one_line(str(path))}"] if path else []
    return "".join(f"{line}\n" for line in lines)


def _width() -> int:
    """Return how wide lines are: as usual, or narrower where the terminal is."""
    from engine.terminal.sizes import window  # noqa: PLC0415

    return min(WIDTH, window(sys.stdout).columns) if sys.stdout.isatty() else WIDTH


def of_play(kept: "Kept") -> str:
    """Return what there is to say of a play."""
    from engine.diagnostics import cut  # noqa: PLC0415
    from engine.plays.asked import local  # noqa: PLC0415

    name, last = cut(kept.name), local(kept.changed)
    when = f"{last:%Y-%m-%d %H:%M}" if last else "?"
    if kept.problem:
        said = _("{story}, {name}, last played {when}; not all of it can be read: {why}")
        return said.format(story=kept.story, name=name, when=when, why=cut(kept.problem, 200))
    if kept.class_code or kept.alias:
        return _of_class(kept, f"{when}")
    match bool(kept.slot), kept.ended:
        case True, True:
            said = ngettext(
                '{story}, slot "{name}", {count} choice, last played {when}, come to an ending',
                '{story}, slot "{name}", {count} choices, last played {when}, come to an ending',
                kept.choices,
            )
        case True, False:
            said = ngettext(
                '{story}, slot "{name}", {count} choice, last played {when}',
                '{story}, slot "{name}", {count} choices, last played {when}',
                kept.choices,
            )
        case False, True:
            said = ngettext(
                "{story}, play {name}, {count} choice, last played {when}, come to an ending",
                "{story}, play {name}, {count} choices, last played {when}, come to an ending",
                kept.choices,
            )
        case _:
            said = ngettext(
                "{story}, play {name}, {count} choice, last played {when}",
                "{story}, play {name}, {count} choices, last played {when}",
                kept.choices,
            )
    return said.format(story=kept.story, name=name, count=kept.choices, when=when)


def _of_class(kept: "Kept", when: str) -> str:
    """Return what there is to say of a play for a class."""
    from engine.diagnostics import cut  # noqa: PLC0415

    if kept.ended:
        said = ngettext(
            "{story}, play {name}, class {code}, as {alias}, {count} choice, last played {when}, come to an ending",
            "{story}, play {name}, class {code}, as {alias}, {count} choices, last played {when}, come to an ending",
            kept.choices,
        )
    else:
        said = ngettext(
            "{story}, play {name}, class {code}, as {alias}, {count} choice, last played {when}",
            "{story}, play {name}, class {code}, as {alias}, {count} choices, last played {when}",
            kept.choices,
        )
    code, alias = cut(kept.class_code) or "?", cut(kept.alias) or "?"
    return said.format(story=kept.story, name=kept.id[:8], code=code, alias=alias, count=kept.choices, when=when)


def of_act(act: "Act") -> str:
    """Return what there is to say of a small act."""
    return f"{act.date}, {act.story}: {act.act}"


def listed(asked: "Asked", found: "Found") -> list[str]:
    """Return what is kept, block by block."""
    said: list[str] = []
    if found.plays:
        said += [block(_("Plays that are kept:"), map(of_play, found.plays))]
    if found.acts:
        said += [block(_("Small acts in the journal:"), map(of_act, found.acts))]
    more = [*further(found), *filter(None, [found.journal.problem])]
    if more:
        said += ["".join(map(block, more))]
    return said or [block(_("Nothing is kept.") if asked.is_all else _("Nothing of that is kept."))]


def further(found: "Found") -> list[str]:
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


def counted(found: "Found") -> list[str]:
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


def places() -> Iterable[str]:
    """Yield where everything lies, block by block."""
    from engine.compiled.kept import folder as stories  # noqa: PLC0415
    from engine.plays.places import folder, settings_file  # noqa: PLC0415

    if (kept := folder()) is None:
        said = _("There is no home folder here, so nothing of whoever plays is kept. {name} may name another folder.")
        if os.environ.get("CURBSIDE_DATA") == "off":
            said = _("{name} is off, so nothing of whoever plays is kept.")
        yield block(said.format(name="CURBSIDE_DATA"))
    else:
        yield block(_("Plays and the journal have their place here:"), path=kept)
        yield block(_("Settings have their place here:"), path=settings_file())
    if (ready := stories()) is not None:
        said = _(
            "Stories are kept as they were read, so that they start at once. There is nothing of yours in them, and "
            "they may be deleted at any time. Their place is here:"
        )
        yield block(said, path=ready)
