"""One sitting with a story: what the player asks for, and what that does to the play.

May import floors 0 and 1 and, from its own room, `telling` and `keeping`. Shows nothing by itself: a face does.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple, Protocol

from engine.model import State, Story
from engine.play import transcript
from engine.play.transcript import Play, Transcript
from engine.terminal import telling
from engine.terminal.keeping import Keeper
from engine.terminal.telling import Chapter, Chosen, Heading, Item, Notice, Row, Title, Words


class Pick(NamedTuple):
    """The player picked a row, counted from 0."""

    row: int


class Command(Enum):
    """What else the player can ask for; the value is what is typed."""

    ON = ""
    UNDO = "u"
    REDO = "r"
    STAND = "s"
    HISTORY = "h"
    AGAIN = "a"
    HELP = "?"
    LEAVE = "q"


Answer = Pick | Command

HELP = (
    Notice("take back the last choice", "u  "),
    Notice("make it again", "r  "),
    Notice("where I stand", "s  "),
    Notice("what was said so far", "h  "),
    Notice("say it again", "a  "),
    Notice("this help", "?  "),
    Notice("leave; no play is kept yet, but --transcript FILE writes one down", "q  "),
)

AFTER = (Row("Play again from the start"), Row("Take the last choice back"), Row("Choose another story"), Row("Leave"))


class Face(Protocol):
    """What shows things and asks: the plain player or the rich one. `choosing` says how a choice is made there."""

    choosing: str

    def show(self, item: Item) -> None:
        """Show one thing."""
        ...

    def open(self, title: Title, *, asks: bool) -> Command:
        """Show what a player should know first; return ON, or LEAVE when the player does not want to begin."""
        ...

    def ask(self, rows: Sequence[Row], typed: str | None = None) -> Answer:
        """Show a menu and return what the player wants: an open row, or a command other than ON.

        Open rows stand before closed ones.

        With `typed`, show the menu and that answer, and ask nothing.
        """
        ...

    def turn(self, *, asks: bool) -> Command:
        """Show that the page ends and, if it `asks`, wait; return ON, or what else the player wants."""
        ...


class End(Enum):
    """How a sitting ended."""

    LEFT = auto()
    ENDED = auto()
    DEAD_END = auto()
    SHELF = auto()
    FAULTY = auto()
    UNREADABLE = auto()


class Session:
    """A play and the face that it is shown to.

    `keeper` writes its transcript. `next_play` begins another play after an ending; without it the sitting ends there.
    `asks` is false for a play that is only shown again. `told` is what was shown of the last move so far, and `state`
    the one that the player has come to: at a page's end the rest is still to come.
    """

    def __init__(
        self, face: Face, play: Play, keeper: Keeper, *, next_play: Callable[[], Play] | None, asks: bool = True
    ) -> None:
        self.face, self.play, self.keeper = face, play, keeper
        self.next_play, self.asks = next_play, asks
        self.told: list[Item] = []
        self.state = play.step.state

    @property
    def is_underway(self) -> bool:
        """Whether something was chosen, and no ending come to."""
        return len(self.play.moves) > 1 and self.play.offer.ending is None

    def run(self) -> End:
        """Play until the player leaves or, without `next_play`, until the first ending or dead end."""
        self.keeper.begin(self.play)
        end = self.start()
        while end is None:
            end = self.turn()
        return end

    def start(self) -> End | None:
        """Show what comes before the first choice."""
        story = self.play.story
        title = Title(story.title, story.summary, tuple(story.content_notes.values()))
        if self.face.open(title, asks=self.asks) is Command.LEAVE:
            return End.LEFT
        return self.shown(0)

    def turn(self) -> End | None:
        """Ask for one thing and do it. Return how the sitting ended, or None while it goes on."""
        offer = self.play.offer
        if not offer.choices:
            return self.over(offer.ending)
        answer = self.face.ask(telling.menu(offer, self.play.step.state))
        if isinstance(answer, Pick):
            return self.choose(offer.choices[answer.row].name)
        return self.do(answer)

    def follow(self, play: Play, entry: transcript.Entry) -> None:
        """Show how the play went on to `play`, as if `entry` had just been asked for."""
        offer = self.play.offer
        names = [choice.name for choice in offer.choices]
        typed = str(names.index(play.moves[-1].choice or "") + 1) if entry.kind == "choice" else entry.kind[0]
        self.face.ask(telling.menu(offer, self.play.step.state) if names else AFTER, typed)
        before, self.play = self.play, play
        self.moved(entry.kind, before)

    def choose(self, name: str) -> End | None:
        """Make a choice and show what follows."""
        self.play = self.play.choose(name)
        self.keeper.move(self.play.moves[-1])
        if self.play.offer.ending is not None:
            self.keeper.note({"ending": self.play.step.state.scene})
        return self.shown(len(self.play.moves) - 1)

    def over(self, ending: str | None) -> End | None:
        """Ask what comes after an ending or a dead end."""
        if self.next_play is None:
            return End.ENDED if ending is not None else End.DEAD_END
        answer = self.face.ask(AFTER)
        match answer:
            case Pick(0):
                self.play = self.next_play()
                self.keeper.begin(self.play)
                return self.start()
            case Pick(1):
                return self.do(Command.UNDO)
            case Pick(2):
                return End.SHELF
            case Pick():
                return End.LEFT
            case command:
                return self.do(command)

    def do(self, command: Command) -> End | None:
        """Do what a command asks."""
        match command:
            case Command.LEAVE:
                return End.LEFT
            case Command.UNDO | Command.REDO:
                return self.back_or_forth(command)
            case Command.STAND:
                self.say(stand(self.play, self.state))
            case Command.HISTORY:
                self.say([Notice("What was said so far:"), *history(self.play), *filter(_is_history, self.told)])
                self.face.show(Notice("That was all, up to now."))
            case Command.AGAIN:
                self.say(self.told)
            case Command.HELP:
                self.say([Notice(self.face.choosing), *HELP])
            case Command.ON:
                pass
        return None

    def back_or_forth(self, command: Command) -> End | None:
        """Undo or redo one choice."""
        undoes = command is Command.UNDO
        before = self.play
        self.play = before.undo() if undoes else before.redo()
        if self.play is before:
            self.face.show(Notice("There is nothing to take back." if undoes else "There is nothing to make again."))
            return None
        self.keeper.note({command.name.lower(): 1})
        return self.moved(command.name.lower(), before)

    def moved(self, how: str, before: Play) -> End | None:
        """Show where the play stands after a `choice`, an `undo` or a `redo`. `before` is the play until then."""
        if how == "redo":
            self.face.show(Notice("Made again:"))
        if how == "undo":
            chosen = next(item for item in telling.move(before, len(before.moves) - 1) if isinstance(item, Chosen))
            self.face.show(Notice(f"Taken back: {chosen.label}"))
            last = telling.move(self.play, len(self.play.moves) - 1)
            self.told = [item for item in last if not isinstance(item, telling.Turn)]
            self.say(item for item in self.told if not isinstance(item, Chosen))
            self.state = self.play.step.state
            return None
        return self.shown(len(self.play.moves) - 1)

    def say(self, items: Iterable[Item]) -> None:
        """Show things, one after the other."""
        for item in items:
            self.face.show(item)

    def shown(self, index: int) -> End | None:
        """Show a move, page by page; at a page's end the player may also ask for something else."""
        self.told = []
        for item in telling.move(self.play, index):
            if not isinstance(item, telling.Turn):
                self.told.append(item)
                self.face.show(item)
                continue
            self.state = item.state
            while (command := self.face.turn(asks=self.asks)) is not Command.ON:
                before = self.play
                end = self.do(command)
                if end is not None or self.play is not before:
                    return end
        self.state = self.play.step.state
        return None


def _is_history(item: Item) -> bool:
    return isinstance(item, (Chapter, Heading, Words, Chosen, Row))


def stand(play: Play, state: State) -> Iterator[Item]:
    """Yield where the player stands, in words. `state` is as far as the player has read."""
    scene = play.story.scenes[state.scene]
    place = ", ".join(filter(None, (scene.chapter, scene.title)))
    yield Notice(f"You are here: {place or play.story.title}.")
    made = len(play.moves) - 1
    yield Notice(f"You have made {made} {'choice' if made == 1 else 'choices'}.")
    remembered = [moment.title for moment in play.story.moments.values() if state.values[moment.slot]]
    if remembered:
        yield Notice("What has happened:")
        yield from (Notice(title, "-  ") for title in remembered)


def history(play: Play) -> Iterator[Item]:
    """Yield what was said before the last move."""
    for index in range(len(play.moves) - 1):
        yield from filter(_is_history, telling.move(play, index))


def replayed(face: Face, story: Story, kept: Transcript) -> None:
    """Show a play as it was played, menus and all, asking nothing, up to where it ends.

    Raises:
        CannotReplay: an entry cannot be followed; what came before it was shown.

    """
    plays = transcript.replay(story, kept)
    session = Session(face, next(plays).play, Keeper(), next_play=None, asks=False)
    session.start()
    for play, entry in plays:
        if entry is not None:
            session.follow(play, entry)
