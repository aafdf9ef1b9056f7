"""Where to turn, as HTML: a number, a list of ways with what has to be so, or something to throw.

May import floor 0, `languages`, `map/markup`, and what stands before it in its own room.
"""

from collections.abc import Iterator

from engine.booklet.printed import Booklet, Branch, Go, Throw, Way
from engine.booklet.saying import condition
from engine.languages.messages import _
from engine.map.markup import text


def way(booklet: Booklet, at: int, on: Way) -> str:
    """Return where the entry called `at` leads by `on`, as HTML that may stand in a paragraph or a list's item."""
    match on:
        case Go():
            return f'<span class="go">{_capital(goes(at, on))}</span>'
        case Throw():
            rows = (f"{text(said)} {goes(at, go)}" for said, go in _lots(on))
            return f"{text(_how(on))}\n{_rows(rows)}"
        case branches:
            return _rows(_branch(booklet, at, branch) for branch in branches)


def goes(at: int, go: Go) -> str:
    """Return where to turn, as the end of a sentence, in HTML."""
    link = f'<a href="#e{go.entry}">{go.entry}</a>'
    if go.part == "top":
        said = _("turn to {entry}.")
    elif go.part == "foot":
        said = (
            _("read what stands below the choices.") if go.entry == at else _("go back to {entry}, below its choices.")
        )
    else:
        said = _("stay here and choose again.") if go.entry == at else _("go back to {entry} and choose again.")
    return text(said.format(entry="{}")).replace("{}", link)


def _branch(booklet: Booklet, at: int, branch: Branch) -> str:
    if branch.when is None:
        return f"{text(_('Otherwise:'))} {goes(at, branch.go)}"
    said = _("If {condition}:").format(condition=condition(booklet, branch.when))
    return f"{text(said)} {goes(at, branch.go)}"


def _rows(rows: Iterator[str]) -> str:
    return '<ul class="ways">' + "\n".join(f"<li>{row}</li>" for row in rows) + "</ul>"


def _lots(throw: Throw) -> Iterator[tuple[str, Go]]:
    for low, high, go in throw.lots:
        if throw.by == "coin":
            yield (_("Heads:") if low == 1 else _("Tails:")), go
        elif low == high:
            yield _("{number}:").format(number=low), go
        else:
            yield _("{low} to {high}:").format(low=low, high=high), go


def _how(throw: Throw) -> str:
    match throw.by:
        case "coin":
            return _("Toss a coin.")
        case "die":
            return _("Throw a die.")
        case "dice":
            return _(
                "Throw two dice, one after the other. Take 1 away from the first, multiply what is left by 6, and add"
                " the second."
            )
        case "slips":
            said = _("Write the numbers from 1 to {number} on slips of paper, put them into a cup, and draw one.")
            return said.format(number=throw.of)
        case "figures":
            said = _(
                "Put slips with the figures 0 to 9 into a cup. Draw {count} times, put the slip back each time, and"
                " write the figures down from left to right. If that is 0, or more than {number}, begin anew."
            )
            return said.format(count=len(str(throw.of)), number=throw.of)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
