"""Each fault is told at its place, in the writer's words, alone: a folder of `diagnostics/` for each; and how it looks.

Write a folder `CODE-slug`, or `CODE-slug-and-more`, with a `story.yaml` (or `story/story.yaml` and what stands beside
it), and run `pytest tests/test_diagnostics.py --update-expected`; then read `expected.txt`.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from engine.checking.check import Checked
from engine.codes import CODES
from engine.diagnostics import FRAME, Diagnostic, Related, Span, did_you_mean, in_order, nearest, quoted, render
from tests.faults import everything

FOLDER = Path(__file__).parent / "diagnostics"
CASES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
SEVERAL = {
    "A108-no-difference-three-alike",
    "A110-nothing-seen-by-two",
    "L201-unknown-scene-in-two-files",
}
"""Folders whose story has more than one fault of a kind."""
TOLD_WITH = {
    "A101-dead-end-from-the-very-beginning": {"A103", "A104"},
    "A102-trap-a-dead-end-ahead": {"A101"},
    "A103-never-reached-behind-a-closed-choice": {"A104"},
    "A103-never-reached-behind-a-way": {"A107"},
    "A103-never-reached-behind-another": {"A104"},
    "A121-promise-broken-out-of-reach": {"A103", "A107"},
}
"""Folders whose fault cannot be without others, and which those are."""
BESIDE = ("lesson.yaml", "walks.yaml")
"""Files beside a story: whatever is wrong in them, the story plays."""


def told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    """Return what is said of the story in `folder`, read from there, so that names of files are relative to it.

    Notes on craft are left out, unless the folder is about one.
    """
    monkeypatch.chdir(folder)
    checked = everything(folder.name[:4], Path("story" if Path("story").is_dir() else "story.yaml"))
    kept = [each for each in checked.diagnostics if each.severity != "note" or folder.name.startswith("W")]
    return replace(checked, diagnostics=tuple(kept))


@pytest.mark.parametrize("name", CASES)
def test_folder(name: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A story gives exactly the expected text, and the fault that its folder is named after."""
    checked = told(FOLDER / name, monkeypatch)
    text = render(checked.diagnostics, checked.lines)
    expected = FOLDER / name / "expected.txt"
    if request.config.getoption("--update-expected"):
        expected.write_bytes(text.encode())
    assert text == expected.read_bytes().decode()
    codes = [diagnostic.code for diagnostic in checked.diagnostics]
    assert set(codes) == {name[:4], *TOLD_WITH.get(name, ())}
    assert len(codes) == 1 or name in SEVERAL or name in TOLD_WITH
    plays = [each for each in checked.diagnostics if each.code.startswith("A") or each.span.file.endswith(BESIDE)]
    stops = [each for each in checked.diagnostics if each.severity == "error" and each not in plays]
    assert (checked.story is None) == bool(stops), "a story plays unless there is an error in it"


def test_every_code_has_a_folder_and_every_folder_a_code() -> None:
    """A folder's name begins with its code and the slug of it."""
    assert CASES
    expected = {code: f"{code}-{slug}-" for code, slug in CODES.items()}
    assert not [folder for folder in CASES if not f"{folder}-".startswith(expected.get(folder[:4], "no such code"))]
    assert {folder[:4] for folder in CASES} == set(CODES)


@pytest.mark.parametrize("name", CASES)
def test_words_are_the_writers(name: str) -> None:
    """No message speaks the validator's or the parser's language, and each says what to type next."""
    text = (FOLDER / name / "expected.txt").read_text(encoding="utf-8")
    said = re.sub(r'"[^"\n]*"', "", "".join(line for line in text.splitlines() if not re.match(r" *[0-9]+ \|", line)))
    assert not re.search(r"\b(string|object|array|integer|scalar|token|schema|property|None|dict)\b", said)
    assert re.search(r"\^ \S|^ *= ", text, re.MULTILINE), "there is no hint"


def fault(line: int, start: int, end: int, **more: object) -> Diagnostic:
    """Return a fault in `a.yaml`."""
    values: dict[str, object] = {"code": "S103", "message": "no", **more}
    return Diagnostic(span=Span("a.yaml", line, start, line, end), **values)  # type: ignore[arg-type]


def shown(diagnostic: Diagnostic, *lines: str) -> list[str]:
    """Return the rows of a fault in a file of these lines."""
    text = render([diagnostic], {"a.yaml": list(lines)})
    assert text.endswith("\n")
    return text.splitlines()


@pytest.mark.parametrize(
    ("line", "start", "end", "carets"),
    [
        ("to: gardne", 5, 11, "    ^^^^^^"),
        ("他说。gardne", 4, 10, "      ^^^^^^"),  # wide characters take two columns
        ("他说。", 2, 4, "  ^^^^"),
        ("🚲🚲 gardne", 4, 10, "     ^^^^^^"),
        ("e\u0301e\u0301 x", 6, 7, "   ^"),  # an accent of its own takes none
        ("👩‍👧 x", 5, 6, "   ^"),  # and three characters may be one picture
        ("abc", 4, 5, "   ^"),  # just behind the end
        ("abc", 9, 9, "   ^"),  # behind all of it
        ("", 1, 1, "^"),
    ],
)
def test_carets_stand_below_what_is_wrong(line: str, start: int, end: int, carets: str) -> None:
    """Places count characters, and carets count columns."""
    assert shown(fault(1, start, end), line)[-1].rstrip() == f"  | {carets}"


def test_a_fault_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    """The first line is enough to find it."""
    found = Diagnostic(code="S103", span=Span("a.yaml", 1, 3, 4, 2), message="no", hint="mend it")
    assert shown(found, "a: bcd", "", "", "e")[-2:] == ["1 | a: bcd", "  |   ^^^^ mend it"]


@pytest.mark.parametrize("at", [1, 30, 4_000, 9_990])
def test_a_long_line_is_cut(at: int) -> None:
    """Whatever is wrong stays in sight, with its carets below it."""
    line = "." * (at - 1) + "gardne" + "." * (10_000 - at - 5)
    rows = shown(fault(1, at, at + 6, hint="did you mean"), line)
    assert max(map(len, rows)) <= FRAME + 20
    column = rows[-1].index("^^^^^^")
    assert rows[-2][column : column + 6] == "gardne"


def test_nothing_reaches_a_terminal_that_could_disturb_it() -> None:
    """Tabs, escapes and overrides are replaced in lines, names, messages and hints, one for one."""
    bad = "\t\x1b[2J\x07\x9b\u202e\u2066\u2028\x7f\r"
    span = Span(f"{bad}.yaml", 1, len(bad) + 1, 1, len(bad) + 2)
    related = (Related(span, bad), Related(Span(f"{bad}2", 7, 1, 7, 2), bad))
    found = Diagnostic(code="S103", span=span, message=bad, hint=bad, related=related)
    text = render([found], {f"{bad}.yaml": [f"{bad}x"]})
    assert not set(text) & (set(bad) - set("[2J"))
    assert text.splitlines()[3].startswith("1 | \N{RIGHTWARDS ARROW}\N{REPLACEMENT CHARACTER}[2J")


def test_related_places_stand_below_in_any_file() -> None:
    """The margin is as wide as the longest number of a line, and a place without lines has its words behind =."""
    related = (Related(Span("b.yaml", 120, 3, 120, 4), "it first stands here"), Related(Span("c", 1, 1, 1, 1), "and"))
    rows = shown(fault(2, 1, 2, related=related, hint="rename one"), "x", "y")
    assert rows == [
        "error[S103]: no",
        "   --> a.yaml:2:1",
        "    |",
        "  2 | y",
        "    | ^ rename one",
        "   and b.yaml:120:3",
        "    = it first stands here",
        "   and c:1:1",
        "    = and",
    ]


def test_a_place_without_a_line_or_a_hint_is_its_name_alone() -> None:
    """A file that cannot be read has no lines to show."""
    assert shown(fault(9, 1, 1), "x") == ["error[S103]: no", " --> a.yaml:9:1"]


def test_faults_are_told_once_in_order_and_at_most_200_a_file() -> None:
    """The order is that of the files, and in each that of the places."""
    other = Diagnostic(code="S103", span=Span("b.yaml", 1, 1, 1, 2), message="no")
    many = [fault(line, 1, 2) for line in range(300, 0, -1)]
    found = in_order([other, *many, *many, other])
    assert [each.span.line for each in found] == [*range(1, 201), 1]
    assert found[-1] == other
    assert render(found[:2], {}).count("\n\n") == 1, "one blank line between two faults"


def test_an_unknown_code_is_a_bug() -> None:
    """No fault can be told that has no folder here."""
    with pytest.raises(ValueError, match="X999"):
        Diagnostic(code="X999", span=Span("a", 1, 1, 1, 1), message="no")


@pytest.mark.parametrize(
    ("word", "meant"),
    [("txet", "text"), ("Text", "text"), ("seenBy", "seen_by"), ("zzz", None), ("", None), ("t" * 10_000, None)],
)
def test_the_nearest_name_is_meant(word: str, meant: str | None) -> None:
    """Signs and capitals do not count; a far name is not guessed."""
    names = ["text", "title", "seen_by"]
    assert nearest(word, names) == meant
    assert did_you_mean(word, names) == (f'did you mean "{meant}"?' if meant else "")


def test_among_too_many_names_none_is_guessed() -> None:
    """It would take longer than reading the story."""
    assert nearest("txet", ["text", *map(str, range(5000))]) is None
    assert nearest("txet", ["text", *map(str, range(4999))]) == "text"


@pytest.mark.parametrize(
    ("text", "words"),
    [("a\n b", '"a b"'), ("a" * 60, f'"{"a" * 60}"'), ("a" * 61, f'"{"a" * 57}..."'), (12, '"12"')],
)
def test_words_are_quoted_on_one_line(text: object, words: str) -> None:
    """What a writer wrote may be of any length."""
    assert quoted(text) == words
