"""A story on paper: a reader with a pencil reads what a player reads, and the page holds all of it."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from engine.booklet.booklet import booklet
from engine.booklet.entries import letter, printed
from engine.booklet.lots import throw
from engine.booklet.numbering import numbers
from engine.booklet.pages import pages
from engine.booklet.printed import Booklet, Box, Count, Cross, Go, Move, Numbers, Put, Ring, Rub, Words
from engine.booklet.saying import act, condition
from engine.checking.lesson import Lesson, read_lesson
from engine.conditions import All, Any, Compare, Holds, IsWord, Not, Tree
from engine.languages.sentences import honesty, safety
from engine.map.coming_back import paragraphs
from engine.map.leading import leads
from engine.model import HERE, Chance, Fork, Story
from engine.reading.load import load
from tests.booklet.both import Both
from tests.map.browser import CHROMIUM, browser
from tests.properties.loading import loaded
from tests.properties.seeds import cases

ROOT = Path(__file__).parent.parent
KINDS = ROOT / "tests" / "booklet" / "every-kind"
BUNDLED = sorted(path.parent for path in (ROOT / "scenes").glob("*/story.yaml"))
SMALL = sorted(path.parent for path in (ROOT / "tests" / "stories").glob("*/story.yaml"))
every = pytest.mark.parametrize("path", [KINDS, *BUNDLED, *SMALL], ids=lambda path: path.name)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: apt-get install chromium")


def story_at(path: Path) -> Story:
    """Return a sound story."""
    story = load(path).story
    assert story is not None
    return story


def lesson_at(path: Path) -> Lesson | None:
    """Return the lesson beside a story, if there is one."""
    found = read_lesson(path, load(path))
    return found.value if found else None


class _Parsed(HTMLParser):
    """A page: elements with their attributes, and all words in their order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note words."""
        if self.found and self.found[-1][0] != "style":
            self.words.append(data)

    @property
    def said(self) -> str:
        """All words, on one line."""
        return " ".join("".join(self.words).split())


# The marks are enough


@every
def test_a_reader_with_a_pencil_reads_what_a_player_reads(path: Path) -> None:
    """The same words, choices, reasons and endings in the same order, with nothing known but marks on paper."""
    story = story_at(path)
    for seed in range(8):
        for told, read in Both(story, seed).play(40):
            assert read == told


def test_random_stories_are_read_as_they_are_played() -> None:
    """Stories that nobody wrote, with all that the language has."""
    read_at_all = 0
    for case in cases(60):
        story = loaded(case.plain).story
        assert story is not None
        for told, read in Both(story, 0).play(20):
            assert read == told
            read_at_all += len(read)
    assert read_at_all > 500


def test_without_marks_it_would_not_be_so() -> None:
    """A reader who marks nothing soon reads other words: the proof can fail."""
    both = Both(story_at(KINDS), 1)
    bare = [replace(each, acts=()) for each in both.booklet.entries]
    both.booklet = both.reader.booklet = Booklet(both.booklet.marks, tuple(bare))
    assert any(told != read for told, read in both.play(1))


def test_only_what_somebody_asks_about_is_marked() -> None:
    """What nothing asks about has no box, and nothing to do; what begins true, or somewhere, says so."""
    made = printed(story_at(KINDS))
    assert [mark.number for mark in made.marks] == list(range(1, len(made.marks) + 1))
    labels = [mark.label for mark in made.marks]
    assert not {"unread", "Nobody ever asks"} & set(labels)
    assert made.marks[:2] == (Box(1, "You tasted the soup & said so"), Box(2, "You waved"))
    assert made.marks[2:6] == (
        Box(3, "lamp", crossed=True),
        Words(4, "soup", ("cold", "warm", "hot"), "cold"),
        Numbers(5, "spoons", 0, 4, 1),
        Numbers(6, "grains", 0, 500, 250),
    )
    assert labels[6:] == [
        "How often you have come to: The kitchen",
        "Round of 3, at: The kitchen",
        "How often you have come to: The yard",
        "Round of 3, when you choose: Boil it.",
        "You chose: Taste it with … spoons & <care>.",
    ]
    used = {made_.mark for entry in made.entries for made_ in entry.acts}
    used |= {made_.mark for entry in made.entries for option in entry.options for made_ in option.acts}
    assert used == set(range(1, len(made.marks) + 1))


# Turning pages


def scene_ways(story: Story) -> dict[str, set[str]]:
    """Return which scene leads to which, as it is written, conditions and chance aside."""
    return {
        scene.id: {scene.id if lead.to == HERE else lead.to for lead in leads(scene)} for scene in story.scenes.values()
    }


@every
def test_the_pages_turn_as_the_story_leads(path: Path) -> None:
    """The entries of choices aside, entry leads to entry as scene to scene."""
    story = story_at(path)
    made = printed(story)
    turned = pages(made)
    assert [entry.number for entry in made.entries] == list(range(1, len(made.entries) + 1)) == sorted(turned)
    found: dict[str, set[str]] = {}
    for entry in made.entries:
        if entry.choice is None:
            reached = set[str]()
            for number in turned[entry.number]:
                there = made.entry(number)
                on = turned[number] if there.choice is not None else {number}
                reached |= {made.entry(each).scene for each in on}
                assert all(made.entry(each).choice is None for each in on)
            found[entry.scene] = reached
    assert found == scene_ways(story)


@every
def test_every_ending_is_found_by_turning_pages(path: Path) -> None:
    """From number 1 on; each ending is one entry, and leads nowhere."""
    story = story_at(path)
    made = printed(story)
    turned, waiting, seen = pages(made), [1], {1}
    while waiting:
        waiting += (fresh := turned[waiting.pop()] - seen)
        seen |= fresh
    ends = {entry.number: entry.scene for entry in made.entries if entry.ending is not None}
    assert sorted(ends.values()) == sorted(story.endings)
    assert all(not turned[number] for number in ends)
    assert set(ends) <= seen


def test_numbers_say_nothing_of_the_story() -> None:
    """1 is the start; the rest is in an order of its own for each story, always the same."""
    story = story_at(BUNDLED[0])
    found = numbers(story)
    assert found[story.start] == 1
    assert sorted(found.values()) == list(range(1, len(found) + 1))
    assert numbers(story) == found != numbers(replace(story, id="another"))
    turned = pages(printed(story))
    assert sum(number + 1 in there for number, there in turned.items()) < len(turned) / 10


# Chance


@pytest.mark.parametrize(
    ("weights", "by", "of"),
    [
        ((3, 3), "coin", 2),
        ((2, 1), "die", 6),
        ((1, 1, 1), "die", 6),
        ((2, 3, 1), "die", 6),
        ((6,), "die", 6),
        ((5, 4), "dice", 36),
        ((7, 5), "dice", 36),
        ((3, 2), "slips", 5),
        ((29, 1), "slips", 30),
        ((999, 1), "figures", 1000),
    ],
)
def test_what_is_thrown_is_exact(weights: tuple[int, ...], by: str, of: int) -> None:
    """Each way comes as often as the story says, to the last throw."""
    fork = Fork("a.b", tuple(Chance(weight, f"to_{at}") for at, weight in enumerate(weights)))
    thrown = throw(fork, lambda to: Go(int(to.removeprefix("to_")) + 1))
    assert (thrown.by, thrown.of) == (by, of)
    assert [lot.low for lot in thrown.lots] == [1, *(lot.high + 1 for lot in thrown.lots[:-1])]
    assert thrown.lots[-1].high == of
    for at, (weight, lot) in enumerate(zip(weights, thrown.lots, strict=True)):
        assert (lot.high - lot.low + 1) * sum(weights) == weight * of
        assert lot.go == Go(at + 1)


# In words

MARKS = Booklet(
    (
        Box(1, "You waved"),
        Words(2, "soup", ("cold", "hot"), "cold"),
        Numbers(3, "spoons", 0, 4, 1),
        Box(4, "A label that goes on for very much longer than anybody would want to read it in the midst of things"),
    ),
    (),
)


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (Holds(1), "box 1 “You waved” is crossed"),
        (Not(Holds(1)), "box 1 “You waved” is empty"),
        (IsWord(2, "hot"), "“hot” is ringed in row 2 “soup”"),
        (Not(IsWord(2, "hot")), "“hot” is not ringed in row 2 “soup”"),
        (Compare(False, 3, "is", 2), "row 3 “spoons” is at 2"),  # noqa: FBT003 - as the parser makes it
        (Not(Compare(False, 3, "is", 2)), "row 3 “spoons” is not at 2"),  # noqa: FBT003 - as above
        (Not(Compare(False, 3, "<", 2)), "row 3 “spoons” is at 2 or above"),  # noqa: FBT003 - as above
        (
            All((Holds(1), Any((IsWord(2, "hot"), Not(Holds(1)))))),
            "box 1 “You waved” is crossed and (“hot” is ringed in row 2 “soup” or box 1 “You waved” is empty)",
        ),
        (
            All((Holds(1), Not(Any((Holds(1), IsWord(2, "hot")))))),
            "box 1 “You waved” is crossed and box 1 “You waved” is empty and “hot” is not ringed in row 2 “soup”",
        ),
        (Holds(4), "box 4 “A label that goes on for very much longer tha...” is crossed"),
    ],
)
def test_conditions_speak_of_boxes(tree: Tree, said: str) -> None:
    """What has to be so can be seen on the sheet."""
    assert condition(MARKS, tree) == said


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (Cross(1), "Cross box 1 “You waved”."),
        (Rub(1), "Rub out the cross in box 1 “You waved”, if there is one."),
        (Ring(2, "hot"), "In row 2 “soup”, ring “hot”, and rub out the ring that was there."),
        (Put(3, 4), "In row 3 “spoons”, put your mark on 4."),
        (Move(3, 1), "In row 3 “spoons”, move your mark 1 on, if the row goes on."),
        (Move(3, -2), "In row 3 “spoons”, move your mark 2 back, or as far as the row goes."),
        (Count(3), "In row 3 “spoons”, count one more."),
    ],
)
def test_marks_are_told_in_a_sentence(made: Cross | Rub | Ring | Put | Move | Count, said: str) -> None:
    """What to do with the pencil."""
    assert act(MARKS, made) == said


def test_letters_go_on_after_z() -> None:
    """Every choice has one."""
    assert [letter(at) for at in (0, 25, 26, 52)] == ["A", "Z", "AA", "BA"]


# The page


@every
def test_the_page_holds_the_whole_story(path: Path) -> None:
    """Every paragraph, choice, reason and ending, every mark; each number to turn to is there; nothing from outside."""
    story = story_at(path)
    source = booklet(story, lesson_at(path))
    assert source == booklet(story_at(path), lesson_at(path))
    held = _Parsed(source)
    for words in _all_words(story):
        assert " ".join(words.split()) in held.said
    for mark in printed(story).marks:
        assert mark.label in held.said
    ids = [attributes["id"] for _tag, attributes in held.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in held.found:
        assert tag not in {"script", "img", "link", "iframe", "form", "input", "video", "audio", "object", "embed"}
        assert not {name for name in attributes if name.startswith("on") or name in {"src", "srcset", "style"}}
        if tag == "a":
            assert (attributes["href"] or "").removeprefix("#") in ids
    assert "http:" not in source
    assert "url(" not in source
    assert honesty() in held.said


def _all_words(story: Story) -> list[str]:
    """Return every run of words that a reader may meet."""
    found = [scene.ending for scene in story.scenes.values() if scene.ending is not None]
    found += [scene.title for scene in story.scenes.values() if scene.text or scene.choices or scene.ending is not None]
    for scene in story.scenes.values():
        texts = [scene.text, *(text for choice in scene.choices for text in (choice.text, choice.locked, choice.reply))]
        runs = [run for text in texts if text for paragraph in paragraphs(text) for run in paragraph.runs]
        found += [run.text for run in runs if run.slot is None]
    return found


FORBIDDEN = re.compile(
    r"\b(measur|assess|diagnos|scor|grad|prov)\w*\s+(\w+\s+){0,3}(empathy|character)"
    r"|empathy (level|quotient)|validated",
    re.IGNORECASE,
)


@every
def test_the_page_claims_nothing(path: Path) -> None:
    """No words of ours say that anything here measures somebody."""
    said = _Parsed(booklet(story_at(path), lesson_at(path))).said
    assert FORBIDDEN.search(said.replace(honesty(), "")) is None


def test_words_stand_as_they_were_typed() -> None:
    """Signs of HTML in a story's words are no markup of ours."""
    source = booklet(story_at(KINDS), lesson_at(KINDS))
    said = _Parsed(source).said
    assert "Salt & <pepper>: a booklet" in said
    assert "The <cook>: Your tongue is burnt." in said
    assert "Taste it with [the number in row 5] spoons & <care>." in said
    assert "The end: Too much & <too late>" in said
    assert "A dark yard & a dog" in said
    assert not re.search(r"<(pepper|cook|care|too)\b", source)
    assert "Behind the door" not in said  # a scene without words passes unseen
    assert "<p>It is <em>evening</em>, and <strong>late</strong>.</p>" in source


def test_the_page_reads_as_expected(request: pytest.FixtureRequest) -> None:
    """The words of a booklet with every kind of thing, line by line; `--update-expected` writes them anew."""
    held = _Parsed(booklet(story_at(KINDS), lesson_at(KINDS)))
    lines = "".join(f"{line.strip()}\n" for line in "".join(held.words).splitlines() if line.strip())
    expected = KINDS / "booklet.txt"
    if request.config.getoption("--update-expected", default=False):
        expected.write_text(lines, encoding="utf-8", newline="\n")
    assert lines == expected.read_text(encoding="utf-8")


def test_handouts_are_those_of_the_lesson() -> None:
    """Prompts, questions, acts and pauses; without a lesson there is something to write about all the same."""
    story, lesson = story_at(KINDS), lesson_at(KINDS)
    assert lesson is not None
    said = _Parsed(booklet(story, lesson)).said
    at = next(entry.number for entry in printed(story).entries if entry.scene == "yard" and entry.choice is None)
    assert f"At {at}: What do you hear & smell? (2 min)" in said
    for words in (*lesson.journal, *lesson.exit_ticket, *lesson.call_to_action, safety()):
        assert words in said
    alone = _Parsed(booklet(story, None)).said
    for words in ("Cards to vote with", "Observation sheet", "Journal", "Exit ticket"):
        assert words in said
        assert words in alone
    assert "might write about that day" in alone
    assert safety() not in alone


@pytest.mark.parametrize(("name", "last"), [("tests/stories/hub", "E"), ("tests/stories/chance", "D")])
def test_there_is_a_card_for_each_letter(name: str, last: str) -> None:
    """A to D at least, and as many as the longest list of choices has."""
    cards = re.findall(r'<div class="card">(\w+)</div>', booklet(story_at(ROOT / name), None))
    assert cards == [chr(code) for code in range(ord("A"), ord(last) + 1)]


@needs_chromium
def test_the_page_in_a_browser(tmp_path: Path) -> None:
    """Nothing is asked of anybody, nothing is complained of, and a narrow window does not scroll sideways."""
    with browser() as opened:
        for path in (KINDS, ROOT / "scenes" / "twenty-three"):
            file = tmp_path / f"{path.name}.html"
            file.write_text(booklet(story_at(path), lesson_at(path)), encoding="utf-8")
            opened.asked.clear()
            opened.open(file)
            opened.send("Emulation.setDeviceMetricsOverride", width=320, height=640, deviceScaleFactor=1, mobile=False)
            root = "document.documentElement"
            assert opened.ask(f"{root}.scrollWidth <= {root}.clientWidth")
            assert opened.said == []
            assert opened.asked == [file.as_uri()]
            printed_ = opened.send("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True)
            assert printed_["data"].startswith("JVBERi0")
