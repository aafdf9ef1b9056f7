"""What a writer probably did when YAML stopped: the parser's complaint and the lines around it, in the writer's words.

May import `diagnostics`. Knows the messages of both parsers that PyYAML has. Never parses anything itself: it looks at
the line that the parser points at.
"""

import re
from typing import Any, Final

from engine.diagnostics import Diagnostic, Span, cut, quoted

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
_ITEM_HINT: Final = 'for another item of the list write "- " in front; if it belongs to the item above, move it in'
BULLET: Final = re.compile(r"\s*(?:- +)?(?:[\u2022\u00b7\u2013\u2014\u2212\u2023\u25aa+]|[0-9]+[.)])\s+\S")
"""Finds what word processors and people put in front of an item, and YAML does not know."""
_WORDS: Final = frozenset({"text", "reply", "else", "locked", "summary", "about", "letter"})
_CURLY: Final = "\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb"
_CURLY_HINT: Final = "curly quotes are words like any other: type straight ones"
_KEYS: Final = (
    "id|title|text|reply|when|set|add|remember|choices|to|once|locked|ending|discuss|say|tags|seen_by|empathy|ripple_of"
    "|first|else"
)
_NO_COLON: Final = re.compile(rf"\s*(?:- +)*({_KEYS})(?= *[;=] | +[^\s:]|$)(?!.*:( |$))")
"""A line that begins with a key of the language, and holds no colon."""


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
        return (
            self.bullet()
            or self.colon()
            or self.sign()
            or self.quote()
            or self.bracket()
            or self.indentation()
            or self.anything()
        )

    def bullet(self) -> Diagnostic | None:
        """Tell of an item that begins with another sign than the plain dash, where YAML stopped or just above."""
        if "mapping values" not in self.said and not any(said in self.said for said in _INDENTED):
            return None
        for row in (self.at[0], self.above(self.at[0])):
            if 0 <= row < len(self.lines) and BULLET.match(self.lines[row]):
                message, hint = "this line begins no item of a list", 'begin it with a plain "- "'
                return self.told("Y029", (row, self.indent(row)), self.length(row), message, hint)
        return None

    def colon(self) -> Diagnostic | None:
        if "found unexpected ':'" in self.said:
            return self.no_space(self.at)
        if "mapping values are not allowed" not in self.said:
            return None
        if found := re.match(r"\s*(?:- +)*([a-z_]\w*)(?= +[\[{])", self.line):
            return self.no_colon(self.at[0], found)
        row = self.above(self.at[0])
        if row >= 0 and (found := _NO_COLON.match(self.lines[row])):
            return self.no_colon(row, found)
        return self.in_words(row)

    def in_words(self, row: int) -> Diagnostic:
        """Tell of a colon that makes no key, where `row` is the last line above it."""
        before = re.sub(r"^\s*(- +)*", "", self.line[: self.at[1]])
        found = re.match(r"( *)(id|when|say): ", self.lines[row] if row >= 0 else "")
        if found and self.indent(self.at[0]) == len(found[1]) + len(
            "- "
        ):  # what follows stands as if there were a dash
            message = "a list begins each item with a dash, and there is none"
            return self.told("Y029", (row, len(found[1])), self.length(row), message, 'write "- " in front of it')
        if " " in before:
            words = re.sub(r"^\w+: *", "", before)
            hint = _CURLY_HINT if words[:1] and words[0] in _CURLY else WORDS_HINT
            if re.search(rf" (?:{_KEYS})$", before):
                key = before.rpartition(" ")[2]
                hint = f"if {key} is a key, begin a new line with it; if these are words, put them in quotes"
            return self.dash() or self.told("Y005", self.at, 1, COLON, hint)
        return self.tight(row) or self.misplaced("this line is indented as if it belonged to the words above it")

    def above(self, row: int) -> int:
        """Return the last row above one that is not blank."""
        row -= 1
        while row >= 0 and not self.lines[row].strip():
            row -= 1
        return row

    def no_colon(self, row: int, found: re.Match[str]) -> Diagnostic:
        message, hint = f"there is no colon behind {found[1]}", f'write "{found[1]}: "'
        return self.told("Y027", (row, found.start(1)), len(found[1]), message, hint)

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
        if found == "-" and self.line[: at[1]].rstrip()[-1:] in ('"', "'"):
            return self.behind_quote()
        message = f"words cannot begin with {found} here: YAML takes it for a sign of its own"
        is_bullet = found == "*" and self.lines[at[0]][: at[1]].strip() == "" and self.char((at[0], at[1] + 1)) == " "
        return self.told("Y006", at, 1, message, 'begin an item of a list with "- "' if is_bullet else WORDS_HINT)

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
        return self.behind_quote()

    def behind_quote(self) -> Diagnostic:
        words = self.line[: self.at[1]].rstrip()
        hint = "put single quotes round the whole, or use | and a new line"
        if words[-1] == "'" and '"' not in self.line:
            hint = "put double quotes round the whole, or use | and a new line"
        elif "'" in self.line:
            hint = "use | and a new line, and there no quotes are needed round the whole"
        return self.told("Y008", self.at, 1, "words stand behind the closing quote", hint)

    def unclosed(self, at: Mark) -> Diagnostic:
        sign = self.char(at)
        hint = f"write {sign} where the words end"
        if sign == "'":
            hint = "put double quotes round the whole, or write ' where the words end"
        if any(each in _CURLY for each in self.lines[at[0]][at[1] :]):
            hint = f"write a straight {sign} where the words end, not a curly one"
        return self.told("Y007", at, 1, f"this {sign} is never closed", hint)

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
            return self.tight(self.start[0]) or self.alone(self.start[0])
        if not any(said in self.said for said in _INDENTED):
            return None
        if found := self.dash():
            return found
        if "block collection" in self.said and self.start[1] == self.indent(self.at[0]):
            return self.told(
                "Y029", self.at, self.length(self.at[0]), "this line begins no item of the list", _ITEM_HINT
            )
        if self.line.lstrip().startswith("- ") and self.start[1] == self.indent(self.at[0]) and "mapping" in self.said:
            message = "the list below begins here, and there is no dash"
            length = max(1, len(self.lines[self.start[0]]) - self.start[1])
            return self.told("Y029", self.start, length, message, 'write "- " in front of it')
        return self.misplaced("this line does not stand under the lines that it belongs to")

    def alone(self, row: int) -> Diagnostic:
        """Tell of a line that stands where a key would, and has no colon."""
        line = self.lines[row]
        words, column = line.strip(), self.indent(row)
        if found := _NO_COLON.match(line) or re.match(r"\s*(?:- +)*([a-z]\w*)$", line):
            message, hint = f"there is no colon behind {cut(found[1])}", f'write "{cut(found[1])}:"'
            if (above := self.key_above(row)) in _WORDS:
                hint += f"; if these are words, move them further in than {above}:"
            return self.told("Y027", (row, found.start(1)), len(found[1]), message, hint)
        if self.lines[self.above(row)].startswith(f"{' ' * column}- "):
            return self.told("Y029", (row, column), len(words), "this line begins no item of the list", _ITEM_HINT)
        above = self.key_above(row)
        message = "this line is no key, and stands too far left to belong to the words above it"
        hint = f"move it two spaces further in than {above}:" if above else "move it under the words above it"
        return self.told("Y009", (row, column), max(1, len(words)), message, hint)

    def key_above(self, row: int) -> str:
        """Return the nearest key above a line, or nothing."""
        while (row := self.above(row)) >= 0:
            if found := re.match(r"\s*(?:- +)*([A-Za-z_]\w*):(?: |$)", self.lines[row]):
                return found[1]
        return ""

    def indent(self, row: int) -> int:
        return len(self.lines[row]) - len(self.lines[row].lstrip())

    def length(self, row: int) -> int:
        return max(1, len(self.lines[row].strip()))

    def misplaced(self, message: str) -> Diagnostic:
        row = self.at[0]
        above, hint = self.above(row), "give lines that belong together the same indentation"
        words, key = self.lines[above], self.lines[self.above(above)]
        is_below = above > 0 and re.match(r"\s*\w+:$", key) and self.indent(above) > self.indent(self.above(above))
        if is_below and ":" not in words and not words.lstrip().startswith("- "):
            message, hint = "these words stand behind no key", 'write "text: " in front of them'
            return self.told("Y009", (above, self.indent(above)), self.length(above), message, hint)
        if near := self.near(row):
            hint = f"begin it in column {near[1] + 1}, as line {near[0] + 1} does"
        return self.told("Y009", (row, self.indent(row)), self.length(row), message, hint)

    def near(self, row: int) -> Mark | None:
        """Return the nearest line above, and its column, from which a line has slipped by one or two spaces."""
        column, above = self.indent(row), row
        while (above := self.above(above)) >= 0:
            found = re.match(r" *((?:- +)*)[^\s#]", self.lines[above])
            columns = (found.end() - 1, found.start(1)) if found else ()
            for each in columns:
                if 0 < abs(each - column) <= len("- "):
                    return above, each
        return None

    def anything(self) -> Diagnostic:
        message = f"this cannot be read as YAML: {quoted(self.said.removeprefix(': '), 120)[1:-1]}"
        return self.told("Y004", self.at, 1, message, "")

    def char(self, at: Mark) -> str:
        return self.lines[at[0]][at[1] : at[1] + 1] if at[0] < len(self.lines) else ""

    def told(self, code: str, at: Mark, length: int, message: str, hint: str) -> Diagnostic:
        row, column = at
        span = Span(self.file, row + 1, column + 1, row + 1, column + 1 + length)
        return Diagnostic(code=code, span=span, message=message, hint=hint)
