"""How maps are laid out and drawn: ours and Graphviz's, as a whole and piece by piece."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from random import Random

import pytest

from engine.map.across import spread
from engine.map.chart import Chart
from engine.map.dot import dot
from engine.map.graphviz import by_graphviz
from engine.map.layers import leading_back, rows
from engine.map.layout import Box, Layout, Point
from engine.map.order import crossings, order
from engine.map.own import own
from engine.map.page import page
from engine.map.spoken import text
from engine.map.svg import svg
from engine.map.threads import net
from tests.map.charts import BUNDLED, HOSTILE, KINDS, ROOT, SVG, chart_of, line_look, parsed, story_at

STORIES = [BUNDLED, KINDS, HOSTILE, *sorted((ROOT / "tests" / "stories").iterdir())]
LAYOUTS = [
    own,
    pytest.param(
        by_graphviz,
        marks=pytest.mark.skipif(shutil.which("dot") is None, reason="needs Graphviz: apt-get install graphviz"),
    ),
]

# Pictures


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_picture_tells_kinds_apart_by_shape(layout: Callable[[Chart], Layout]) -> None:
    """And ways by their strokes: one for each two scenes, ripples apart from them."""
    drawn = chart_of(KINDS)
    picture = parsed(svg(drawn, layout(drawn)))
    groups = {(each.findtext(f"{SVG}title") or "").partition(":")[0]: each for each in picture.iter(f"{SVG}g")}
    shapes = {name: [child.tag.removeprefix(SVG) for child in group] for name, group in groups.items()}
    assert shapes["The gate"].count("path") == 1
    assert shapes["The lane"].count("rect") == 1
    assert shapes["Home"].count("rect") == 2
    assert "start" in (groups["The gate"].get("class") or "")
    assert "never" in (groups["The cellar"].get("class") or "")
    assert [each.text for each in groups["The cellar"].iter(f"{SVG}text")] == ["The cellar", "never reached"]
    looks = {
        (each.get("data-from"), each.get("data-to")): line_look(each)
        for each in picture.iter(f"{SVG}path")
        if each.get("data-to") and line_look(each)
    }
    assert looks == {
        ("gate", "lane"): "open",
        ("gate", "ford"): "chance",
        ("lane", "inn"): "open",
        ("ford", "inn"): "when",
        ("ford", "gate"): "when",
        ("inn", "home"): "when",
        ("inn", "lost_way"): "open",
        ("lost_way", "home"): "open",
        ("cellar", "inn"): "open",
        ("cellar", "well"): "open",
    }
    arcs = {(each.get("data-moment"), each.get("data-from"), each.get("data-to")) for each in picture.iter() if
            each.get("class") == "arc" and each.get("data-to")}  # fmt: skip
    assert arcs == {("waved", "gate", "inn"), ("waved", "gate", "home"), ("promised", "inn", "home")}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.name)
def test_nothing_stands_on_anything_else(path: Path, layout: Callable[[Chart], Layout]) -> None:
    """Boxes apart, chapters apart, each box in the frame of its chapter, all of it in the picture."""
    drawn = chart_of(path)
    found = layout(drawn)
    assert list(found.boxes) == list(drawn.places) or set(found.boxes) == set(drawn.places)
    sides = {id_: sides_of(box) for id_, box in found.boxes.items()}
    frames = {each.chapter: (each.x, each.y, each.x + each.width, each.y + each.height) for each in found.frames}
    for a, b in (*combinations(sides.values(), 2), *combinations(frames.values(), 2)):
        assert not overlap(a, b)
    for id_, place in drawn.places.items():
        for chapter, frame in frames.items():
            assert overlap(frame, sides[id_]) == (chapter == place.chapter)
    for left, top, right, bottom in (*sides.values(), *frames.values()):
        assert 0 <= left < right <= found.width
        assert 0 <= top < bottom <= found.height


Sides = tuple[float, float, float, float]


def sides_of(box: Box) -> Sides:
    """Return the left, upper, right and lower side of a box."""
    return box.x - box.width / 2, box.y - box.height / 2, box.x + box.width / 2, box.y + box.height / 2


def overlap(a: Sides, b: Sides) -> bool:
    """Tell whether two rectangles have more than a border in common."""
    return a[0] < b[2] - 0.01 and b[0] < a[2] - 0.01 and a[1] < b[3] - 0.01 and b[1] < a[3] - 0.01


@pytest.mark.parametrize("path", [BUNDLED, KINDS], ids=lambda path: path.name)
def test_ways_go_round_boxes(path: Path) -> None:
    """No way of our own layout runs through a box that is none of its ends, and each ends at the borders of these."""
    drawn = chart_of(path)
    found = own(drawn)
    for line in drawn.lines:
        points = list(along(found.curves[line.source, line.target]))
        for id_, box in found.boxes.items():
            if id_ not in (line.source, line.target):
                assert not any(inside(point, box) for point in points), (line, id_)
        for end, place in ((points[0], line.source), (points[-1], line.target)):
            box = found.boxes[place]
            assert abs(abs(end[1] - box.y) - box.height / 2) < 0.01
            assert abs(end[0] - box.x) < box.width / 2


def inside(point: Point, box: Box) -> bool:
    """Tell whether a point is inside of a box, by more than a hair."""
    return abs(point[0] - box.x) < box.width / 2 - 1 and abs(point[1] - box.y) < box.height / 2 - 1


def along(curve: Sequence[Point]) -> Iterator[Point]:
    """Yield points on a curve of Bezier pieces."""
    for at in range(0, len(curve) - 1, 3):
        for step in range(21):
            t = step / 20
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            pieces = list(zip(weights, curve[at : at + 4], strict=True))
            yield sum(w * x for w, (x, _y) in pieces), sum(w * y for w, (_x, y) in pieces)


def test_the_story_flows_down() -> None:
    """In our own layout the bundled story begins at the top and ends at the bottom, chapter below chapter."""
    found = own(chart_of(BUNDLED))
    story = story_at(BUNDLED)
    y = {id_: box.y for id_, box in found.boxes.items()}
    assert min(y, key=lambda id_: y[id_]) == story.start
    assert {id_ for id_ in y if y[id_] == max(y.values())} == set(story.endings)
    assert [each.chapter for each in sorted(found.frames, key=lambda each: each.y)] == list(
        chart_of(BUNDLED).chapters()
    )
    up = {pair for pair in found.curves if y[pair[0]] > y[pair[1]]}
    assert up == {
        ("the_radio", "the_silence"),
        ("is_he_lost", "the_silence"),
        ("getting_up", "the_silence"),
        ("the_niece", "the_arrow"),
        ("the_egg_man", "the_arrow"),
    }


@pytest.mark.parametrize("kind", ["fails", "talks", "is slow"])
@pytest.mark.skipif(sys.platform == "win32", reason="the program in its place is a script for Unix")
def test_without_a_sound_answer_of_graphviz_ours_is_taken(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever stands there under its name."""
    program = tmp_path / "dot"
    script = {"fails": "exit 3", "talks": "echo '{\"objects\": []}'", "is slow": "exec sleep 60"}[kind]
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr("engine.map.graphviz.SECONDS", 0.3)
    assert shutil.which("dot") == str(program)
    assert by_graphviz(chart_of(KINDS)) is None
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert by_graphviz(chart_of(KINDS)) is None


# The layout, piece by piece


def some(seed: int, count: int = 40) -> tuple[list[int], list[tuple[int, int]]]:
    """Return groups and ways at random: mostly on, some far, some back."""
    dice = Random(seed)  # noqa: S311 - the same each time
    groups = [at * 3 // count for at in range(count)]
    pairs = {(at, min(count - 1, max(0, at + dice.choice((1, 1, 2, 3, 9, -4))))) for at in range(count) for _ in "ab"}
    return groups, sorted(pair for pair in pairs if pair[0] != pair[1])


@pytest.mark.parametrize("seed", range(20))
def test_rows_are_apart_for_each_way_and_each_group(seed: int) -> None:
    """No way stays in a row; groups have rows of their own; what leads back is what makes circles."""
    groups, pairs = some(seed)
    found = rows(groups, pairs, 0)
    assert all(found.of[a] != found.of[b] for a, b in pairs)
    for at, group in enumerate(groups):
        assert found.bands[group][0] <= found.of[at] <= found.bands[group][1]
    for (_, last), (first, _) in pairwise(sorted(found.bands.values())):
        assert last < first
    back = leading_back(len(groups), pairs, 0)
    down = {pair for pair in pairs if pair not in back}
    left = set(range(len(groups)))
    while gone := {at for at in left if not any(b == at and a in left for a, b in down)}:
        left -= gone
    assert not left


@pytest.mark.parametrize("seed", range(20))
def test_sweeps_make_fewer_crossings(seed: int) -> None:
    """Crossings are counted as each two ways between two rows cross, and never more are left than at first."""
    groups, pairs = some(seed)
    made = net(groups, pairs, rows(groups, pairs, 0))
    first = [[at for at in range(len(made.row)) if made.row[at] == row] for row in range(max(made.row) + 1)]
    assert counted(made.down, first) == crossings(made, first, place_in(first))
    ordered = order(made)
    assert sorted(map(sorted, ordered)) == sorted(map(sorted, first))
    assert counted(made.down, ordered) <= counted(made.down, first)


def place_in(rows_: Sequence[Sequence[int]]) -> list[int]:
    """Return the place of each in its row."""
    place = {at: index for row in rows_ for index, at in enumerate(row)}
    return [place[at] for at in range(len(place))]


def counted(down: Sequence[Sequence[int]], rows_: Sequence[Sequence[int]]) -> int:
    """Return how often ways cross, two by two."""
    place = place_in(rows_)
    found = 0
    for row in rows_:
        ties = [(place[at], place[to]) for at in row for to in down[at]]
        found += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(ties, 2))
    return found


def test_a_tree_is_drawn_without_a_crossing() -> None:
    """Each place leads to two, in an order that is a tangle at first."""
    pairs = [((at - 1) // 2, at) for at in range(1, 63)]
    dice = Random(1)  # noqa: S311 - the same each time
    names = [0, *dice.sample(range(1, 63), 62)]
    pairs = [(names[a], names[b]) for a, b in pairs]
    made = net([0] * 63, pairs, rows([0] * 63, pairs, 0))
    assert counted(made.down, order(made)) == 0


@pytest.mark.parametrize("seed", range(10))
def test_places_of_a_row_are_as_near_as_can_be(seed: int) -> None:
    """In order and apart, and no small move of some that stand together makes it better."""
    dice = Random(seed)  # noqa: S311 - the same each time
    wishes = [(dice.uniform(0, 100), dice.choice((0.5, 1.0, 4.0))) for _ in range(8)]
    apart = [dice.uniform(1, 30) for _ in range(7)]
    found = spread(wishes, apart)

    def cost(places: Sequence[float]) -> float:
        return sum(weight * (at - wish) ** 2 for at, (wish, weight) in zip(places, wishes, strict=True))

    assert all(b - a >= least - 1e-9 for (a, b), least in zip(pairwise(found), apart, strict=True))
    for first, last in combinations(range(9), 2):
        for by in (-0.01, 0.01):
            moved = [at + by * (first <= index < last) for index, at in enumerate(found)]
            if all(b - a >= least - 1e-9 for (a, b), least in zip(pairwise(moved), apart, strict=True)):
                assert cost(moved) >= cost(found) - 1e-9


@pytest.mark.parametrize("kind", ["chain", "hub", "tangle"])
def test_large_stories_have_maps(kind: str, tmp_path: Path) -> None:
    """1,000 scenes in a row, around one, and all over: no format gives up."""
    dice, count = Random(1), 1000  # noqa: S311 - the same each time
    goals: Mapping[str, Callable[[int], list[int]]] = {
        "chain": lambda at: [at + 1],
        "hub": lambda at: [0, count] if at else list(range(1, count)),
        "tangle": lambda at: sorted({at + 1, dice.randrange(count), dice.randrange(count)} - {at}),
    }
    lines = ["curbside: 1", "title: Large", "scenes:"]
    for at in range(count):
        lines += [f"  s{at}:", "    text: Hm.", "    choices:"]
        lines += [f"      - {{id: c{to}, text: Go., to: s{to}}}" for to in goals[kind](at)]
    lines += [f"  s{count}:", "    text: Hm.", "    ending: Done"]
    path = tmp_path / "story.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    drawn = chart_of(path)
    found = own(drawn)
    assert len(found.boxes) == count + 1
    assert len(found.curves) == len(drawn.lines)
    assert text(drawn).count("\nScene: ") == count + 1
    assert dot(drawn).count(" -> ") == len(drawn.lines)
    assert page(drawn, found).count("<details ") == count + 1


# Words that would be more than words


@pytest.mark.skipif(shutil.which("dot") is None, reason="needs Graphviz: apt-get install graphviz")
def test_graphviz_reads_our_source_as_it_is_meant() -> None:
    """Each label is a scene's own words, none of them read as syntax, markup or escape; lines and nodes are ours."""
    path = HOSTILE
    done = subprocess.run(
        ["dot", "-Tsvg"],  # noqa: S607 - whichever Graphviz there is
        input=dot(chart_of(path)), capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    picture = parsed(done.stdout)
    shown = {(each.text or "").replace("\xa0", " ") for each in picture.iter(f"{SVG}text")}
    story = story_at(path)
    assert {story.title, *(scene.title for scene in story.scenes.values())} <= shown
    assert len([each for each in picture.iter(f"{SVG}g") if each.get("class") == "node"]) == len(story.scenes)


def test_a_picture_holds_words_as_words() -> None:
    """It is well-formed, and holds no element and no attribute that a story wrote."""
    drawn = chart_of(HOSTILE)
    picture = parsed(svg(drawn, own(drawn)))
    tags = {each.tag.removeprefix(SVG) for each in picture.iter()}
    assert tags <= {"svg", "style", "defs", "marker", "path", "title", "text", "g", "rect"}
    assert not [name for each in picture.iter() for name in each.attrib if name.startswith("on") or "href" in name]
    assert drawn.story.title in {each.text for each in picture.iter(f"{SVG}text")}
