"""What a player may do after an ending: look back, see it through other eyes, take one small thing along.

May import floors 0 to 2, `plays`, and from its own room what stands above. None of it moves the play.
"""

from collections.abc import Iterable
from enum import Enum, auto

from engine.afterwards.eyes import eyes, seen
from engine.afterwards.seen import seen as seen_in
from engine.languages.messages import _
from engine.languages.sentences import safety
from engine.play.transcript import Play
from engine.terminal.answers import aside, ask_how_far_back
from engine.terminal.around import Around
from engine.terminal.face import Command, Face
from engine.terminal.reflection import came_of_it, chosen, found, kinds
from engine.terminal.telling import Heading, Item, Notice, Row, Words


class Way(Enum):
    """A way on from an ending or a dead end."""

    LOOK = auto()
    EYES = auto()
    ACT = auto()
    AGAIN = auto()
    UNDO = auto()
    SHELF = auto()
    LEAVE = auto()


def ways(play: Play, around: Around) -> list[Way]:
    """Return the ways on from where the play has ended."""
    looks: list[Way] = []
    if play.offer.ending is not None:
        looks = [Way.LOOK, *([Way.EYES] if eyes(play) else []), *([Way.ACT] if around.acts() else [])]
    back = [Way.UNDO] if play.made > 1 else []
    return [*looks, Way.AGAIN, *back, Way.SHELF, Way.LEAVE]


def row(way: Way) -> Row:
    """Return a way on as a row of a menu."""
    return Row({
        Way.LOOK: _("Look back on what you chose"),
        Way.EYES: _("Walk the same path through other eyes"),
        Way.ACT: _("One small thing to do"),
        Way.AGAIN: _("Play again from the start"),
        Way.UNDO: _("Take the last choice back"),
        Way.SHELF: _("Choose another story"),
        Way.LEAVE: _("Leave"),
    }[way])  # fmt: skip


def visited(way: Way, face: Face, play: Play, around: Around) -> int:
    """Do what a way on offers that stays with the play; return how many choices are to be taken back then."""
    match way:
        case Way.LOOK:
            return look_back(face, play, around)
        case Way.EYES:
            walk(face, play)
        case _:
            one_small_thing(face, around)
    return 0


def look_back(face: Face, play: Play, around: Around) -> int:
    """Show what the play came to until that is enough. Return how many choices to take back."""
    shown = chosen(play)
    while True:
        paged(face, shown)
        row = aside(face, [
            Row(_("How often each kind of act was offered")),
            Row(_("What came of it")),
            Row(_("What you have found, and what is still hidden")),
            Row(_("Go back to one of your choices")),
            Row(_("The reasons again")),
            Row(_("That is all")),
        ])  # fmt: skip
        match row:
            case 0:
                shown = kinds(play)
            case 1:
                shown = came_of_it(play)
            case 2:
                shown = found(play.story, around.seen() | seen_in(play.story, play.log))
            case 3:
                return ask_how_far_back(face, play)
            case 4:
                shown = chosen(play)
            case _:
                return 0


def paged(face: Face, items: Iterable[Item]) -> None:
    """Show things, and wait wherever the screen is full."""
    for item in items:
        if face.is_full(item):
            face.turn(asks=True)
        face.show(item)


def walk(face: Face, play: Play) -> None:
    """Let the player choose somebody's eyes, and walk the path of the play with them."""
    who = eyes(play)
    face.show(Notice(_("Whose eyes?")))
    row = aside(face, [*(Row(play.story.cast[name]) for name in who), Row(_("Nobody's: go back"))])
    if row is not None and row < len(who):
        face.show(Notice(_("Enter goes on from page to page; q stops.")))
        _walk(face, play, who[row])


def _walk(face: Face, play: Play, who: str) -> None:
    eyes_of = _("Through other eyes: {name}").format(name=play.story.cast[who])
    for index in range(play.made):
        pages = seen(play, index, who)
        if not pages:
            continue
        paged(face, [Heading(eyes_of), *(Words(each) for _told, prose in pages for each in prose)])
        if face.turn(asks=True) is Command.LEAVE:
            return
    face.show(Notice(_("Here that path ends.")))


def one_small_thing(face: Face, around: Around) -> None:
    """Let the player choose or write one small act, and keep it in the journal."""
    acts = around.acts()
    face.show(Notice(_("One small, safe thing to do in the days to come. It is kept in your journal, for you alone.")))
    face.show(Notice(safety()))
    row = aside(face, [*map(Row, acts), Row(_("Write one of my own")), Row(_("Nothing just now"))])
    if row is None or row > len(acts):
        return
    act = acts[row] if row < len(acts) else face.write(_("What small thing would you like to do?"))
    if act is None:
        face.show(Notice(_("Nothing was kept.")))
        return
    problem = around.keep_act(act) if around.keep_act else _("Nothing is kept on this machine, so neither is this.")
    kept = _("Kept in your journal. curbside data list shows it, and curbside data delete removes it.")
    face.show(Notice(problem or kept))
    face.show(Notice(safety()))
