"""How a player wants things shown: changed by keys, kept in the settings' file.

May import floors 0 and 1, `settings`, and from its own room `face` and `telling`.
"""

from collections.abc import Callable
from dataclasses import replace

from engine.languages.messages import _
from engine.plays.settings import NARROWEST, WIDEST, Settings
from engine.terminal.face import Command, Face, Pick
from engine.terminal.telling import Notice, Row


def options(face: Face, keep: Callable[[Settings], str] | None) -> Command | None:
    """Let the player change how things are shown, until that is enough; return LEAVE at the input's end."""
    face.show(Notice(_("How things are shown. A number changes that one.")))
    while True:
        answer = face.ask(_rows(face.settings))
        if not isinstance(answer, Pick):
            return answer if answer is Command.LEAVE else None
        before = face.settings
        match answer.row:
            case 0:
                face.settings = replace(before, width=_width(face))
            case 1:
                face.settings = replace(before, large_spacing=not before.large_spacing)
            case 2:
                face.settings = replace(before, markup=not before.markup)
            case 3:
                face.settings = replace(before, waiting=not before.waiting)
                if face.settings.waiting:
                    face.show(
                        Notice(
                            _("Where a story has a choice for doing nothing, waiting takes it (not in plain lines).")
                        )
                    )
            case _:
                return None
        if face.settings != before and keep is not None and (problem := keep(face.settings)):
            face.show(Notice(problem))


def _rows(now: Settings) -> list[Row]:
    width = _("The longest line: {width} columns").format(width=now.width) if now.width else _("The longest line: 72")
    return [
        Row(width),
        Row(_("Large spacing: on") if now.large_spacing else _("Large spacing: off")),
        Row(_("Bold and slanted words: on") if now.markup else _("Bold and slanted words: off")),
        Row(_("Waiting: on") if now.waiting else _("Waiting: off")),
        Row(_("That is all")),
    ]


def _width(face: Face) -> int | None:
    """Ask for a width; None is the usual one."""
    typed = face.write(_("How many columns, from 20 up? Nothing at all means the usual 72."))
    if typed is None:
        return None
    if typed.isdecimal() and len(typed) <= len(str(WIDEST)) and int(typed) >= NARROWEST:
        return int(typed)
    face.show(Notice(_("{typed} is no width from 20 up; it stays as it was.").format(typed=typed)))
    return face.settings.width
