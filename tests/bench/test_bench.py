"""The bench runs, and what it generates loads. No time is asserted: that is what the table is for."""

from pathlib import Path

import pytest

from engine import load
from tests.bench import __main__ as bench
from tests.bench import generate, playing


def test_same_seed_same_bytes() -> None:
    """One seed, the same bytes; another seed, others."""
    for form in (generate.yaml, generate.ink, generate.bard):
        assert form(generate.story(70)) == form(generate.story(70))
        assert form(generate.story(70)) != form(generate.story(70, seed=2))


def test_our_form_loads(tmp_path: Path) -> None:
    """Our form has no faults, and about as many conditions and endings as is said."""
    generate.write(tmp_path, 200)
    loaded = load(tmp_path / "story-200.yaml")
    assert not loaded.diagnostics
    assert loaded.story is not None
    made = [choice for scene in loaded.story.scenes.values() for choice in scene.choices]
    assert 0.12 < sum(choice.when is not None for choice in made) / len(made) < 0.28
    assert sum(scene.ending is not None for scene in loaded.story.scenes.values()) == 4


def test_forms_hold_the_same() -> None:
    """All three forms hold the same choices and conditions."""
    scenes = generate.story(70)
    for form in (generate.yaml(scenes), generate.ink(scenes), generate.bard(scenes)):
        assert form.count("minutes >= ") == sum(
            choice.when is not None and choice.when[0] == "minutes" for scene in scenes for choice in scene.choices
        )
        assert all(choice.text in form for scene in scenes for choice in scene.choices)


def test_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The table is printed without any peer, with a bound beside what has one."""
    for name in ("BENCH_NODE", "BENCH_PYTHON"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    bench.main(["--quick", "--scenes", "20", "--rounds", "1", "--only", "start", "--only", "memory"])
    shown = capsys.readouterr().out
    assert shown.count("not installed") == 4
    assert "| curbside " in shown
    assert "| <= 1.5 | m" in shown


def test_walks_tell_the_same(tmp_path: Path) -> None:
    """The floor and ours take the same walk."""
    generate.write(tmp_path, 20)
    rows = {row.name: row for row in playing.section(tmp_path, 20, [], 1, 0.005).rows}
    assert rows["the same letters told by all"].median == "yes"
    assert {"curbside", "curbside, history kept", "plain dicts"} <= rows.keys()
