"""Conditions on boxes and rows, and what to do with a pencil, said in plain words.

May import floor 0, `languages`, and `printed` from its own room.
"""

from collections.abc import Iterable
from typing import Final

from engine.booklet.printed import Act, Booklet, Count, Cross, Move, Put, Ring, Rub
from engine.conditions import All, Always, Any, Chose, Compare, Holds, IsWord, Not, Tree
from engine.diagnostics import cut
from engine.languages.messages import _, ngettext

LONGEST: Final = 48
"""How much of a label is said wherever its box is meant; all of it stands on the sheet."""

_OPPOSITE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def condition(booklet: Booklet, tree: Tree) -> str:
    """Return what has to be so, as words that follow "if"."""
    return _said(booklet, tree, no=False)


def act(booklet: Booklet, made: Act) -> str:  # noqa: PLR0911 - one for each kind
    """Return what to do with the pencil, as a sentence."""
    row = _named(booklet, made.mark)
    match made:
        case Cross():
            return _("Cross box {row}.").format(row=row)
        case Rub():
            return _("Rub out the cross in box {row}, if there is one.").format(row=row)
        case Ring(word=word):
            return _("In row {row}, ring “{word}”, and rub out the ring that was there.").format(row=row, word=word)
        case Put(at=at):
            return _("In row {row}, put your mark on {number}.").format(row=row, number=at)
        case Move(by=by) if by < 0:
            said = ngettext(
                "In row {row}, move your mark {count} back, if the row goes on.",
                "In row {row}, move your mark {count} back, or as far as the row goes.",
                -by,
            )
            return said.format(row=row, count=-by)
        case Move(by=by):
            said = ngettext(
                "In row {row}, move your mark {count} on, if the row goes on.",
                "In row {row}, move your mark {count} on, or as far as the row goes.",
                by,
            )
            return said.format(row=row, count=by)
        case Count():
            return _("In row {row}, count one more.").format(row=row)


def _named(booklet: Booklet, number: int) -> str:
    """Return the number of a box or row with its label."""
    return _("{number} “{label}”").format(number=number, label=cut(booklet.mark(number).label, LONGEST))


def _said(booklet: Booklet, tree: Tree, *, no: bool, inside: bool | None = None) -> str:
    """Return a condition, or with `no` its opposite; `inside` parts of which one has to be so, or (False) all."""
    match tree:
        case Not(inner):
            return _said(booklet, inner, no=not no, inside=inside)
        case All(parts):
            return _joined(booklet, parts, no=no, one=no, inside=inside)
        case Any(parts):
            return _joined(booklet, parts, no=no, one=not no, inside=inside)
        case Always(value):
            return _("nothing") if value == no else _("in any case")
        case leaf:
            return _leaf(booklet, leaf, no=no)


def _joined(booklet: Booklet, parts: Iterable[Tree], *, no: bool, one: bool, inside: bool | None) -> str:
    """Return parts of which `one` has to be so, or all of them, in brackets where they stand `inside` the others."""
    said, *others = (_said(booklet, part, no=no, inside=one) for part in parts)
    for part in others:
        said = (_("{first} or {then}") if one else _("{first} and {then}")).format(first=said, then=part)
    return said if inside in {None, one} else f"({said})"


def _leaf(booklet: Booklet, leaf: Holds | IsWord | Compare | Chose, *, no: bool) -> str:
    match leaf:
        case Holds(mark):
            said = _("box {row} is empty") if no else _("box {row} is crossed")
            return said.format(row=_named(booklet, mark))
        case IsWord(mark, word):
            said = _("“{word}” is not ringed in row {row}") if no else _("“{word}” is ringed in row {row}")
            return said.format(row=_named(booklet, mark), word=word)
        case Compare():
            return _compared(booklet, leaf, no=no)
        case Chose():
            raise AssertionError(leaf)  # on paper that is a box


def _compared(booklet: Booklet, leaf: Compare, *, no: bool) -> str:
    sign = _OPPOSITE.get(leaf.sign, "is not") if no else leaf.sign
    said = {
        "is": _("row {row} is at {number}"),
        "is not": _("row {row} is not at {number}"),
        "<": _("row {row} is below {number}"),
        "<=": _("row {row} is at {number} or below"),
        ">": _("row {row} is above {number}"),
        ">=": _("row {row} is at {number} or above"),
    }[sign]
    return said.format(row=_named(booklet, leaf.slot), number=leaf.number)
