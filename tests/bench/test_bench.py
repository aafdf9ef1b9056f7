"""The bench runs, and what it generates loads. No time is asserted: that is what the table is for."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from engine import load
from engine.engines import choosing
from engine.explore.equal import equal_choices
from engine.explore.explored import Ask, explore
from engine.explore.search import Wish, search
from engine.explore.telling import conditions
from tests.bench import __main__ as bench
from tests.bench import big, exploring, generate, growing, naive, playing, symbolic
from tests.bench.acts import COUNTS, FLAGS, WORDS
from tests.bench.layered import layered, layered_story
from tests.bench.searched import Hub, Layers, write


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


@pytest.mark.parametrize("made", [Layers(12, 3, 3), Layers(40, 4, 2), Hub(7, equal=False), Hub(9, equal=True)])
def test_searched_stories(tmp_path: Path, made: Layers | Hub) -> None:
    """They load, the same each time, and every way to evaluate text finds the same states in them."""
    path = write(tmp_path, made)
    assert path.read_text(encoding="utf-8") == made.yaml()
    assert not load(path).diagnostics
    found = [naive.search(_plain(path), holds) for holds in (naive.by_words, naive.by_eval, naive.by_kept_code)]
    assert found[0]
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("made", [Layers(12, 3, 3), Layers(40, 4, 2), exploring.ALIKE._replace(scenes=30)])
def test_peer_finds_as_many_states(tmp_path: Path, made: Layers) -> None:
    """Where nothing can be left out, the peer and ours search the same states."""
    path = write(tmp_path, made)
    story = load(path).story
    assert story is not None
    states = search(story, Wish(keeps=frozenset(range(made.numbers)))).states
    assert len(states) == len(naive.search(_plain(path), naive.by_words))


@pytest.mark.parametrize("made", [Hub(10, equal=True), Hub(3, equal=True), Hub(9, equal=False), Layers(9, 3, 3)])
def test_peer_counts_as_many_play_throughs(tmp_path: Path, made: Layers | Hub) -> None:
    """A count that knows nothing of equal choices comes to the same, and so does the formula."""
    path = write(tmp_path, made)
    story = load(path).story
    assert story is not None
    found = explore(story, Ask())
    assert found.count is not None
    assert found.count.number == naive.count(_plain(path), naive.by_words)
    if isinstance(made, Hub) and made.equal:
        assert found.count.number == exploring.playthroughs(made)
        assert found.states < len(naive.search(_plain(path), naive.by_words))


def _plain(path: Path) -> dict[str, Any]:
    story: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return story


def test_rates_are_of_the_same_states(tmp_path: Path) -> None:
    """Every peer has its row, and all say that they found as many states."""
    peers = ["naive, by words", "naive, by Python's eval", "naive, translated once"]
    section = exploring.rates(tmp_path, 1, peers, Layers(12, 3, 3), Hub(4, equal=False))
    rows = {row.name: row for row in section.rows}
    assert {*peers, "curbside"} <= rows.keys()
    assert rows["states, the same for all"].median.isdecimal()


def test_figures(tmp_path: Path) -> None:
    """A line says how many states there are, or that the limit was met."""
    hub = Hub(6, equal=False)
    whole = growing.figures(tmp_path, hub, answers=True)
    assert growing.line(hub, whole)[:2] == ("hub of 6 unlike choices", f"{2**6 + 2}")
    assert growing.line(hub, whole)[-1] == "whole"
    short = growing.line(hub, growing.figures(tmp_path, hub, answers=False, limit=20))
    assert (short[1], short[-1]) == ("20", "the limit")


SMALL = [("layered", (30, 1)), ("layered", (30, 2)), ("hubs", (6, 1)), ("hubs", (6, 2)), ("realistic", (12, 1))]


@pytest.mark.parametrize(("kind", "sizes"), SMALL)
def test_big_stories_in_small(kind: str, sizes: tuple[int, ...]) -> None:
    """The same each time; states one by one and sets of them find the same, and that something is wrong."""
    made = big.MADE[kind](*sizes)
    assert made == big.MADE[kind](*sizes)
    story = big.story(made)
    found = [choosing.explore(story, Ask(engine=engine, figures=False)) for engine in ("states", "bitsets")]
    assert found[0].states == found[1].states > 25
    assert [each.diagnostic for each in found[0].findings] == [each.diagnostic for each in found[1].findings]
    assert found[0].findings


def test_layers_without_reading() -> None:
    """A layered story that is made directly is the one that is read."""
    assert layered_story(100, 3) == big.story(layered(100, 3)) != layered_story(100, 4)


@pytest.mark.parametrize("choices", [4, 6, 9, 13])
def test_unlike_hub(choices: int) -> None:
    """No two choices of a hub can be put together, and the formula says how many states it has."""
    story = big.story(big.hub(choices))
    trees = [each.tree for each in conditions(story, words=False)]
    assert not equal_choices(story, trees, words=False)
    assert len(search(story, Wish()).states) == big.subsets(choices) + len(story.endings)


def test_realistic_stories() -> None:
    """They have all that is said of them."""
    text = str(made := big.MADE["realistic"](80, 1))
    assert len(made["variables"]) == len(COUNTS) + len(WORDS) + len(FLAGS) == 15
    assert text.count("'once': True") == 40
    assert len(made["scenes"]) == 85
    assert all(each in text for each in ("visits(", "visited(", "chose(", "'chance'", " or ", "'to': ["))


def test_proven_whole() -> None:
    """What a process of its own found out stands in the rows, and whether it met its bounds."""
    hub = symbolic.Whole("a hub", "hubs", (6, 1), "bitsets", 1000)
    rows = [row.cells for row in symbolic.whole([hub], 1).rows]
    assert (rows[0][0], rows[0][5]) == ("a hub", "met")
    assert [row[1] for row in rows[1:4]] == ["everything", "30", "30"]


def test_found_beside_each_other() -> None:
    """Both ways find the same states."""
    rows = {row.name: row for row in symbolic.beside(20, 1).rows}
    assert rows["states, the same for both"].median.isdecimal()
