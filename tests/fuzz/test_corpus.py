"""All that the fuzzer kept holds, and the fuzzer itself finds what is broken on purpose."""

from pathlib import Path
from random import Random

import pytest

from tests.fuzz import __main__ as fuzz
from tests.fuzz import growing, running, seeds
from tests.fuzz import held as holding
from tests.fuzz.mutations import KEYS, LONGEST, mutated
from tests.fuzz.parts import joined, parts
from tests.fuzz.paths import Paths
from tests.fuzz.running import smaller

FILES = sorted(file for file in seeds.CORPUS.iterdir() if file.is_file())
STORY = b"curbside: 1\ntitle: T\nscenes:\n  a:\n    ending: E\n"


@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
def test_an_example_of_the_corpus_holds(file: Path, tmp_path: Path) -> None:
    """Nothing is raised, every fault stands in its file, and what is shown can be shown."""
    holding.held(file.read_bytes(), tmp_path)


def test_the_corpus_is_small() -> None:
    """It is read by people as well."""
    assert FILES
    assert sum(file.stat().st_size for file in FILES) < 300_000


def test_an_example_of_several_files_is_one_text() -> None:
    """Taken apart and put together again, it is the same."""
    files = {"story.yaml": b"a: b\n", "chapters/1.yaml": b"chapter: c\n", "walks.yaml": b"walks: 1\n", "play": b"{}\n"}
    assert parts(joined(files)) == files
    assert parts(b"a: b\n==== elsewhere.yaml\n") == {"story.yaml": b"a: b\n==== elsewhere.yaml\n"}


def test_changes_are_decided_by_the_seed_alone() -> None:
    """The same seed gives the same examples, others give others, and none is too long."""
    pool = [STORY, STORY * 900]
    made = [[mutated(Random(seed), STORY, pool) for seed in range(300)] for _ in range(2)]  # noqa: S311 - to fuzz, not to hide
    assert made[0] == made[1]
    assert len(set(made[0])) > 200
    assert max(map(len, made[0])) == LONGEST
    assert {b"scenes", b"choices", b"promises", b"pauses"} <= set(KEYS)


def test_a_failure_is_made_small() -> None:
    """Whole lines go first, then letters, as long as it still shows the same."""
    assert smaller(b"one\ntwo\nthree xyz four\nfive", lambda each: b"y" in each) == b"y"
    assert smaller(b"one", lambda each: each == b"one") == b"one"


def test_a_path_is_new_once(tmp_path: Path) -> None:
    """What was seen before is not counted again."""
    paths, folder = Paths(), tmp_path
    for example, more in ((STORY, True), (STORY, False), (STORY + b"    tags: [a]\n", True)):
        holding.held(example, folder)  # what is done only once is done
        before = len(paths)
        with paths.watched():
            holding.held(example, folder)
        assert (len(paths) > before) is more


def broken(example: bytes, _folder: Path) -> None:
    """Break at any tab."""
    holding.hold(b"\t" not in example, "a tab")


@pytest.fixture
def few_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with one story only."""
    monkeypatch.setattr(seeds, "stories", lambda: iter([STORY]))
    monkeypatch.setattr(seeds, "kept", lambda: iter([]))


@pytest.mark.usefixtures("few_seeds")
def test_what_is_broken_is_found_and_can_be_seen_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Told once, with the smallest example, which stands in a file; the exit code is 1."""
    monkeypatch.setattr(running, "held", broken)
    arguments = ["--examples", "400", "--seed", "1", "--engine", "hypothesis", "--keep", str(tmp_path)]
    assert fuzz.main(arguments) == 1
    out = capsys.readouterr().out
    assert "400 runs" in out
    assert out.count("see it again: ") == 1
    (kept,) = tmp_path.iterdir()
    assert kept.read_bytes() == b"\t"
    assert fuzz.main(["--examples", "0", "--keep", str(tmp_path / "again"), str(kept)]) == 1


@pytest.mark.usefixtures("few_seeds")
def test_a_short_run_finds_new_paths_and_nothing_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the gate runs it; what reached something new can be written down, and is small."""
    monkeypatch.setattr(growing, "TRIES", 5)
    arguments = ["--examples", "12", "--seed", "7", "--engine", "hypothesis", "--grow", str(tmp_path)]
    assert fuzz.main(arguments) == 0, capsys.readouterr().out
    out = capsys.readouterr().out
    for figure in ("12 runs", " new paths", " MiB at most", "the slowest example took", "nothing broke"):
        assert figure in out
    grown = [file.read_bytes() for file in tmp_path.iterdir()]
    assert grown
    assert f"{len(grown)} examples written" in out


def test_a_folder_is_read_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every file below it is counted: plain values, or refused with which codes."""
    (tmp_path / "in").mkdir()
    for name, text in (("a", "a: b\n"), ("b", "a: *b\n"), ("in/c", "a: *b\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert fuzz.main(["--read", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "3 files read, 1 accepted as plain values\n     2 with Y011\n"
