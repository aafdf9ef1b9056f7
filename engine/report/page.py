"""`report.html`: the page that a teacher opens, prints and, with small counts hidden, may share.

May import floors 0 to 2, `languages`, `pages`, and all of this room but `rows` and `as_json`.
"""

from collections.abc import Iterator

from engine.languages.messages import _, ngettext
from engine.pages.page import page
from engine.pages.parts import listed, paragraph, section
from engine.report import beside, decided
from engine.report.figures import Figures
from engine.report.picture import STYLE


def as_page(figures: Figures, *, with_shared: bool = False) -> str:
    """Return the page. What is shared holds no alias, no class, no file's name and nobody's words."""
    title = _("What a class did: {story}").format(story=figures.story.title)
    body = _body(figures, with_shared=with_shared and not figures.share)
    return page(title, body, language=figures.story.language, style=STYLE)


def _body(figures: Figures, *, with_shared: bool) -> Iterator[str]:
    counts = figures.counts
    yield from section(_("The class"), _class(figures))
    if figures.plays:
        yield from section(_("Endings"), decided.endings(figures))
        yield from section(_("Decision by decision"), decided.decisions(figures))
        yield from section(_("The flow through the story"), beside.flow(figures))
        if figures.dimensions():
            yield from section(_("What the choices practised"), beside.dimensions(figures))
    if figures.share:
        return
    if counts.replays.twice:
        yield from section(_("First and second plays"), beside.again(figures))
    if counts.votes.plays:
        yield from section(_("Votes of the whole class"), beside.votes(figures))
    if with_shared:
        told = listed(sorted(counts.shared)) if counts.shared else [paragraph(_("Nobody chose to share anything."))]
        yield from section(_("What pupils chose to share"), told)
    if counts.skipped or counts.partly:
        yield from section(_("Files that were left out"), beside.files(counts.skipped, counts.partly))


def _class(figures: Figures) -> Iterator[str]:
    counts = figures.counts
    if figures.plays is None:
        yield paragraph(_("Fewer than 5 plays came to an ending, so nothing of them is shown here."))
        return
    if figures.share:
        said = ngettext(
            "{count} play that came to an ending.", "{count} plays that came to an ending.", figures.plays
        ).format(count=figures.plays)
        yield paragraph(said)
        yield paragraph(
            _(
                "This version is for sharing. Counts from 1 to 4 are hidden, and so is every count from which one "
                "could be worked out. A 0 is shown: it is nobody's. Aliases, single plays, votes and pupils' own words "
                "are left out, and only plays that came to an ending count."
            ),
            "own",
        )
    else:
        yield from _told(figures)
    yield paragraph(
        _(
            "Each figure stands with what it is out of. A choice that was taken back does not count, nor where it led. "
            "The letter of a choice is its place in the scene as it is written."
        ),
        "soft",
    )
    if not figures.share and counts.votes.plays:
        yield paragraph(_("Votes of a whole class stand apart, further down."), "soft")


def _told(figures: Figures) -> Iterator[str]:
    counts = figures.counts
    rows = [ngettext("{count} play", "{count} plays", counts.plays).format(count=counts.plays)]
    aliases = counts.replays.aliases
    rows += [ngettext("{count} alias", "{count} aliases", aliases).format(count=aliases)]
    if counts.codes:
        codes = ", ".join(sorted(counts.codes.values()))
        rows += [ngettext("Class: {codes}", "Classes: {codes}", len(counts.codes)).format(codes=codes)]
    if counts.minutes is not None:
        rows += [_("Half of the plays took {minutes} minutes or less.").format(minutes=counts.minutes)]
    yield from listed(rows)
