"""`curbside walk`: a folder of `walks/` for each way to pass and to fail, and what is said before anything is tried.

Write a folder with a `story.yaml` and a `walks.yaml`, and run `pytest tests/test_walk_command.py --update-expected`;
then read `expected.txt` and `expected.json`.
"""

import argparse
import json
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from engine.checking.walks import Walks
from engine.codes import CODES
from engine.commands.tried import PROMISE_BROKEN, WALK_DIFFERS
from engine.commands.walking import WALK
from engine.explore.judged import Proved
from engine.explore.moves import Brought, Moves
from engine.reading.files import bundled

FOLDER: Final = Path(__file__).parent / "walks"
CASES: Final = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
STORY: Final = (FOLDER / "passes" / "story.yaml").read_text("utf-8")
WALKS: Final = (FOLDER / "passes" / "walks.yaml").read_text("utf-8")


class Came(NamedTuple):
    """What the command left: its exit code, what it printed, and what it said beside that."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know the codes of what a walk and a promise come to."""
    for code, slug in ((WALK_DIFFERS, "walk-differs"), (PROMISE_BROKEN, "promise-broken")):
        if code not in CODES:
            monkeypatch.setitem(CODES, code, slug)


def walk(capsys: pytest.CaptureFixture[str], *arguments: str) -> Came:
    """Run the command."""
    parser = argparse.ArgumentParser()
    WALK.add(parser)
    code = WALK.run(parser.parse_args(arguments))
    return Came(code, *capsys.readouterr())


def written(folder: Path, story: str = STORY, walks: str | None = WALKS) -> str:
    """Write a story and its walks into `folder`, and return its path."""
    (folder / "story.yaml").write_text(story, "utf-8")
    if walks is not None:
        (folder / "walks.yaml").write_text(walks, "utf-8")
    return str(folder)


@pytest.mark.parametrize("name", CASES)
def test_folder(
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    """Walks give exactly the expected words and values, and one that fails gives exit code 1."""
    monkeypatch.chdir(FOLDER / name)
    text, values = walk(capsys, "."), walk(capsys, ".", "--json")
    for file, came in (("expected.txt", text), ("expected.json", values)):
        if request.config.getoption("--update-expected"):
            Path(file).write_bytes(came.out.encode())
        assert came.out == Path(file).read_bytes().decode()
        assert came.err == ""
    told = json.loads(values.out)
    fails = any(not each["passed"] for each in told["walks"]) or any(each["kept"] is False for each in told["promises"])
    assert text.code == values.code == fails
    assert fails != name.startswith("passes")
    assert all((each["difference"] is None) == each["passed"] for each in told["walks"])


def test_the_bundled_story(capsys: pytest.CaptureFixture[str]) -> None:
    """Its walks pass, found by its id, by its folder and by either of its files."""
    folder = bundled("scenes") / "boy-on-the-curb"
    first = walk(capsys, "boy-on-the-curb")
    assert first.code == 0
    assert first.out.startswith("half_a_sandwich: passed, 24 choices, ends at ending_thursdays\n")
    for path in (folder, folder / "story.yaml", folder / "walks.yaml"):
        assert walk(capsys, str(path)) == first


def test_without_walks_it_says_how_to_begin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing to try is no success; a story that is a file by itself is told where walks stand."""
    folder = tmp_path / "my story"
    folder.mkdir()
    came = walk(capsys, written(folder, walks=None))
    file = folder / "walks.yaml"
    assert came.code == 2
    assert came.out == ""
    assert f"curbside explore '{folder}' --save-walks '{file}'\n" in came.err
    assert walk(capsys, str(folder / "story.yaml")) == came
    alone = (folder / "story.yaml").rename(folder / "other.yaml")
    came = walk(capsys, str(alone))
    assert came.code == 2
    assert "other.yaml is a file by itself" in came.err
    assert "--save-walks" not in came.err


def test_a_name_that_nothing_has(capsys: pytest.CaptureFixture[str]) -> None:
    """It says so, as every command does."""
    came = walk(capsys, "boy-on-the-crub")
    assert (came.code, came.out) == (2, "")
    assert 'did you mean "boy-on-the-curb"?' in came.err


@pytest.mark.parametrize(
    ("story", "walks", "code"),
    [
        (STORY.replace("to: garden", "to: gardne"), WALKS, "L201"),
        (STORY, WALKS.replace("gate.wait", "gate.wiat"), "L206"),
        (STORY.replace("to: garden", "to: gardne"), None, "L201"),
        (STORY, "curbside: 1\nwalks: [\n", "Y025"),
    ],
)
def test_faults_come_first_and_nothing_is_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], story: str, walks: str | None, code: str
) -> None:
    """What is at fault is shown at its place; a program finds nothing on standard output that it could take as done."""
    folder = written(tmp_path, story, walks)
    text, values = walk(capsys, folder), walk(capsys, folder, "--json")
    assert text.code == values.code == 1
    assert text.out.startswith(f"error[{code}]: ")
    assert text.out.endswith("\n\nNothing was tried: mend this first.\n")
    assert "passed" not in text.out
    assert (values.out, values.err, text.err) == ("", text.out, "")


def test_a_warning_on_walks_is_shown_and_they_are_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings stop nothing; those on the story are for `check`."""
    walks = WALKS.replace("- id: to_the_end", "- id: to_the_end\n    about: |\n      A line.\n      # A note?")
    story = STORY.replace("  waved: {title: You waved}", "  waved: {title: You waved}\n  never: {title: Never}")
    came = walk(capsys, written(tmp_path, story, walks))
    assert came.code == 0
    assert came.out.startswith("warning[Y030]: ")
    assert "\n\nto_the_end: passed, 4 choices, ends at garden\n" in came.out
    assert "L2" not in came.out


# Promises

PROMISES: Final = "promises:\n  - {id: first, reachable: endings}\n  - {id: second, never: wet}\n"


@pytest.mark.parametrize(
    ("kept", "way", "code", "text", "values"),
    [
        ((True, True), None, 0, "first: kept\nsecond: kept\n\n2 of 2 promises kept\n", [None, None]),
        (
            (True, None),
            None,
            0,
            "first: kept\nsecond: not proved, Why.\n\n1 of 2 promises kept, 1 not proved\n",
            [None, None],
        ),
        (
            (False, True),
            None,
            1,
            'first: broken\nsecond: kept\n\nerror[A121]: promise "first" is broken: Why.\n',
            [None, None],
        ),
        ((False, True), None, 1, "let some way lead there", [None, None]),
        ((True, False), (), 1, " it is so from the start\n", [None, []]),
        (
            (True, False),
            ("gate.ring", Brought("here"), "path.walk"),
            1,
            "gate.ring, {drew: here}, path.walk",
            [None, ["gate.ring", {"drew": "here"}, "path.walk"]],
        ),
    ],
)
def test_promises(  # noqa: PLR0913, PLR0917 - what is proved, and what is shown of it
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    kept: tuple[bool | None, ...],
    way: Moves | None,
    code: int,
    text: str,
    values: list[object],
) -> None:
    """Each has its line; a broken one stands at its place with the shortest way there; one not proved fails nothing."""

    def proved(walks: Walks) -> tuple[Proved, ...]:
        pairs = zip(walks.promises, kept, strict=True)
        return tuple(Proved(each, is_kept, way if is_kept is False else None, "Why.") for each, is_kept in pairs)

    monkeypatch.setattr("engine.commands.walking._proved", proved)
    folder = written(tmp_path, walks=f"curbside: 1\n{PROMISES}")
    came, document = walk(capsys, folder), walk(capsys, folder, "--json")
    assert came.code == document.code == code
    assert text in came.out
    assert [each["kept"] for each in json.loads(document.out)["promises"]] == list(kept)
    assert [each["counterexample"] for each in json.loads(document.out)["promises"]] == values
