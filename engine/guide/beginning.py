"""What an educator reads first: what this is, the evening before, aims, the story in short, and how long it takes.

May import floors 0 to 2, `languages`, `exploring/figures`, `pages`, and from its own room `marks` and `matter`.
"""

from collections.abc import Iterator

from engine.checking.fits import A_MINUTE
from engine.checking.lesson import Casel
from engine.checking.sampled import PLAYS
from engine.exploring.figures import minutes, percent
from engine.guide.marks import led
from engine.guide.matter import Matter
from engine.languages.messages import _, ngettext
from engine.languages.sentences import honesty
from engine.pages.parts import listed, paragraph, table


def what_this_is(of: Matter) -> Iterator[str]:
    """Yield what the guide is, and what it does not claim."""
    yield paragraph(honesty(), "own")
    yield paragraph(
        _(
            "This guide is for a teacher with one evening to prepare. It is made from the story and its lesson by the "
            "program that plays the story, so it says what the story says."
        )
    )
    yield paragraph(
        _(
            "What research says of such games is mixed: some players were not moved by playing, a few moved away, and "
            "watching together helped more. Learning happens in the talk afterwards. Keep time for it."
        )
    )
    ages = of.lesson.ages or of.story.ages
    if ages:
        yield led(_("Ages:"), ages)
    if not of.has_lesson:
        yield paragraph(
            _(
                "This story has no lesson.yaml yet. One beside it would add aims, a warm-up, norms, pauses, questions "
                "for the talk, a journal, an exit ticket, small acts, hard moments, words to explain and a letter home."
            ),
            "own",
        )


def evening(of: Matter) -> Iterator[str]:
    """Yield one evening's preparation in six lines."""
    taken = minutes(of.lengths.median)
    yield from listed(
        (
            ngettext(
                "Play the story once to its end: {command}. That takes about {minutes} minute.",
                "Play the story once to its end: {command}. That takes about {minutes} minutes.",
                taken,
            ).format(command=f"curbside play {of.called}", minutes=taken),
            _("Read the plan, the content notes and the hard moments. Know whom a pupil can talk to in your school."),
            _("Pick two decisions that you want to talk about, and mark a question at each."),
            _("Choose a way to play: alone, in pairs, all together on a projector, or with the booklet on paper."),
            _("Print the handouts you need: black and white will do. Send the letter home some days before."),
            _("If pupils play on computers, make an empty folder for the class, and try one play into it."),
        ),
        ordered=True,
    )


def aims(of: Matter) -> Iterator[str]:
    """Yield the aims, each with the area that it is filed under."""
    rows = [(aim.text, _area(aim.casel) if aim.casel else "") for aim in of.lesson.aims]
    if rows:
        head = (_("Aim"), _("Area (CASEL)"))
        yield from table(head, ((text, area or "\N{EN DASH}") for text, area in rows), caption=_("Aims of the lesson"))
    else:
        yield paragraph(_("The lesson names no aims."))


def _area(casel: Casel) -> str:
    return {
        "self_awareness": _("self-awareness"),
        "self_management": _("self-management"),
        "social_awareness": _("social awareness"),
        "relationship_skills": _("relationship skills"),
        "responsible_decision_making": _("responsible decision-making"),
    }[casel]


def in_short(of: Matter) -> Iterator[str]:
    """Yield the story's summary, and all its endings."""
    if of.story.summary:
        yield paragraph(" ".join(of.story.summary.split()))
    yield led(_("Spoilers:"), _("these are all the endings."), "spoilers")
    chances = {each.scene: each.chance for each in of.found.endings} if of.found else {}
    rows = []
    for scene in of.story.endings:
        chance = chances.get(scene)
        likely = percent(chance) if chance is not None else _("not known")
        rows.append((of.story.scenes[scene].ending or scene, of.story.scenes[scene].title or scene, likely))
    head = (_("Ending"), _("Scene"), _("How likely"))
    yield from table(head, rows, caption=_("Endings, as if every open choice were equally likely"))


def how_long(of: Matter) -> Iterator[str]:
    """Yield words and minutes of the shortest, the middle and the longest play, and whether they fit."""
    words, fit = of.lengths, of.fit
    each = (
        (_("Shortest"), words.shortest, fit.shortest),
        (_("Middle (median)"), words.median, fit.median),
        (_("Longest"), words.longest, fit.longest),
    )
    yield from table(
        (_("Play"), _("Words"), _("Minutes to read"), _("Fits the time to play")),
        (_row(name, count, fits=fits) for name, count, fits in each),
        caption=_("Words and minutes of a play"),
    )
    yield paragraph(
        _(
            "Time to play is a third of the lesson: {playing} minutes, {pauses} of them pauses. "
            "That is room for {words} words."
        ).format(playing=f"{fit.playing:.0f}", pauses=fit.pauses, words=f"{fit.words:,}")
    )
    yield paragraph(
        _(
            "Read at {speed} words a minute: slowly, with time to think. Counted are words that are told, and those "
            "of the choices taken."
        ).format(speed=A_MINUTE)
    )
    counted = _("Shortest and longest are those of all plays.")
    if not words.is_exact:
        counted = _("Not every path could be followed: shortest and longest are those of the same plays as the median.")
    middle = _("The median is that of {plays} plays made at random, always the same ones.").format(plays=PLAYS)
    yield paragraph(f"{counted} {middle}", "soft")
    if not fit.median:
        yield paragraph(
            _(
                "Most plays are longer than the time to play. Take a longer lesson, or two; or let pupils stop where "
                "they are when time is up, and talk about what everyone has met by then."
            ),
            "own",
        )


def _row(name: str, count: int | None, *, fits: bool) -> tuple[str, ...]:
    if count is None:
        return name, _("no end: a play can go round for as long as one likes"), "\N{EN DASH}", _("no")
    return name, f"{count:,}", str(minutes(count)), _("yes") if fits else _("no")
