"""How a player joins a class: an alias is offered, never asked for, and what is written where is told.

May import floor 0, `languages`, `plays`, `classes` and, from its own room, `face` and `telling`.
"""

from pathlib import Path

from engine.classes.aliases import offered
from engine.classes.into import Into, Joined, aliases_in
from engine.classes.waiting import copy_waiting
from engine.languages.messages import _, ngettext
from engine.terminal.face import Face
from engine.terminal.telling import Notice


def choose_alias(face: Face, folder: Path) -> str | None:
    """Offer aliases that are not in a class folder yet until one is taken; None for whoever leaves instead."""
    taken = set(aliases_in(folder))
    while True:
        alias = offered(taken)
        typed = _typed(face, alias)
        if typed == "q":
            return None
        if not typed:
            return alias
        taken.add(alias)


def _typed(face: Face, alias: str) -> str:
    """Return what is typed to an alias that is offered: nothing, n or q."""
    question = _("Your alias: {alias}. Enter takes it; n and Enter offers another.").format(alias=alias)
    while (typed := (face.write(question) or "").lower()) not in {"", "n", "q"}:
        face.show(Notice(_("Nobody types a name here: only Enter, or n for another alias, or q to leave.")))
    return typed


def joins(joined: Joined) -> tuple[Into, list[str]]:
    """Return what writes plays into the class folder, and what a player is told before the first of them.

    What waited on this machine for that class is copied there.

    Raises:
        CannotKeep: nothing can be written there, and nothing is kept on this machine either.

    """
    into = Into(joined.folder)
    waits = into.look()
    copied = 0 if waits else copy_waiting(joined.code, joined.folder)
    came = ngettext(
        "{count} play that waited on this machine was copied into the class folder.",
        "{count} plays that waited on this machine were copied into the class folder.",
        copied,
    ).format(count=copied)
    return into, [*_welcome(joined), *([came] if copied else []), *([waits] if waits else [])]


def _welcome(joined: Joined) -> list[str]:
    if not joined.alias:
        return [
            _("You play together, as class {code}.").format(code=joined.code),
            _("What you choose, and how many were for it, is written into the class folder. No name stands there."),
        ]
    both = [_("Both agree before you press.")] if joined.pair else []
    return [
        _("You play as {alias}, in class {code}.").format(alias=joined.alias, code=joined.code),
        _("What you choose is written into the class folder under that alias. No name stands there."),
        *both,
    ]


def left(*, is_there: bool, is_kept: bool) -> str:
    """Return what is said to somebody who leaves in the midst of a play."""
    if is_there:
        return _("You have left. What you chose stands in the class folder.")
    if is_kept:
        return _("You have left. What you chose is kept on this machine, and waits for the class folder.")
    return _("You have left. This play was not kept.")
