"""YAML is read as every reader reads it, or refused: values and places by both parsers, and never an exception."""

import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics import MOST, Diagnostic, Span, render
from engine.reading import source
from engine.reading.build import Source, build
from engine.reading.files import find, shelf
from engine.reading.load import load
from engine.reading.values import Document, List, Map, Value

TESTS = Path(__file__).parent
BUNDLED = sorted(TESTS.parent.joinpath("scenes").glob("**/*.yaml"))
WRITTEN = sorted(path for path in TESTS.glob("diagnostics/**/*.yaml") if path.is_file())
ALL = "CURBSIDE_ALL" in os.environ
LOADERS = {"pure": yaml.SafeLoader, "C": getattr(yaml, "CSafeLoader", yaml.SafeLoader)}


@pytest.fixture(params=list(LOADERS.values()), ids=list(LOADERS))
def loader(request: pytest.FixtureRequest) -> type:
    """Return each of the parsers that PyYAML has."""
    found: type = request.param
    return found


def places(value: "Value | None") -> object:
    """Return a value with everything that it knows of its places."""
    if isinstance(value, Map):
        return [(key, value.keys_at[key], value.values_at[key], places(inner)) for key, inner in value.items()]
    if isinstance(value, List):
        return [(at, places(inner)) for at, inner in zip(value.values_at, value, strict=True)]
    return value


def codes(document: Document) -> list[str]:
    """Return the codes of the faults in a document."""
    return [each.code for each in document.diagnostics]


@pytest.mark.parametrize("path", BUNDLED, ids=[path.name for path in BUNDLED])
def test_both_parsers_give_the_same_values_and_starts(path: Path) -> None:
    """A fault is told at the same place whichever parser there is."""
    found = [source.read("a.yaml", path.read_bytes(), loader=loader) for loader in LOADERS.values()]
    assert found[0].root is not None
    assert not any(codes(each) for each in found)
    assert starts(found[0].root) == starts(found[1].root)


def starts(value: "Value | None") -> object:
    """Return a value with where everything in it starts."""
    if isinstance(value, Map):
        return [(key, value.keys_at[key][0], value.values_at[key][0], starts(value[key])) for key in value]
    if isinstance(value, List):
        return [(at[0], starts(inner)) for at, inner in zip(value.values_at, value, strict=True)]
    return value


@pytest.mark.parametrize("path", WRITTEN, ids=[str(path.relative_to(TESTS / "diagnostics")) for path in WRITTEN])
def test_both_parsers_tell_the_same_faults(path: Path) -> None:
    """Their complaints differ in words and sometimes in place; what a writer is told does not."""
    found = [source.read("a.yaml", path.read_bytes(), loader=loader) for loader in LOADERS.values()]
    assert found[0].diagnostics == found[1].diagnostics
    assert starts(found[0].root) == starts(found[1].root)


class Plain(NamedTuple):
    """A plain value and what it is: a value, or the code of its fault and a piece of the hint."""

    written: str
    value: Value
    code: str = ""
    hint: str = ""


PLAIN = [
    *(Plain(text, text) for text in ("yes", "no", "on", "off", "Yes", "y", "12:30", "1.0.0", "9-14", "--", "a=b")),
    *(Plain(text, text) for text in ("0.1.0", "nulls", "1st", "é", "-a", "1e", "e3", "0x", "0xg", "2024-01", "3:2")),
    Plain("true", value=True),
    Plain("false", value=False),
    *(Plain(text, int(text)) for text in ("0", "7", "-7", "-0", "1000000", "-1000000")),
    *(Plain(text, 0, "Y024") for text in ("1000001", "-1000001", "9" * 5000)),
    *(Plain(text, "", "Y015", "leave it out") for text in ("null", "Null", "NULL", "~")),
    *(Plain(text, "", "Y015", f"write {text.lower()};") for text in ("True", "TRUE", "False", "FALSE")),
    *(Plain(text, "", "Y015", f"write {int(text)};") for text in ("+5", "1_000", "1__0") if "__" not in text),
    Plain("010", "", "Y015", "write 10;"),
    *(Plain(text, "", "Y015", f'quotes: "{text}"') for text in ("1.0", "0x1F", "1e3", "2024-01-01", "=", ".5", "1.")),
    *(Plain(text, "", "Y015", f'quotes: "{text}"') for text in (".inf", "-.Inf", ".nan", "0o17", "0b1", "1e+3")),
    Plain("2024-01-01 10:00:00", "", "Y015", "quotes"),
    Plain("", "", "Y016", "fill it in"),
]


@pytest.mark.parametrize("case", PLAIN, ids=[case.written[:30] for case in PLAIN])
def test_plain_values(case: Plain, loader: type) -> None:
    """What readers agree on is read so; all else is refused with what to type instead, at its place."""
    document = source.read("a.yaml", f"key: {case.written}\n".encode(), loader=loader)
    if not case.code:
        assert not document.diagnostics
        assert isinstance(document.root, Map)
        assert (type(document.root["key"]), document.root["key"]) == (type(case.value), case.value)
        return
    (fault,) = document.diagnostics
    start = 6 if case.written else 1
    assert (fault.code, fault.span.column) == (case.code, start)
    assert case.hint in fault.hint
    assert isinstance(document.root, Map)
    assert document.is_doubtful(document.value(document.root, "key")), "so that nobody says more of it"


@pytest.mark.parametrize("key", ["null", "1.0", "True", "~", "2024-01-01", "="])
def test_plain_keys_are_held_to_the_same(key: str, loader: type) -> None:
    """A key on which readers disagree is refused; whole numbers are words there, and quotes help."""
    assert codes(source.read("a.yaml", f"{key}: x\n".encode(), loader=loader)) == ["Y015"]
    assert source.read("a.yaml", f'"{key}": x\n'.encode(), loader=loader).root == {key: "x"}
    assert source.read("a.yaml", b"7: x\n", loader=loader).root == {"7": "x"}


@pytest.mark.parametrize("written", ['"null"', "'1.0'", "|\n  ~", ">\n  true"])
def test_quotes_and_blocks_are_words(written: str, loader: type) -> None:
    """Whatever stands in them."""
    root = source.read("a.yaml", f"key: {written}\n".encode(), loader=loader).root
    assert isinstance(root, Map)
    assert isinstance(root["key"], str)


def test_a_byte_order_mark_and_crlf_are_read_silently(loader: type) -> None:
    """A file from another editor gives the same values at the same places."""
    text = "a: 1\nb: |\n  one\n  two\nc:\n  - x\n"
    expected = source.read("a.yaml", text.encode(), loader=loader)
    found = source.read("a.yaml", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), loader=loader)
    assert not found.diagnostics
    assert places(found.root) == places(expected.root)
    assert found.lines == expected.lines


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"title: caf\xe9\n", (1, 11)),
        (b"a: b\n\xc3\xa9\xc3\xa9\xff: c\n", (2, 3)),
        ("title: é\n".encode("utf-16"), (1, 1)),
        ("title: é\n".encode("utf-16-be"), (1, 16)),
        (b"\xfe\xff\x00a", (1, 1)),
    ],
)
def test_other_encodings_are_told_where_they_begin(data: bytes, expected: tuple[int, int]) -> None:
    """The hint says how to save the file."""
    document = source.read("a.yaml", data)
    (fault,) = document.diagnostics
    assert (fault.code, fault.hint) in {("Y001", "save it as UTF-8"), ("Y002", "delete it, or retype the line")}
    if fault.code == "Y001":
        assert (fault.span.line, fault.span.column) == expected
    assert "\ufffd" in render([fault], {"a.yaml": document.lines}) or not document.lines


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="the pure parser takes the colon for a letter")
def test_no_space_behind_a_colon_in_braces() -> None:
    """One parser complains, and the other leaves it to the schema, which knows no such key."""
    (fault,) = source.read("a.yaml", b"a: {start: shut, one_of:[shut, open]}\n").diagnostics
    assert (fault.code, fault.span.column) == ("Y026", 24)


def test_a_file_without_a_last_newline_is_whole(loader: type) -> None:
    """The parser's end is then behind the last line, and nothing may stumble over that."""
    assert source.read("a.yaml", b"a: b # c", loader=loader).root == {"a": "b"}
    assert codes(source.read("a.yaml", b"# c\na: {b: c", loader=loader)) == ["Y025"]
    assert codes(source.read("a.yaml", b"a:\n  - b\n  -", loader=loader)) == ["Y016"]
    assert codes(source.read("a.yaml", b"", loader=loader)) == ["Y022"]


class Limit(NamedTuple):
    """A file at a limit, and how the fault behind it begins."""

    name: str
    data: bytes
    code: str
    says: str


LIMITS = [
    Limit("8 MiB", b"#" + b"a" * (8 * 2**20), "Y024", "this file is larger than 8 MiB"),
    Limit("500,000 lines", b"\n" * 500_001, "Y024", "this file has more than 500,000 lines"),
    Limit("500,000 nodes", b"- [a, b]\n" * 250_000, "Y024", "a story holds at most 500,000 keys and values"),
    Limit("64 levels", b"- " * 65 + b"a", "Y024", "this is nested more than 64 levels deep"),
    Limit("levels in brackets", b"[" * 60_000, "Y024", "this is nested more than 64 levels deep"),
    Limit("keys that are brackets", b"{" * 60_000, "Y021", "a key must be words"),
    Limit("an alias bomb", b"a: &a [x]\n" + b"b: &b [*a, *a, *a, *a]\n" * 1000, "Y010", "&a is taken as a label"),
    Limit("control characters", b"a: " + b"\x01" * 1_000_000, "Y002", "this line holds the invisible"),
    Limit("lines of tabs", b"\t\n" * 100_000, "Y003", "this line is indented with a tab, and so are 99,999 more"),
]


@pytest.mark.parametrize("limit", LIMITS, ids=[limit.name for limit in LIMITS])
def test_a_limit_is_told_and_takes_a_moment(limit: Limit) -> None:
    """Nothing that a file may hold takes long, and past a limit it is named."""
    start = time.process_time()
    found = source.read("a.yaml", limit.data).diagnostics
    assert time.process_time() - start < 10
    assert len(found) <= MOST
    assert (found[0].code, found[0].message[: len(limit.says)]) == (limit.code, limit.says)


def test_just_within_the_limits_nothing_is_told() -> None:
    """A limit is the last value that is read."""
    assert not source.read("a.yaml", b"- " * 64 + b"a").diagnostics
    assert not source.read("a.yaml", b"- a\n" * 499_999).diagnostics


def test_a_story_of_nothing_known_is_told_in_a_moment(tmp_path: Path) -> None:
    """A hundred thousand unknown keys give two hundred faults, and no guess for each."""
    path = tmp_path / "story.yaml"
    path.write_bytes(b"".join(b"key_%d: x\n" % each for each in range(100_000)))
    start = time.process_time()
    assert len(load(path).diagnostics) == MOST
    assert time.process_time() - start < 10


def test_a_whole_story_has_limits_too(tmp_path: Path) -> None:
    """200 files, 32 MiB and 50,000 scenes."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "story.yaml").write_text("curbside: 1\ntitle: Long\n", encoding="utf-8")
    for number in range(200):
        (tmp_path / "chapters" / f"{number}.yaml").write_text(f"chapter: {number}\n", encoding="utf-8")
    (fault,) = load(tmp_path).diagnostics
    most = "a story has at most 200 files, 500,000 lines and 32 MiB, and here there are more"
    assert (fault.code, fault.message) == ("Y024", most)
    assert fault.span.file == str(tmp_path / "chapters" / "199.yaml"), "numbers are compared as numbers"
    scenes = "".join(f"  s{number}: {{ending: x}}\n" for number in range(50_001))
    document = source.read("a.yaml", f"scenes:\n{scenes}".encode())
    (fault,) = build(Source([document], "x", "")).diagnostics
    assert (fault.code, fault.message) == ("Y024", "this story has more than 50,000 scenes")
    assert fault.span.line == 50_002


@pytest.mark.parametrize(
    ("written", "words", "expected"),
    [
        ("a bad b", "bad", (1, 8, 1, 11)),
        ("a\n  bad b", "bad", (2, 3, 2, 6)),
        ('"a bad b"', "bad", (1, 9, 1, 12)),
        (r'"a \"bad\" b"', '"bad"', (1, 9, 1, 16)),
        (r'"a \x62ad b"', "bad", (1, 9, 1, 15)),
        ('"a\n  bad b"', "bad", (2, 3, 2, 6)),
        ('"a\\\n  bad b"', "bad", (2, 3, 2, 6)),
        ("'it''s bad'", "bad", (1, 13, 1, 16)),
        ("'it''s bad'", "'s", (1, 9, 1, 12)),
        ("|\n  a\n\n  bad b", "bad", (4, 3, 4, 6)),
        (">-\n  a\n  bad b", "bad", (3, 3, 3, 6)),
        ("|\n  # a\n  bad", "bad", (3, 3, 3, 6)),
        (">\n  a bad\n  one", "bad one", (2, 5, 3, 6)),
        ("漢 bad", "bad", (1, 8, 1, 11)),
        (r"a \bad", "bad", (1, 9, 1, 12)),
    ],
)
def test_a_place_inside_words_is_found(written: str, words: str, expected: tuple[int, ...], loader: type) -> None:
    """However the words are written down."""
    document = source.read("a.yaml", f"key: {written}\n".encode(), loader=loader)
    assert isinstance(document.root, Map)
    value = document.root["key"]
    assert isinstance(value, str)
    at = " ".join(value.split(" ")).find(words) if words in value else value.replace("\n", " ").index(words)
    span = document.inside(document.value(document.root, "key"), value, at, len(words))
    assert span[1:] == expected


def test_the_end_of_words_is_just_behind_them(loader: type) -> None:
    """Where something is missing; and of words that are none, or too many, the place is all of them."""
    for written, expected in (("a b", 9), ('"a b"', 10), ("'a b'", 10)):
        document = source.read("a.yaml", f"key: {written}\n".encode(), loader=loader)
        assert isinstance(document.root, Map)
        span = document.value(document.root, "key")
        assert document.inside(span, "a b", 3, 1) == Span("a.yaml", 1, expected, 1, expected + 1)
        assert document.inside(span, " ", 0, 1) == span
        assert document.inside(span, "a" * 100_001, 0, 1) == span


SIGNS = r""":-?[]{},#&*!|>'"%@`\~=."""
PUNCTUATION = st.sampled_from(
    [*SIGNS, " ", "\n", "\t", ": ", "- ", "\n  ", "\n- ", "a: ", "{a: ", "null", "1.0", "<<: ", "&a ", "*a", "---\n"]
) | st.sampled_from(["curbside: 1\n", "title: x\n", "scenes:\n  a:\n    ending: x\n", "text: ", "when: ", "é", "漢"])


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(PUNCTUATION | st.text(max_size=3), max_size=40).map("".join))
def test_any_text_gives_values_or_faults(text: str) -> None:
    """By both parsers, never an exception, and each fault stands within the file."""
    for loader in LOADERS.values():
        held(source.read("a.yaml", text.encode("utf-8", "surrogatepass"), loader=loader))


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.binary(max_size=60) | st.lists(PUNCTUATION, max_size=40).map(lambda parts: "".join(parts).encode("utf-16")))
def test_any_bytes_give_values_or_faults(data: bytes) -> None:
    """By both parsers, never an exception, and each fault stands within the file."""
    for loader in LOADERS.values():
        held(source.read("a.yaml", data, loader=loader))


def held(document: Document) -> None:
    """Assert that a document has a value or faults, each of which can be shown."""
    assert document.root is not None or document.diagnostics
    for fault in document.diagnostics:
        assert fault.span.line <= max(1, len(document.lines))
    shown = render(document.diagnostics, {"a.yaml": document.lines})
    assert len(re.findall(r"^(?:error|warning)\[", shown, re.MULTILINE)) >= len(document.diagnostics)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.integers(0, len(WRITTEN) - 1),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 8), PUNCTUATION), min_size=1, max_size=4),
)
def test_any_edit_of_a_story_gives_a_story_or_faults(
    tmp_path_factory: pytest.TempPathFactory, number: int, edits: list[tuple[int, int, str]]
) -> None:
    """The whole way: reading, shape, names and rendering."""
    data = WRITTEN[number].read_bytes()
    for at, length, words in edits:
        data = data[:at] + words.encode() + data[at + length :]
    path = tmp_path_factory.getbasetemp() / "edited.yaml"
    path.write_bytes(data)
    loaded = load(path)
    assert (loaded.story is None) == bool(loaded.diagnostics)
    assert all(isinstance(each, Diagnostic) for each in loaded.diagnostics)
    assert render(loaded.diagnostics, loaded.lines).endswith("\n") == bool(loaded.diagnostics)


EVERYTHING = """
{"curbside": 1, "id": "x", "title": "X", "version": "1", "authors": ["A"], "content_notes": {"quiet": "Quiet"},
 "start": "a", "renamed": {"scenes": {"old": "a"}, "choices": {"a.old": "a.go"}},
 "variables": {"on": {"start": true},
  "far": {"start": "x", "one_of": ["x", "y"]}, "n": {"start": 0, "min": 0, "max": 9}},
 "moments": {"met": {"title": "Met"}}, "cast": {"you": {"name": "You"}, "boy": {"name": "Boy"}},
 "dimensions": {"own": {"title": "Own", "about": "After nobody."}},
 "scenes": {
  "a": {"title": "A", "text": ["One.", {"when": "n > 3 and far is x", "text": "{n}", "else": "No.", "ripple_of": "met"},
     {"say": "boy", "first": [{"when": "met", "text": "Yes."}, {"text": "No."}]}, {"cycle": ["A.", "B."]}],
   "set": {"on": false, "far": "y"}, "add": {"n": 1}, "remember": ["met"], "tags": ["quiet"], "discuss": ["Why?"],
   "choices": [{"id": "go", "text": "Go.", "reply": [{"sequence": ["A.", "B."]}], "when": "not on", "locked": "Off.",
     "once": true, "by_waiting": 9, "empathy": {"own": "It is."}, "seen_by": {"boy": ["Him."]},
     "to": [{"chance": 1, "to": "b"}, {"chance": 2, "to": "c"}]}], "to": "b"},
  "b": {"text": "B", "to": [{"when": "visits(a) > 1", "to": "c"}, {"to": "c"}]},
  "c": {"ending": "C", "seen_by": {"boy": "Her."}, "ripple_of": "met"}}}
"""
"""A story with every kind of key, in YAML that is JSON too."""


def copies(value: object, odd: object) -> Iterator[object]:
    """Yield copies of a value, each with one value in it exchanged for an odd one, or one key misspelt."""
    yield odd
    if isinstance(value, dict):
        for key, inner in value.items():
            yield {**{other: value[other] for other in value if other != key}, f"{key}x": inner}
            yield from ({**value, key: copy} for copy in copies(inner, odd))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from ([*value[:index], copy, *value[index + 1 :]] for copy in copies(inner, odd))


IDS = {"quiet", "old", "a.old", "on", "far", "n", "met", "you", "boy", "own", "a", "b", "c"}


def misspelt(value: object) -> Iterator[tuple[str, object]]:
    """Yield each key of the language in a value, and a copy in which it is misspelt."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in IDS:
                yield key, {(f"{key}q" if other == key else other): each for other, each in value.items()}
            yield from ((slip, {**value, key: copy}) for slip, copy in misspelt(inner))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from ((slip, [*value[:index], copy, *value[index + 1 :]]) for slip, copy in misspelt(inner))


def test_a_misspelt_key_is_one_fault_wherever_it_stands(tmp_path: Path) -> None:
    """Whatever hangs on it: declarations, ways, conditions, effects."""
    path = tmp_path / "story.yaml"
    slips = list(misspelt(json.loads(EVERYTHING)))
    assert len(slips) > 50
    for key, copy in slips:
        path.write_text(json.dumps(copy), encoding="utf-8")
        (fault,) = load(path).diagnostics
        assert (fault.code, fault.hint) == ("S103", f'did you mean "{key}"?')


@pytest.mark.parametrize("odd", [7, True, "Any words", "", [], {}, ["x", ["y"]], {"x": {"y": 1}}], ids=repr)
def test_any_value_anywhere_gives_a_story_or_faults(odd: object, tmp_path: Path) -> None:
    """Whatever stands where something else belongs: no exception, and a fault or two."""
    story = json.loads(EVERYTHING)
    path = tmp_path / "story.yaml"
    path.write_text(EVERYTHING, encoding="utf-8")
    assert not load(path).diagnostics
    for copy in list(copies(story, odd))[:: 1 if ALL else 7]:
        path.write_text(json.dumps(copy), encoding="utf-8")
        loaded = load(path)
        assert (loaded.story is None) == bool(loaded.diagnostics)
        assert render(loaded.diagnostics, loaded.lines).count("error[") == len(loaded.diagnostics)


def test_stories_are_found_by_path_and_by_id(tmp_path: Path) -> None:
    """A path goes before a bundled id; what is neither is nothing."""
    assert BUNDLED
    assert WRITTEN
    (folder, *_others) = shelf()
    assert find(folder.name) == folder
    assert find(str(tmp_path)) == tmp_path
    assert find("no-such-story") is None
    assert find("../scenes") is None


def test_a_story_reaches_no_file_but_its_own(tmp_path: Path) -> None:
    """A link out of its folder is not opened, and a file that cannot be read is a fault."""
    (tmp_path / "secret.yaml").write_text("chapter: x\n", encoding="utf-8")
    story = tmp_path / "story"
    (story / "chapters").mkdir(parents=True)
    (story / "story.yaml").write_text("curbside: 1\ntitle: x\n", encoding="utf-8")
    (story / "chapters" / "1.yaml").symlink_to(tmp_path / "secret.yaml")
    (fault,) = load(story / "story.yaml").diagnostics
    assert (fault.code, fault.message) == ("Y023", "this leads out of the story's folder")
    (fault,) = load(tmp_path / ("x" * 300)).diagnostics
    assert fault.code == "Y023"
