"""`choices.csv`: a row for each choice that was made, for a spreadsheet.

May import floors 0 to 2, `classes/folder` and `cells`. A cell that a spreadsheet would run is made harmless.
"""

import csv
from collections.abc import Callable
from typing import IO, Final

from engine.classes.folder import Found
from engine.diagnostics import showable
from engine.model import Story
from engine.report.cells import Made, letter

HEAD: Final = ("class", "alias", "play", "sequence", "decision", "letter", "choice", "practised")
MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""What begins the file, so that every spreadsheet reads it as UTF-8."""
_RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a cell begins that a spreadsheet takes for something to be worked out; the last four are wide forms."""


def into(stream: IO[str], story: Story) -> Callable[[Found, list[Made]], None]:
    """Write the first row, and return what writes those of a play. The stream is UTF-8 and leaves line ends alone."""
    stream.write(MARK)
    table = csv.writer(stream)
    table.writerow(HEAD)
    letters = {each.name: letter(at) for scene in story.scenes.values() for at, each in enumerate(scene.choices)}

    def write(found: Found, choices: list[Made]) -> None:
        for sequence, made in enumerate(choices, 1):
            scene = made.name.partition(".")[0]
            words = (found.code, found.alias, found.play, str(sequence), scene, letters[made.name], made.words)
            table.writerow([harmless(each) for each in (*words, " ".join(made.practised))])

    return write


def harmless(words: str) -> str:
    """Return words so that no spreadsheet runs them: with an apostrophe before what it would take for a formula."""
    risky = words.startswith(_RUN) or words.lstrip().startswith(_RUN)
    return ("'" if risky else "") + showable(words)
