"""`curbside explain`: each code has words for a writer and a story put right, and both are shown with the wrong one.

Beside `story.yaml` and `expected.txt` the folder `diagnostics/CODE-slug` holds `about.txt`, what the code means, and
`right.yaml`, the same story put right by the smallest change; `right/` where the wrong one is a folder `story/`.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import yaml

from engine.codes import CODES
from engine.diagnostics import UNSHOWABLE, showable
from engine.reading.load import load
from engine.width import columns
from engine.writing import explain
from tests.faults import BY_WALKING, WITH_WORDS, everything

FOLDER: Final = Path(__file__).parent / "diagnostics"
JARGON: Final = re.compile(
    r"\b(strings?|objects?|arrays?|integers?|scalars?|tokens?|schemas?|property|None|null|dict|booleans?|pars\w+|nodes?"
    r"|instances?|syntax|valid\w*|Python|mappings?|bytes?|escape\w*|delimiters?|identifiers?)\b"
)


def folder(code: str) -> Path:
    """Return the folder whose story teaches a code."""
    return FOLDER / f"{code}-{CODES[code]}"


def right(code: str) -> Path:
    """Return the story put right."""
    inside = folder(code) / "right"
    return inside if inside.is_dir() else inside.with_suffix(".yaml")


def about(code: str) -> str:
    """Return what a code means."""
    return (folder(code) / "about.txt").read_text(encoding="utf-8")


def files(code: str, name: str) -> dict[str, list[str]]:
    """Return the lines of the files of the story called `name`, `story` or `right`."""
    inside = folder(code) / name
    found = inside.rglob("*.yaml") if inside.is_dir() else [inside.with_suffix(".yaml")]
    names = {path: path.name.replace("right", "story") if path.parent == folder(code) else path.name for path in found}
    return {name: path.read_bytes().decode(errors="replace").rstrip("\n").split("\n") for path, name in names.items()}


def told(code: str) -> str:
    """Return what is printed of a code."""
    text = explain.explained(code)
    assert text is not None
    return text


@pytest.mark.parametrize("code", CODES)
def test_the_words_are_for_a_writer(code: str) -> None:
    """A few plain sentences in lines that fit, without the words of programmers; the first fits a line of the list."""
    text = about(code)
    assert text.endswith(".\n")
    assert max(columns(line) for line in text.splitlines()) <= 80
    assert not re.search(r"  |\n\n|\t|^\s|\*\*|``", text), "no markup, no gaps"
    words = " ".join(text.split())
    assert 2 <= len(re.findall(r"\S[.?!]['\")]?(?= |$)", words)) <= 6
    assert not JARGON.search(words)
    message = (folder(code) / "expected.txt").read_text(encoding="utf-8").partition("]: ")[2].partition("\n")[0]
    assert message not in words, "the message says that already"


@pytest.mark.parametrize("code", CODES)
def test_the_story_put_right_has_no_fault_at_all(code: str) -> None:
    """No error, no warning, not even a note; and it is not the wrong one."""
    assert load(right(code)).diagnostics == ()
    checked = everything(code, right(code))
    assert checked.diagnostics == ()
    assert checked.story is not None
    assert files(code, "story") != files(code, "right")


@pytest.mark.parametrize("code", CODES)
def test_what_is_printed(code: str) -> None:
    """The words, the wrong story, what check says of it and the story put right; all fits and nothing disturbs."""
    text = told(code)
    assert text.startswith(f"{code}  ")
    assert text.endswith("\n")
    assert max(columns(line) for line in text.splitlines()) <= 80
    assert not UNSHOWABLE.search(text)
    by = "walk" if code in BY_WALKING else "explore --words" if code in WITH_WORDS else "check"
    head, wrong, said, mended = re.split(rf"^(?:Wrong|What {by} says of it|Right):$", text, flags=re.MULTILINE)
    assert about(code) in head
    expected = (folder(code) / "expected.txt").read_text(encoding="utf-8")
    assert " ".join(expected.partition("\n")[0].split()) in " ".join(said.split())
    assert set(re.findall(r"^ *(?:-->|and) .*:[0-9]+:[0-9]+$", expected, re.MULTILINE)) <= set(said.splitlines())
    for shown, here, there in ((wrong, "story", "right"), (mended, "right", "story")):
        others = files(code, there)
        for name, lines in files(code, here).items():
            for number, line in enumerate(lines, 1):
                if line not in others.get(name, []):
                    assert re.search(rf"^> *{number} \| {re.escape(showable(line)[:60])}", shown, re.MULTILINE)


def test_each_code_is_listed_once_with_its_meaning() -> None:
    """In families, in the order of the table, with the first sentence of what it means."""
    text = explain.listed()
    assert CODES
    assert re.findall(r"\b[A-Z][0-9]{3}\b", text) == list(CODES)
    assert max(columns(line) for line in text.splitlines()) <= 80
    words = " ".join(text.split())
    for code, slug in CODES.items():
        first = re.split(r"(?<=\S[.?!]) ", " ".join(about(code).split()))[0]
        said = f"{code} {slug} {first}".lower().replace("-", " ")
        assert said in words.lower().replace("-", " ")
    assert re.findall(r"^([A-Z])  \w", text, re.MULTILINE) == ["Y", "S", "L", "A", "W"]
    assert "  Y012  tag\n        To YAML a word that begins with ! says what kind of thing follows.\n" in text
    assert "Y001  not UTF-8\n" in text
    assert "Y004  not YAML\n" in text


@pytest.mark.parametrize("asked", ["s103", "unknown-key", "Unknown key", " S103-unknown-key ", "error[S103]:"])
def test_a_code_may_be_asked_for_in_many_ways(asked: str) -> None:
    """As it is written, as it is called, or as it was copied from what check said."""
    assert explain.explained(asked) == told("S103")


def test_names_of_codes_differ() -> None:
    """Or one of the two could not be asked for by its name."""
    assert len(set(CODES.values())) == len(CODES)


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("S1O3", 'did you mean "S103"?'),
        ("unknwon-key", 'did you mean "unknown-key"?'),
        ("S999", "curbside explain, without a code, lists them all"),
        ("", "curbside explain, without a code, lists them all"),
        ("../S103", None),
        ("S103\x1b[2J", None),
    ],
)
def test_a_code_that_there_is_not(asked: str, hint: str | None) -> None:
    """The nearest is meant, or all can be listed; no path and no sign of a terminal goes through."""
    if hint is None:
        assert explain.explained(asked) == told("S103")
    else:
        assert explain.explained(asked) is None
        assert explain.nearest_code(asked) == hint


def test_of_a_long_story_only_the_part_that_matters_is_shown() -> None:
    """What is left out is marked; what was deleted is shown where it stood."""
    _words, wrong, _said, mended = re.split(r"\n(?:Wrong|What check says of it|Right):\n\n", told("L226"))
    assert wrong.startswith("...\n")
    assert wrong.endswith("\n...\n")
    assert re.findall(r"^(.).*by_waiting", wrong, re.MULTILINE) == [" ", ">"]
    assert re.findall(r"^(.).*by_waiting", mended, re.MULTILINE) == [" "]
    assert not re.search("^>", mended, re.MULTILINE)
    assert "title: The gate" not in wrong + mended


def test_files_of_a_folder_are_named_as_check_names_them() -> None:
    """A file that is missing in the wrong story is new in the right one; what is the same in both is left out."""
    text = told("Y023")
    assert "Wrong:\n\nstory/chapters/1-evening.yaml\n  1 | chapter: Evening\n" in text
    assert text.endswith("Right:\n\nstory/story.yaml\n> 1 | curbside: 1\n> 2 | title: The gate\n")


def test_the_folders_of_a_wheel_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed, they lie among what is bundled; lines that are too long are cut there as anywhere."""
    inside = tmp_path / "S103-unknown-key"
    inside.mkdir()
    for name, text in {"about.txt": "Here.", "expected.txt": "", "story.yaml": "他" * 99, "right.yaml": "b"}.items():
        (inside / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(explain, "bundled", lambda _kind: tmp_path)
    text = told("S103")
    assert "S103  unknown key\n\nHere.\n" in text
    assert [columns(line) for line in text.splitlines() if "他" in line] == [79]


STOPS: Final = "Y002 Y003 Y004 Y005 Y006 Y007 Y008 Y009 Y011 Y012 Y020 Y021 Y025 Y026 Y027".split()  # noqa: SIM905


@pytest.mark.parametrize("code", STOPS)
def test_where_yaml_is_said_to_stop_it_stops(code: str) -> None:
    """So it is with the YAML of Python."""
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load((folder(code) / "story.yaml").read_bytes())


@pytest.mark.parametrize(
    ("code", "quotes"),
    [
        ("Y010", ["is all that is left of the sign."]),
        ("Y017", ["She lives at house"]),
        ("Y018", ["A bus passes", "and it is full"]),
    ],
)
def test_what_yaml_is_said_to_leave_of_words_is_left(code: str, quotes: list[str]) -> None:
    """What the words quote is what the YAML of Python hands on of the wrong story."""
    found = list(leaves(yaml.safe_load((folder(code) / "story.yaml").read_bytes())))
    for quote in quotes:
        assert quote in found
        assert f'"{quote}"' in " ".join(about(code).split())


def leaves(value: object) -> Iterator[object]:
    """Yield every value in what YAML gives that holds no others."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each)
    else:
        yield value
