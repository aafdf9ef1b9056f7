"""What `curbside explain` says of a code: what it means, and one small story, wrong and put right.

May import floors 0 and 1. Reads the folders that the tests read, one for each code; checks no story, and prints
nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from engine.codes import CODES
from engine.diagnostics import WIDTH, did_you_mean, showable
from engine.reading.files import bundled
from engine.width import columns, wrap

Files = Mapping[str, Sequence[str]]
"""The lines of a story's files by their names."""

WHOLE: Final = 14
"""Up to how many lines a file is shown whole."""

AROUND: Final = 4
"""How many lines are shown before and behind one that matters, where a file is not shown whole."""

_FAMILIES: Final = {
    "Y": "not plain YAML",
    "S": "shape",
    "L": "links and names",
    "A": "what can happen",
    "W": "craft",
}
_SAID_BY: Final = {"A109": "explore --words", "A110": "explore --words", "A120": "walk", "A121": "walk"}
"""Who says what `check` does not."""
_SPELT: Final = {"utf 8": "UTF-8", "yaml": "YAML"}


def explained(code: str) -> str | None:
    """Return what to print of a code: what it means, a wrong story, what is said of it, and the story put right.

    `code` may be written small, or be the words of its name; None when there is none. Lines of at most 80 columns,
    with nothing in them that could disturb a terminal.
    """
    known = _known(code)
    if known is None:
        return None
    folder = _folder(known)
    wrong, right = _files(folder, "story"), _files(folder, "right")
    parts = [
        f"{known}  {_in_words(known)}",
        _read(folder / "about.txt"),
        "Wrong:",
        "\n".join(_example(wrong, right)),
        f"What {_SAID_BY.get(known, 'check')} says of it:",
        "\n".join(_said(_read(folder / "expected.txt"))),
        "Right:",
        "\n".join(_example(right, wrong)),
    ]
    return showable("\n\n".join(parts) + "\n")


def listed() -> str:
    """Return every code with its name and its meaning in one sentence, by families; lines of at most 80 columns."""
    parts = []
    for family, codes in groupby(CODES, key=lambda code: code[0]):
        parts.append(f"{family}  {_FAMILIES[family]}\n")
        parts += ["\n".join(_entry(code)) for code in codes]
        parts[-1] += "\n"
    parts.append("curbside explain CODE: one of them in full, with a story wrong and put right.\n")
    return "\n".join(parts)


def nearest_code(code: str) -> str:
    """Return the hint for a code that there is not: which one was probably meant, or where they are all told."""
    return did_you_mean(code, [*CODES, *CODES.values()]) or "curbside explain, without a code, lists them all"


def _known(asked: str) -> str | None:
    found = re.search(r"\b[A-Z][0-9]{3}\b", asked.upper())
    if found and found[0] in CODES:
        return found[0]
    slug = "-".join(re.findall(r"[a-z0-9]+", asked.lower()))
    return next((code for code, known in CODES.items() if known == slug), None)


def _in_words(code: str) -> str:
    words = CODES[code].replace("-", " ")
    for plain, spelt in _SPELT.items():
        words = words.replace(plain, spelt)
    return words


def _entry(code: str) -> Iterator[str]:
    about = " ".join(_read(_folder(code) / "about.txt").split())
    sentence = re.split(r"(?<=\S[.?!]) ", about, maxsplit=1)[0]
    yield f"  {code}  {_in_words(code)}"
    margin = " " * len(f"  {code}  ")
    yield from (margin + row for row in wrap(showable(sentence), WIDTH - len(margin)))


def _folder(code: str) -> Path:
    inside = bundled("diagnostics")
    home = inside if inside.is_dir() else inside.parent / "tests" / "diagnostics"
    return home / f"{code}-{CODES[code]}"


def _read(file: Path) -> str:
    """Return what stands in a file, without the last line's end; letters that cannot be told are replaced."""
    return file.read_text(encoding="utf-8", errors="replace").rstrip("\n")


def _files(folder: Path, name: str) -> Files:
    """Return the story called `name` in a folder, by the names that check gives its files."""
    inside = folder / name
    if not inside.is_dir():
        return {"story.yaml": _read(folder / f"{name}.yaml").split("\n")}
    files = sorted(path for path in inside.rglob("*") if path.is_file())
    return {f"story/{file.relative_to(inside).as_posix()}": _read(file).split("\n") for file in files}


def _example(files: Files, others: Files) -> Iterator[str]:
    """Yield the lines that matter of a story; what `others`, the same story otherwise, has not is marked."""
    different = {name: lines for name, lines in files.items() if lines != others.get(name)}
    for name, lines in (different or files).items():
        if len({*files, *others}) > 1:
            yield name
        yield from _numbered(lines, others.get(name, ()))


def _numbered(lines: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    same, until = _difference(lines, others)
    changed = others[same : len(others) - (len(lines) - until)]
    marked = {row for row in range(same, until) if lines[row] not in changed}
    shown = [row for row in range(len(lines)) if len(lines) <= WHOLE or _is_near(row, marked or {same})]
    for row, before in zip(shown, [-1, *shown], strict=False):
        if row > before + 1:
            yield "..."
        sign, number = ">" if row in marked else " ", f"{row + 1:>{len(str(len(lines)))}}"
        yield _cut(f"{sign} {number} | {showable(lines[row])}".rstrip())
    if shown[-1] < len(lines) - 1:
        yield "..."


def _difference(lines: Sequence[str], others: Sequence[str]) -> tuple[int, int]:
    """Return up to which row two files are the same, and from which row of the first they are the same again."""
    least = min(len(lines), len(others))
    same = next((row for row in range(least) if lines[row] != others[row]), least)
    end = next((row for row in range(least - same) if lines[-1 - row] != others[-1 - row]), least - same)
    return same, len(lines) - end


def _is_near(row: int, marked: set[int]) -> bool:
    return any(abs(row - each) <= AROUND for each in marked)


def _said(expected: str) -> Iterator[str]:
    """Yield what check says; only what it says in words is wrapped, for in a frame each column counts."""
    for row in expected.split("\n"):
        if re.match(r"(error|warning|note)\[", row):
            first, *more = wrap(row, WIDTH - 2)
            yield from (first, *(f"  {each}" for each in more))
        else:
            yield _cut(row)


def _cut(row: str) -> str:
    if columns(row) <= WIDTH:
        return row
    kept = row[: WIDTH - 3]
    while columns(kept) > WIDTH - 3:
        kept = kept[:-1]
    return f"{kept}..."
