"""How a player wants things shown: changed by keys, kept in the settings' file.

May import floors 0 and 1, `settings`, and from its own room `face` and `telling`.
"""

from collections.abc import Callable
from dataclasses import replace

from engine.languages.messages import _
from engine.plays.settings import NARROWEST, WIDEST, Settings
from engine.terminal.answers import aside
from engine.terminal.face import Face
from engine.terminal.plain import Plain
from engine.terminal.telling import Notice, Row


def options(face: Face, keep: Callable[[Settings, Settings], str] | None) -> None:
    """Let the player change how things are shown, until that is enough; `keep` gets what was and what is now."""
    face.show(Notice(_("How things are shown. A number changes that one.")))
    while True:
        before = face.settings
        rows = _rows(before) if isinstance(face, Plain) else [*_rows(before), *_rows_in_colour(before)]
        match aside(face, [*rows, Row(_("That is all"))]):
            case 0:
                face.settings = replace(before, width=_width(face))
            case 1:
                face.settings = replace(before, large_spacing=not before.large_spacing)
            case 2 if len(rows) > 2:  # noqa: PLR2004 - behind the two that every face has
                face.settings = replace(before, markup=not before.markup)
            case 3 if len(rows) > 2:  # noqa: PLR2004 - as above
                face.settings = replace(before, waiting=not before.waiting)
                if face.settings.waiting:
                    face.show(Notice(_("Where a story has a choice for doing nothing, waiting takes it.")))
            case _:
                face.show(Notice(_("Back to the story.")))
                return
        if face.settings != before and keep is not None and (problem := keep(before, face.settings)):
            face.show(Notice(problem))


def _rows(now: Settings) -> list[Row]:
    width = _("The longest line: {width} columns").format(width=now.width) if now.width else _("The longest line: 72")
    return [Row(width), Row(_("Large spacing: on") if now.large_spacing else _("Large spacing: off"))]


def _rows_in_colour(now: Settings) -> list[Row]:
    """Return what makes no difference in plain lines."""
    return [
        Row(_("Bold and slanted words: on") if now.markup else _("Bold and slanted words: off")),
        Row(_("Waiting: on") if now.waiting else _("Waiting: off")),
    ]


def _width(face: Face) -> int | None:
    """Ask for a width; None is the usual one."""
    typed = face.write(_("How many columns, from 20 up? 72 is usual."))
    if typed is None:
        return face.settings.width
    if typed.isdecimal() and len(typed) <= len(str(WIDEST)) and int(typed) >= NARROWEST:
        return int(typed)
    face.show(Notice(_("{typed} is no width from 20 up; it stays as it was.").format(typed=typed)))
    return face.settings.width
