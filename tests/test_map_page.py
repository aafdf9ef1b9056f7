"""The page of a map: what it holds, and in a real browser what it does."""

import re
import sys
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from engine.map.own import own
from engine.map.page import page
from tests.map.browser import CHROMIUM, Page, browser
from tests.map.charts import BUNDLED, HOSTILE, KINDS, chart_of, story_at, words_of

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None or sys.platform == "win32", reason="needs a browser: apt-get install chromium"
)


class _Parsed(HTMLParser):
    """What a page holds: elements with their attributes, text by the element that it stands in."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.words.append((self.found[-1][0] if self.found else "", data))


@pytest.mark.parametrize("path", [KINDS, HOSTILE, BUNDLED], ids=lambda path: path.name)
def test_a_page_holds_all_and_loads_nothing(path: Path) -> None:
    """Every scene with its file and line, every link with its goal; nothing runs but what the policy names."""
    drawn = chart_of(path)
    source = page(drawn, own(drawn))
    held = _Parsed(source)
    ids = [attributes["id"] for _tag, attributes in held.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {f"scene-{id_}" for id_ in drawn.places} <= set(ids)
    links = [attributes["href"] for tag, attributes in held.found if tag == "a"]
    assert {f"#scene-{id_}" for id_ in drawn.places} <= set(links) <= {f"#{id_}" for id_ in ids}
    for _tag, attributes in held.found:
        assert not {name for name in attributes if name.startswith("on") or name in ("src", "style", "srcset")}
    said = "".join(words for _tag, words in held.words)
    for place in drawn.places.values():
        assert place.where in said
    for words in words_of(path):
        assert words in said
    policy = next(attributes["content"] or "" for _tag, attributes in held.found if "http-equiv" in attributes)
    assert policy.startswith("default-src 'none'; ")
    inline = re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", source, re.DOTALL)
    hashes = {f"'sha256-{b64encode(sha256(each.encode()).digest()).decode()}'" for each in inline}
    assert len(hashes) == 3
    assert set(re.findall(r"'sha256-[^']+'", policy)) == hashes
    assert "unsafe" not in policy


def test_a_story_in_another_language_says_so(tmp_path: Path) -> None:
    """Where its own words stand in a page that is in English, so that they are read out as they are."""
    path = tmp_path / "story.yaml"
    path.write_text(
        "curbside: 1\ntitle: Das Tor\nlanguage: de\nscenes:\n  a:\n    title: Tor\n    text: Hm.\n    ending: Aus\n",
        encoding="utf-8",
    )
    drawn = chart_of(path)
    assert '<h1 lang="de">Das Tor</h1>' in page(drawn, own(drawn))
    assert '<span lang="de">Tor</span>' in page(drawn, own(drawn))


# The page in a browser


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, Path]]:
    """Start a browser, and have a folder for pages."""
    with browser() as found:
        yield found, tmp_path_factory.mktemp("pages")


def shown(opened: tuple[Page, Path], path: Path, *, dark: bool = False) -> Page:
    """Open the page of a story, and return it."""
    browser_, folder = opened
    drawn = chart_of(path)
    file = folder / f"{path.name}.html"
    file.write_text(page(drawn, own(drawn)), encoding="utf-8")
    browser_.said.clear()
    browser_.asked.clear()
    browser_.open(file, dark=dark)
    return browser_


HERE = "document.activeElement.id"
OPEN = "[...document.querySelectorAll('details[open]')].map((each) => each.id).join()"
FOUND = "document.getElementById('found').value"


@needs_chromium
def test_the_page_works_by_keyboard_alone(opened: tuple[Page, Path]) -> None:
    """One stop for the map; arrows go along the ways, Enter shows what a scene holds, Escape leads back to the map."""
    browser_ = shown(opened, BUNDLED)
    for _ in range(12):
        browser_.press("Tab")
        if browser_.ask("document.activeElement.matches('a.place')"):
            break
    assert browser_.ask(HERE) == "at-the_call"
    assert float(browser_.ask("getComputedStyle(document.activeElement.querySelector('.shape')).strokeWidth")[:-2]) > 4
    went = []
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "End", "ArrowLeft", "ArrowRight", "Home"):
        browser_.press(key)
        went.append(browser_.ask(HERE))
    assert went[:4] == ["at-the_shop", "at-the_curb", "at-eye_level", "at-the_curb"]
    assert went[4] == went[6] != went[5]
    assert went[7] == "at-the_call"
    browser_.press("ArrowDown", "Enter")
    assert browser_.ask(OPEN) == "scene-the_shop"
    assert browser_.ask("document.activeElement.parentElement.id") == "scene-the_shop"
    shown_ = browser_.ask("document.activeElement.parentElement.innerText")
    assert chart_of(BUNDLED).places["the_shop"].where in shown_
    assert all((choice.text.line or "?") in shown_ for choice in story_at(BUNDLED).scenes["the_shop"].choices)
    browser_.press("Tab", "Enter")
    assert browser_.ask(OPEN) == "scene-the_call"
    browser_.press("Escape")
    assert browser_.ask(HERE) == "at-the_call"
    assert (browser_.said, len(browser_.asked)) == ([], 1)


@needs_chromium
def test_the_page_finds_scenes_by_their_words(opened: tuple[Page, Path]) -> None:
    """By titles, ids and words of choices; Enter goes from one to the next, round and round, and says which it is."""
    held = {
        scene.id: " ".join([scene.title, scene.id, *(choice.text.line or "" for choice in scene.choices)]).lower()
        for scene in story_at(BUNDLED).scenes.values()
    }
    meant = [f"scene-{id_}" for id_, words in held.items() if "radio" in words]
    assert 2 < len(meant) < 20
    browser_ = shown(opened, BUNDLED)
    browser_.press("/", *"Radio")
    assert browser_.ask(FOUND) == f"{len(meant)} found"
    assert browser_.ask("document.querySelectorAll('.pale').length") == len(held) - len(meant)
    steps = []
    for _ in range(len(meant) + 1):
        browser_.press("Enter")
        steps.append(browser_.ask(OPEN))
    assert steps == [*meant, meant[0]]
    assert browser_.ask(FOUND).startswith(f"1 of {len(meant)}: ")
    browser_.press("Escape")
    assert browser_.ask("document.querySelectorAll('.pale').length") == 0
    browser_.press("/", *"nothing like it")
    assert browser_.ask(FOUND) == "0 found"


@needs_chromium
def test_the_page_zooms_and_shows_ripples(opened: tuple[Page, Path]) -> None:
    """Larger and smaller by keys; ripples of the chosen scene, all, none, or those of one moment."""
    browser_ = shown(opened, KINDS)
    wide = "document.querySelector('svg').width.baseVal.value"
    before = browser_.ask(wide)
    browser_.press("+")
    assert browser_.ask(wide) > before
    browser_.press("-", "-")
    assert browser_.ask(wide) < before
    ripples = "[...document.querySelectorAll('.arcs .arc')].filter((each) => getComputedStyle(each).display !== 'none')"
    counts = {}
    for asked in ("@chosen", "@all", "@none", "promised"):
        pick = f"Object.assign(document.getElementById('ripples'), {{value: '{asked}'}}).onchange()"
        browser_.ask(pick)
        counts[asked] = browser_.ask(f"{ripples}.length")
    assert counts == {"@chosen": 0, "@all": 3, "@none": 0, "promised": 1}
    browser_.ask("Object.assign(document.getElementById('ripples'), {value: '@chosen'}).onchange()")
    browser_.ask("document.getElementById('at-gate').focus()")
    browser_.press("Enter")
    assert browser_.ask(f"{ripples}.length") == 2


@needs_chromium
@pytest.mark.parametrize("dark", [False, True])
def test_the_page_of_hostile_words_runs_none_of_them(dark: bool, opened: tuple[Page, Path]) -> None:  # noqa: FBT001 - a parameter of the test
    """They stand there to be read, in light and dark."""
    browser_ = shown(opened, HOSTILE, dark=dark)
    browser_.ask("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    words = browser_.ask("document.body.innerText")
    for title in words_of(HOSTILE):
        assert title in words
    assert browser_.ask("document.querySelectorAll('script').length") == 1
    assert browser_.ask("document.querySelectorAll('img, b').length") == 0
    bright = sum(map(int, re.findall(r"\d+", browser_.ask("getComputedStyle(document.body).backgroundColor"))[:3]))
    assert (bright < 200) == dark
    assert (browser_.said, len(browser_.asked)) == ([], 1)
