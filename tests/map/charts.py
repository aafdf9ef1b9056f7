"""Stories and their maps, for the tests of maps."""

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Final

from engine.map.chart import Chart, chart
from engine.map.known import Known
from engine.model import Story
from engine.reading.load import load

ROOT: Final = Path(__file__).parent.parent.parent
FOLDER: Final = ROOT / "tests" / "map"
BUNDLED: Final = ROOT / "scenes" / "boy-on-the-curb"
KINDS: Final = FOLDER / "every-kind"
HOSTILE: Final = FOLDER / "hostile"
SVG: Final = "{http://www.w3.org/2000/svg}"


def story_at(path: Path) -> Story:
    """Return a sound story."""
    story = load(path).story
    assert story is not None
    return story


def chart_of(path: Path, known: Known | None = None, *, chances: bool = False) -> Chart:
    """Return the map of all of a story."""
    return chart(story_at(path), str(path), known, chances=chances)


def parsed(picture: str) -> ET.Element:
    """Return a picture as its elements; it must be well-formed."""
    return ET.fromstring(picture)  # noqa: S314 - made by us, a moment ago


def line_look(drawn: ET.Element) -> str:
    """Return what kind of line is drawn, or nothing if it is none."""
    look = (drawn.get("class") or "").split()
    return look[1] if look[:1] == ["line"] else ""


def words_of(path: Path) -> set[str]:
    """Return titles of scenes, and words of choices."""
    story = story_at(path)
    titles = {scene.title for scene in story.scenes.values()}
    return titles | {choice.text.line or "" for scene in story.scenes.values() for choice in scene.choices}
