"""The parts of a report's page beside its decisions: the flow, the dimensions, second plays, votes, files left out.

May import floors 0 to 2, `languages`, `pages/parts`, `classes/folder`, `cells`, `figures`, `picture` and `decided`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from engine.classes.folder import Skipped
from engine.languages.messages import _, ngettext
from engine.pages.parts import paragraph, section, table
from engine.report.cells import deciding, letter, words_of
from engine.report.decided import charted, share_of, title_of
from engine.report.figures import Figures
from engine.report.picture import picture


def flow(figures: Figures) -> Iterator[str]:
    """Yield where plays went, as a picture and as a table; of what is shared, only the ways that may be shown."""
    story, ways = figures.story, figures.flow()
    titles = {scene.id: title_of(scene) for scene in story.scenes.values()}
    if figures.share:
        yield paragraph(
            _("Ways that were gone fewer than 5 times are left out, and so are those from which their number follows.")
        )
    else:
        visits = Counter({story.start: figures.counts.plays})
        for _before, after, count in ways:
            visits[after] += count
        yield from picture(story.start, ways, titles, visits)
    if ways:
        rows = [[titles[before], titles[after], str(count)] for before, after, count in ways]
        yield from table([_("From"), _("To"), _("Times")], rows, caption=_("Where plays went from scene to scene"))


def dimensions(figures: Figures) -> Iterator[str]:
    """Yield what the class's choices practised, of what was offered on the paths that were played."""
    rows = []
    for name, all_, some in figures.dimensions():
        rows.append([figures.story.dimensions[name].title, share_of(some, all_)])
    yield paragraph(
        _(
            "How often the class took a choice that practises this, of how often one was offered on the paths that "
            "were played. It says what was tried in this story, and nothing about any pupil."
        )
    )
    yield from table([_("What was practised"), _("Taken, of how often offered")], rows, caption=_("All plays together"))


def again(figures: Figures) -> Iterator[str]:
    """Yield what differs between first and second plays."""
    replays, story = figures.counts.replays, figures.story
    said = ngettext("{count} alias played more than once.", "{count} aliases played more than once.", replays.twice)
    yield paragraph(said.format(count=replays.twice))
    yield paragraph(_("This is a difference between two plays. It is not called better or worse."), "soft")
    scenes = replays.scenes()
    rows = [
        [title_of(scene), share_of(scenes[scene.id].differ, scenes[scene.id].both)]
        for scene in deciding(story)
        if scene.id in scenes
    ]
    head = [_("Scene"), _("Chose something else, of those who chose there in both plays")]
    if rows:
        yield from table(head, rows, caption=_("First and second plays"))


def votes(figures: Figures) -> Iterator[str]:
    """Yield how whole classes voted."""
    cast, story = figures.counts.votes, figures.story
    said = ngettext(
        "{count} play of a whole class, with votes. A vote is no pupil, so votes stand here and nowhere else.",
        "{count} plays of whole classes, with votes. A vote is no pupil, so votes stand here and nowhere else.",
        cast.plays,
    )
    yield paragraph(said.format(count=cast.plays))
    for scene in deciding(story):
        if not cast.rounds[scene.id]:
            continue
        counts = [cast.choices[each.name] for each in scene.choices]
        words = [f"{letter(at)}. {words_of(story, each.name)}" for at, each in enumerate(scene.choices)]
        yield from section(title_of(scene), _round(figures, scene.id, words, counts), level=3, kind="together")


def _round(figures: Figures, scene: str, words: Sequence[str], counts: Sequence[int]) -> Iterator[str]:
    cast = figures.counts.votes
    said = ngettext("Voted on once.", "Voted on {count} times.", cast.rounds[scene]).format(count=cast.rounds[scene])
    ties = ngettext(
        "{count} tie, which the teacher decided.", "{count} ties, which the teacher decided.", cast.ties[scene]
    ).format(count=cast.ties[scene])
    yield paragraph(f"{said} {ties}" if cast.ties[scene] else said)
    whole = sum(counts)
    yield from charted(_("Votes ({id})").format(id=scene), words, counts, whole)
    rows = [[each, share_of(count, whole)] for each, count in zip(words, counts, strict=True)]
    yield from table(
        [_("Choice"), _("Votes")], rows, caption=_("Votes: {scene}").format(scene=title_of(figures.story.scenes[scene]))
    )


def files(skipped: Sequence[Skipped], partly: Sequence[Skipped]) -> Iterator[str]:
    """Yield the files that were left out, as a whole or from some line on, and why."""
    head = [_("File"), _("Why")]
    if skipped:
        yield from table(head, skipped, caption=_("Left out"))
    if partly:
        yield from table(head, partly, caption=_("Counted, but not to the end"))
