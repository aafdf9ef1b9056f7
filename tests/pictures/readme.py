"""The README's picture: the bundled story at its third scene, where the reader first meets the boy."""

from typing import Final

from tests.pictures.drawing import DARK, LIGHT, drawn
from tests.pictures.terminal import ENTER, ROOT, Cell, curbside

FOLDER: Final = ROOT / ".github"
STORY: Final = "boy-on-the-curb"
TITLE: Final = "Curbside in a terminal: the scene in which the officer comes upon the boy, and the choices there"


def screen() -> list[list[Cell]]:
    """Play to the scene and return the terminal's cells."""
    with curbside("play", STORY, "--seed", "7") as terminal:
        terminal.until(lambda: terminal.menu)
        terminal.answer(ENTER)
        terminal.answer("1")
        terminal.answer("1")
        return terminal.cells()


def pictures() -> dict[str, str]:
    """Return each picture by the name of its file."""
    cells = screen()
    return {f"screen-{name}.svg": drawn(cells, palette, TITLE) for name, palette in (("light", LIGHT), ("dark", DARK))}
