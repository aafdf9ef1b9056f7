"""A sitting of a whole class before a projector: it votes, a tie is the teacher's, and the lesson's pauses are kept.

May import floors 0 to 2, `messages` and, from its own room, what stands above it. Votes are numbers for each choice;
nothing here knows of pupils.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.languages.messages import _, ngettext
from engine.model import Paragraph, Run
from engine.play.transcript import Play
from engine.plays.keeping import Keeper
from engine.terminal import answers, voting
from engine.terminal.around import Around
from engine.terminal.face import Answer, Command, End, Face, Pick, Times
from engine.terminal.session import Session
from engine.terminal.telling import Notice, Row, Words
from engine.terminal.typed import LETTERS
from engine.terminal.voting import Refused, Votes, letter

if TYPE_CHECKING:
    from engine.checking.lesson import Pause


class WholeClass(Session):
    """A session in which a line answers the story's menus: a letter, or how many are for each choice.

    `pauses` are the lesson's. `votes` are those of the play as it stands now, of which `tied` is not decided yet.
    """

    def __init__(self, face: Face, play: Play, keeper: Keeper, around: Around, pauses: "Iterable[Pause]") -> None:
        super().__init__(face, play, keeper, around)
        self.pauses = tuple(pauses)
        self.votes: Votes | None = None
        self.voted_at = play
        self.is_new = True

    def asked(self, rows: Sequence[Row]) -> Answer:
        """Ask until one choice is decided, or something else is asked for; a tie stays until it is decided."""
        most = sum(not row.closed for row in rows)
        if self.voted_at is not self.play:
            self.votes, self.voted_at = None, self.play
        before = self.face.lettered(rows, [letter(row) for row in range(most)])
        if before is not Command.ON:
            return before
        if self.votes is not None:
            self.face.show(Notice(voting.result(self.votes)))
        while True:
            line = self.face.line()
            if (found := line if isinstance(line, Command) else self.understood(line, most)) is not None:
                return found

    def understood(self, line: str, most: int) -> Answer | None:
        """Return what a line comes to; None, and a word about it, where more is needed."""
        try:
            meant = voting.meant(line, most)
        except Refused as error:
            self.face.show(Notice(str(error)))
            return None
        if isinstance(meant, Pick):
            if self.votes is not None and meant.row not in voting.leaders(self.votes):
                self.face.show(Notice(voting.outside(meant.row, self.votes)))
                return None
            return meant
        if isinstance(meant, Command | Times):
            return meant
        self.votes = meant
        self.face.show(Notice(voting.result(meant)))
        first, *others = voting.leaders(meant)
        return None if others else Pick(first)

    def choose(self, name: str, before: Iterable[Mapping[str, object]] = ()) -> End | None:
        """Make a choice; the votes stand before it in what is written down."""
        return super().choose(name, (*before, *self.line_of_votes()))

    def line_of_votes(self) -> Iterator[Mapping[str, object]]:
        """Yield the line that keeps the votes, if there were any."""
        if self.votes is not None:
            names = [choice.name for choice in self.play.offer.choices]
            yield {
                "votes": dict(zip(names, self.votes, strict=True)),
                "tie": len(voting.leaders(self.votes)) > 1,
            }

    def do(self, answer: Answer) -> End | None:
        """Do what is asked for; at the story's menus help tells of letters."""
        most = len(self.play.offer.choices)
        if answer is not Command.HELP or not most:
            return super().do(answer)
        self.say([Notice(_how()), *answers.help_lines()])
        if any(letter(row).lower() in LETTERS for row in range(most)):
            self.face.show(Notice(_("A letter that stands for a choice does all this behind a dot, as in .a")))
        return None

    def shown(self, index: int) -> End | None:
        """Show a move, and behind it the pauses of the scenes that it came to; before the first, how a class votes."""
        if self.is_new:
            self.is_new = False
            self.face.show(Notice(_how()))
        before = self.play
        end = super().shown(index)
        if end is None and self.play is before:
            return self.pause(index)
        return end

    def pause(self, index: int) -> End | None:
        """Let the class pause until Enter is pressed; no clock runs. Something else may be asked for meanwhile."""
        before = self.play
        for pause in self.due(index):
            self.face.show(Words(Paragraph((Run(_in_words(pause), "strong"),))))
            while (command := self.face.turn(asks=True)) is not Command.ON:
                end = self.do(command)
                if end is not None or self.play is not before:
                    return end
        return None

    def due(self, index: int) -> "Iterator[Pause]":
        """Yield the pauses of the scenes that a move came to, in their order."""
        move = self.play.moves[index]
        was = self.play.moves[index - 1].step.state.scene if index else None
        for told in move.step.told:
            if told.kind == "scene" and told.place != was:
                was = told.place
                yield from (pause for pause in self.pauses if pause.scene == was)


def _how() -> str:
    return _("The class votes. Type the letter of a choice and Enter, or how many are for each: A 12 B 9 C 4.")


def _in_words(pause: "Pause") -> str:
    said = ngettext("Pause, {count} minute: {prompt}", "Pause, {count} minutes: {prompt}", pause.minutes)
    return said.format(count=pause.minutes, prompt=pause.prompt)
