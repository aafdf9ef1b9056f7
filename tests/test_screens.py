"""The README's pictures are what the program shows today, and pictures that everyone can open and read."""

import sys
from xml.etree import ElementTree as ET

import pytest

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals", allow_module_level=True)

from tests.pictures.drawing import DARK, LIGHT, drawn
from tests.pictures.readme import FOLDER, pictures
from tests.pictures.terminal import Cell

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def fresh() -> dict[str, str]:
    """Return the pictures as they would be drawn now."""
    return pictures()


def test_are_what_the_program_shows(fresh: dict[str, str]) -> None:
    """`python -m tests.pictures` draws them anew."""
    kept = {path.name: path.read_bytes() for path in FOLDER.glob("screen-*.svg")}
    assert kept == {name: svg.encode() for name, svg in fresh.items()}


def test_show_the_boy(fresh: dict[str, str]) -> None:
    """The scene that the title speaks of, and its menu; in both, the same words at the same places."""
    light, dark = (ET.fromstring(fresh[f"screen-{name}.svg"]) for name in ("light", "dark"))  # noqa: S314
    words = light.findtext(f"{SVG}desc") or ""
    assert "\n  The curb\n" in words
    assert "\n  > 1  " in words
    assert light.findtext(f"{SVG}title")
    texts = [[(text.text, text.get("x"), text.get("y")) for text in each.iter(f"{SVG}text")] for each in (light, dark)]
    assert texts[0] == texts[1]
    assert " ".join(words.split()) == " ".join(" ".join(text or "" for text, _x, _y in texts[0]).split())


def test_refer_to_nothing_outside(fresh: dict[str, str]) -> None:
    """No link, no font, no script, no style sheet; it is drawn alike wherever it stands."""
    for svg in fresh.values():
        kinds = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}  # noqa: S314
        assert kinds == {"svg", "title", "desc", "rect", "g", "text"}
        assert svg.count("http") == 1
        assert svg.isascii()


def test_every_style_and_width_is_drawn() -> None:
    """Named colours by palette, bold, italics, wide characters, gaps; what SVG would read as its own is written so."""
    plain = Cell(" ", "default", bold=False, italic=False)
    red, wide = plain._replace(colour="red"), plain._replace(text="広")
    row = [plain, red._replace(text="<"), red, red._replace(text="&"), plain, plain, wide, plain._replace(text="")]
    row += [plain._replace(text="b", bold=True), plain._replace(text="i", italic=True, colour="brightmagenta")]
    for palette, colour, bright in ((LIGHT, "#cf222e", "#a475f9"), (DARK, "#ff7b72", "#d2a8ff")):
        svg = drawn([row], palette, "A <title>")
        root = ET.fromstring(svg)  # noqa: S314
        assert root.findtext(f"{SVG}title") == "A <title>"
        assert [(text.text, text.get("textLength"), text.get("fill")) for text in root.iter(f"{SVG}text")] == [
            ("< &", "25.2", colour),
            ("広", "16.8", None),
            ("b", "8.4", None),
            ("i", "8.4", bright),
        ]
        assert 'font-weight="bold">b<' in svg
        assert 'font-style="italic">i<' in svg


def test_named_colours_can_be_read() -> None:
    """The accent and the ink stand out from the paper, as far as the guidelines for the web ask (4.5 to 1)."""
    for palette in (LIGHT, DARK):
        for name in ("default", "magenta"):
            light, dark = sorted((_luminance(palette.colour(name)), _luminance(palette.paper)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
