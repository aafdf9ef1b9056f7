"""How hard the words of a story are to read, scene by scene and play by play: English, and with the extra `teach`.

May import floors 0 to 2, `languages`, `level`, the room `map`, `pages`, and from its own room what stands above it.
"""

from collections.abc import Iterator
from typing import Final

from engine.guide.matter import Matter
from engine.guide.wording import every
from engine.languages.messages import _
from engine.level.grade import counted, is_there
from engine.pages.parts import paragraph, table

FEW: Final = 100
"""Of fewer words than these a grade says little."""


def has_levels(of: Matter) -> bool:
    """Tell whether reading levels can be told: the words are English, and what counts syllables is installed."""
    return of.story.language.partition("-")[0] == "en" and is_there()


def levels(of: Matter) -> Iterator[str]:
    """Yield the grade of the shortest, the middle and the longest play, and of each scene."""
    yield paragraph(
        _(
            "The Flesch-Kincaid grade is a year of school: a text of grade 4 is read with ease in the fourth year. It "
            "counts syllables and the length of sentences, and knows nothing of meaning. Of fewer than {few} words it "
            "says little, so judge by the plays."
        ).format(few=FEW)
    )
    plays = ((_("shortest"), 0), (_("middle"), len(of.sample) // 2), (_("longest"), -1))
    rows = ((name, *_row(of.sample[at].paragraphs)) for name, at in plays)
    head = (_("Words"), _("Grade"))
    yield from table((_("Play made at random"), *head), rows, caption=_("Reading level of plays"))
    held = ((scene.id, every(scene, of.names)) for scene in of.story.scenes.values())
    scenes = ((of.title(name), *_row(paragraphs)) for name, paragraphs in held if paragraphs)
    yield paragraph(_("* fewer than {few} words: this grade says little.").format(few=FEW), "soft")
    caption = _("Reading level of scenes, with all words that may stand there")
    yield from table((_("Scene"), *head), scenes, caption=caption)


def _row(paragraphs: tuple[str, ...]) -> tuple[str, str]:
    found = counted(paragraphs)
    grade = f"{found.grade:.1f}" if found.grade >= 1 else _("below 1")
    return f"{found.words:,}", grade + ("" if found.words >= FEW else " *")
