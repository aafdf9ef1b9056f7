"""The story map: what it says of a story, in words and in Graphviz's, and what is said of what cannot be drawn.

Each folder of `map/` holds a story and what its maps are to be as text and as Graphviz source; `pytest
tests/test_map.py --update-expected` writes them anew, to be read in the diff.
"""

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from engine.commands import mapping
from engine.map import part
from engine.map.dot import dot
from engine.map.known import Known
from engine.map.own import own
from engine.map.page import page
from engine.map.spoken import text
from engine.map.svg import svg
from tests.map.charts import BUNDLED, FOLDER, KINDS, SVG, chart_of, line_look, parsed, story_at


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return what runs `curbside map` with arguments, and returns its exit code and what it said on both streams."""
    monkeypatch.setattr("gc.disable", lambda: None)

    def run(*arguments: object) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser(prog="curbside map")
        mapping.MAP.add(parser)
        try:
            code = mapping.MAP.run(parser.parse_args([str(each) for each in arguments]))
        except SystemExit as done:
            code = done.code if isinstance(done.code, int) else -1
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


Run = Callable[..., tuple[int, str, str]]

# The words of it

EXPECTED: Mapping[str, tuple[str, ...]] = {
    "every-kind/expected.txt": (),
    "every-kind/expected.dot": (),
    "every-kind/expected-chapter.txt": ("--chapter", "out"),
    "every-kind/expected-chapter.dot": ("--chapter", "Out"),
    "every-kind/expected-around.txt": ("--around", "the lane", "--depth", "1"),
    "hostile/expected.txt": (),
    "hostile/expected.dot": (),
}


@pytest.mark.parametrize(("name", "more"), EXPECTED.items())
def test_folder(name: str, more: Sequence[str], ran: Run, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """A story gives exactly the expected map, wherever it stands; an old map is overwritten."""
    expected, made = FOLDER / name, tmp_path / f"map{Path(name).suffix}"
    made.write_bytes(expected.read_bytes() * 2)
    assert ran(expected.parent, "-o", made, *more) == (0, "", "")
    if request.config.getoption("--update-expected"):
        expected.write_bytes(made.read_bytes())
    assert made.read_bytes() == expected.read_bytes()


def test_without_a_file_the_text_is_shown(ran: Run) -> None:
    """On standard output, as it would be written."""
    assert ran(KINDS) == (0, (KINDS / "expected.txt").read_text(encoding="utf-8"), "")


def test_a_bundled_story_is_found_by_its_id(ran: Run) -> None:
    """Each of its scenes is there, with a file and a line at which it begins."""
    code, out, _ = ran("boy-on-the-curb")
    assert code == 0
    places = re.findall(r"^Scene: .*?\(?(\w+)\)?\n.*\n  (.+):(\d+)$", out, re.MULTILINE)
    assert [id_ for id_, _file, _line in places] == list(story_at(BUNDLED).scenes)
    for id_, file, line in places:
        assert (BUNDLED / file).read_text(encoding="utf-8").splitlines()[int(line) - 1].strip() == f"{id_}:"


def test_around_goes_both_ways_and_no_farther() -> None:
    """From nothing but the scene to all that hangs together with it."""
    whole = chart_of(KINDS)
    assert list(part.around(whole, "lane", 0).places) == ["lane"]
    assert list(part.around(whole, "lane", 1).places) == ["gate", "lane", "inn"]
    assert "lost_way" in part.around(whole, "lane", 2).places
    assert list(part.around(whole, "lane", 1000).places) == list(whole.places)


def test_a_chapter_shows_where_its_ways_lead() -> None:
    """What lies outside is there as a stub, without its own ways."""
    chapter = part.chapter(chart_of(KINDS), "In")
    assert [place.id for place in chapter.places.values() if place.outside] == ["lane", "ford"]
    assert {(line.source, line.target) for line in chapter.lines if line.source in ("lane", "ford")} == {
        ("lane", "inn"),
        ("ford", "inn"),
    }
    assert "Scene: The lane" not in text(chapter)


# What is wrong


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("-o", "map.png"), 'map.png" says by its end what is drawn; it may end in .svg, .html, .dot or .txt.'),
        (("-o", "map.htm"), "did you mean .html?"),
        (("-o", "map"), "it may end in"),
        (("--chapter", "Uot"), 'no chapter called "Uot"; did you mean "Out"?'),
        (("--chapter", "Elsewhere"), 'there are "Out", "In".'),
        (("--around", "lnae"), 'no scene called "lnae"; did you mean "lane"?'),
        (("--around", "xyzzy"), 'there are "gate", "lane"'),
        (("--around", "lane", "--chapter", "Out"), "leave one of them out"),
        (("--depth", "3"), "name the scene as well"),
        (("--around", "lane", "--depth", "-1"), "is no number of ways"),
        (("-o", "no/such/folder/map.txt"), "map.txt cannot be written: "),
    ],
)
def test_what_cannot_be_drawn_is_said(
    more: Sequence[str], said: str, ran: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In words, with what may have been meant, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    code, out, err = ran(KINDS, *more)
    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_a_story_without_chapters_says_so(ran: Run, tmp_path: Path) -> None:
    """There is no nearest name then."""
    story = tmp_path / "story.yaml"
    story.write_text("curbside: 1\ntitle: A\nscenes:\n  a:\n    text: Hm.\n    ending: B\n", encoding="utf-8")
    code, _out, err = ran(story, "--chapter", "One")
    assert (code, err) == (2, 'This story has no chapter called "One", and no chapter at all.\n')


def test_a_story_at_fault_has_no_map(ran: Run, tmp_path: Path) -> None:
    """Its faults are shown as `check` shows them."""
    story = tmp_path / "story.yaml"
    story.write_text("curbside: 1\ntitle: A\nscenes:\n  a:\n    txet: Hm.\n    ending: B\n", encoding="utf-8")
    code, out, err = ran(story, "-o", tmp_path / "map.svg")
    assert (code, out) == (1, "")
    assert 'did you mean "text"?' in err
    assert "There is no map of this story before that is mended." in err
    assert not (tmp_path / "map.svg").exists()


def test_no_story_no_map(ran: Run) -> None:
    """As for every command."""
    code, _out, err = ran("boy-on-the-crub")
    assert code == 2
    assert 'did you mean "boy-on-the-curb"?' in err


def test_only_a_map_is_written_over(ran: Run, tmp_path: Path) -> None:
    """A file of the writer's stays; a map of yesterday does not."""
    file = tmp_path / "notes.txt"
    file.write_text("My notes.", encoding="utf-8")
    code, _out, err = ran(KINDS, "-o", str(file))
    assert (code, file.read_text(encoding="utf-8")) == (2, "My notes.")
    assert "is not written over" in err
    file.write_text("Map: The old one\n", encoding="utf-8")
    assert ran(KINDS, "-o", str(file))[0] == 0
    assert file.read_text(encoding="utf-8") == (KINDS / "expected.txt").read_text(encoding="utf-8")


def test_chances_that_are_not_known_are_left_out(ran: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is said; the map is drawn all the same."""
    monkeypatch.setattr(mapping, "_known", lambda _story, **_chances: None)
    code, out, err = ran(KINDS, "--chances")
    assert (code, out) == (0, (KINDS / "expected.txt").read_text(encoding="utf-8"))
    assert "not known" in err


# What is known

KNOWN = Known(
    scenes_never=frozenset({"cellar", "well", "lost_way"}),
    choices_never=frozenset({"gate.ford", "inn.stay"}),
    ways_never=frozenset({("ford", "gate")}),
    passes={("gate", "lane"): 0.75, ("gate", "ford"): 0.25, ("lane", "inn"): 0.75, ("ford", "inn"): 0.004},
    chances={"home": 0.75, "well": 0.0},
)


def test_what_never_happens_is_said_and_marked() -> None:
    """Scenes, choices and ways; what is left is not."""
    known = chart_of(KINDS, KNOWN)
    said = text(known)
    assert "Scene: Night (lost_way)\n  passage, never reached\n" in said
    assert "  Choice 3: Wade through the ford.\n    never open on any path\n" in said
    assert "  No play goes from here to The gate (gate)\n" in said
    assert "random play" not in said
    never = {(line.source, line.target) for line in known.lines if line.never}
    assert never == {
        ("ford", "gate"),
        ("lost_way", "home"),
        ("cellar", "inn"),
        ("cellar", "well"),
    }
    picture = parsed(svg(known, own(known)))
    crossed = [each for each in picture.iter(f"{SVG}path") if "unused" in (each.get("class") or "")]
    assert {(each.get("data-from"), each.get("data-to")) for each in crossed if each.get("data-from")} == never


def test_an_ending_at_which_the_story_begins_is_certain(ran: Run, tmp_path: Path) -> None:
    """No way leads there, and every play comes to it."""
    story = tmp_path / "over.yaml"
    text = "curbside: 1\nid: over\ntitle: Over\nscenes:\n  over:\n    text: It is over.\n    ending: Over\n"
    story.write_text(text, encoding="utf-8")
    code, out, _err = ran(story, "--chances")
    assert (code, "chance 100 %" in out) == (0, True), out


def test_chances_are_widths_and_words_only_on_request() -> None:
    """The more often a way is gone the wider it is."""
    assert "%" not in text(chart_of(KINDS, KNOWN))
    known = chart_of(KINDS, KNOWN, chances=True)
    said = text(known)
    assert 'ending "Home again", chance 75 %' in said
    assert "In a random play, on from here to: The lane 0.75 times, ford 0.25 times" in said
    assert "less than 0.01 times" in said
    widths = widths_of(svg(known, own(known)))
    assert widths["gate", "lane"] > widths["gate", "ford"] > widths["ford", "inn"] > 0
    plain = widths_of(svg(chart_of(KINDS, KNOWN), own(chart_of(KINDS, KNOWN))))
    assert plain["gate", "lane"] == plain["lane", "inn"]
    assert "penwidth=3.96" in dot(known)
    assert "75 %" in page(known, own(known))


def widths_of(picture: str) -> dict[tuple[str, str], float]:
    """Return how wide each line of a picture is."""
    found = (each for each in parsed(picture).iter(f"{SVG}path") if each.get("data-to") and line_look(each))
    return {(each.attrib["data-from"], each.attrib["data-to"]): float(each.attrib["stroke-width"]) for each in found}
