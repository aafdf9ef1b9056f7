"""The part of a report's page that goes decision by decision: how many came there, and what they chose.

May import floors 0 to 2, `languages/messages`, `pages/parts`, `cells` and `figures`.
"""

from collections.abc import Iterator, Sequence

from engine.languages.messages import _, ngettext
from engine.model import Scene
from engine.pages.parts import Bar, bars, paragraph, section, table
from engine.report.cells import UNFINISHED, came, choice, chosen, deciding, ended, letter, words_of
from engine.report.figures import Figures


def hidden() -> str:
    """Return what stands where a count is hidden."""
    return _("hidden")


def title_of(scene: Scene) -> str:
    """Return what a scene is called: its title, or else its id as words."""
    return scene.title or scene.id.replace("_", " ")


def share_of(count: int | None, whole: int | None) -> str:
    """Return a count with its denominator, or that it is hidden."""
    if count is None:
        return hidden()
    return str(count) if whole is None else _("{count} of {whole}").format(count=count, whole=whole)


def charted(name: str, words: Sequence[str], counts: Sequence[int | None], whole: int | None) -> Iterator[str]:
    """Yield a picture of counts as parts of a whole: those that are not hidden, where the whole is not."""
    known = zip(words, counts, strict=True)
    rows = [Bar(each, count / whole, share_of(count, whole)) for each, count in known if whole and count is not None]
    if rows:
        yield from bars(name, _("A bar for each; the table that follows holds the same figures."), rows)


def decisions(figures: Figures) -> Iterator[str]:
    """Yield each scene with choices to which somebody came, and then the names of those to which nobody did."""
    unmet: list[str] = []
    for scene in deciding(figures.story):
        if figures.of(came(scene.id)) == 0:
            unmet.append(title_of(scene))
        else:
            yield from section(title_of(scene), _decision(figures, scene), level=3, kind="together")
    if unmet:
        yield paragraph(_("No play came to: {scenes}.").format(scenes="; ".join(unmet)))


def _decision(figures: Figures, scene: Scene) -> Iterator[str]:
    arrived, whole = figures.of(came(scene.id)), figures.of(chosen(scene.id))
    counts = [figures.of(choice(each.name)) for each in scene.choices]
    words = [f"{letter(at)}. {words_of(figures.story, each.name)}" for at, each in enumerate(scene.choices)]
    said = _("Plays that came here: {plays}. Choices that were made here: {choices}.")
    yield paragraph(said.format(plays=share_of(arrived, figures.plays), choices=share_of(whole, None)))
    if scene.to is not None or (whole or 0) > (arrived or 0):
        yield paragraph(_("Plays can stay here for several choices, or pass by without one."), "soft")
    name = _("{scene}: what was chosen ({id})").format(scene=title_of(scene), id=scene.id)
    yield from charted(name, words, counts, whole)
    rows = [[each, share_of(count, whole)] for each, count in zip(words, counts, strict=True)]
    yield from table([_("Choice"), _("Chosen, of the choices made here")], rows, caption=title_of(scene))


def endings(figures: Figures) -> Iterator[str]:
    """Yield to which endings plays came."""
    story, whole = figures.story, figures.plays
    words = [story.scenes[scene].ending or scene for scene in story.endings]
    counts = [figures.of(ended(scene)) for scene in story.endings]
    if not figures.share and (rest := figures.of(UNFINISHED)):
        words, counts = [*words, _("No ending yet")], [*counts, rest]
    yield from charted(_("Endings: to which plays came"), words, counts, whole)
    rows = [[each, share_of(count, whole)] for each, count in zip(words, counts, strict=True)]
    caption = ngettext("Endings of {count} play", "Endings of {count} plays", whole or 0).format(count=whole)
    yield from table([_("Ending"), _("Plays")], rows, caption=caption)
