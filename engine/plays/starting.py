"""Whether a sitting goes on with a kept play or begins a new one, and what the player is told of it.

May import floors 0 and 1 and the rest of its room but `journal` and `settings`. Nothing that was kept is ever lost:
what cannot be gone on with stays as it is.
"""

from collections.abc import Callable
from typing import NamedTuple

from engine.languages.messages import _, ngettext
from engine.model import Story
from engine.play.transcript import NotATranscript, Play, Transcript
from engine.plays.following import Followed, follow, why
from engine.plays.keeping import Keeper
from engine.plays.kept import SHORT, Kept, latest, read, whole
from engine.plays.lines import InUse, Lines, opened


class Start(NamedTuple):
    """A play, whether it goes on with one that was kept, and what is to be said before it."""

    play: Play
    goes_on: bool
    said: tuple[str, ...] = ()


def start(story: Story, keeper: Keeper, begun: Callable[[], Play], *, new: bool) -> Start:
    """Return the play that was played last, or one that has just `begun`; the keeper writes down what follows.

    Raises:
        CannotKeep: the file that was asked for as a copy cannot be made.

    """
    under = keeper.under
    if new or under.folder is None:
        return _new(keeper, begun)
    kept, other = latest(story, under.place, under.slot, under.folder)
    if kept is None:
        said = _("A play of another story that is called {story} is kept here too; it stays as it is.")
        return _new(keeper, begun, *([said.format(story=story.id)] if other else []))
    try:
        lines = opened(kept.path)
    except InUse:
        return _new(keeper, begun, _("Your play of this story is open in another window. This is a new one beside it."))
    except OSError as error:
        return _new(keeper, begun, _unreadable(kept, error.strerror or ""))
    return _kept(story, keeper, begun, kept, lines)


def _new(keeper: Keeper, begun: Callable[[], Play], *said: str) -> Start:
    play = begun()
    keeper.begin(play)
    return Start(play, goes_on=False, said=said)


def _unreadable(kept: Kept, reason: str) -> str:
    return _("The play that is kept in {path} cannot be read ({why}). It stays as it is; this is a new one.").format(
        path=kept.path, why=reason
    )


def _kept(story: Story, keeper: Keeper, begun: Callable[[], Play], kept: Kept, lines: Lines) -> Start:
    """Go on with a kept play that is open, as far as it can be followed."""
    try:
        found = read(lines)
    except NotATranscript as error:
        lines.close()
        newer = _("it was kept by version {version} of Curbside's plays").format(version=error.version)
        return _new(keeper, begun, _unreadable(kept, newer if error.version else _("it is damaged at its beginning")))
    followed = follow(story, found)
    if found.ended and followed.play and followed.play.offer.ending and keeper.under.slot == kept.slot:
        lines.close()
        ended = _("Your last play of this story came to an ending; --slot {name} looks at it again. This is a new one.")
        return _new(keeper, begun, ended.format(name=kept.id[:SHORT]))
    if _is_torn(story, found, followed):
        lines.cut(_before(lines, followed))
    elif followed.stopped or followed.play is None or found.damaged or not followed.as_written:
        lines.close()
        return _cut(story, keeper, begun, kept, found, followed)
    else:
        _mend_end(lines)
    assert followed.play is not None  # noqa: S101 - else it was cut
    keeper.go_on(lines, followed.play, kept.id)
    return Start(followed.play, goes_on=followed.choices > 0, said=tuple(_going_on(story, found, followed)))


def _is_torn(story: Story, found: Transcript, followed: Followed) -> bool:
    """Whether the last choice was being written when everything stopped: its draw is missing, in the same story."""
    return (
        followed.stopped is not None
        and followed.stopped.__cause__ is None
        and followed.as_written
        and not found.damaged
        and found.header.get("digest") == story.digest
    )


def _before(lines: Lines, followed: Followed) -> int:
    """Return how many bytes stand before the line that could not be followed."""
    assert followed.stopped is not None  # noqa: S101 - it is asked only then
    return sum(len(row) + 1 for row in lines.read().split(b"\n")[: followed.stopped.line - 1])


def _mend_end(lines: Lines) -> None:
    """Let what is written next begin on a line of its own."""
    written = lines.read()
    end = whole(written)
    if end < len(written):
        if _is_line(written, end):
            lines.add("\n")
        else:
            lines.cut(end)


def _is_line(written: bytes, end: int) -> bool:
    import json  # noqa: PLC0415 - hardly ever needed

    try:
        return isinstance(json.loads(written[end:]), dict)
    except (ValueError, RecursionError):
        return False


def _going_on(story: Story, found: Transcript, followed: Followed) -> list[str]:
    if not followed.choices:
        return []
    count = followed.choices
    said = ngettext(
        "You go on where you stopped, after {count} choice. To begin anew, leave and play with --new.",
        "You go on where you stopped, after {count} choices. To begin anew, leave and play with --new.",
        count,
    ).format(count=count)
    changed = _("The story was changed since then; everything that you chose still holds.")
    return [said, *([changed] if found.header.get("digest") != story.digest else [])]


def _cut(  # noqa: PLR0913, PLR0917 - all that is known goes into what is said
    story: Story, keeper: Keeper, begun: Callable[[], Play], kept: Kept, found: Transcript, followed: Followed
) -> Start:
    """Go on with as much of a kept play as could be followed, in a file of its own; the old one stays as it is."""
    play = followed.play or begun()
    keeper.begin(play, kept.id)
    said = [
        *([_("Line {line} of the kept play is damaged; nothing behind it can be read.").format(line=found.damaged)]
          if found.damaged else []),
        *([_("The story was changed since then.")] if followed.play and followed.stopped else []),
        *stopped(story, followed),
        still_kept(kept.id),
    ]  # fmt: skip
    return Start(play, goes_on=play.made > 1, said=tuple(said))


def still_kept(play: str) -> str:
    """Return that a play, by its id, is there as it was."""
    return _("The play as it was stays kept: --slot {name} asks for it.").format(name=play[:SHORT])


def stopped(story: Story, followed: Followed) -> list[str]:
    """Return in words how far a play still holds in a story that was changed, and why no further."""
    if followed.stopped is None or followed.play is None:
        if followed.play is None:
            return [_("The story was changed, and the play cannot even begin as it did. This is a new one.")]
        return [
            _still(followed),
            *([_("The story was changed since then: something that you had taken back is not there any more.")]
              if not followed.as_written else []),
        ]  # fmt: skip
    scene = story.scenes[followed.play.step.state.scene]
    return [
        _still(followed),
        _('It stops at "{scene}": {why}. You go on from there.').format(
            scene=scene.title or scene.id, why=why(story, followed.stopped)
        ),
    ]


def _still(followed: Followed) -> str:
    count, of = followed.choices, followed.of
    if not count:
        sentence = ngettext("Your choice does not hold.", "None of your {of} choices holds.", of)
    elif count == of:
        sentence = ngettext("Your choice still holds.", "All of your {of} choices still hold.", of)
    else:
        sentence = ngettext(
            "{count} of your {of} choices still holds.", "{count} of your {of} choices still hold.", count
        )
    return sentence.format(count=count, of=of)
