"""How faults are shown: frames for people, and the formats that programs read.

May import floor 0, and `sarif` of its own room. Pure functions from diagnostics to text, in the order in which
they are given. Nothing that a story or a file's name says can bring in a control character.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Final, Literal, TypeAlias, assert_never

from engine.codes import CODES
from engine.diagnostics import Diagnostic, Span, on_one_line, render, showable

Format: TypeAlias = Literal["text", "concise", "json", "github", "sarif"]
Lines: TypeAlias = Mapping[str, Sequence[str]]

_HUES: Final = {"error": "31", "warning": "33", "note": "36"}
_EDGE: Final = "1;34"
_COMMANDS: Final = {"error": "error", "warning": "warning", "note": "notice"}
_IN_WORDS: Final = "%\n"
_IN_PROPERTIES: Final = "%\n:,"


def formatted(name: Format, diagnostics: Sequence[Diagnostic], lines: Lines, *, color: bool, version: str) -> str:
    """Return the faults in a format. `lines` holds every file that was read, by its name.

    Only text takes colour, and only sarif says which `version` of Curbside found them.
    """
    match name:
        case "text":
            return text(diagnostics, lines, color=color)
        case "concise":
            return concise(diagnostics)
        case "json":
            return as_json(diagnostics, lines)
        case "github":
            return github(diagnostics)
        case "sarif":
            from engine.checking.sarif import sarif  # noqa: PLC0415 - only this format needs it

            return sarif(diagnostics, version)
    assert_never(name)


def text(diagnostics: Sequence[Diagnostic], lines: Lines, *, color: bool = False) -> str:
    """Return the faults in frames, a blank line between two; with the terminal's own named colours if wanted.

    Colour says nothing that the words do not: without its codes, the text is the plain one. Each line ends it again.
    """
    if not color:
        return render(diagnostics, lines)
    return "\n".join(_painted(each, lines) for each in diagnostics)


def concise(diagnostics: Iterable[Diagnostic]) -> str:
    """Return one line for each fault: `file:line:column: CODE message`."""
    return "".join(f"{on_one_line(_at(each.span))}: {each.code} {on_one_line(each.message)}\n" for each in diagnostics)


def as_json(diagnostics: Sequence[Diagnostic], lines: Lines) -> str:
    """Return a JSON document: a summary, with how many files were read, and each fault.

    More keys may follow in a later version 1; these keep their names and meaning. Columns are counted in characters.
    """
    import json  # noqa: PLC0415 - only the formats for programs need it

    severities = [each.severity for each in diagnostics]
    document = {
        "version": 1,
        "summary": {
            "errors": severities.count("error"),
            "warnings": severities.count("warning"),
            "notes": severities.count("note"),
            "files": len(lines),
        },
        "diagnostics": [_entry(each) for each in diagnostics],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def github(diagnostics: Iterable[Diagnostic]) -> str:
    """Return a workflow command of GitHub Actions for each fault: it stands beside the line in a pull request.

    GitHub takes columns only within one line. Of a step it shows ten errors and ten warnings; the log holds all.
    """
    return "".join(f"{_command(each)}\n" for each in diagnostics)


def _painted(diagnostic: Diagnostic, lines: Lines) -> str:
    """Return what is rendered of one fault, with colour."""
    hue = _HUES[diagnostic.severity]
    places = [diagnostic.span, *(related.span for related in diagnostic.related)]
    width = len(str(max(span.line for span in places)))
    head, *rows = render([diagnostic], lines).split("\n")
    mark = len(f"{diagnostic.severity}[{diagnostic.code}]")
    title = _sgr(head[:mark], f"1;{hue}") + _sgr(head[mark:], "1")
    return "\n".join([title, *(_row(row, width, hue) for row in rows)])


def _row(row: str, width: int, hue: str) -> str:
    """Return a row of a frame with its margin, `width` wide, in one colour, and carets with their hint in another."""
    sign = row[width : width + 3]
    if sign in {"-->", "and"}:
        return _sgr(row[: width + 3], _EDGE) + row[width + 3 :]
    if not sign.startswith((" |", " =")):
        return row
    edge, rest = _sgr(row[: width + 2], _EDGE), row[width + 2 :]
    is_source = bool(row[:width].strip()) or sign[1] == "="
    return edge + (rest if is_source else _sgr(rest, hue))


def _sgr(words: str, codes: str) -> str:
    return f"\x1b[{codes}m{words}\x1b[0m" if words else ""


def _at(span: Span) -> str:
    return f"{span.file}:{span.line}:{span.column}"


def _entry(diagnostic: Diagnostic) -> dict[str, object]:
    entry = {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        **_place(diagnostic.span),
        "message": showable(diagnostic.message),
        "hint": showable(diagnostic.hint),
    }
    if diagnostic.related:
        entry["related"] = [{**_place(span), "message": showable(message)} for span, message in diagnostic.related]
    return entry


def _place(span: Span) -> dict[str, object]:
    return {**span._asdict(), "file": showable(span.file)}


def _command(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    values: dict[str, object] = {"file": PurePath(span.file).as_posix(), "line": span.line, "endLine": span.end_line}
    if span.line == span.end_line:
        values |= {"col": span.column, "endColumn": span.end_column}
    values["title"] = f"{diagnostic.code} {CODES[diagnostic.code].replace('-', ' ')}"
    properties = ",".join(f"{name}={_escaped(str(value), _IN_PROPERTIES)}" for name, value in values.items())
    said = [diagnostic.message, diagnostic.hint]
    said += (f"{message}: {_at(span)}" for span, message in diagnostic.related)
    words = _escaped("\n".join(each for each in said if each), _IN_WORDS)
    return f"::{_COMMANDS[diagnostic.severity]} {properties}::{words}"


def _escaped(words: str, signs: str) -> str:
    """Return words with these signs, `%` first among them, as GitHub's runner reads them back."""
    words = showable(words)
    for sign in signs:
        words = words.replace(sign, f"%{ord(sign):02X}")
    return words
