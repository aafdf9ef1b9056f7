"""What is wrong with a story: one value for every fault, and how it is shown.

May import `codes` and `width`. Never reads a file, never prints; faults are returned, not raised.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import takewhile
from typing import Final, NamedTuple

from engine.codes import CODES, Severity, severity
from engine.width import columns, wrap

UNSHOWABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that no story may hold: controls other than the newline, line separators, bidirectional overrides."""

MOST: Final = 200
"""How many faults of a file are told at most."""

NAMES: Final = 5000
"""Among how many names the one that was meant is looked for; among more it would take longer than all the reading."""

LIKELY: Final = 40
"""With how many of them, those that look most alike, it is compared at length."""

WIDTH: Final = 80
"""The longest line that a hint is let run to, in columns: what most terminals have."""

FRAME: Final = 100
"""The longest piece of a source line that is shown, in characters."""


class Span(NamedTuple):
    """A place in a file. Lines and columns count from 1, columns in characters; the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Related(NamedTuple):
    """Another place that explains a fault."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One fault, in the writer's words.

    `hint` says what to type instead, in a few words, and stands beside the carets.
    """

    code: str
    span: Span
    message: str
    hint: str = ""
    related: tuple[Related, ...] = ()

    def __post_init__(self) -> None:
        if self.code not in CODES:
            message = f"no such diagnostic code: {self.code}"
            raise ValueError(message)

    @property
    def severity(self) -> Severity:
        """How much it weighs: an error breaks a play or loses words, a warning does neither, a note is craft."""
        return severity(self.code)


def is_sound(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether there is no error among them."""
    return all(each.severity != "error" for each in diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return them without repetition, sorted by file, place and code; of each file the gravest `MOST` at most."""
    kept: dict[str, list[Diagnostic]] = {}
    for diagnostic in sorted(set(diagnostics), key=_place):
        kept.setdefault(diagnostic.span.file, []).append(diagnostic)
    return tuple(each for of_file in kept.values() for each in sorted(sorted(of_file, key=_gravity)[:MOST], key=_place))


def _place(diagnostic: Diagnostic) -> tuple[Span, str, str]:
    return diagnostic.span, diagnostic.code, diagnostic.message


def _gravity(diagnostic: Diagnostic) -> int:
    return ("error", "warning", "note").index(diagnostic.severity)


def nearest(word: str, names: Collection[str]) -> str | None:
    """Return the name that `word` was probably meant to be, or None."""
    if len(names) > NAMES:
        return None
    from difflib import get_close_matches  # noqa: PLC0415 - a tenth of a start, and only faults need it

    plain = _plainly(tuple(names))
    key = re.sub(r"[\W_]", "", word[:200]).lower()
    likely = sorted(plain, key=partial(_alike, key), reverse=True)[:LIKELY] if len(plain) > LIKELY else plain
    found = [key] if key in plain else get_close_matches(key, likely, n=1, cutoff=0.6)
    return plain[found[0]] if found else None


@lru_cache(maxsize=4)
def _plainly(names: tuple[str, ...]) -> dict[str, str]:
    """Return names by their letters and digits alone, in small letters."""
    return {re.sub(r"[\W_]", "", name).lower(): name for name in sorted(names, reverse=True)}


def _alike(word: str, name: str) -> int:
    """Return how many letters two words share at their beginnings and at their ends, where a slip leaves them alike."""
    ends = zip(word, name, strict=False), zip(reversed(word), reversed(name), strict=False)
    return sum(1 for pairs in ends for _ in takewhile(_are_equal, pairs))


def _are_equal(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def did_you_mean(word: str, names: Collection[str]) -> str:
    """Return the hint `did you mean "..."?` for the nearest of `names`, or an empty string."""
    name = nearest(word, names)
    return f'did you mean "{name}"?' if name and re.fullmatch(r"[\w./-]+", name) else ""


def cut(text: object, most: int = 60) -> str:
    """Return `text` on one line, cut when it is long, for use in a message."""
    words = " ".join(str(text)[: most * 2].split())
    return words if len(words) <= most else f"{words[: most - 3]}..."


def quoted(text: object, most: int = 60) -> str:
    """Return `text` in quotation marks on one line, cut when it is long, for use in a message."""
    return f'"{cut(text, most)}"'


def showable(text: str) -> str:
    """Return `text` with every character that could disturb a terminal replaced; as many characters as before."""
    return UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def on_one_line(name: str) -> str:
    """Return a name of a file so that it can be shown: on one line, and no trouble to a terminal."""
    return showable(name).replace("\n", "\N{REPLACEMENT CHARACTER}")


def render(diagnostics: Sequence[Diagnostic], lines: Mapping[str, Sequence[str]]) -> str:
    """Return the faults as text with frames, a blank line behind each. `lines` holds each file's lines by its name."""
    return "\n".join("".join(f"{row}\n" for row in _rows(each, lines)) for each in diagnostics)


def _rows(diagnostic: Diagnostic, lines: Mapping[str, Sequence[str]]) -> Iterable[str]:
    yield showable(f"{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}")
    places = [diagnostic.span, *(related.span for related in diagnostic.related)]
    margin = " " * len(str(max(span.line for span in places)))
    yield from _frame("-->", diagnostic.span, lines, margin, diagnostic.hint)
    for span, message in diagnostic.related:
        yield from _frame("and", span, lines, margin, message)


def _frame(arrow: str, span: Span, lines: Mapping[str, Sequence[str]], margin: str, label: str) -> Iterable[str]:
    yield on_one_line(f"{margin}{arrow} {span.file}:{span.line}:{span.column}")
    source = lines.get(span.file, ())
    if not 0 < span.line <= len(source):
        if label:
            yield showable(f"{margin} = {label}")
        return
    line = source[span.line - 1]
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    first = max(0, start - FRAME // 2) if len(line) > FRAME else 0
    shown = showable(line[first : first + FRAME].replace("\t", "\N{RIGHTWARDS ARROW}"))
    before = columns(shown[: start - first])
    carets = max(1, columns(shown[start - first : end - first]))
    yield f"{margin} |"
    yield f"{span.line:>{len(margin)}} | {shown}".rstrip()
    marked = showable(f"{margin} | {' ' * before}{'^' * carets} {label}".rstrip())
    if columns(marked) <= WIDTH:
        yield marked
        return
    yield f"{margin} | {' ' * before}{'^' * carets}"
    sign = "="  # what has no room beside the carets stands below them
    for row in wrap(showable(label), WIDTH - len(margin) - len(" = ")):
        yield f"{margin} {sign} {row}"
        sign = " "
