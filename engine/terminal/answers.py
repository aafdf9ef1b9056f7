"""Answers to what a player asks for on the way; none of them moves the play.

May import floors 0 to 2 and, from its own room, `telling` and `face`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from engine.languages.messages import _, ngettext
from engine.model import State
from engine.play.transcript import Play
from engine.play.words import line
from engine.terminal import telling
from engine.terminal.face import ASIDE, Command, Face, Pick
from engine.terminal.telling import Chapter, Chosen, Heading, Item, Notice, Row, Words

FARTHEST: Final = 50
"""How many choices are listed to go back to; `u` and a number goes farther."""


def help_lines() -> Iterator[Item]:
    """Yield what can be typed."""
    yield Notice(_("take back the last choice"), "u  ")
    yield Notice(_("make it again"), "r  ")
    yield Notice(_("go back to a choice"), "b  ")
    yield Notice(_("where I stand"), "s  ")
    yield Notice(_("what was said so far"), "h  ")
    yield Notice(_("say it again"), "a  ")
    yield Notice(_("write this play to a file"), "t  ")
    yield Notice(_("how this looks: width, spacing, waiting"), "o  ")
    yield Notice(_("this help"), "?  ")
    yield Notice(_("leave"), "q  ")


def stand(play: Play, state: State) -> Iterator[Item]:
    """Yield where the player stands, in words. `state` is as far as the player has read."""
    scene = play.story.scenes[state.scene]
    place = ", ".join(filter(None, (scene.chapter, scene.title))) or play.story.title
    yield Notice(_("You are here: {place}.").format(place=place))
    made = play.made - 1
    yield Notice(ngettext("You have made {count} choice.", "You have made {count} choices.", made).format(count=made))
    remembered = [moment.title for moment in play.story.moments.values() if state.values[moment.slot]]
    if remembered:
        yield Notice(_("What has happened:"))
        yield from (Notice(title, "-  ") for title in remembered)
    if any(move.step.drew for move in play.moves):
        yield Notice(_("Whatever chance decides comes from the number {seed} (--seed).").format(seed=play.seed))


def said_so_far(play: Play, told: Iterable[Item]) -> Iterator[Item]:
    """Yield what was said, the last move as far as it was `told`."""
    yield Notice(_("What was said so far:"))
    yield from history(play)
    yield from filter(_is_history, told)
    yield Notice(_("That was all, up to now."))


def history(play: Play) -> Iterator[Item]:
    """Yield what was said before the last move."""
    for index in range(play.made - 1):
        yield from filter(_is_history, telling.move(play, index))


def _is_history(item: Item) -> bool:
    return isinstance(item, (Chapter, Heading, Words, Chosen, Row))


def label(play: Play, index: int) -> str:
    """Return what was chosen in a move, as it stood in the menu."""
    move, before = play.moves[index], play.moves[index - 1]
    choice = play.story.choice(move.choice or "")
    assert choice is not None  # noqa: S101 - it was taken, so it exists
    return line(choice.text, before.step.state)


def taken_back(before: Play, now: Play) -> str:
    """Return what was undone, in a sentence."""
    count = before.made - now.made
    sentence = ngettext("Taken back: {label}", "Taken back, {count} choices from here on: {label}", count)
    return sentence.format(count=count, label=label(before, now.made))


def aside(face: Face, rows: Sequence[Row]) -> int | None:
    """Ask for something beside the story; return the row, or None where the player goes back."""
    while True:
        answer = face.ask(rows, commands=ASIDE)
        if isinstance(answer, Pick):
            return answer.row
        if answer is not Command.HELP:
            return None
        face.show(Notice(_("A number takes that one.")))
        face.show(Notice(_("go back"), "q  "))


def ask_how_far_back(face: Face, play: Play) -> int:
    """Ask for a choice to go back to, and return how many are to be taken back; 0 for none."""
    indexes = range(play.made - 1, max(0, play.made - 1 - FARTHEST), -1)
    if not indexes:
        face.show(Notice(_("There is nothing to take back.")))
        return 0
    face.show(Notice(_("Back to which choice? It and all after it are taken back. The last comes first; q goes back.")))
    row = aside(face, [*(decision_row(play, index) for index in indexes), Row(_("None: stay here"))])
    if row is not None and row < len(indexes):
        return play.made - indexes[row]
    face.show(Notice(_("Nothing was taken back.")))
    return 0


def decision_row(play: Play, index: int) -> Row:
    """Return a choice that was made, under the title of the scene in which it was."""
    scene = play.story.scenes[play.moves[index - 1].step.state.scene]
    chosen = label(play, index)
    if not scene.title:
        return Row(chosen)
    return Row(_("{scene}: {choice}").format(scene=scene.title, choice=chosen))
