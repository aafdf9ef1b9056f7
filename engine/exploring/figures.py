"""Numbers and plays as a writer reads them: exact where that is short, and else how large.

May import floors 0 and 1, and `explore`. Pure functions to text.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import count as numbers
from typing import Final

from engine.checking.fits import A_MINUTE
from engine.diagnostics import WIDTH, showable
from engine.explore.moves import Made, Moves
from engine.width import wrap

EXACT: Final = 30
"""How many digits a number may have that is told in full."""

SHOWN: Final = 8
"""How many choices and draws of a play are told in full; of a longer one the first and the last."""

NAMED: Final = 40
"""How many names are told of a list; programs read them all."""

_LITTLE: Final = Fraction(1, 1000)


def counted(number: int, word: str, words: str = "") -> str:
    """Return a number and what it counts: `1 scene`, `1,200 scenes`."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {words or word + 's'}"


def digits(number: int) -> str:
    """Return all digits of a whole number, however many: Python's own way refuses more than a few thousand."""
    return f"{Decimal(number):f}"


def size(number: int) -> str:
    """Return a whole number with its digits in threes, or about how large it is where that would be too long."""
    exact = Decimal(number)
    if exact.adjusted() < EXACT:
        return f"{exact:,f}"
    mantissa, exponent = f"{exact:.1e}".split("e+")
    return f"about {mantissa} x 10^{exponent}"


def percent(chance: Fraction | float) -> str:
    """Return a chance in percent with one decimal; what is neither impossible nor certain never looks as if it were."""
    if chance in {0, 1}:
        return "100 %" if chance else "0 %"
    if chance < _LITTLE:
        return "under 0.1 %"
    if chance > 1 - _LITTLE:
        return "over 99.9 %"
    return f"{float(chance * 100):.1f} %"


def at_most_percent(rest: float) -> str:
    """Return the smallest power of ten that is no less than a share, in percent."""
    power = next(power for power in numbers(-15) if Decimal(10) ** power >= Decimal(rest) * 100)
    return f"{Decimal(10) ** power:f} %"


def minutes(words: float) -> int:
    """Return how many minutes it takes to read so many words."""
    return max(1, round(words / A_MINUTE))


def span(least: int, most: int | None) -> str:
    """Return from how many to how many, where `most` is None if there is no most."""
    if most is None:
        return f"{least:,} or more"
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"


def told(made: Moves) -> str:
    """Return a play in few words, its choices and what chance brought, the middle of a long one left out."""
    if len(made) <= SHOWN:
        return ", ".join(map(_move, made))
    some = SHOWN // 2 - 1
    left = f"({len(made) - 2 * some} more steps)"
    return ", ".join([*map(_move, made[:some]), left, *map(_move, made[-some:])])


def _move(made: Made) -> str:
    return made if isinstance(made, str) else f"{{drew: {made.scene}}}"


def listed(names: Iterable[str]) -> str:
    """Return names with commas between them, as many as can be read."""
    every = list(names)
    more = [f"and {len(every) - NAMED:,} more"] if len(every) > NAMED else []
    return ", ".join([*every[:NAMED], *more])


def rows(text: str, indent: int = 0, hanging: int | None = None) -> Iterator[str]:
    """Yield the lines of a paragraph, set in by so many columns, those behind the first perhaps by others."""
    after = indent if hanging is None else hanging
    lines = list(wrap(showable(text), WIDTH - max(indent, after)))
    for number, line in enumerate(lines):
        yield " " * (after if number else indent) + line


def table(head: Sequence[str], body: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table whose last column is words, and of which all others are set to the right."""
    lines = [head, *body]
    wide = [max(len(line[at]) for line in lines) for at in range(len(head) - 1)]
    start = 2 + sum(wide) + 2 * len(wide)
    for line in lines:
        cells = "".join(f"{cell:>{width}}  " for cell, width in zip(line, wide, strict=False))
        first, *rest = wrap(showable(line[-1]), WIDTH - start)
        yield f"  {cells}{first}".rstrip()
        yield from (" " * start + each for each in rest)
