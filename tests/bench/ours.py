"""Our engine on the walk: a play-through in one process, words resolved to strings."""

import io
from pathlib import Path

from engine import load
from engine.play.rules import Offer, Step, begin, offer, step
from engine.play.transcript import Play, started
from engine.play.words import line, words
from engine.plays.settings import Settings
from engine.terminal import telling
from engine.terminal.plain import Plain
from tests.bench.walk import Told, serve


def rules(path: str) -> None:
    """Walk by the rules alone: `step`, `words` and `offer`, as a host that keeps no history would."""
    story = load(Path(path)).story
    assert story is not None
    at: tuple[Step, Offer]

    def told(made: Step) -> Told:
        nonlocal at
        offered = offer(story, made.state)
        at = made, offered
        letters = sum(len(paragraph.plain) for each in made.told for paragraph in words(story, each))
        return len(offered.choices), letters + sum(len(line(choice.text, made.state)) for choice in offered.choices)

    serve(lambda: told(begin(story)), lambda index: told(step(story, at[0].state, at[1].choices[index].id)))


def history(path: str) -> None:
    """Walk a `Play`, which keeps every step for undo and the transcript; it begins anew at each ending."""
    story = load(Path(path)).story
    assert story is not None
    play: Play

    def told(made: Play) -> Told:
        nonlocal play
        play = made
        offered, state = made.offer, made.step.state
        letters = sum(len(paragraph.plain) for each in made.step.told for paragraph in words(story, each, made.seed))
        return len(offered.choices), letters + sum(len(line(choice.text, state)) for choice in offered.choices)

    serve(lambda: told(started(story, 1)), lambda index: told(play.choose(play.offer.choices[index].name)))


def plain(path: str) -> None:
    """Walk with everything that the plain player shows, wrapped to 72 columns, written to memory."""
    story = load(Path(path)).story
    assert story is not None
    play: Play

    def told(made: Play) -> Told:
        nonlocal play
        play, shown = made, io.StringIO()
        face = Plain(io.StringIO(), shown, Settings())
        for item in telling.move(made, len(made.moves) - 1):
            face.show(item)
        menu = telling.menu(made.offer, made.step.state)
        for number, row in enumerate(menu, 1):
            face.row(row.label, row.under, f"{number}. ")
        return sum(not row.closed for row in menu), len(shown.getvalue())

    serve(lambda: told(started(story, 1)), lambda index: told(play.choose(play.offer.choices[index].name)))
