"""What `check` prints: a folder of `formats/` for each story, with what it gives in each format; what no words can do.

Write a folder with a `story.yaml` (or `story/story.yaml` and chapters), and run `pytest tests/test_formats.py
--update-expected`; then read the `expected.` files.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any, Final, get_args
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.checking.formats import Format, Lines, formatted
from engine.checking.sarif import uri
from engine.codes import CODES, severity
from engine.diagnostics import Diagnostic, Related, Span, render, showable
from engine.reading.load import Loaded, load

FOLDER = Path(__file__).parent / "formats"
CASES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
FORMATS: Final[Sequence[Format]] = get_args(Format)
SPACE: Final = "\N{REPLACEMENT CHARACTER}"

SIGNS = st.sampled_from(
    ["[", "](", ")", "\\", "{0}", "}", "%0A", "%25", "::", ",", ":", "\n", "\x1b[31m", "See also: "]
)
WORDS = st.lists(SIGNS | st.characters(), max_size=12).map("".join)
"""Any characters, even halves of one, and more often than by chance those that mean something to a format."""

NASTY = "a\x1b[31m\x07\t\r\u202e\u2028\ud800%0A%25, b: c]\n::error::\\[d](https://e.org){0}\"'"
"""What a story or a file's name may try."""


def told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Loaded:
    """Return the story in `folder` as read from there, so that names of files are relative to it."""
    monkeypatch.chdir(folder)
    return load("story" if Path("story").is_dir() else "story.yaml")


def shown(name: Format, *diagnostics: Diagnostic, lines: Lines | None = None, color: bool = False) -> str:
    """Return these faults in a format."""
    return formatted(name, diagnostics, lines or {}, color=color, version="1.2.3")


def fault(message: str = "no", **more: object) -> Diagnostic:
    """Return a fault at `a.yaml:2:3`, two characters long."""
    values: dict[str, Any] = {"code": "S103", "span": Span("a.yaml", 2, 3, 2, 5), **more}
    return Diagnostic(message=message, **values)


def everywhere(words: str) -> Diagnostic:
    """Return a fault that says these words wherever it can say any."""
    return fault(words, span=Span(words, 1, 1, 1, 2), hint=words, related=(Related(Span(words, 1, 2, 1, 3), words),))


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("way", FORMATS)
def test_folder(name: str, way: Format, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A story gives exactly the expected text in each format."""
    loaded = told(FOLDER / name, monkeypatch)
    text = formatted(way, loaded.diagnostics, loaded.lines, color=False, version="1.2.3")
    expected = FOLDER / name / f"expected.{way}"
    if request.config.getoption("--update-expected"):
        expected.write_bytes(text.encode())
    assert text == expected.read_bytes().decode()


def test_the_folders_hold_what_can_go_wrong() -> None:
    """Two files with faults, each kind of place, and a story without any."""
    faults = json.loads((FOLDER / "two-files" / "expected.json").read_bytes())["diagnostics"]
    assert len({each["file"] for each in faults}) == 2
    assert any(each["related"][0]["file"] != each["file"] for each in faults if "related" in each)
    assert {"error", "warning"} <= {each["severity"] for each in faults}
    assert (FOLDER / "nothing-wrong" / "expected.text").read_bytes() == b""


# For people

KINDS = [fault(code="S103", hint="mend it"), fault(code="L229", hint="use it"), fault(code="W301", hint="ask more")]
SGR = re.compile(r"\x1b\[([0-9;]*)m")


def colored(*diagnostics: Diagnostic, lines: Lines) -> str:
    """Return the text with colour, which without its codes is the plain one and what `render` gives."""
    text = shown("text", *diagnostics, lines=lines, color=True)
    assert SGR.sub("", text) == shown("text", *diagnostics, lines=lines) == render(diagnostics, lines)
    return text


def test_color_is_one_of_the_sixteen_and_ends_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words around it keep the look that the terminal had."""
    loaded = told(FOLDER / "two-files", monkeypatch)
    text = colored(*loaded.diagnostics, *KINDS, lines=loaded.lines)
    for line in text.split("\n"):
        codes = SGR.findall(line)
        assert codes[1::2] == ["0"] * (len(codes) // 2), "each colour is followed by its end"
        assert len(codes) % 2 == 0
        assert {code for each in codes for code in each.split(";")} <= {"0", "1", *map(str, range(30, 38))}


@pytest.mark.parametrize(("found", "hue"), list(zip(KINDS, ("31", "33", "36"), strict=True)))
def test_color_tells_the_severity_that_the_words_tell(found: Diagnostic, hue: str) -> None:
    """The name of it and the carets have the same colour; the margin another; the story's own line none."""
    rows = colored(found, lines={"a.yaml": ["x", "a ^^ b"]}).split("\n")
    assert rows[0] == f"\x1b[1;{hue}m{found.severity}[{found.code}]\x1b[0m\x1b[1m: no\x1b[0m"
    assert rows[1] == "\x1b[1;34m -->\x1b[0m a.yaml:2:3"
    assert rows[3] == "\x1b[1;34m2 |\x1b[0m a ^^ b"
    assert rows[4] == f"\x1b[1;34m  |\x1b[0m\x1b[{hue}m   ^^ {found.hint}\x1b[0m"


def test_color_bears_with_every_kind_of_frame() -> None:
    """Wide margins, words below the carets, places without lines, places in other files."""
    long = fault(hint="and this is " + "very " * 30 + "long")
    lost = fault(
        related=(Related(Span("b.yaml", 1200, 1, 1200, 2), "here"), Related(Span("a.yaml", 1, 1, 1, 2), "3 |"))
    )
    text = colored(long, lost, lines={"a.yaml": ["and", "    -->"]})
    assert "\x1b[1;34m    and\x1b[0m b.yaml:1200:1" in text
    assert "\x1b[1;34m     =\x1b[0m here" in text
    assert re.search(r"^\x1b\[1;34m  =\x1b\[0m and this is very", text, re.MULTILINE)
    assert re.search(r"^    very", text, re.MULTILINE), "what goes on below has no margin to colour"


def test_concise_is_one_line_for_each_fault() -> None:
    """Whatever the words are."""
    assert shown("concise", fault(), fault("yes: no", code="W301")) == "a.yaml:2:3: S103 no\na.yaml:2:3: W301 yes: no\n"
    assert shown("concise", everywhere("a\nb\x1b")).splitlines() == [f"a{SPACE}b{SPACE}:1:1: S103 a{SPACE}b{SPACE}"]


# For programs


def test_json_counts() -> None:
    """Each severity, and the files that were read."""
    document = json.loads(shown("json", *KINDS, fault(), lines={"a.yaml": [], "b.yaml": [], "c.yaml": []}))
    assert document["version"] == 1
    assert document["summary"] == {"errors": 2, "warnings": 1, "notes": 1, "files": 3}


def test_github_reads_each_kind() -> None:
    """A note is what GitHub calls a notice."""
    assert [line.split()[0] for line in shown("github", *KINDS).splitlines()] == ["::error", "::warning", "::notice"]


def test_github_gets_columns_only_within_a_line() -> None:
    """It refuses others."""
    one, two = shown("github", fault(), fault(span=Span("a.yaml", 2, 3, 4, 5))).splitlines()
    assert one == "::error file=a.yaml,line=2,endLine=2,col=3,endColumn=5,title=S103 unknown key::no"
    assert two == "::error file=a.yaml,line=2,endLine=4,title=S103 unknown key::no"


def test_github_escapes_what_its_commands_are_made_of() -> None:
    """Colons and commas in properties, percent signs and line breaks everywhere."""
    line = shown("github", fault("50%: a, b\nc", span=Span("a b, 50%: c.yaml", 2, 3, 2, 5)))
    assert line.startswith("::error file=a b%2C 50%25%3A c.yaml,line=2,")
    assert line.endswith("::50%25: a, b%0Ac\n")


def runner(line: str) -> tuple[str, Mapping[str, str], str]:
    """Return a workflow command as GitHub's runner reads it: its name, its properties and its words."""
    start, end = line.index("::"), line.index("::", 2)
    assert start == 0
    name, _, properties = line[2:end].partition(" ")
    values = dict(each.split("=", 1) for each in properties.split(","))
    back = {key: unescaped(value, {"%3A": ":", "%2C": ","}) for key, value in values.items()}
    return name, back, unescaped(line[end + 2 :], {})


def unescaped(words: str, more: Mapping[str, str]) -> str:
    """Return words as they were before they were escaped; `%25` comes last, as in the runner."""
    for escape, sign in {"%0D": "\r", "%0A": "\n", **more, "%25": "%"}.items():
        words = words.replace(escape, sign)
    return words


LINK = re.compile(r"(?<!\\)(?:\\\\)*\[((?:[^\\\[\]]|\\[\\\[\]])*)\]\(([^)]*)\)")
"""A link as SARIF has it in plain messages (3.11.6)."""


def viewer(text: str) -> str:
    """Return a plain message of SARIF as it is shown, with its places to fill in (3.11.5)."""
    return re.sub(r"\{\{|\}\}|\{[0-9]+\}", lambda found: found[0][0] if found[0][1] in "{}" else "FILLED IN", text)


def unslashed(text: str) -> str:
    """Return words without the backslashes that keep them from being a link."""
    return re.sub(r"\\([\\\[\]])", r"\1", text)


def test_sarif_has_the_shape_of_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the standard and GitHub ask for, each rule once, each result with its rule and its place."""
    loaded = told(FOLDER / "two-files", monkeypatch)
    log = json.loads(formatted("sarif", loaded.diagnostics, loaded.lines, color=False, version="1.2.3"))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("Curbside", "1.2.3")
    rules = driver["rules"]
    assert [rule["id"] for rule in rules] == sorted({each.code for each in loaded.diagnostics})
    assert len(run["results"]) == len(loaded.diagnostics) > 5
    for result, diagnostic in zip(run["results"], loaded.diagnostics, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == diagnostic.code
        assert result["level"] == diagnostic.severity
        [place] = [each["physicalLocation"] for each in result["locations"]]
        assert tuple(place["region"].values()) == diagnostic.span[1:]
        assert list(place["region"]) == ["startLine", "startColumn", "endLine", "endColumn"]


@pytest.mark.parametrize("code", CODES)
def test_sarif_knows_every_code(code: str) -> None:
    """Its name, its words and its weight; none of the words is empty, for GitHub would refuse that."""
    [rule] = json.loads(shown("sarif", fault(code=code)))["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"] == code
    assert re.fullmatch(r"([A-Z][a-z]*|[0-9]+)+", rule["name"])
    assert rule["shortDescription"]["text"].lower().replace(" ", "-") == CODES[code]
    assert rule["fullDescription"]["text"].startswith(rule["shortDescription"]["text"])
    assert f"curbside explain {code}" in rule["help"]["text"]
    assert rule["defaultConfiguration"] == {"level": severity(code)}


def test_related_places_are_told_in_every_format() -> None:
    """They are half of what such a fault says."""
    found = fault(related=(Related(Span("b c.yaml", 7, 3, 8, 1), "it first stands [here]"),))
    assert "and b c.yaml:7:3\n  = it first stands [here]" in shown("text", found)
    [entry] = json.loads(shown("json", found))["diagnostics"]
    place = {"file": "b c.yaml", "line": 7, "column": 3, "end_line": 8, "end_column": 1}
    assert entry["related"] == [{**place, "message": "it first stands [here]"}]
    assert "related" not in json.loads(shown("json", fault()))["diagnostics"][0]
    assert shown("github", found).endswith("::no%0Ait first stands [here]: b c.yaml:7:3\n")
    [result] = json.loads(shown("sarif", found))["runs"][0]["results"]
    assert result["message"]["text"] == r"No. See also: [it first stands \[here\]](1)."
    [related] = result["relatedLocations"]
    assert related["id"] == 1
    assert related["message"]["text"] == "It first stands [here]."
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "b%20c.yaml"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (PurePosixPath("a/b.yaml"), "a/b.yaml"),
        (PurePosixPath("../a b/50%,é#?.yaml"), "../a%20b/50%25%2C%C3%A9%23%3F.yaml"),
        (PurePosixPath("a:b/c\\d"), "a%3Ab/c%5Cd"),  # or the first part would be a scheme
        (PurePosixPath("/a b/c:d"), "file:///a%20b/c:d"),
        (PureWindowsPath("a b\\c.yaml"), "a%20b/c.yaml"),
        (PureWindowsPath("C:\\a b\\c.yaml"), "file:///C:/a%20b/c.yaml"),
        (PureWindowsPath("\\\\server\\a share\\c.yaml"), "file://server/a%20share/c.yaml"),
    ],
)
def test_a_path_as_a_uri(path: PurePosixPath | PureWindowsPath, expected: str) -> None:
    """Relative where it is, so that it fits the repository; with slashes, whatever the machine's own are."""
    assert uri(path) == expected


# Whatever is said


@pytest.mark.parametrize(("way", "nothing"), [("text", ""), ("concise", ""), ("github", "")])
def test_nothing_is_said_of_nothing(way: Format, nothing: str) -> None:
    """No fault, no line; and a document stays one."""
    assert shown(way) == shown(way, color=True) == nothing
    assert json.loads(shown("json"))["diagnostics"] == []
    [run] = json.loads(shown("sarif"))["runs"]
    assert run["results"] == run["tool"]["driver"]["rules"] == []


@pytest.mark.parametrize("way", FORMATS)
def test_no_word_brings_in_a_control_character(way: Format) -> None:
    """Not in the text, and not when a program reads it out of the document."""
    text = shown(way, everywhere(NASTY), lines={NASTY: [NASTY]})
    assert showable(text) == text
    assert text.encode().decode() == text
    if way in {"json", "sarif"}:
        for found in strings(json.loads(text)):
            assert showable(found) == found
    if way == "github":
        assert len(text.splitlines()) == 1
    if way == "concise":
        assert len(text.split("\n")) == 2


def strings(value: object) -> list[str]:
    """Return every text in a document."""
    match value:
        case str():
            return [value]
        case dict():
            return [text for each in value.values() for text in strings(each)]
        case list():
            return [text for each in value for text in strings(each)]
    return []


@given(WORDS, WORDS)
def test_any_words_survive_json(message: str, name: str) -> None:
    """What a program reads back is what was said, but for what no terminal could bear."""
    found = fault(message, span=Span(name, 1, 1, 1, 2), related=(Related(Span(name, 1, 2, 1, 3), message),))
    [entry] = json.loads(shown("json", found))["diagnostics"]
    for place in (entry, *entry["related"]):
        assert (place["message"], place["file"]) == (showable(message), showable(name))


@given(WORDS, WORDS)
def test_any_words_survive_github(message: str, name: str) -> None:
    """The runner reads one command, with these words and this file."""
    found = fault(message, span=Span(name, 1, 1, 1, 2), hint="mend it")
    [line] = shown("github", found).removesuffix("\n").split("\n")
    command, properties, words = runner(line)
    assert (command, words) == ("error", "\n".join(each for each in (showable(message), "mend it") if each))
    assert properties["file"] == showable(PurePath(name).as_posix())
    assert properties["title"] == "S103 unknown key"


@given(WORDS, WORDS)
def test_any_words_survive_sarif(words: str, name: str) -> None:
    """Shown, they are a sentence with these words; and the one link is ours."""
    span, words = Span(name, 1, 1, 1, 2), f"no {words}"
    found = fault(words, span=span, hint="mend it", related=(Related(span, words),))
    [result] = json.loads(shown("sarif", found))["runs"][0]["results"]
    text, words = viewer(result["message"]["text"]), showable(words)
    [(link, to)] = LINK.findall(text)
    assert (unslashed(link), to) == (words, "1")
    said = text.removesuffix(f" Mend it. See also: [{link}](1).")
    said = unslashed(said) if "](" in words else said
    assert said in {f"N{words[1:]}", f"N{words[1:]}."}
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(place, errors="strict").removeprefix("file://") == PurePath(showable(name)).as_posix()
