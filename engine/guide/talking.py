"""What a class agrees on, stops at and talks about, and how it may play.

May import floors 0 to 2, `languages`, `pages`, and from its own room `marks` and `matter`.
"""

from collections.abc import Iterator

from engine.checking.lesson import Heading
from engine.guide.marks import led_list
from engine.guide.matter import Matter
from engine.languages.messages import _, ngettext
from engine.languages.sentences import safety
from engine.pages.parts import listed, paragraph, section, table


def content_notes(of: Matter) -> Iterator[str]:
    """Yield what the story holds that may be hard to read, and in which scenes."""
    notes = of.story.content_notes
    if not notes:
        yield paragraph(_("The story has no content notes."))
        return
    yield paragraph(
        _(
            "Tell these before the story begins. Everyone may pass, look away, or sit with somebody else meanwhile, "
            "and need not say why."
        )
    )
    rows = []
    for name, title in notes.items():
        there = [of.title(scene.id) for scene in of.story.scenes.values() if name in scene.tags]
        rows.append((title, "; ".join(there) or _("no scene is marked with it")))
    yield from table((_("Note"), _("Scenes")), rows, caption=_("Content notes and their scenes"))


def norms(of: Matter) -> Iterator[str]:
    """Yield what the class agrees on."""
    yield from listed(of.lesson.norms or (_("You may pass, always, and need not say why."),))


def warm_up(of: Matter) -> Iterator[str]:
    """Yield what is done before the first choice."""
    yield from listed(of.lesson.warm_up or (_("Read the opening aloud, and choose nothing yet. What do you see?"),))


def pauses(of: Matter) -> Iterator[str]:
    """Yield where the class stops, and what it is asked."""
    rows = []
    for pause in of.lesson.pauses:
        title = of.title(pause.scene) if pause.scene in of.story.scenes else pause.scene
        took = ngettext("{minutes} minute", "{minutes} minutes", pause.minutes).format(minutes=pause.minutes)
        rows.append((title, (f"({took}) {pause.prompt}"), ()))
    yield from led_list(rows)
    if not rows:
        yield paragraph(_("The lesson has no pauses."))


def talk(of: Matter) -> Iterator[str]:
    """Yield the questions for afterwards, under their headings."""
    yield paragraph(
        _(
            "Ask what people in the story may be thinking and feeling, not how pupils would feel in their place. Ask "
            "for reasons, and let two answers stand side by side."
        )
    )
    titles = _headings()
    if not of.lesson.after:
        yield from listed(titles.values())
    for heading, questions in of.lesson.after.items():
        yield from section(titles[heading], listed(questions), level=3)


def _headings() -> dict[Heading, str]:
    return {
        "happened": _("What happened?"),
        "felt": _("How did it feel?"),
        "differed": _("Why did choices differ?"),
        "so_what": _("So what?"),
        "now_what": _("Now what?"),
    }


def acts(of: Matter) -> Iterator[str]:
    """Yield the small acts, with the sentence on safety."""
    yield paragraph(safety(), "own")
    yield from listed(of.lesson.call_to_action)


def hard_moments(of: Matter) -> Iterator[str]:
    """Yield what may come up, and what to do then."""
    yield paragraph(_("Your school's rules on safeguarding come before anything here. Know them before the lesson."))
    yield from led_list((each.when, each.do, ()) for each in of.lesson.hard_moments)


def ways(of: Matter) -> Iterator[str]:
    """Yield the ways to play."""
    play = f"curbside play {of.called}"
    others = any(scene.seen_by for scene in of.story.scenes.values())
    again = _("Try what you did not, and compare. Neither play is the better one.")
    if others:
        again += " " + _("After an ending, moments can be read again through another's eyes.")
    yield from led_list(
        (
            (
                _("Alone."),
                _("An alias is offered from a list of words; nobody is asked for a name."),
                [f"{play} --class 5B --into FOLDER"],
            ),
            (
                _("In pairs."),
                _("Both agree before you press. Where you do not, say why to each other."),
                [f"{play} --class 5B --into FOLDER --pair"],
            ),
            (
                _("All together on a projector."),
                _("Read aloud, vote by cards, and take what most hold up. A tie is yours to decide; say that you did."),
                [play],
            ),
            (_("Again."), again, []),
            (
                _("Without computers."),
                _("The booklet on paper, and the cards: a complete lesson by themselves."),
                [f"curbside guide {of.called} --booklet -o booklet.html"],
            ),
        )
    )


def vocabulary(of: Matter) -> Iterator[str]:
    """Yield words that may need a word."""
    yield from table(
        (_("Word"), _("Meaning")),
        ((each.word, each.meaning) for each in of.lesson.vocabulary),
        caption=_("Words to explain"),
    )
