"""A sitting from its start to its end: which face, which play, where it is written, and the shelf of stories.

May import floors 0 to 2, `languages`, `plays`, `classes` and the rest of its room. Reads no story files: loaded stories
are handed in.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.afterwards.seen import Seen, seen
from engine.diagnostics import showable
from engine.languages.messages import _, ngettext
from engine.model import Story
from engine.play import transcript
from engine.play.transcript import CannotReplay, Move, Play, Transcript
from engine.plays.keeping import CannotKeep, Keeper, Under
from engine.plays.kept import plays_folder, transcripts, underway
from engine.plays.settings import Settings, keep_settings, settings
from engine.plays.starting import Start, start
from engine.terminal import sizes
from engine.terminal.around import Around, Reread
from engine.terminal.face import Command, End, Face, Pick
from engine.terminal.plain import Plain
from engine.terminal.session import Session
from engine.terminal.telling import Heading, Notice, Row
from engine.width import wrap

if TYPE_CHECKING:
    from engine.checking.lesson import Pause
    from engine.classes.into import Joined
    from engine.plays.somewhere import There


class Wishes(NamedTuple):
    """What was asked for on the command line. `seed`, `width` and `slot` are None where nothing was."""

    plain: bool = False
    seed: int | None = None
    width: int | None = None
    transcript: Path | None = None
    replay: Path | None = None
    once: bool = False
    new: bool = False
    slot: str | None = None
    class_code: str | None = None
    into: Path | None = None
    alias: str | None = None
    pair: bool = False
    projector: bool = False

    @property
    def joined(self) -> "Joined | None":
        """The class that is played for, once an alias was taken; a whole class has none."""
        if self.class_code is None or self.into is None or (self.alias is None and not self.projector):
            return None
        from engine.classes.into import Joined  # noqa: PLC0415 - few play for a class

        return Joined(self.class_code, self.into, self.alias or "", self.pair)

    @classmethod
    def of(cls, options: argparse.Namespace) -> "Wishes":
        """Return the wishes among parsed arguments; a whole class goes on with a play of its own."""
        found = cls(**{name: getattr(options, name) for name in cls._fields})
        own = found.projector and found.into is None and found.slot is None
        return found._replace(slot=_PROJECTOR) if own else found


_PROJECTOR: Final = "projector"
"""The slot of plays before a projector: what a teacher tried alone is not gone on with before a class."""


class Shelved(NamedTuple):
    """A story, and what the shell knows of it: its place, its lesson's acts and pauses, how it is read again."""

    story: Story
    place: str = ""
    acts: Callable[[], tuple[str, ...]] = tuple
    pauses: "Callable[[], tuple[Pause, ...]]" = tuple
    changed: Callable[[], bool] | None = None
    reread: Callable[[], Reread] | None = None


def play(shelved: Shelved, wishes: Wishes, face: Face | None = None, there: "There | None" = None) -> End:
    """Play a story, or show a kept play of it, on standard input and output or to a face that is there already.

    With `there` a new play begins where that has come to.
    """
    face = face or opened(wishes)
    if wishes.replay is not None:
        return _replay(face, shelved, wishes.replay)
    folder = plays_folder()
    if folder is not None and not folder.exists() and not isinstance(face, Plain):
        face.show(
            Notice(_("With a screen reader or over a slow line, curbside --plain shows all this in plain lines."))
        )
    try:
        keeper, said = _keeper(shelved, wishes, folder)
    except CannotKeep as error:
        _complain(f"{error}.")
        return End.UNREADABLE
    try:
        beginning = _beginning(shelved.story, keeper, wishes, there)
        beginning = beginning._replace(said=(*said, *beginning.said))
        session = _session(face, beginning.play, keeper, shelved, wishes)
        end = session.run(beginning)
    except CannotKeep as error:
        _complain(f"{error}.")
        return End.UNREADABLE
    except KeyboardInterrupt:
        if keeper.is_kept:
            _complain("")
            _complain(_left(wishes, keeper))
        raise
    else:
        has_more = keeper.is_kept or wishes.joined is not None or session.around.next_play is not None
        if end is End.LEFT and session.is_underway and has_more:
            _complain(_left(wishes, keeper))
        return end
    finally:
        keeper.close()


def _session(face: Face, play: Play, keeper: Keeper, shelved: Shelved, wishes: Wishes) -> Session:
    around = _around(shelved, wishes)
    if not wishes.projector:
        return Session(face, play, keeper, around)
    from engine.terminal.projector import WholeClass  # noqa: PLC0415 - few play so

    return WholeClass(face, play, keeper, around, shelved.pauses())


def _keeper(shelved: Shelved, wishes: Wishes, folder: Path | None) -> tuple[Keeper, list[str]]:
    """Return what writes the plays down, and what is to be said of it. Raises CannotKeep."""
    under = Under(folder, wishes.slot or "", shelved.place)
    if wishes.joined is None:
        return Keeper(under, wishes.transcript), []
    from engine.terminal.joining import joins  # noqa: PLC0415 - few play for a class

    into, said = joins(wishes.joined)
    header = {**wishes.joined.header, "alias": wishes.alias}
    return Keeper(under._replace(joined=header), wishes.transcript, beside=into), said


def _left(wishes: Wishes, keeper: Keeper) -> str:
    if keeper.beside is not None:
        from engine.terminal.joining import left  # noqa: PLC0415 - as above

        return left(is_there=keeper.beside.is_there, is_kept=keeper.is_kept)
    if keeper.is_kept:
        if wishes.projector and wishes.slot == _PROJECTOR:
            return _("You have left, and this play is kept: --projector goes on with it.")
        if wishes.slot:
            return _("You have left, and your play is kept: --slot {name} goes on with it.").format(name=wishes.slot)
        return _("You have left, and your play is kept: whenever you play the story again, it goes on.")
    if wishes.transcript:
        return _("What you chose stands in {file}; --replay shows it again.").format(file=wishes.transcript)
    return _("You have left. This play was not kept.")


def _beginning(story: Story, keeper: Keeper, wishes: Wishes, there: "There | None") -> Start:
    if there is not None:
        from engine.plays.somewhere import start_there  # noqa: PLC0415 - few plays begin so

        return start_there(keeper, there, _seed(wishes.seed))
    new = wishes.new or wishes.seed is not None or wishes.joined is not None
    return start(story, keeper, partial(_begun, wishes.seed, story), new=new)


def _begun(seed: int | None, story: Story) -> Play:
    return transcript.started(story, _seed(seed))


def _seed(asked: int | None) -> int:
    return asked if asked is not None else int.from_bytes(os.urandom(4), "big")


def _around(shelved: Shelved, wishes: Wishes) -> Around:
    return Around(
        next_play=None if _once(wishes) else partial(_begun, None),
        acts=shelved.acts,
        keep_act=partial(_keep_act, shelved.story.id),
        seen=partial(_seen, shelved),
        keep_settings=_keep_settings,
        changed=shelved.changed,
        reread=shelved.reread,
    )


def _once(wishes: Wishes) -> bool:
    return wishes.once or not sys.stdin.isatty()


def _keep_act(story: str, act: str) -> str:
    from datetime import date  # noqa: PLC0415 - few plays come to it

    from engine.plays.journal import add  # noqa: PLC0415 - as above

    return add(story, act, date.today())  # noqa: DTZ011 - the player's own day


def _keep_settings(before: Settings, now: Settings) -> str:
    """Keep what was changed: what was asked for on the command line is for this sitting only."""
    changed = {
        each.name: value for each in fields(now) if (value := getattr(now, each.name)) != getattr(before, each.name)
    }
    stored, _problem = settings()
    return keep_settings(replace(stored, **changed))


def _seen(shelved: Shelved) -> Seen:
    """Return what was seen on all plays of a story that are kept, what was taken back included."""
    moves: list[Move] = []
    for kept, written in transcripts(shelved.story.id):
        if kept.digest == shelved.story.digest or kept.place == shelved.place:
            moves += _all_moves(shelved.story, written)
    return seen(shelved.story, moves)


def _all_moves(story: Story, written: Transcript) -> list[Move]:
    moves: list[Move] = []
    with suppress(CannotReplay):
        for each in transcript.replay(story, written):
            if each.entry is None or each.entry.kind == "choice":
                moves.append(each.play.moves[-1])  # noqa: PERF401 - what came before a stop counts
    return moves


def shelf(stories: Sequence[Shelved], wishes: Wishes) -> End:
    """Let the player pick a story, and play it."""
    face = opened(wishes)
    while True:
        face.show(Heading(_("Curbside")))
        face.show(Notice(_("Which story?")))
        answer = face.ask([_row(each) for each in stories])
        if isinstance(answer, Pick):
            end = play(stories[answer.row], wishes, face)
            if end is not End.SHELF:
                return end
        elif answer is Command.LEAVE:
            return End.LEFT
        elif answer is Command.OPTIONS:
            from engine.terminal.options import options  # noqa: PLC0415 - hardly ever asked for

            options(face, _keep_settings)
        elif answer is Command.HELP:
            face.show(Notice(face.choosing))
            face.show(Notice(_("how this looks: width, spacing, waiting"), "o  "))
            face.show(Notice(_("leave"), "q  "))


def _row(shelved: Shelved) -> Row:
    story = shelved.story
    scenes = ngettext("{count} scene", "{count} scenes", len(story.scenes)).format(count=len(story.scenes))
    endings = ngettext("{count} ending", "{count} endings", len(story.endings)).format(count=len(story.endings))
    return Row(story.title, "\n".join([story.summary, f"{scenes}, {endings}", *_underway(shelved)]))


def _underway(shelved: Shelved) -> list[str]:
    made = underway(shelved.story, shelved.place)
    sentence = ngettext("You are {count} choice into it.", "You are {count} choices into it.", made)
    return [sentence.format(count=made)] if made else []


def opened(wishes: Wishes) -> Face:
    """Return the face that fits these streams and wishes."""
    stored, problem = settings()
    now = replace(stored, width=wishes.width or stored.width, plain=wishes.plain or stored.plain)
    if wishes.projector:
        now = replace(now, large_spacing=True)
    face: Face
    if not now.plain and rich_is_fit():
        from engine.terminal.rich import Rich  # noqa: PLC0415 - the plain player does without

        face = Rich(sys.stdout, now, colour=not os.environ.get("NO_COLOR"))
    else:
        face = Plain(sys.stdin, sys.stdout, now)
    if problem:
        face.show(Notice(problem))
    return face


def rich_is_fit() -> bool:
    """Return whether the rich player would do no harm here: both streams are a terminal that can move its cursor."""
    terminal = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") not in ("dumb", "unknown")
    return terminal and os.environ.get("ACCESSIBLE", "0").lower() in ("", "0", "false", "no")


def _replay(face: Face, shelved: Shelved, file: Path) -> End:
    """Show a play as it was played, menus and all, asking nothing, up to where it ends."""
    story = shelved.story
    try:
        kept = transcript.read(file.read_text(encoding="utf-8"))
    except OSError as error:
        _complain(_("{file} cannot be read: {why}.").format(file=file, why=error.strerror))
        return End.UNREADABLE
    except (UnicodeDecodeError, transcript.NotATranscript) as error:
        _complain(_("{file} cannot be replayed: {why}.").format(file=file, why=error))
        return End.UNREADABLE
    if kept.header["story"] != story.id:
        other = _('{file} is a play of "{other}", and this story is "{story}".')
        _complain(other.format(file=file, other=kept.header["story"], story=story.id))
        return End.UNREADABLE
    try:
        _shown_again(face, shelved, kept)
    except CannotReplay as error:
        edited = _("{file}, {why}. The story may have been edited since; what was played before that is above.")
        _complain(edited.format(file=file, why=error))
        return End.FAULTY
    if kept.problem:
        damaged = _("{file}: {why}; what was played before that is above.")
        _complain(damaged.format(file=file, why=kept.problem))
        return End.FAULTY
    if sys.stdout.isatty():  # somebody looks on, and might wait for more
        _complain(_("Here the play ends that was written down."))
    return End.LEFT


def _shown_again(face: Face, shelved: Shelved, kept: Transcript) -> None:
    plays = transcript.replay(shelved.story, kept)
    session = Session(face, next(plays).play, Keeper(), Around(acts=shelved.acts), asks=False)
    session.start()
    for each in plays:
        if each.entry is not None:
            session.follow(each.play, each.entry)


def _complain(message: str) -> None:
    sys.stdout.flush()
    lines = [showable(line) for line in message.split("\n")]
    if sys.stderr.isatty():
        most = sizes.window(sys.stderr).columns
        lines = [row for line in lines for row in wrap(line, most)]
    sys.stderr.write("".join(f"{line}\n" for line in lines))
