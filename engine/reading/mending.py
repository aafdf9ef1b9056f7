"""What to read instead of a line at which YAML stops, so that the lines behind it are read as well.

May import `diagnostics` and `values`. Changes copies of lines, never the story: what was mended is told all the same.
"""

import re
from typing import Final, NamedTuple

from engine.diagnostics import Diagnostic
from engine.reading.values import Mark

PROSE: Final = frozenset({"text", "reply", "else", "locked", "title", "ending", "summary", "name", "about"})
"""Keys whose values are prose, were it a single word."""

_MENDABLE: Final = frozenset({"Y004", "Y005", "Y006", "Y007", "Y008"})
_LINE: Final = re.compile(r"(?P<dent> *)(?P<dash>(?:- +)*)(?:(?P<key>[A-Za-z_]\w*) *:(?: +|$))?(?P<value>.*)")


class Mended(NamedTuple):
    """Lines to read instead, the place whose value is not what was meant, and whether no name can have gone with it."""

    lines: list[str]
    place: tuple[Mark, Mark]
    keeps_names: bool


def mended(lines: list[str], fault: Diagnostic) -> Mended | None:
    """Return what to read instead of `lines`, at which `fault` was found; None where nobody could tell."""
    row, column = fault.span.line - 1, fault.span.column - 1
    if row >= len(lines) - 1:
        return None
    line = lines[row]
    if fault.code == "Y026":
        at = column + 1
        return _with(lines, row, f"{line[:at]} {line[at:]}", column)
    if fault.code == "Y027":
        at = fault.span.end_column - 1
        return _with(lines, row, f"{line[:at]}:{line[at:]}", column)
    found = _LINE.fullmatch(line)
    if fault.code not in _MENDABLE or not found or (found["value"][:1] in ("{", "[") and fault.code != "Y006"):
        return None
    prose = found["key"] in PROSE or (found["key"] is None and " " in found["value"])
    start = found.start("value") if found["key"] in PROSE else found.end("dash")
    better = _with(lines, row, f"{line[: found.start('value')]}x", start, keeps_names=prose)
    dent = len(found["dent"])
    inner = dent + len(found["dash"])
    nearest = inner + 1 if found["key"] else dent + 1 if found["dash"] else dent
    for below in range(row + 1, len(lines)):  # what else belonged to the value
        if lines[below].strip() and len(lines[below]) - len(lines[below].lstrip()) < nearest:
            break
        better.lines[below] = ""
    return better


def _with(lines: list[str], row: int, line: str, column: int, *, keeps_names: bool = True) -> Mended:
    place = ((row, column), (row, len(lines[row])))
    return Mended([*lines[:row], line, *lines[row + 1 :]], place, keeps_names)
