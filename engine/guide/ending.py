"""What a guide ends with: what is stored and how it is deleted, and the sources.

May import floors 0 to 2, `languages`, `pages`, and from its own room `marks` and `matter`.
"""

from collections.abc import Iterator
from typing import Final

from engine.guide.marks import led_list
from engine.guide.matter import Matter
from engine.languages.messages import _
from engine.pages.parts import listed, paragraph

SOURCES: Final = """
Batson, C. D., Early, S., and Salvarani, G. (1997). Perspective taking: imagining how another feels versus imagining
how you would feel. Personality and Social Psychology Bulletin 23.

CASEL (Collaborative for Academic, Social, and Emotional Learning): the five areas, for filing aims in a curriculum.

Davis, M. H. (1983). Journal of Personality and Social Psychology 44. For its words alone: none of its questions are
asked.

Dutton, J. E., Workman, K. M., and Hardin, A. E. (2014). Compassion at work. Annual Review of Organizational Psychology
and Organizational Behavior 1.

Hasbrouck, J., and Tindal, G.: how many words children of nine or ten read aloud in a minute; hence 110.

Kanov, J. M., and others (2004). Compassion in organizational life. American Behavioral Scientist 47.

Noddings, N. (1984). Caring: a feminine approach to ethics and moral education.

Roussos, G., and Dovidio, J. F. (2016). Playing below the poverty line. Cyberpsychology 10 (2). Playing did not move
the players as was hoped; watching helped.
"""
"""What the dimensions and the shape of the lesson come from, in the order of the alphabet."""


def stored(of: Matter) -> Iterator[str]:
    """Yield what is stored, where, and how it is deleted."""
    yield paragraph(_("No names, no accounts, nothing sent anywhere: play, guide and report work without a network."))
    yield from led_list(
        (
            (
                _("On the machine that plays:"),
                _(
                    "the choices of each play, what was brought by chance, and what a player types after it, in a "
                    "folder that only this user can read."
                ),
                ["curbside data list"],
            ),
            (
                _("In the class folder, if you name one:"),
                _(
                    "a file for each play, with the class, the alias and the choices. Who may read it is for the "
                    "folder to say."
                ),
                [f"curbside play {of.called} --class 5B --into FOLDER"],
            ),
            (
                _("To delete it:"),
                _("by class, by alias, or all that is older than some days; no file there holds the alias afterwards."),
                [
                    "curbside data delete --class 5B --in FOLDER",
                    "curbside data delete --alias amber-otter --in FOLDER",
                    "curbside data delete --keep-days 30",
                ],
            ),
            (
                _("On paper:"),
                _("handouts carry no names. The journal stays with the pupil."),
                [],
            ),
        )
    )


def sources(of: Matter) -> Iterator[str]:
    """Yield where the dimensions of the story come from, and what else this guide leans on."""
    yield paragraph(_("What choices practise, and where each of these comes from:"))
    yield from led_list(
        (each.title, f"({each.about})" if each.about else "", ()) for each in of.story.dimensions.values()
    )
    yield from listed(" ".join(each.split()) for each in SOURCES.split("\n\n"))
    by = ", ".join(of.story.authors)
    if by:
        yield paragraph(
            _("The story: {title}, by {authors}. {license}")
            .format(title=of.story.title, authors=by, license=of.story.license)
            .rstrip()
        )
