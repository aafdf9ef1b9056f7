"""YAML text to plain values that know their places, in one pass over the parser's events.

The only import of yaml. Reads YAML as every 1.2 reader does and refuses what readers disagree on. Never builds anything
but maps, lists, strings, whole numbers and true or false; flat, so that no nesting can exhaust the interpreter.
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, NamedTuple

import yaml

from engine.diagnostics import MOST, UNSHOWABLE, Diagnostic, Related, Span, cut, quoted
from engine.reading import accidents, letters, mending
from engine.reading.files import FILE_BYTES, LINES
from engine.reading.values import Document, List, Map, Mark, Value, flat

DIRECTIVES: Final = 100
NODES: Final = 500_000
DEPTH: Final = 64
NUMBER: Final = 1_000_000


def read(file: str, data: bytes, *, nodes: int = NODES, loader: type | None = None) -> Document:
    """Return what stands in a file. Never raises for anything that `data` may hold.

    `nodes` is how many keys and values are left to the story of which it is a part. `loader` is the YAML loader whose
    parser is used; by default the C one where there is one.
    """
    if len(data) > FILE_BYTES or data.count(b"\n") > LINES:
        large = f"is larger than {FILE_BYTES // 2**20} MiB", "split the story into chapters"
        what, hint = large if len(data) > FILE_BYTES else (f"has more than {LINES:,} lines", "make two stories of it")
        place = Span(file, 1, 1, 1, 1)
        return Document(file, [], None, [Diagnostic(code="Y024", span=place, message=f"this file {what}", hint=hint)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return letters.not_utf_8(file, data, error)
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    lines.append("")  # where the parser sees the end
    document = Document(file, lines)
    text = "\n".join(lines)
    document.diagnostics += islice(letters.unshowable(document, text), MOST)
    if text.count("\n%") > DIRECTIVES:
        place, hint = Span(file, 1, 1, 1, 1), "words that begin with % need quotes"
        message = f"more than {DIRECTIVES} lines of this file begin with %"
        document.diagnostics.append(Diagnostic(code="Y024", span=place, message=message, hint=hint))
    if not document.diagnostics:
        with paused_collector():
            _read(document, nodes, loader or _LOADER)
    return document


_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MENDS: Final = 30
AGAIN: Final = 4 * 2**20
"""How often a file is read again behind a line that stopped the reading, and how many characters of it in all."""


def _read(document: Document, nodes: int, loader: type) -> None:
    """Read a document, and where YAML stops, mend the line and read again, so that all faults are told at once."""
    lines, told, rows, keeps_names = document.lines, list[Diagnostic](), set[int](), True
    again = min(MENDS, AGAIN // (1 + sum(map(len, lines))))
    while True:
        reader = _Reader(Document(document.file, lines), nodes, has_comments=any("#" in line for line in lines))
        reader.read("\n".join(lines), loader)
        stop = reader.stop
        if stop and stop.span.line in rows:
            break  # what was mended was not the cause, and what is said now might not be so
        document.diagnostics[:] = [*told, *reader.document.diagnostics]
        better = mending.mended(lines, stop) if stop and len(told) < again else None
        if stop is None or better is None:
            break
        told.append(stop)
        rows.add(stop.span.line)
        document.doubtful.append(better.place)
        lines, keeps_names = better.lines, keeps_names and better.keeps_names
    document.nodes = reader.nodes
    if not reader.is_over and reader.is_whole and keeps_names:
        document.root = reader.document.root
        document.doubtful += reader.document.doubtful


@contextmanager
def paused_collector() -> Iterator[None]:
    """Pause Python's cyclic collector: half the cost of reading a big file, and it finds nothing there."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Open(NamedTuple):
    """A map or list that is being read, and the reader as it was when it began."""

    start: Mark
    here: Map | List | None
    key: str | None
    key_marks: tuple[Mark, Mark]
    repeated: bool
    flow: bool


@dataclass(slots=True)
class _Reader:
    """The one pass: a stack of open maps and lists, and the key that waits for its value."""

    document: Document
    most: int
    has_comments: bool
    stack: list[_Open] = field(default_factory=list)
    here: Map | List | None = None
    key: str | None = None
    key_marks: tuple[Mark, Mark] = ((0, 0), (0, 0))
    nodes: int = 0
    flow: bool = False
    repeated: bool = False
    begun_again: Map | None = None
    """The map in which another item was probably meant to begin: of what follows in it, no more is said."""
    last: Any = None
    """The event with which the last value began."""
    stop: Diagnostic | None = None
    is_over: bool = False
    errors: int = 0
    is_whole: bool = True
    """Whether every name that the writer gave can be told from what was read."""

    def read(self, text: str, loader: type) -> None:
        try:
            next_event = loader(text).get_event  # as `yaml.parse` does, without a generator between
            while not self.is_over and (event := next_event()) is not None:
                self.take(event)
        except yaml.YAMLError as error:
            before = _marks(self.last)[0] if self.last else (0, 0)
            fault = accidents.explained(error, self.document.file, self.document.lines, before)
            # What was misread on the way to the accident would be told as faults that are not there.
            sure = [each for each in self.document.diagnostics if each.span.line < fault.span.line]
            self.document.diagnostics[:] = [*sure, fault]
            self.stop = fault
        if self.document.root is None and not self.document.diagnostics:
            self.fault("Y022", ((0, 0), (0, 0)), "there is nothing in this file", "begin with curbside: 1")

    def take(self, event: Any) -> None:
        """Take in one event."""
        kind = type(event)
        if kind is _SCALAR:
            self.scalar(event)
        elif kind is _MAP or kind is _LIST:
            self.open(event, Map() if kind is _MAP else List())
        elif kind is _MAP_END or kind is _LIST_END:
            self.close(event)
        elif kind is yaml.AliasEvent:
            self.alias(event)
        elif kind is yaml.DocumentStartEvent and self.document.root is not None:
            hint = "take it out, or put what follows into a file of its own"
            self.halt("Y020", _marks(event), "--- begins a second story here", hint)

    def scalar(self, event: Any) -> None:
        self.last = event
        if event.anchor is not None or event.tag is not None:
            self.check_decoration(event)
        value: str = event.value
        plain = event.implicit[0]
        if isinstance(self.here, Map) and self.key is None:
            self.take_key(event, value, plain=plain)
            return
        marks = _marks(event)
        if plain:
            if marks[0][0] != marks[1][0]:
                self.check_gaps(value, marks, "")
                self.check_bullets(marks)
            self.put(self.plain(value, marks), marks)
            return
        if event.style == '"' and (found := UNSHOWABLE.search(value)):
            message = f"these words hold the invisible character U+{ord(found[0]):04X}"
            self.fault("Y002", marks, message, "take out the backslash", doubt=marks)
        elif event.style != "|":
            self.check_gaps(value, marks, event.style)
        if event.style in ("|", ">") and ("#" in value or ": " in value) and self.is_prose(value):
            self.check_notes(marks)
        self.put(value, marks)

    def take_key(self, event: Any, key: str, *, plain: bool) -> None:
        marks = _marks(event)
        (row, column), end = marks
        assert isinstance(self.here, Map)  # noqa: S101 - `scalar` asked; this tells the type checker
        line = self.document.lines[row]
        sign = line.rfind("?", max(0, column - 80), column)  # not from its start: a line may be as long as a file
        if sign >= 0 and line[sign + 1 : column].isspace():
            place = ((row, sign), (row, sign + 1))
            message = "words cannot begin with ? here: YAML takes it for a sign of its own"
            self.halt("Y006", place, message, accidents.WORDS_HINT)
        elif plain and " " in key and not self.flow and self.holds_no_sentences():
            self.halt("Y005", (end, (end[0], end[1] + 1)), accidents.COLON, accidents.WORDS_HINT)
        elif key == "<<" and plain:
            self.fault("Y013", marks, "<< would copy lines from elsewhere, unseen", "write the lines out")
        elif plain and key[:1] in _ODD and _AMBIGUOUS.fullmatch(key) and not _WHOLE.fullmatch(key):
            message = f"programs that read YAML disagree on what the key {cut(key) or 'of nothing'} is"
            self.fault("Y015", marks, message, f"write {quoted(key)}:" if key else "write a key before it", doubt=marks)
        self.nodes += 1
        self.key, self.key_marks, self.repeated = key, marks, key in self.here
        if self.repeated and isinstance(self.stack[-1].here if self.stack else None, List):
            self.check_new_item(key, marks)
        elif self.repeated:
            first = Related(self.document.key(self.here, key), "it first stands here")
            message = f"the key {quoted(key)} stands here twice"
            self.fault("Y014", marks, message, "keep one of them", (first,), doubt=marks)

    def check_new_item(self, key: str, marks: tuple[Mark, Mark]) -> None:
        """Note a key that an item of a list has twice; where it is its first, another item was probably begun."""
        assert isinstance(self.here, Map)  # noqa: S101 - `take_key` asked; this tells the type checker
        first = next(iter(self.here))
        related = (Related(self.document.key(self.here, key), "it first stands here"),)
        message, hint = f"the key {quoted(key)} stands here twice", "keep one of them"
        if key == first:
            hint = f'keep one of them; if another item begins here, write "- {key}:"'
            self.begun_again = self.here
        if key == first:
            self.fault("Y014", marks, message, hint, related)
        elif self.begun_again is not self.here:
            self.fault("Y014", marks, message, hint, related, doubt=marks)

    def holds_no_sentences(self) -> bool:
        """Tell whether the map being read is an item of a list, or stands for words: no key of it has a space."""
        above = self.stack[-1]
        return isinstance(above.here, List) or above.key in mending.PROSE

    def plain(self, value: str, marks: tuple[Mark, Mark]) -> str | int | bool:
        """Return what a value without quotes is, and note what is wrong with it."""
        if self.has_comments and self.is_cut(value, marks) and not value:
            return value
        if self.flow and isinstance(self.here, List) and _NOT_A_NAME.search(value):
            row, column = self.stack[-1].start
            message = "words stand between [ and ] here, where a comma cuts them in two"
            hint = "put each on a line of its own behind -, or in quotes"
            self.fault("Y018", ((row, column), (row, column + 1)), message, hint, doubt=((row, column), marks[1]))
        if value[:1] not in _ODD:
            return value
        if value in ("true", "false"):
            return value == "true"
        if _WHOLE.fullmatch(value):
            if len(value) > len(str(-NUMBER)) or abs(int(value)) > NUMBER:
                message = f"numbers go from -{NUMBER:,} to {NUMBER:,}"
                self.fault("Y024", marks, message, "choose a smaller one", doubt=marks)
                return 0
            return int(value)
        if _AMBIGUOUS.fullmatch(value):
            self.ambiguous(value, marks)
        return value

    def ambiguous(self, value: str, marks: tuple[Mark, Mark]) -> None:
        if value:
            message = f"programs that read YAML disagree on what {cut(value)} is"
            self.fault("Y015", marks, message, _plainly(value), doubt=marks)
        elif not isinstance(self.here, Map):
            self.fault("Y016", marks, "there is nothing behind this -", "fill it in, or delete it", doubt=marks)
        elif self.flow and len(self.here) == 0:
            start = self.stack[-1].start
            message = "words cannot begin with { here: YAML takes it for a sign of its own"
            self.fault(
                "Y006", (start, (start[0], start[1] + 1)), message, accidents.WORDS_HINT, doubt=(start, marks[1])
            )
        elif self.flow:
            message = f"the comma before {quoted(self.key)} cuts the words in two"
            doubt = (self.stack[-1].start, marks[1])
            self.fault("Y019", self.key_marks, message, "put the words in quotes", doubt=doubt)
        else:
            message, doubt = f"there is nothing behind {cut(self.key)}:", (self.key_marks[0], marks[1])
            self.fault("Y016", self.key_marks, message, "fill it in, or delete it", doubt=doubt)

    def check_gaps(self, value: str, marks: tuple[Mark, Mark], style: str) -> None:
        """Note a blank line that is lost on the way: only behind | does one part paragraphs."""
        (row, column), (end, _column) = marks
        gap = _LOST_GAP.search(value) if end > row + 1 and self.is_prose(value) else None
        if gap and any(not line.strip() for line in self.document.lines[row + 1 : end]):
            message = (
                f"the blank line before {quoted(value[gap.end() - 1 :], 30)} is lost: these paragraphs run together"
            )
            hint = "write | instead" if style == ">" else "put a | here, and the words below it, without quotes"
            self.note(Diagnostic(code="Y028", span=self.sign((row, column)), message=message, hint=hint))

    def check_notes(self, marks: tuple[Mark, Mark]) -> None:
        """Note a line among words that was probably meant as a note to the writer."""
        for row in range(marks[0][0] + 1, min(marks[1][0] + 1, len(self.document.lines))):
            line = self.document.lines[row]
            column = len(line) - len(line.lstrip())
            if row < marks[1][0] and _NO_WORDS.match(line):
                note = "among words a # begins no note", "put the note above their key"
                what, hint = note if line[column] == "#" else ("it stands among words", "move it out, under their key")
                message = f"players see this line: {what}"
                span = self.document.span(((row, column), (row, len(line))))
                self.note(Diagnostic(code="Y030", span=span, message=message, hint=hint))

    def check_bullets(self, marks: tuple[Mark, Mark]) -> None:
        """Note a list whose items begin with another sign than the plain dash: YAML runs it together."""
        row = marks[0][0]
        first, *others = self.document.lines[row : marks[1][0] + 1]
        if accidents.BULLET.match(first) and any(accidents.BULLET.match(line) for line in others):
            message, hint = "this line begins no item of a list", 'begin it with a plain "- "'
            self.fault("Y029", (marks[0], (row, len(first))), message, hint, doubt=marks)

    def sign(self, at: Mark) -> Span:
        """Return the place of one character."""
        return self.document.span((at, (at[0], at[1] + 1)))

    def is_cut(self, value: str, marks: tuple[Mark, Mark]) -> bool:
        """Note a comment that cuts words off: behind unquoted prose, a # was probably meant as a word."""
        row, column = marks[1]
        sign = _COMMENT.match(self.document.lines[row], column)
        if not sign or not self.is_prose(value):
            return False
        at = sign.end() - 1
        message = "everything behind # is left out: it starts a comment"
        place = ((row, at), (row, len(self.document.lines[row])))
        hint = "put the words in quotes; a note goes on a line of its own, above the key"
        self.fault("Y017", place, message, hint, doubt=marks)
        return True

    def is_prose(self, value: str) -> bool:
        if not value and isinstance(self.here, List):
            return True
        return self.key in mending.PROSE or (self.key not in _NO_PROSE and bool(_NOT_A_NAME.search(value)))

    def open(self, event: Any, container: Map | List) -> None:
        self.check_decoration(event)
        start = _marks(event)[0]
        if isinstance(self.here, Map) and self.key is None:
            sign = self.document.lines[start[0]][start[1]]
            hint = f"words that begin with {sign} need quotes"
            self.halt("Y021", (start, (start[0], start[1] + 1)), "a key must be words", hint)
            return
        self.stack.append(_Open(start, self.here, self.key, self.key_marks, self.repeated, self.flow))
        self.here, self.key, self.flow, self.last = container, None, event.flow_style, event
        if len(self.stack) > DEPTH:
            message = f"this is nested more than {DEPTH} levels deep"
            self.halt("Y024", _marks(event), message, "a story is at most ten deep")

    def close(self, event: Any) -> None:
        container = self.here
        assert container is not None  # noqa: S101 - what closes was open; this tells the type checker
        start, self.here, self.key, self.key_marks, self.repeated, self.flow = self.stack.pop()
        end = _marks(event)[1]
        doubtful = self.document.doubtful
        if doubtful and doubtful[-1][0] == start:  # what is doubtful in a part of it is so to its end
            doubtful[-1] = start, end
        self.put(container, (start, end))

    def alias(self, event: Any) -> None:
        marks = _marks(event)
        if isinstance(self.here, Map) and self.key is None:
            self.key, self.key_marks, self.repeated = "*" + event.anchor, marks, False
        elif isinstance(self.here, (Map, List)):
            self.put("", marks)
        message = f"*{cut(event.anchor)} would stand for words from elsewhere"
        self.fault("Y011", marks, message, "write the words out; words that begin with * need quotes")

    def put(self, value: Value, marks: tuple[Mark, Mark]) -> None:
        self.nodes += 1
        if self.nodes > self.most:
            message = f"a story holds at most {NODES:,} keys and values, and here are more"
            self.halt("Y024", marks, message, "make two of it")
        if isinstance(self.here, Map):
            assert self.key is not None  # noqa: S101 - a value follows its key; this tells the type checker
            if not self.repeated:
                self.here[self.key] = value
                self.here.keys_at[self.key] = flat(self.key_marks)
                self.here.values_at[self.key] = flat(marks)
            elif isinstance(value, (Map, List)):
                if self.stack and self.stack[-1].key == "scenes":
                    line, column, end_line, end_column = self.here.keys_at[self.key]
                    self.document.doubtful.append(((line, column), (end_line, end_column)))
                else:
                    self.is_whole = False  # what it declares is not read
            self.key = None
        elif isinstance(self.here, List):
            self.here.append(value)
            self.here.values_at.append(flat(marks))
        else:
            self.document.root = value

    def check_decoration(self, event: Any) -> None:
        """Note an anchor or a tag: both swallow what the writer meant as words."""
        row, column = _marks(event)[0]
        if event.anchor is not None:
            end = column + 1 + len(event.anchor)
            message = f"&{cut(event.anchor)} is taken as a label and would vanish"
            self.fault("Y010", ((row, column), (row, end)), message, "words that begin with & need quotes")
        if event.tag is not None:
            sign = re.compile(r"!\S*").search(self.document.lines[row], column)
            place = ((row, sign.start()), (row, sign.end())) if sign else ((row, column), (row, column + 1))
            self.fault("Y012", place, "! begins a tag here, and no tag is read", "words that begin with ! need quotes")

    def fault(  # noqa: PLR0913 - what is said, where, and what it leaves in doubt
        self,
        code: str,
        marks: tuple[Mark, Mark],
        message: str,
        hint: str,
        related: tuple[Related, ...] = (),
        *,
        doubt: tuple[Mark, Mark] | None = None,
    ) -> None:
        """Note a fault. `doubt` is the place that is not what was meant; without one, nobody knows what is missing."""
        self.is_whole = self.is_whole and doubt is not None
        if doubt:
            self.document.doubtful.append(doubt)
        self.note(Diagnostic(code=code, span=self.document.span(marks), message=message, hint=hint, related=related))

    def halt(self, code: str, marks: tuple[Mark, Mark], message: str, hint: str) -> None:
        """Note a fault behind which nothing more can be read."""
        self.stop = Diagnostic(code=code, span=self.document.span(marks), message=message, hint=hint)
        self.note(self.stop)

    def note(self, found: Diagnostic) -> None:
        told = self.document.diagnostics
        is_error = found.severity == "error"
        if found not in told[-1:] and (is_error or len(told) < MOST):
            told.append(found)
            self.errors += is_error
        self.is_over = self.stop is not None or self.errors >= MOST


_SCALAR: Final = yaml.ScalarEvent
_MAP, _MAP_END = yaml.MappingStartEvent, yaml.MappingEndEvent
_LIST, _LIST_END = yaml.SequenceStartEvent, yaml.SequenceEndEvent
_ODD: Final = frozenset(["", *"~nNtTfF=+-.0123456789"])
"""How values begin that some reader takes for something else than words; most do not, and are words at a glance."""
_COMMENT: Final = re.compile(r" +#")
_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]*)")
_AMBIGUOUS: Final = re.compile(
    r"|~|null|Null|NULL|True|TRUE|False|FALSE|="
    r"|[-+]?0b[01_]+|[-+]?0o?[0-7_]+|[-+]?0x[0-9a-fA-F_]+|[-+]?[0-9][0-9_]*"
    r"|[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
    r"|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(([Tt]| +)[0-9][0-9]?:[0-9]{2}:[0-9]{2}.*)?"
)
"""Plain values that some reader takes for something else than words: empty, null, yes or no, numbers, dates."""
_NOT_A_NAME: Final = re.compile(r"[^\w.:/+-]|^[^\Wa-z0-9_]|[.:]$")
"""Finds what makes a plain value prose: a space, a capital at the start, a stop at the end."""
_NO_WORDS: Final = re.compile(
    r" *(?:#|(?:- )?(?:when|else|ending|choices|to|reply|set|add|remember|discuss|empathy|seen_by|ripple_of): )"
)
"""Finds a line that was hardly meant as words."""
_LOST_GAP: Final = re.compile(r"\S\n\S")
"""What is left of a blank line between paragraphs, but behind |."""
_NO_PROSE: Final = frozenset({"when", "never", "unless"})
"""Keys whose values hold spaces and are no prose."""


def _plainly(value: str) -> str:
    """Return how to write a value on which readers disagree so that they agree."""
    quotes = f"put it in quotes: {quoted(value)}"
    digits = value.lstrip("+").replace("_", "").lstrip("0")
    if value.lower() in ("true", "false"):
        return f"write {value.lower()}; if it is words, {quotes}"
    if value.lower() in ("null", "~"):
        return f"leave it out; if it is words, {quotes}"
    if _WHOLE.fullmatch(digits):
        return f"write {cut(digits)}; if it is words, {quotes}"
    return f"if it is words, {quotes}"


def _marks(event: Any) -> tuple[Mark, Mark]:
    start, end = event.start_mark, event.end_mark
    return (start.line, start.column), (end.line, end.column)
