"""One sitting with a story: what the player asks for, and what that does to the play.

May import floors 0 to 2 and `plays` and, from its own room, what stands above. Shows nothing by itself: a face does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from engine.languages.messages import _, ngettext
from engine.play.transcript import Entry, Play
from engine.plays.following import follow_play
from engine.plays.keeping import Keeper
from engine.plays.starting import Start, still_kept, stopped
from engine.terminal import answers, telling
from engine.terminal.around import Around
from engine.terminal.face import Answer, Command, End, Face, Pick, Times, Wait
from engine.terminal.telling import Chosen, Frame, Heading, Item, Notice, Row, Title, Turn

if TYPE_CHECKING:
    from engine.terminal.after import Way

ALONE: Final = 3
"""After so many choices in a row that waiting took, a story waits for the player, who may have left the room."""


class Session:
    """A play and the face that it is shown to.

    `keeper` writes it down. Without `around.next_play` the sitting ends with the first ending. `asks` is false for a
    play that is only shown again. `told` is what was shown of the last move so far, and `state` the one that the player
    has come to: at a page's end the rest is still to come.
    """

    def __init__(self, face: Face, play: Play, keeper: Keeper, around: Around, *, asks: bool = True) -> None:
        self.face, self.play, self.keeper, self.around, self.asks = face, play, keeper, around, asks
        self.told: list[Item] = []
        self.state = play.step.state
        self.waited = 0  # choices in a row that waiting took
        face.changed = around.changed

    @property
    def is_underway(self) -> bool:
        """Whether something was chosen, and no ending come to."""
        return self.play.made > 1 and self.play.offer.ending is None

    def run(self, start: Start) -> End:
        """Play until the player leaves or, without another play to go on to, until the first ending or dead end."""
        end = self.go_on(start.said) if start.goes_on else self.start(start.said)
        while end is None:
            end = self.turn()
        self.face.changed = None
        return end

    def start(self, said: Iterable[str] = ()) -> End | None:
        """Show what comes before the first choice."""
        self.say(map(Notice, said))
        self.say_problem()
        story = self.play.story
        title = Title(story.title, story.summary, tuple(story.content_notes.values()))
        command = self.face.open(title, asks=self.asks)
        if command is Command.CHANGED:
            self.reread()
            return self.start()
        return End.LEFT if command is Command.LEAVE else self.shown(0)

    def go_on(self, said: Iterable[str]) -> End | None:
        """Show where a kept play stands."""
        self.face.show(Heading(self.play.story.title))
        self.say(map(Notice, said))
        self.face.show(Notice(_("h tells what was said so far, and ? what else you can ask for.")))
        self.say_problem()
        last = list(telling.move(self.play, self.play.made - 1))
        if not any(isinstance(item, Heading) for item in last):
            self.say(telling.headings(self.play.story, self.play.step.state.scene))
        return self.shown(self.play.made - 1)

    def turn(self) -> End | None:
        """Ask for one thing and do it. Return how the sitting ended, or None while it goes on."""
        offer = self.play.offer
        if not offer.choices:
            return self.over(offer.ending)
        answer = self.asked(telling.menu(offer, self.play.step.state))
        self.waited = self.waited + 1 if isinstance(answer, Pick) and answer.waited else 0
        if isinstance(answer, Pick):
            return self.choose(offer.choices[answer.row].name)
        return self.do(answer)

    def asked(self, rows: Sequence[Row]) -> Answer:
        """Ask what is to be done, the story's menu being these rows."""
        return self.face.ask(rows, wait=self.wait())

    def wait(self) -> Wait | None:
        """Return what doing nothing takes here, if waiting is switched on and somebody seems to be there."""
        if not self.face.settings.waiting or self.waited >= ALONE:
            return None
        found = (Wait(row, each.by_waiting) for row, each in enumerate(self.play.offer.choices) if each.by_waiting)
        return next(found, None)

    def choose(self, name: str, before: Iterable[Mapping[str, object]] = ()) -> End | None:
        """Make a choice and show what follows; `before` are lines to be written down with it."""
        self.play = self.play.choose(name)
        self.keeper.move(self.play.moves[-1], before)
        self.arrived()
        return self.shown(self.play.made - 1)

    def arrived(self) -> None:
        """Note an ending, and say what could not be written."""
        if self.play.offer.ending is not None:
            self.keeper.note({"ending": self.play.step.state.scene})
        self.say_problem()

    def over(self, ending: str | None) -> End | None:
        """Ask what comes after an ending or a dead end."""
        if self.around.next_play is None:
            return End.ENDED if ending is not None else End.DEAD_END
        from engine.terminal import after  # noqa: PLC0415 - first needed at an ending

        ways = after.ways(self.play, self.around)
        answer = self.face.ask([after.row(way) for way in ways])
        return self.take(ways[answer.row]) if isinstance(answer, Pick) else self.do(answer)

    def take(self, way: "Way") -> End | None:
        """Go on from an ending or a dead end."""
        from engine.terminal import after  # noqa: PLC0415 - as above

        match way:
            case after.Way.AGAIN:
                return self.again()
            case after.Way.UNDO:
                return self.do(Command.UNDO)
            case after.Way.SHELF:
                return End.SHELF
            case after.Way.LEAVE:
                return End.LEFT
            case _:
                with self.unwatched():
                    back = after.visited(way, self.face, self.play, self.around)
        return self.do(Times(Command.UNDO, back)) if back else None

    def again(self) -> End | None:
        """Begin another play."""
        assert self.around.next_play is not None  # noqa: S101 - only then is it offered
        self.play = self.around.next_play(self.play.story)
        self.keeper.begin(self.play)
        return self.start()

    def do(self, answer: Answer) -> End | None:  # noqa: C901 - one case for each thing
        """Do what the player asks for."""
        match answer:
            case Command.LEAVE:
                return End.LEFT
            case Command.UNDO | Command.REDO:
                return self.back_or_forth(answer, 1)
            case Times(command, times):
                return self.back_or_forth(command, times)
            case Command.BACK:
                return self.back()
            case Command.STAND:
                self.say(answers.stand(self.play, self.state))
            case Command.HISTORY:
                self.say(answers.said_so_far(self.play, self.told))
            case Command.AGAIN:
                self.say(self.told)
            case Command.FILE | Command.OPTIONS:
                self.beside(answer)
            case Command.HELP:
                self.say([Notice(self.face.choosing), *answers.help_lines()])
            case Command.CHANGED:
                self.reread()
                self.here()
            case _:
                pass
        return None

    def beside(self, command: Command) -> None:
        """Do what has nothing to do with where the play stands."""
        with self.unwatched():
            if command is Command.FILE:
                from engine.terminal.to_file import ask_and_write  # noqa: PLC0415 - hardly ever asked for

                ask_and_write(self.face, self.play)
            else:
                from engine.terminal.options import options  # noqa: PLC0415 - as above

                options(self.face, self.around.keep_settings)

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        """Let nothing that is asked meanwhile be broken off because the story was saved; it is taken in afterwards."""
        self.face.changed = None
        try:
            yield
        finally:
            self.face.changed = self.around.changed

    def back(self) -> End | None:
        """Ask for a choice to go back to, and take back all from there on."""
        with self.unwatched():
            times = answers.ask_how_far_back(self.face, self.play)
        return self.back_or_forth(Command.UNDO, times) if times else None

    def back_or_forth(self, command: Command, times: int) -> End | None:
        """Undo or redo choices."""
        undoes = command is Command.UNDO
        before = self.play
        self.play = before.undo(times) if undoes else before.redo(times)
        done = abs(before.made - self.play.made)
        if not done:
            nothing = _("There is nothing to take back.") if undoes else _("There is nothing to make again.")
            self.face.show(Notice(nothing))
            return None
        self.keeper.note({command.name.lower(): done})
        if not undoes:
            self.arrived()
        return self.moved(command.name.lower(), before)

    def moved(self, how: str, before: Play) -> End | None:
        """Show where the play stands after a `choice`, an `undo` or a `redo`. `before` is the play until then."""
        if how == "undo":
            self.face.show(Notice(answers.taken_back(before, self.play)))
            self.here()
            return None
        if how == "redo":
            made = self.play.made - before.made
            text = ngettext("Made again:", "{count} choices made again. The last:", made)
            self.face.show(Notice(text.format(count=made)))
        return self.shown(self.play.made - 1)

    def here(self) -> None:
        """Show the words of the last move again, without what was chosen and without page turns."""
        last = telling.move(self.play, self.play.made - 1)
        self.told = [item for item in last if not isinstance(item, Turn)]
        self.say(item for item in self.told if not isinstance(item, Chosen))
        self.state = self.play.step.state
        self.look_back()

    def follow(self, play: Play, entry: Entry) -> None:
        """Show how the play went on to `play`, as if `entry` had just been asked for."""
        offer = self.play.offer
        names = [choice.name for choice in offer.choices]
        typed = entry.kind[0] + (f" {entry.value}" if entry.value != 1 else "")
        if entry.kind == "choice":
            typed = str(names.index(play.moves[-1].choice or "") + 1)
        rows = telling.menu(offer, self.play.step.state)
        if not names:
            from engine.terminal import after  # noqa: PLC0415 - as above

            rows = [after.row(way) for way in after.ways(self.play, self.around)]
        self.face.ask(rows, typed)
        before, self.play = self.play, play
        self.moved(entry.kind, before)

    def say(self, items: Iterable[Item]) -> None:
        """Show things, one after the other."""
        for item in items:
            self.face.show(item)

    def say_problem(self) -> None:
        """Say what could not be written, once."""
        if problem := self.keeper.told():
            self.face.show(Notice(problem))

    def shown(self, index: int) -> End | None:
        """Show a move, page by page; at a page's end the player may also ask for something else."""
        self.told = []
        for item in telling.move(self.play, index):
            if isinstance(item, Turn):
                self.state = item.state
            if isinstance(item, Turn) or (self.asks and self.face.is_full(item)):
                before = self.play
                while (command := self.face.turn(asks=self.asks)) is not Command.ON:
                    if command is Command.CHANGED:
                        self.reread()
                        return self.shown(self.play.made - 1)
                    end = self.do(command)
                    if end is not None or self.play is not before:
                        return end
            if not isinstance(item, Turn):
                self.told.append(item)
                self.face.show(item)
        self.state = self.play.step.state
        self.look_back()
        return None

    def look_back(self) -> None:
        """Show what stands below an ending."""
        if self.play.offer.ending is not None:
            from engine.terminal.reflection import first_lines  # noqa: PLC0415 - as above

            self.say(first_lines(self.play, more=self.around.next_play is not None))

    def reread(self) -> None:
        """Take in the story as it was just written; one that is at fault is told, and the last good one stays."""
        if self.around.reread is None:
            return
        found = self.around.reread()
        if found.story is None:
            self.face.show(Frame(found.faults))
            self.face.show(Notice(_("The story as it was before goes on meanwhile.")))
            return
        followed = follow_play(found.story, self.play)
        self.face.show(Notice(_("The story was saved, and read again.")))
        if followed.play is None:
            self.play = self.around.next_play(found.story) if self.around.next_play else self.play
        else:
            self.play = followed.play
        if followed.stopped is not None or followed.play is None:
            self.say(map(Notice, stopped(found.story, followed)))
            if followed.stopped is not None:
                self.face.show(Notice(_("What was only given another name is followed once renamed: says so.")))
            if self.keeper.is_kept:
                self.face.show(Notice(still_kept(self.keeper.name)))
            self.keeper.begin(self.play, self.keeper.name)
