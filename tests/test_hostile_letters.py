"""No letter that could disturb a terminal comes through: not from a story, a name of a file, an argument or a keyboard.

Each way in is tried with the letters themselves and with what YAML and JSON write for them, in all formats of `check`,
and by `play` line by line.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.boxed import Box
from tests.hostile import ALL, STORY
from tests.hostile.bounds import MUCH, assert_harmless
from tests.screens import ROOT
from tests.test_source import EVERYTHING

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process can be neither copied nor limited here")

BAD = "\x1b[2J\x07"
"""What would clear a screen, and ring."""
CONTROLS = [chr(code) for code in (*range(10), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F))]
CONTROLS += [*map(chr, range(0x2066, 0x206A)), "\u2028", "\u2029"]
MORE = {"summary": "S", "license": "L", "ages": "9", "language": "en", "moments": {"met": {"title": "M", "about": "A"}}}
NAMES = [BAD, "a\nb", "\u202ea", "\x9b", "\t", "\x7f", "\udcff", "::error::a", "-", "--help"]
FORMATS = ["text", "concise", "json", "github", "sarif"]


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    """Return the box."""
    box = Box()
    yield box
    box.close()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder whose path is short and plain."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def with_bad(value: object) -> Iterator[object]:
    """Yield copies of a value, each with bad letters behind one text in it, or behind one key."""
    if isinstance(value, str):
        yield value + BAD
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield {(key + BAD if key == name else key): each for key, each in value.items()}
            yield from ({**value, name: copy} for copy in with_bad(inner))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from ([*value[:index], copy, *value[index + 1 :]] for copy in with_bad(inner))
    elif isinstance(value, int):
        yield f"{value}{BAD}"


def written(folder: Path, texts: list[str], name: str = "story.yaml") -> list[str]:
    """Write each text to a file of that name in a folder of its own, and return the names of the folders."""
    for number, text in enumerate(texts):
        at = folder / str(number)
        at.mkdir(exist_ok=True)
        (at / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    return [str(number) for number in range(len(texts))]


def told_in_all(box: Box, folder: Path, paths: list[str], style: str) -> set[str]:
    """Check all of these, assert that no run is harmful and each path at fault, and return the codes of the faults."""
    run = box.run("check", f"--format={style}", "--craft", "--", *paths, folder=folder)
    assert_harmless(run, much=MUCH * len(paths))
    assert run.code == 1
    assert not run.err
    if style == "text":
        assert sum(" fault" in line for line in run.out.split("\n")) >= len(paths)
    if style in {"json", "sarif"}:
        assert json.loads(run.out)
    if style != "json":
        return set()
    faults = json.loads(run.out)["diagnostics"]
    assert len({each["file"] for each in faults}) == len(paths)
    return {each["code"] for each in faults}


@pytest.mark.parametrize("style", FORMATS)
@pytest.mark.parametrize("is_raw", [False, True], ids=["as codes", "as they are"])
def test_letters_in_any_text_or_key_of_a_story(style: str, box: Box, folder: Path, *, is_raw: bool) -> None:
    """Every place of the language, in any format: a fault for each."""
    texts = [json.dumps(copy) for copy in with_bad(json.loads(EVERYTHING) | MORE)]
    assert len(texts) > 150
    texts = [text.replace("\\u001b", "\x1b").replace("\\u0007", "\x07") for text in texts] if is_raw else texts
    some = texts if ALL or style == "text" else texts[::4]
    codes = told_in_all(box, folder, written(folder, some), style)
    assert is_raw is (codes == {"Y002"}) or not codes


@pytest.mark.parametrize("name", ["lesson", "walks"])
def test_letters_in_any_text_or_key_beside_a_story(name: str, box: Box, folder: Path) -> None:
    """The same for a lesson and for walks."""
    sound = yaml.safe_load((ROOT / "scenes" / "boy-on-the-curb" / f"{name}.yaml").read_text(encoding="utf-8"))
    texts = [json.dumps(copy) for copy in with_bad(sound)]
    assert len(texts) > 50
    paths = written(folder, texts[:: 1 if ALL else 3], f"{name}.yaml")
    for path in paths:
        (folder / path / "story.yaml").write_text(STORY, encoding="utf-8")
    assert "Y002" in told_in_all(box, folder, paths, "json")


@pytest.mark.parametrize("letter", ["as codes", "as they are"])
def test_each_letter_that_no_story_may_hold(letter: str, box: Box, folder: Path) -> None:
    """Controls, line separators and what turns the direction of words round."""
    texts = [f'curbside: 1\ntitle: "a{each}b"\nscenes: {{a: {{ending: x}}}}\n' for each in CONTROLS]
    texts += [f'curbside: 1\ntitle: "\n {each} b"\nscenes: {{a: {{ending: x}}}}\n' for each in CONTROLS]
    if letter == "as codes":
        codes = [f"\\u{ord(each):04x}" for each in CONTROLS]
        texts = [text.replace(each, code) for text, each, code in zip(texts, 2 * CONTROLS, 2 * codes, strict=True)]
    assert told_in_all(box, folder, written(folder, texts), "json") <= {"Y002", "Y003"}


@pytest.mark.parametrize("style", FORMATS)
def test_letters_in_the_name_of_a_file(style: str, box: Box, folder: Path) -> None:
    """A file, a folder and a chapter; no name begins a line of its own."""
    wrong = "curbside: 2\ntitle: a\n"
    for name in NAMES:
        (folder / name / "chapters").mkdir(parents=True)
        (folder / name / "story.yaml").write_text(wrong, encoding="utf-8")
        (folder / name / "chapters" / f"{name}.yaml").write_text("chapter: 1\n", encoding="utf-8")
        (folder / f"{name}.yaml").write_text(wrong, encoding="utf-8")
    run = box.run("check", f"--format={style}", "--", *NAMES, *(f"{name}.yaml" for name in NAMES), folder=folder)
    assert_harmless(run)
    assert run.code == 1
    assert not run.err
    assert not any(line.startswith("b") for line in run.out.split("\n"))


@pytest.mark.parametrize("command", [[], ["check"], ["play"], ["schema"], ["explain"], ["new"], ["check", "--format"]])
@pytest.mark.parametrize("word", [BAD, f"--{BAD}", "a\nb", "\u202ea", "\udcff", f"a/{BAD}/b"])
def test_letters_in_an_argument(command: list[str], word: str, box: Box, folder: Path) -> None:
    """What is asked for and not there is named harmlessly."""
    run = box.run(*command, word, folder=folder)
    assert_harmless(run)
    assert run.code == 2
    assert run.err


def test_letters_from_a_keyboard_and_from_a_kept_play(box: Box, folder: Path) -> None:
    """What is typed is shown again where no terminal does it, and what a kept play says is told."""
    run = box.run("play", "boy-on-the-curb", "--plain", folder=folder, typed=f"{BAD}\n\u202e1\n1{BAD}\n\n1\nq\n")
    assert_harmless(run)
    assert "[2J" in run.out
    lines = [
        {"curbside": 1, "story": BAD},
        {"curbside": BAD, "story": "a"},
        {"curbside": 1, "story": "boy-on-the-curb"},
    ]
    for number, line in enumerate(lines):
        kept = json.dumps(line) + "\n" + json.dumps({"choice": f"the_call.{BAD}"}) + "\n"
        (folder / f"{number}{BAD}").write_text(kept, encoding="utf-8")
        run = box.run("play", "boy-on-the-curb", "--plain", "--replay", f"{number}{BAD}", folder=folder)
        assert_harmless(run)
        assert run.code
        assert "[2J" in run.err


@pytest.mark.parametrize("is_raw", [False, True], ids=["as codes", "as they are"])
def test_a_story_that_is_at_fault_is_not_played(box: Box, folder: Path, *, is_raw: bool) -> None:
    """Whatever it holds, `play` says what `check` says, and no more."""
    bad = BAD if is_raw else BAD.encode("unicode_escape").decode()
    (folder / "story.yaml").write_text(STORY + f'    text: "{bad}"\n', encoding="utf-8")
    run = box.run("play", "story.yaml", "--plain", folder=folder, typed="1\n")
    assert_harmless(run)
    assert run.code == 1
    assert "cannot be played" in run.err


def test_a_story_of_odd_letters_is_played(box: Box, folder: Path) -> None:
    """Wide, joined, turned and invisible ones are shown as they are, and nothing else is."""
    odd = "漢字 e\u0301\u0301 \U0001f468\u200d\U0001f469 \u05d0\u200f\u05d1 \u00ad\ufe0f\u200b\ue000\U000e0041 \ufffd"
    text = "\n".join(f"    {key}: '{odd}'" for key in ("title", "text"))
    choice = f"    choices: [{{id: a, text: '{odd}', reply: '*{odd}* **{odd}**', to: b}}]"
    story = f"curbside: 1\ntitle: '{odd}'\nscenes:\n  a:\n{text}\n{choice}\n  b: {{ending: '{odd}'}}\n"
    (folder / "story.yaml").write_text(story, encoding="utf-8")
    run = box.run("play", "story.yaml", "--plain", "--once", folder=folder, typed="1\n")
    assert_harmless(run)
    assert run.code == 0
    assert run.out.count(odd.split(" ", maxsplit=1)[0]) == 8
