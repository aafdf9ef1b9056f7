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

from engine.diagnostics import MOST, UNSHOWABLE, Diagnostic, Related, Span, quoted
from engine.reading import accidents, letters
from engine.reading.values import Document, List, Map, Mark, Value

BYTES: Final = 8 * 2**20
NODES: Final = 500_000
DEPTH: Final = 64
NUMBER: Final = 1_000_000


def read(file: str, data: bytes, *, loader: type | None = None) -> Document:
    """Return what stands in a file. Never raises for anything that `data` may hold.

    `loader` is the YAML loader whose parser is used; by default the C one where there is one.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return letters.not_utf_8(file, data, error)
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    lines.append("")  # where the parser sees the end
    document = Document(file, lines)
    if len(data) > BYTES:
        document.diagnostics.append(_limit(Span(file, 1, 1, 1, 1), f"this file is larger than {BYTES // 2**20} MiB"))
        return document
    text = "\n".join(lines)
    document.diagnostics += islice(letters.unshowable(document, text), MOST)
    if not document.diagnostics:
        with paused_collector():
            _Reader(document, has_comments="#" in text).read(text, loader or _LOADER)
    if document.diagnostics:
        document.root = None
    return document


_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


def _limit(span: Span, message: str) -> Diagnostic:
    return Diagnostic(code="Y024", span=span, message=message, hint="split the story into chapters")


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
    has_comments: bool
    stack: list[_Open] = field(default_factory=list)
    here: Map | List | None = None
    key: str | None = None
    key_marks: tuple[Mark, Mark] = ((0, 0), (0, 0))
    start: Any = None
    nodes: int = 0
    flow: bool = False
    repeated: bool = False
    is_over: bool = False

    def read(self, text: str, loader: type) -> None:
        last: Any = None
        try:
            next_event = loader(text).get_event  # as `yaml.parse` does, without a generator between
            while (event := next_event()) is not None:
                self.take(event)
                if self.is_over or len(self.document.diagnostics) >= MOST:
                    return
                if isinstance(event, yaml.NodeEvent):
                    last = event
        except yaml.YAMLError as error:
            before = _marks(last)[0] if last else (0, 0)
            fault = accidents.explained(error, self.document.file, self.document.lines, before)
            # What was misread on the way to the accident would be told as faults that are not there.
            sure = [each for each in self.document.diagnostics if each.span.line < fault.span.line]
            self.document.diagnostics[:] = [*sure, fault]
        if self.document.root is None and not self.document.diagnostics:
            self.fault("Y022", ((0, 0), (0, 0)), "there is nothing in this file", "begin with curbside: 1")

    def take(self, event: Any) -> None:
        """Take in one event."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self.scalar(event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self.open(event, Map() if kind is yaml.MappingStartEvent else List())
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self.close(event)
        elif kind is yaml.AliasEvent:
            self.alias(event)
        elif kind is yaml.DocumentStartEvent and self.document.root is not None:
            self.fault(
                "Y020",
                _marks(event),
                "--- begins a second story here",
                "take it out, or put what follows into a file of its own",
            )
            self.is_over = True
        if self.nodes > NODES:
            self.limit(_marks(event), f"this file holds more than {NODES:,} keys and values")
            self.is_over = True
        elif len(self.stack) > DEPTH:
            self.limit(_marks(event), f"this is nested more than {DEPTH} levels deep", "a story is at most ten deep")
            self.is_over = True

    def scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self.check_decoration(event)
        value: str = event.value
        plain = event.implicit[0]
        if isinstance(self.here, Map) and self.key is None:
            self.take_key(event, value, plain=plain)
            return
        marks = _marks(event)
        if plain:
            self.put(self.plain(value, marks), marks)
            return
        if event.style == '"' and (found := UNSHOWABLE.search(value)):
            message = f"these words hold the invisible character U+{ord(found[0]):04X}"
            self.fault("Y002", marks, message, "take out the backslash")
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
            self.fault("Y006", place, message, accidents.WORDS_HINT)
            self.is_over = True
        elif plain and " " in key and not self.flow and self.holds_no_sentences():
            self.fault("Y005", (end, (end[0], end[1] + 1)), accidents.COLON, accidents.WORDS_HINT)
        elif key == "<<" and plain:
            self.fault("Y013", marks, "<< would copy lines from elsewhere, unseen", "write the lines out")
        elif plain and key[:1] in _ODD and _AMBIGUOUS.fullmatch(key) and not _WHOLE.fullmatch(key):
            self.fault("Y015", marks, f"programs that read YAML disagree on what the key {key} is", f'write "{key}":')
        self.nodes += 1
        self.key, self.key_marks, self.repeated = key, marks, key in self.here
        if self.repeated:
            first = Related(self.document.key(self.here, key), "it first stands here")
            self.fault("Y014", marks, f"the key {quoted(key)} stands here twice", "keep one of them", (first,))

    def holds_no_sentences(self) -> bool:
        """Tell whether the map being read is an item of a list, or stands for words: no key of it has a space."""
        above = self.stack[-1]
        return isinstance(above.here, List) or above.key in _PROSE

    def plain(self, value: str, marks: tuple[Mark, Mark]) -> str | int | bool:
        """Return what a value without quotes is, and note what is wrong with it."""
        if self.has_comments:
            self.check_comment(value, marks)
        if self.flow and isinstance(self.here, List) and _NOT_A_NAME.search(value):
            row, column = self.stack[-1].start
            message = "words stand between [ and ] here, where a comma cuts them in two"
            hint = "put each on a line of its own behind -, or in quotes"
            self.fault("Y018", ((row, column), (row, column + 1)), message, hint)
        if value[:1] not in _ODD:
            return value
        if value in ("true", "false"):
            return value == "true"
        if _WHOLE.fullmatch(value):
            if len(value) > len(str(-NUMBER)) or abs(int(value)) > NUMBER:
                self.limit(marks, f"numbers go from -{NUMBER:,} to {NUMBER:,}", "choose a smaller one")
                return 0
            return int(value)
        if _AMBIGUOUS.fullmatch(value):
            self.ambiguous(value, marks)
        return value

    def ambiguous(self, value: str, marks: tuple[Mark, Mark]) -> None:
        if value:
            message = f"programs that read YAML disagree on what {value} is"
            self.fault("Y015", marks, message, _plainly(value))
        elif not isinstance(self.here, Map):
            self.fault("Y016", marks, "there is nothing behind this -", "fill it in, or delete it")
        elif self.flow:
            message = f"the comma before {quoted(self.key)} cuts the words in two"
            self.fault("Y019", self.key_marks, message, "put the words in quotes")
        else:
            self.fault("Y016", self.key_marks, f"there is nothing behind {self.key}:", "fill it in, or delete it")

    def check_comment(self, value: str, marks: tuple[Mark, Mark]) -> None:
        """Note a comment that cuts words off: behind unquoted prose, a # was probably meant as a word."""
        row, column = marks[1]
        sign = _COMMENT.match(self.document.lines[row], column)
        if sign and self.is_prose(value):
            at = sign.end() - 1
            message = "everything behind # is left out: it starts a comment"
            end = len(self.document.lines[row])
            self.fault(
                "Y017", ((row, at), (row, end)), message, "put the whole line in quotes, or use | and a new line"
            )

    def is_prose(self, value: str) -> bool:
        return self.key in _PROSE or (self.key not in _NO_PROSE and bool(_NOT_A_NAME.search(value)))

    def open(self, event: Any, container: Map | List) -> None:
        self.check_decoration(event)
        start = _marks(event)[0]
        if isinstance(self.here, Map) and self.key is None:
            sign = self.document.lines[start[0]][start[1]]
            hint = f"words that begin with {sign} need quotes"
            self.fault("Y021", (start, (start[0], start[1] + 1)), "a key must be words", hint)
            self.is_over = True
            return
        self.stack.append(_Open(start, self.here, self.key, self.key_marks, self.repeated, self.flow))
        self.here, self.key, self.flow = container, None, event.flow_style

    def close(self, event: Any) -> None:
        container = self.here
        assert container is not None  # noqa: S101 - what closes was open; this tells the type checker
        start, self.here, self.key, self.key_marks, self.repeated, self.flow = self.stack.pop()
        self.put(container, (start, _marks(event)[1]))

    def alias(self, event: Any) -> None:
        marks = _marks(event)
        if isinstance(self.here, Map) and self.key is None:
            self.key, self.key_marks, self.repeated = "*" + event.anchor, marks, False
        elif isinstance(self.here, (Map, List)):
            self.put("", marks)
        message = f"*{event.anchor} would stand for words from elsewhere"
        self.fault("Y011", marks, message, "write the words out; words that begin with * need quotes")

    def put(self, value: Value, marks: tuple[Mark, Mark]) -> None:
        self.nodes += 1
        if isinstance(self.here, Map):
            assert self.key is not None  # noqa: S101 - a value follows its key; this tells the type checker
            if not self.repeated:
                self.here[self.key] = value
                self.here.keys_at[self.key] = self.key_marks
                self.here.values_at[self.key] = marks
            self.key = None
        elif isinstance(self.here, List):
            self.here.append(value)
            self.here.values_at.append(marks)
        else:
            self.document.root = value

    def check_decoration(self, event: Any) -> None:
        """Note an anchor or a tag: both swallow what the writer meant as words."""
        row, column = _marks(event)[0]
        if event.anchor is not None:
            end = column + 1 + len(event.anchor)
            message = f"&{event.anchor} is taken as a label and would vanish"
            self.fault("Y010", ((row, column), (row, end)), message, "words that begin with & need quotes")
        if event.tag is not None:
            sign = re.compile(r"!\S*").search(self.document.lines[row], column)
            place = ((row, sign.start()), (row, sign.end())) if sign else ((row, column), (row, column + 1))
            self.fault("Y012", place, "! begins a tag here, and no tag is read", "words that begin with ! need quotes")

    def fault(
        self, code: str, marks: tuple[Mark, Mark], message: str, hint: str, related: tuple[Related, ...] = ()
    ) -> None:
        span = self.document.span(marks)
        found = Diagnostic(code=code, span=span, message=message, hint=hint, related=related)
        if found not in self.document.diagnostics[-1:]:
            self.document.diagnostics.append(found)

    def limit(self, marks: tuple[Mark, Mark], message: str, hint: str = "split the story into chapters") -> None:
        self.fault("Y024", marks, message, hint)


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
_PROSE: Final = frozenset({"text", "reply", "else", "locked", "title", "ending", "summary", "name", "about"})
"""Keys whose values are prose, were it a single word."""
_NO_PROSE: Final = frozenset({"when", "never", "unless"})
"""Keys whose values hold spaces and are no prose."""


def _plainly(value: str) -> str:
    """Return how to write a value on which readers disagree so that they agree."""
    quotes = f'put it in quotes: "{value}"'
    digits = value.lstrip("+").replace("_", "").lstrip("0")
    if value.lower() in ("true", "false"):
        return f"write {value.lower()}; if it is words, {quotes}"
    if value.lower() in ("null", "~"):
        return f"leave it out; if it is words, {quotes}"
    if _WHOLE.fullmatch(digits):
        return f"write {digits}; if it is words, {quotes}"
    return f"if it is words, {quotes}"


def _marks(event: Any) -> tuple[Mark, Mark]:
    start, end = event.start_mark, event.end_mark
    return (start.line, start.column), (end.line, end.column)
