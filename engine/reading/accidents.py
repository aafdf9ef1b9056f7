"""What a writer probably did when YAML stopped: the parser's complaint and the lines around it, in the writer's words.

May import `diagnostics`. Knows the messages of both parsers that PyYAML has. Never parses anything itself: it looks at
the line that the parser points at.
"""

import re
from typing import Any, Final

from engine.diagnostics import Diagnostic, Span, quoted

Mark = tuple[int, int]

_SIGNS: Final = {
    "scanning an alias": "*",
    "scanning an anchor": "&",
    "scanning a tag": "!",
    "parsing a tag": "!",
    "scanning a directive": "%",
    "sequence entries are not allowed": "-",
    "mapping keys are not allowed": "?",
}
_NEVER_CLOSED: Final = ("end of stream", "separator", "document indicator")
_AT_A_SIGN: Final = ("cannot start any token", "expected node content", "expected the node content")
_INDENTED: Final = (
    "expected key",
    "expected <block end>",
    "expected '-' indicator",
    "<document start>",
    "could not find expected ':'",
)
COLON: Final = "a colon and a space inside words make a key of what stands before them"
WORDS_HINT: Final = "put the words in quotes, or use | and a new line"


def explained(error: Any, file: str, lines: list[str], last: Mark) -> Diagnostic:
    """Return the fault behind a parser's error. `last` is where the last whole value before it began."""
    problem = f"{getattr(error, 'problem', None) or error}"
    where = getattr(error, "problem_mark", None)
    began = getattr(error, "context_mark", None)
    at = (where.line, where.column) if where else last
    start = (began.line, began.column) if began else at
    said = f"{getattr(error, 'context', None) or ''}: {problem}"
    return _Complaint(file, [*lines, ""], said, at, start, last).fault()


class _Complaint:
    """One complaint of the parser, and the ways to read it; the first that fits is told."""

    def __init__(self, file: str, lines: list[str], said: str, at: Mark, start: Mark, last: Mark) -> None:  # noqa: PLR0913, PLR0917 - one complaint has these parts
        self.file, self.lines, self.said = file, lines, said
        self.at, self.start, self.last = at, start, last
        self.line = lines[min(at[0], len(lines) - 1)]

    def fault(self) -> Diagnostic:
        return self.colon() or self.sign() or self.quote() or self.bracket() or self.indentation() or self.anything()

    def colon(self) -> Diagnostic | None:
        if "found unexpected ':'" in self.said:
            return self.no_space(self.at)
        if "mapping values are not allowed" not in self.said:
            return None
        before = re.sub(r"^\s*(- +)*", "", self.line[: self.at[1]])
        if found := re.match(r"\s*(?:- +)*([a-z_]\w*)(?= +[\[{])", self.line):
            message, hint = f"there is no colon behind {found[1]}", f'write "{found[1]}: "'
            return self.told("Y027", (self.at[0], found.start(1)), len(found[1]), message, hint)
        if " " in before:
            return self.dash() or self.told("Y005", self.at, 1, COLON, WORDS_HINT)
        row = self.at[0] - 1
        while row >= 0 and not self.lines[row].strip():
            row -= 1
        return self.tight(row) or self.misplaced("this line is indented as if it belonged to the words above it")

    def tight(self, row: int) -> Diagnostic | None:
        found = re.match(r"\s*(?:- +)*[a-z_]\w*:(?=[^\s:/])", self.lines[row])
        if found is None:
            return None
        return self.no_space((row, found.end() - 1))

    def dash(self) -> Diagnostic | None:
        found = re.match(r"\s*-(?=[^\s-])", self.line)
        if found is None:
            return None
        at = (self.at[0], found.end() - 1)
        return self.told("Y026", at, 1, "there is no space behind this dash", 'write "- "')

    def no_space(self, at: Mark) -> Diagnostic:
        return self.told("Y026", at, 1, "there is no space behind this colon", 'write ": "')

    def sign(self) -> Diagnostic | None:
        found = next((sign for said, sign in _SIGNS.items() if said in self.said), None)
        at = self.start
        if found is None and "scanning a block scalar" in self.said:
            found = self.char(self.start)
        elif found is None and any(said in self.said for said in _AT_A_SIGN):
            found, at = self.char(self.at), self.at
        if not found or not found.strip():
            return None
        message = f"words cannot begin with {found} here: YAML takes it for a sign of its own"
        return self.told("Y006", at, 1, message, WORDS_HINT)

    def quote(self) -> Diagnostic | None:
        if "scanning a quoted scalar" in self.said and any(said in self.said for said in _NEVER_CLOSED):
            return self.unclosed(self.start)
        if "escape" in self.said or "hexdecimal" in self.said:  # so one parser spells it
            message = "a backslash between double quotes begins a code, and this one means nothing"
            at = (self.at[0], self.line.rfind("\\", 0, self.at[1] + 1))
            return self.told("Y004", at, 1, message, "use single quotes, or write the backslash twice")
        before = self.line[: self.at[1]].rstrip()
        if not any(said in self.said for said in _INDENTED) or before[-1:] not in ('"', "'"):
            return None
        if self.last[0] < self.at[0]:
            return self.unclosed(self.last)
        message = "words stand behind the closing quote"
        hint = "put single quotes round the whole, or use | and a new line"
        if before[-1] == "'":
            hint = "write '' for a single quote inside single ones"
        return self.told("Y008", self.at, 1, message, hint)

    def unclosed(self, at: Mark) -> Diagnostic:
        sign = self.char(at)
        return self.told("Y007", at, 1, f"this {sign} is never closed", f"write {sign} where the words end")

    def bracket(self) -> Diagnostic | None:
        if "parsing a flow" in self.said or "scanning a flow" in self.said:
            row, column = self.start
            if self.lines[row].count('"', column) % 2:
                return self.unclosed((row, self.lines[row].rindex('"')))
            at = self.opened(self.start)
            sign = self.char(at)
            message = f"this {sign} is never closed, or the words behind it are not separated by commas"
            hint = f"close it; words that begin with {sign} need quotes"
            return self.told("Y025", at, 1, message, hint)
        before = self.line[: self.at[1]].rstrip()
        opened = re.search(r"[\[{]", self.line)
        if any(said in self.said for said in _INDENTED) and before[-1:] in ("]", "}") and opened:
            message = f"words cannot begin with {opened[0]} here: YAML takes it for a sign of its own"
            return self.told("Y006", (self.at[0], opened.start()), 1, message, WORDS_HINT)
        return None

    def opened(self, at: Mark) -> Mark:
        """Return the place of the bracket at a place, or of the last one before it: there the parser began."""
        row, column = at
        end = column + 1
        while row >= 0:
            found = max(self.lines[row].rfind("[", 0, end), self.lines[row].rfind("{", 0, end))
            if found >= 0:
                return row, found
            row, end = row - 1, len(self.lines[row - 1])
        return at

    def indentation(self) -> Diagnostic | None:
        if "could not find expected ':'" in self.said:
            message = "this line is no key, and stands too far left to belong to the words above it"
            return self.tight(self.start[0]) or self.misplaced(message, self.start)
        if any(said in self.said for said in _INDENTED):
            return self.dash() or self.misplaced("this line does not stand under the lines that it belongs to")
        return None

    def misplaced(self, message: str, at: Mark | None = None) -> Diagnostic:
        row = (at or self.at)[0]
        line = self.lines[row]
        column = len(line) - len(line.lstrip())
        length = max(1, len(line.strip()))
        hint = "give lines that belong together the same indentation"
        if at and (word := re.match(r"[a-z_]\w*(?= )", line.strip())):
            hint = f'if {word[0]} is a key, write "{word[0]}: "; if these are words, move them under the words above'
        return self.told("Y009", (row, column), length, message, hint)

    def anything(self) -> Diagnostic:
        message = f"this cannot be read as YAML: {quoted(self.said.removeprefix(': '), 120)[1:-1]}"
        return self.told("Y004", self.at, 1, message, "")

    def char(self, at: Mark) -> str:
        return self.lines[at[0]][at[1] : at[1] + 1] if at[0] < len(self.lines) else ""

    def told(self, code: str, at: Mark, length: int, message: str, hint: str) -> Diagnostic:
        row, column = at
        span = Span(self.file, row + 1, column + 1, row + 1, column + 1 + length)
        return Diagnostic(code=code, span=span, message=message, hint=hint)
