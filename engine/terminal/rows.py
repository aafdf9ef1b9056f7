"""A menu as lines: each row with its number, the chosen one marked, and as much of it all as the window has room for.

May import floors 0 and 1, `messages` and, from its own room, `styled` and `telling`. Knows no prompt_toolkit: a menu is
also printed, where a play is shown again.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, NamedTuple

from engine.languages.messages import _, ngettext
from engine.model import Run
from engine.terminal.styled import Line, Piece, laid_out
from engine.terminal.telling import Row

Block = list[Line]
"""The lines of one row."""

AIR: Final = "  "
HERE: Final = "[SetCursorPosition]"
"""The style of a piece at which the terminal's cursor is to stand; its text is empty."""

_BLANK: Final[Piece] = ("", "\n")


class Look(NamedTuple):
    """How lines are to look: the longest line of words, the window's height, air between rows, the style of hints."""

    width: int
    height: int
    air: bool = False
    soft: str = "soft"


class Below(NamedTuple):
    """What stands quietly below a menu, as far as there is room: a hint, what a key just meant, that time passes."""

    hint: str = ""
    note: str = ""
    sign: str = ""


def quiet(text: str, look: Look) -> Block:
    """Return a hint as lines."""
    return [[("", AIR), *line, _BLANK] for line in laid_out([Run(text, look.soft)], look.width)]


def blocks(rows: Sequence[Row], chosen: int, look: Look) -> list[Block]:
    """Return the lines of each row, with the row `chosen` marked by a sign as well as by colour; -1 marks none.

    Air stands between rows where it was asked for, and between those with words under them, as long as all fit.
    """
    tight = [_block(row, index, len(rows), look, marked=index == chosen) for index, row in enumerate(rows)]
    airy = [block if not index else [[_BLANK], *block] for index, block in enumerate(tight)]
    wanted = look.air or any(row.under and not row.closed for row in rows)
    return airy if wanted and size(airy) <= look.height else tight


def size(menu: Iterable[Block]) -> int:
    """Return how many lines a menu takes."""
    return sum(map(len, menu))


def _block(row: Row, index: int, most: int, look: Look, *, marked: bool) -> Block:
    style = "accent strong" if marked else ""
    head = f"{AIR}{'>' if marked else ' '} {'-' if row.closed else index + 1:<{len(str(most))}}  "
    room = max(8, look.width + len(AIR) - len(head))
    lines: Block = []
    for line in laid_out([Run(row.label, style)], room):
        lines.append([(style, head), *line, _BLANK])
        head = " " * len(head)
    for part in filter(None, row.under.split("\n")):
        lines += [[("", head), *line, _BLANK] for line in laid_out([Run(part, look.soft)], room)]
    if marked:
        lines[0].insert(0, (HERE, ""))
    return lines


def fitted(rows: Sequence[Row], chosen: int, look: Look, below: Below) -> Line:
    """Return the menu as far as the window has room for it: the row `chosen`, and what stands around it."""
    menu = blocks(rows, chosen, look)
    needed = len(quiet(below.note, look)) if below.note else 0
    if size(menu) + needed <= look.height:
        return joined([*chain(*menu), *_foot(below, look, look.height - size(menu))])
    return joined(_scrolled(menu, chosen, look, below))


def _foot(below: Below, look: Look, room: int) -> Block:
    """Return what stands below a menu in so many lines."""
    lines: Block = []
    for text in filter(None, (below.note or below.hint, below.sign)):
        more = quiet(text, look)
        apart = [[_BLANK]] if not lines and len(more) < room else []
        if len(lines) + len(apart) + len(more) <= room:
            lines += [*apart, *more]
    return lines


def _scrolled(menu: list[Block], chosen: int, look: Look, below: Below) -> Block:
    """Return what a window shows of a menu that is taller than it."""
    above, tall = size(menu[:chosen]), len(menu[chosen])
    if tall > look.height > 1:
        end = quiet(below.note or _("The rest stands above."), look)[-look.height + 1 :]
        return [*menu[chosen][: look.height - len(end)], *end]
    text = ngettext(
        "{count} choice; the arrows show the rest.", "{count} choices; the arrows show the rest.", len(menu)
    )
    head = quiet(below.note or text.format(count=len(menu)), look)
    if len(head) + tall > look.height:
        head = []
    foot = quiet(below.sign, look) if below.sign else []
    if len(head) + tall + len(foot) > look.height:
        foot = []
    room = look.height - len(head) - len(foot)
    top = max(0, min(above - (room - tall) // 2, above, size(menu) - room))
    return [*head, *list(chain(*menu))[top : top + room], *foot]


def joined(lines: Iterable[Line]) -> Line:
    """Return lines as one run of pieces."""
    return list(chain(*lines))
