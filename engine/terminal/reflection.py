"""What a play came to, page by page: reasons first, how often each kind was offered behind a key, never a total.

May import floors 0 to 2 and, from its own room, `telling` and `answers`. Every page ends with the sentence on honesty.
"""

from collections.abc import Iterator

from engine.afterwards.decisions import practised, reasons
from engine.afterwards.ripples import Ripple, ripples
from engine.afterwards.seen import Seen
from engine.languages.messages import _, ngettext
from engine.languages.sentences import honesty
from engine.model import Story
from engine.play.transcript import Play
from engine.terminal.telling import Item, Notice

FIRST = 3
"""How many reasons stand below an ending; the others are one key away."""


def first_lines(play: Play, *, more: bool) -> Iterator[Item]:
    """Yield what stands below an ending; where `more` can be seen, also that there is more."""
    found = _reasons(play)
    for text in found[:FIRST]:
        yield Notice(text, "-  ")
    rest = len(found) - FIRST
    if more and rest > 0:
        looked = ngettext("Looking back shows {count} more.", "Looking back shows {count} more.", rest)
        yield Notice(looked.format(count=rest))


def chosen(play: Play) -> Iterator[Item]:
    """Yield the writers' reasons for what was chosen."""
    found = _reasons(play)
    if not found:
        yield Notice(_("The writers gave no reasons for what you chose on this path."))
    else:
        yield Notice(_("What you chose, in the writers' words:"))
        yield from (Notice(text, "-  ") for text in found)
    yield Notice(honesty())


def _reasons(play: Play) -> list[str]:
    return list(dict.fromkeys(reason.text for reason in reasons(play)))


def kinds(play: Play) -> Iterator[Item]:
    """Yield how often each dimension was offered on this path, and how often taken."""
    found = practised(play)
    if not found:
        yield Notice(_("None of the choices on this path is marked with what it practises."))
    else:
        yield Notice(_("How often this path offered each kind of act, and how often you took it:"))
    for name, tally in found.items():
        sentence = ngettext(
            "{kind}: offered once, taken {taken}.", "{kind}: offered {offered} times, taken {taken}.", tally.offered
        )
        title = play.story.dimensions[name].title
        yield Notice(sentence.format(kind=title, offered=tally.offered, taken=tally.taken), "-  ")
    yield Notice(honesty())


def came_of_it(play: Play) -> Iterator[Item]:
    """Yield each moment, and how far it went."""
    found = ripples(play)
    if not found:
        yield Notice(_("Nothing on this path was of the kind that comes back later."))
    else:
        yield Notice(_("What you did or left undone, and where it came back:"))
    for ripple in found:
        yield Notice(ripple.moment.title, "-  ")
        yield from _came(play.story, ripple)
    yield Notice(honesty())


def _came(story: Story, ripple: Ripple) -> Iterator[Item]:
    places = dict.fromkeys(story.scenes[came.scene].title or came.scene for came in ripple.came)
    if not places:
        yield Notice(_("It has not come back on this path."), "   ")
    else:
        yield Notice(_("It came back here: {scenes}.").format(scenes=", ".join(places)), "   ")


def found(story: Story, seen: Seen) -> Iterator[Item]:
    """Yield which endings were found on all plays; of what was never seen only how much there is."""
    endings = [scene.ending for scene in story.scenes.values() if scene.ending and scene.id in seen.endings]
    of = len(story.endings)
    heading = ngettext("You have found {found} of {of} ending:", "You have found {found} of {of} endings:", of)
    yield Notice(heading.format(found=len(endings), of=of))
    yield from (Notice(title, "-  ") for title in endings)
    if len(endings) < of:
        rest = of - len(endings)
        more = ngettext("{count} more is still to be found.", "{count} more are still to be found.", rest)
        yield Notice(more.format(count=rest))
    yield Notice(_places(story, seen))
    yield Notice(_choices(story, seen))
    yield Notice(honesty())


def _places(story: Story, seen: Seen) -> str:
    met, of = len(seen.scenes & story.scenes.keys()), len(story.scenes)
    sentence = ngettext(
        "You have come through {met} of its {of} scene.", "You have come through {met} of its {of} scenes.", of
    )
    return sentence.format(met=met, of=of)


def _choices(story: Story, seen: Seen) -> str:
    names = {choice.name for scene in story.scenes.values() for choice in scene.choices}
    made, of = len(seen.choices & names), len(names)
    sentence = ngettext("You have tried {made} of its {of} choice.", "You have tried {made} of its {of} choices.", of)
    return sentence.format(made=made, of=of)
