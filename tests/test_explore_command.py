"""`curbside explore`: a folder of `exploring/` for each thing it finds, its files, its progress, and how it is stopped.

Write a folder with a `story.yaml`, perhaps `walks.yaml` and `options.txt`, and run
`pytest tests/test_explore_command.py --update-expected`; then read `expected.txt` and `expected.json`. In
`repaired.yaml` stands the same story without its fault.
"""

import argparse
import io
import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from engine.checking.walks import read_walks
from engine.codes import CODES
from engine.commands import exploring
from engine.commands.exploring import EXPLORE
from engine.explore.walk import Chosen, Drawn
from engine.exploring import figures
from engine.exploring.progress import STOPPING, Progress, stoppable
from engine.reading.load import load
from tests.screens import BARE, ROOT, shown

FOLDER: Final = Path(__file__).parent / "exploring"
CASES: Final = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
PROMISE: Final = "curbside: 1\npromises:\n  - {id: dry, never: wet}\n"


class Came(NamedTuple):
    """What the command left: its exit code, what it printed, and what it said beside that."""

    code: int
    out: str
    err: str


def explore(capsys: pytest.CaptureFixture[str], *arguments: str) -> Came:
    """Run the command."""
    parser = argparse.ArgumentParser()
    EXPLORE.add(parser)
    code = EXPLORE.run(parser.parse_args(arguments))
    return Came(code, *capsys.readouterr())


def options(name: str) -> list[str]:
    """Return what else is asked in a case."""
    file = FOLDER / name / "options.txt"
    return shlex.split(file.read_text("utf-8")) if file.exists() else []


@pytest.mark.parametrize("name", CASES)
def test_folder(
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    """Exactly the expected words and values, and exit code 1 for an error, a broken promise or a lost kept play."""
    monkeypatch.chdir(FOLDER / name)
    more = options(name)
    text, values = explore(capsys, "story.yaml", *more), explore(capsys, "story.yaml", "--json", *more)
    for file, came in (("expected.txt", text), ("expected.json", values)):
        if request.config.getoption("--update-expected"):
            Path(file).write_bytes(came.out.encode())
        assert came.out == Path(file).read_bytes().decode()
        assert came.err == ""
    told = json.loads(values.out)
    fails = any(each["severity"] == "error" for each in told["findings"])
    fails = fails or any(each["kept"] is False for each in told["promises"])
    fails = fails or bool(told["against"] and told["against"]["kept_plays"]["lost"])
    assert text.code == values.code == fails
    framed = ("error[", "warning[")
    assert max(len(line) for line in text.out.splitlines() if not line.startswith(framed)) <= 80


REPAIRED: Final = [name for name in CASES if (FOLDER / name / "repaired.yaml").exists()]


def test_there_is_a_case_for_each_finding() -> None:
    """Each kind of finding is planted once, and that story has a repaired one beside it; so has a broken promise."""
    planted = {code for code in CODES if re.fullmatch(r"A1(0\d|10)", code)}
    found = {each["code"] for name in REPAIRED for each in document(name)["findings"]}
    assert found == planted
    assert any(each["kept"] is False for name in REPAIRED for each in document(name)["promises"])


@pytest.mark.parametrize("name", REPAIRED)
def test_the_repaired_story_has_no_fault(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was told of the one is not told of the other."""
    shutil.copy(FOLDER / name / "repaired.yaml", tmp_path / "story.yaml")
    if (FOLDER / name / "walks.yaml").exists():
        shutil.copy(FOLDER / name / "walks.yaml", tmp_path)
    before = document(name)
    assert before["findings"] or any(each["kept"] is False for each in before["promises"])
    came = explore(capsys, str(tmp_path), "--json", *options(name))
    told = json.loads(came.out)
    assert came.code == 0
    assert (told["verdict"], told["findings"]) == ("complete", [])
    assert all(each["kept"] for each in told["promises"])


def document(name: str) -> dict[str, Any]:
    """Return what is expected of a case, as programs read it."""
    found: dict[str, Any] = json.loads((FOLDER / name / "expected.json").read_text("utf-8"))
    return found


KEYS: Final = {
    "": {
        *("version", "story", "verdict", "reason", "withheld", "states", "transitions", "playthroughs", "scenes"),
        *("choices", "endings", "findings", "promises", "empathy"),
    },
    "scenes": {"of", "reached"},
    "choices": {"of", "offered"},
    "endings": {"id", "title", "reached", "chance", "shortest", "words", "empathy"},
    "findings": {"code", "severity", "subject", "message", "witness"},
    "promises": {"id", "kept", "counterexample"},
}
"""What programs were promised that they find; more may follow."""

QUESTIONS: Final = {"reached", "dead_ends", "traps", "playthroughs", "chances", "words", "empathy", "promises"}


@pytest.mark.parametrize("name", CASES)
def test_programs_find_what_they_were_promised(name: str) -> None:
    """The keys that the design of the command line names, and the values that go with each other."""
    told = document(name)
    assert KEYS[""] <= told.keys()
    for key in KEYS.keys() - {""}:
        for each in told[key] if isinstance(told[key], list) else [told[key]]:
            assert KEYS[key] <= each.keys()
    assert (told["verdict"] == "complete") == (not told["withheld"]) == (told["reason"] is None)
    assert set(told["withheld"]) <= QUESTIONS
    for each in told["endings"]:
        assert each["reached"] == (each["shortest"] is not None)
        assert each["reached"] or each["chance"] is each["words"] is None
    chances = [each["chance"] for each in told["endings"] if each["chance"] is not None]
    assert sum(chances) <= 1 + 1e-9
    assert (told["playthroughs"] is None) == ("playthroughs" in told["withheld"] or told["circle"] is not None)


def test_the_bundled_story(capsys: pytest.CaptureFixture[str]) -> None:
    """Complete, without a fault, every ending and choice reached, every promise kept."""
    told = json.loads(explore(capsys, "boy-on-the-curb", "--json").out)
    assert (told["verdict"], told["findings"]) == ("complete", [])
    assert told["scenes"]["of"] == told["scenes"]["reached"]
    assert told["choices"]["of"] == told["choices"]["offered"]
    assert all(each["reached"] for each in told["endings"])
    assert [each["kept"] for each in told["promises"]] == [True] * len(told["promises"])
    assert sum(each["chance"] for each in told["endings"]) == pytest.approx(1)


@pytest.mark.parametrize("arguments", [["boy-on-the-crub"], ["boy-on-the-curb", "--against", "boy-on-the-crub"]])
def test_a_name_that_nothing_has(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    """It says so, as every command does, before anything is explored."""
    came = explore(capsys, *arguments)
    assert (came.code, came.out) == (2, "")
    assert 'did you mean "boy-on-the-curb"?' in came.err


@pytest.mark.parametrize("limit", ["0", "-1", "many", "1.5", ""])
def test_a_limit_that_is_none(capsys: pytest.CaptureFixture[str], limit: str) -> None:
    """It is wrong usage."""
    with pytest.raises(SystemExit) as left:
        explore(capsys, "boy-on-the-curb", f"--limit={limit}")
    assert left.value.code == 2
    assert "is no number of states" in capsys.readouterr().err


@pytest.mark.parametrize("limit", ["1000", "1,000", "1_000"])
def test_a_limit_as_people_write_it(capsys: pytest.CaptureFixture[str], limit: str) -> None:
    """Thousands may be set apart; what is withheld is said, and is no fault."""
    came = explore(capsys, "boy-on-the-curb", "--engine", "states", "--limit", limit)
    assert came.code == 0
    assert "Not complete: there are more than 1,000 states." in came.out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell how much memory there is")
@pytest.mark.parametrize(("pages", "limit"), [(1 << 18, 536_870), (1 << 30, 2_000_000), (-1, 2_000_000)])
def test_the_limit_is_lower_where_there_is_little_memory(
    monkeypatch: pytest.MonkeyPatch, pages: int, limit: int
) -> None:
    """All states take a quarter of the memory at most: a gigabyte is enough for half a million."""
    monkeypatch.setattr("os.sysconf", {"SC_PHYS_PAGES": pages, "SC_PAGE_SIZE": 4096}.__getitem__)
    assert exploring._within_memory() == limit  # noqa: SLF001 - no machine has all these sizes


@pytest.mark.parametrize(
    ("story", "walks", "code"),
    [("to: garden", None, "L201"), (None, "curbside: 1\nwalks: [\n", "Y025"), (None, PROMISE, "L202")],
)
def test_faults_come_first_and_nothing_is_explored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], story: str | None, walks: str | None, code: str
) -> None:
    """What is at fault is shown on standard error, at its place; of the older version too."""
    text = (FOLDER / "dead-end" / "story.yaml").read_text("utf-8")
    (tmp_path / "story.yaml").write_text(text.replace(story, "to: gardne") if story else text, "utf-8")
    if walks:
        (tmp_path / "walks.yaml").write_text(walks, "utf-8")
    for arguments in ([str(tmp_path)], [str(tmp_path), "--json"], ["boy-on-the-curb", "--against", str(tmp_path)]):
        came = explore(capsys, *arguments)
        assert (came.code, came.out) == (1, "")
        assert came.err.startswith(f"error[{code}]: ")
        assert came.err.endswith(f"{tmp_path} was not explored: mend this first.\n")


@pytest.mark.parametrize(
    ("before", "now", "is_told"),
    [((10, 90), (11, 89), True), ((10, 90), (9, 91), True), ((100, 900), (109, 891), False)],
)
def test_chances_that_moved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], before: tuple[int, int], now: tuple[int, int], *, is_told: bool
) -> None:
    """One percentage point is told, less is not."""
    for name, (rain, sun) in (("old", before), ("new", now)):
        ways = f"[{{chance: {rain}, to: rain}}, {{chance: {sun}, to: sun}}]"
        scenes = f"  day: {{text: Clouds., to: {ways}}}\n  rain: {{ending: Rain}}\n  sun: {{ending: Sun}}\n"
        (tmp_path / f"{name}.yaml").write_text(f"curbside: 1\ntitle: Day\nscenes:\n{scenes}", "utf-8")
    came = explore(capsys, str(tmp_path / "new.yaml"), "--against", str(tmp_path / "old.yaml"))
    assert came.code == 0
    assert ("Chance of Rain (rain): 10.0 % before" in came.out) == is_told
    assert ("Nothing became different." in came.out) != is_told


# Plays that are kept


@pytest.mark.parametrize("name", CASES)
def test_saved_walks_pass(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every play that is told stands there as a walk that can be tried, and none besides."""
    monkeypatch.chdir(FOLDER / name)
    shutil.copy("story.yaml", tmp_path)
    file, plays = tmp_path / "walks.yaml", shown_in(document(name))
    came = explore(capsys, "story.yaml", *options(name), "--save-walks", str(file))
    if not plays:
        assert not file.exists()
        assert came.err == f"No play has a choice: {file} is not written.\n"
        return
    assert came.err == f"{len(plays)} walk{'s' if len(plays) > 1 else ''} written to {file}.\n"
    tried = shown(["walk", str(tmp_path)])
    assert tried.code == 0
    assert tried.out.count(": passed, ") == len(plays)
    walks = read_walks(tmp_path, load(tmp_path))
    assert walks is not None
    assert walks.value is not None
    made = [[_as_json(move) for move in walk.moves] for walk in walks.value.walks]
    assert sorted(map(json.dumps, made)) == sorted(map(json.dumps, plays))


def _as_json(move: Chosen | Drawn) -> object:
    return move.choice if isinstance(move, Chosen) else {"drew": move.scene}


def shown_in(told: dict[str, Any]) -> list[list[object]]:
    """Return every play that a document holds."""
    plays = [each["witness"] for each in told["findings"]]
    plays += [each["counterexample"] for each in told["promises"]]
    plays += [each["shortest"] for each in told["endings"]]
    plays += told["covering"]["plays"] if told["covering"] else []
    plays += [told["circle"]["before"] + told["circle"]["round"]] if told["circle"] else []
    return [each for each in plays if each]


def shown_of_the_older(told: dict[str, Any]) -> list[list[object]]:
    """Return every play of an older version that a document holds."""
    kept = told["against"]["kept_plays"] if told["against"] else {"lost": [], "elsewhere": []}
    return [each["witness"] for each in (*kept["lost"], *kept["elsewhere"])]


@pytest.mark.parametrize("name", CASES)
def test_saved_plays_are_played_again(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The player's own `--replay` follows each to its end, and what is printed names them by their files.

    Those that show what becomes of kept plays are played in the older version.
    """
    monkeypatch.chdir(FOLDER / name)
    folder, plays, older = tmp_path / "plays", shown_in(document(name)), shown_of_the_older(document(name))
    came = explore(capsys, "story.yaml", *options(name), "--save-plays", str(folder))
    files = sorted(folder.iterdir())
    assert len(files) == len(plays) + len(older)
    for file in files:
        is_older = file.stem.startswith(("lost_", "elsewhere_"))
        story = options(name)[options(name).index("--against") + 1] if is_older else "story.yaml"
        assert file.suffix == ".jsonl"
        assert file.stem in came.out or re.fullmatch(r"covering_\d+", file.stem)
        entries = [json.loads(line) for line in file.read_text("utf-8").splitlines()[1:]]
        assert [each.get("choice", each) for each in entries] in (older if is_older else plays)
        screen = shown(["play", story, "--plain", "--replay", str(file)])
        assert (screen.code, screen.err) == (0, "")
        assert screen.out.count("You chose: ") == sum("choice" in each for each in entries)
    if files:
        assert re.search(r"^To look at one: curbside play story.yaml --replay (.+)$", came.err, re.MULTILINE)[1] in map(  # type: ignore[index]
            str, files
        )


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is there stays; only an empty file or folder is filled. It is said before anything is explored."""
    story = str(FOLDER / "trap" / "story.yaml")
    file, folder = tmp_path / "walks.yaml", tmp_path / "plays"
    file.write_text("mine", "utf-8")
    folder.mkdir()
    (folder / "mine").write_text("mine", "utf-8")
    nowhere = tmp_path / "nowhere" / "walks.yaml"
    for option, path, why in (
        ("--save-walks", file, "is there already"),
        ("--save-walks", folder, "is there already"),
        ("--save-walks", nowhere, "is in a folder that is not there"),
        ("--save-plays", folder, "is not empty"),
        ("--save-plays", file, "is not empty"),
    ):
        came = explore(capsys, story, option, str(path))
        assert (came.code, came.out) == (2, "")
        assert came.err.startswith(f"{path} {why}")
    assert [each.read_text("utf-8") for each in (file, folder / "mine")] == ["mine", "mine"]
    file.write_bytes(b"")
    (folder / "mine").unlink()
    assert explore(capsys, story, "--save-walks", str(file), "--save-plays", str(folder)).code == 1
    assert file.read_text("utf-8").startswith("curbside: 1\n")
    assert (folder / "trap_block.jsonl").is_file()


def test_the_same_plays_are_the_same_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Run twice, byte for byte; and no two plays have the same id."""
    story = str(FOLDER / "by-chance" / "story.yaml")
    written = []
    for name in ("one", "two"):
        explore(capsys, story, "--save-plays", str(tmp_path / name))
        written.append({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()})
    assert written[0] == written[1]
    plays = [json.loads(text.splitlines()[0])["play"] for text in written[0].values()]
    assert len(set(plays)) == len(plays) > 1


# Numbers


def test_numbers_in_words() -> None:
    """Exact as long as that can be read; never certain or impossible where it is not; however many digits."""
    assert figures.size(22_393_662_510_495_240) == "22,393,662,510,495,240"
    assert figures.size(10**29) == f"100,{','.join(['000'] * 9)}"
    assert figures.size(22_618_698_000 * 10**72) == "about 2.3 x 10^82"
    assert figures.digits(10**5000 + 7) == f"1{'0' * 4999}7"
    shares = (0, 1e-9, Fraction(1, 3), 0.99999, 1)
    assert [figures.percent(each) for each in shares] == ["0 %", "under 0.1 %", "33.3 %", "over 99.9 %", "100 %"]
    assert figures.at_most_percent(3e-14) == "0.00000000001 %"
    assert [figures.minutes(words) for words in (0, 110, 164, 166, 1507)] == [1, 1, 1, 2, 14]
    many = tuple(f"a.c{number}" for number in range(20))
    assert figures.told(many) == "a.c0, a.c1, a.c2, (14 more steps), a.c17, a.c18, a.c19"
    assert figures.listed(map(str, range(45))).endswith("38, 39, and 5 more")


# Progress, and an end of it


class Screen(io.StringIO):
    """A stream that takes itself for a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


def test_progress_is_shown_after_a_while_and_wiped() -> None:
    """Nothing within the first second, then at most five times a second, and nothing of it stays."""
    seconds = iter([0.0, 0.5, 0.99, 1.0, 1.1, 1.19, 1.25, 1.3, 2.0])
    stream = Screen()
    progress = Progress(stream, lambda: next(seconds))
    assert not any(progress.pulse(1024 * number) for number in range(8))
    assert stream.getvalue() == "".join(f"\rlooked at {count} states ..." for count in ("2,048", "5,120", "7,168"))
    progress.wipe()
    assert stream.getvalue().endswith(f"\r{' ' * 26}\r")


def test_progress_is_silent_in_a_pipe() -> None:
    """Who reads a file wants no line that moves."""
    stream, seconds = io.StringIO(), iter(range(0, 1000, 10))
    progress = Progress(stream, lambda: float(next(seconds)))
    assert not progress.pulse(1024)
    progress.wipe()
    assert stream.getvalue() == ""


def test_the_second_time_it_leaves_at_once() -> None:
    """The first Ctrl-C stops the search, the second one everything; behind it Ctrl-C is what it was."""
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), stoppable(io.StringIO()) as progress:  # noqa: PT012 - twice is the point
        signal.raise_signal(signal.SIGINT)
        assert progress.pulse(1024)
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def lamps(folder: Path, number: int) -> str:
    """Write a story with so many unlike choices at one hub, of which any may be taken, and return its path."""
    lines = ["curbside: 1", "title: Lamps", "variables:"]
    lines += [f"  lamp_{each}: {{start: false}}" for each in range(number)]
    lines += ["scenes:", "  hall:", "    text: Dark.", "    choices:"]
    for each in range(number):
        lines.append(f"      - {{id: on_{each}, text: On., once: true, set: {{lamp_{each}: true}}, to: here}}")
    ways = ", ".join(f"{{when: lamp_{each} and not lamp_{(each + 1) % number}, to: lit}}" for each in range(number))
    lines += [f"      - {{id: go, text: Go., to: [{ways}, {{to: out}}]}}"]
    lines += ["  lit: {ending: Lit}", "  out: {ending: Out}", ""]
    file = folder / "story.yaml"
    file.write_text("\n".join(lines), "utf-8")
    return str(file)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals that pexpect can drive")
@pytest.mark.parametrize("json_", [False, True])
def test_ctrl_c_tells_what_is_known(tmp_path: Path, *, json_: bool) -> None:
    """On a terminal: the search shows how far it is, stops, and what was found is told; the exit code is 130."""
    import pexpect  # noqa: PLC0415

    arguments = ["-m", "engine", "explore", lamps(tmp_path, 21), *(["--json"] if json_ else [])]
    child = pexpect.spawn(sys.executable, arguments, encoding="utf-8", cwd=ROOT, env=BARE, timeout=60)
    child.expect(r"looked at [\d,]+ states \.\.\.")
    child.send("\x03")
    child.expect(STOPPING)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    if json_:
        found = json.loads(child.before[child.before.index("{") :])
        assert found["reason"].startswith("stopped after ")
        assert {"dead_ends", "traps", "chances"} <= set(found["withheld"])
    else:
        assert "Not complete: stopped after " in child.before
        assert "story.yaml: no faults found so far (3 scenes, 2 endings)" in child.before


def test_a_terminal_is_left_clean(tmp_path: Path) -> None:
    """A search that is soon over shows nothing beside its result."""
    done = subprocess.run(
        [sys.executable, "-m", "engine", "explore", lamps(tmp_path, 6)],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=BARE,
        timeout=60,
    )
    assert done.stderr == b""
    assert b"Complete: every path was looked at" in done.stdout
