"""Plays that are killed at random moments: `python -m tests.killed KILLS SEED STORY` tells what was lost.

Each play is a process of its own, forked from this one so that it starts at once. Its keyboard is a pipe that holds a
whole evening of random answers; somewhere on the way it gets SIGKILL. What it had shown by then was acknowledged. Then
the file is read as the next sitting would read it, and that sitting goes on in the same file, until it is killed too.
"""

import json
import os
import random
import re
import signal
import sys
import time
from collections.abc import Iterator
from functools import cache
from tempfile import TemporaryDirectory

from jsonschema import Draft202012Validator

from engine.cli import main
from engine.commands import playing
from engine.model import Story
from engine.play.transcript import Play
from engine.plays.following import follow
from engine.plays.kept import everything, transcripts
from engine.terminal import playing as _playing  # noqa: F401 - before the forks
from engine.terminal.answers import label
from tests.screens import ROOT

LONGEST = 0.09
"""Within how many seconds a play is killed: about as long as one of these evenings takes."""
SITTINGS = 10
"""How many sittings go on in one file before it is left."""
SAYS = re.compile(r"^(?:You chose: (?P<chosen>.+)|Taken back: (?P<back>.+)|(?P<again>Made again:))$", re.MULTILINE)
LINE = Draft202012Validator(json.loads((ROOT / "schemas" / "transcript.schema.json").read_text(encoding="utf-8")))

playing._read = cache(playing._read)  # noqa: SLF001 - the story is read once, before the forks


def evening(dice: random.Random) -> str:
    """Return what is typed in one evening."""
    keys = ["1", "2", "3", "4", "1", "2", "", "u", "r", "s"]
    return "".join(f"{dice.choice(keys)}\n" for _ in range(120))


def killed(story: str, typed: str, after: float) -> str:
    """Play, be killed, and return what was on the screen by then."""
    keys, screen = os.pipe(), os.pipe()
    os.write(keys[1], typed.encode())
    os.close(keys[1])
    child = os.fork()
    if child == 0:
        for end, place in ((keys[0], 0), (screen[1], 1), (screen[1], 2)):
            os.dup2(end, place)
        sys.stdin, sys.stdout, sys.stderr = (os.fdopen(n, "r" if n == 0 else "w", encoding="utf-8") for n in range(3))
        os._exit(main(["play", story, "--plain", "--width", "900"]))
    for end in (keys[0], screen[1]):
        os.close(end)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(screen[0], encoding="utf-8", errors="replace") as stream:
        return stream.read()


def acknowledged(shown: str, before: list[str]) -> list[str]:
    """Return the labels of what was chosen and not undone, as a reader of the screen knows them."""
    now, undone = list(before), list[str]()
    _before, goes_on, after = shown.partition("You go on where you stopped")
    for found in SAYS.finditer(after.partition("\n> ")[2] if goes_on else shown):
        if found["chosen"]:
            now.append(found["chosen"])
        elif found["back"]:
            undone.append(now.pop())
    return now


def kept_labels(story: Story, play: Play) -> list[str]:
    """Return the labels of what was chosen and not undone, as the file knows them."""
    assert play.story is story
    return [" ".join(label(play, index).split()) for index in range(1, play.made)]


def differs(ours: list[str], theirs: list[str]) -> bool:
    """Say whether two lists are more than the choice being made apart."""
    return not (ours == theirs or ours[:-1] == theirs or ours == theirs[:-1])


def losses(kills: int, seed: int, name: str) -> Iterator[str]:
    """Yield what was lost or unreadable, in words."""
    dice = random.Random(seed)  # noqa: S311 - the same moments for the same seed, as far as a clock allows
    story = playing._read(ROOT / name).story  # noqa: SLF001 - as above
    assert story is not None
    chosen = 0
    for number in range(kills):
        if number % SITTINGS == 0:
            folder = TemporaryDirectory()
            os.environ["CURBSIDE_DATA"] = folder.name
            before: list[str] = []
        shown = killed(str(ROOT / name), evening(dice), dice.uniform(0, LONGEST))
        expected = acknowledged(shown, before)
        chosen += shown.count("You chose: ")
        unreadable = [kept.path.name for kept in everything() if kept.problem]
        if unreadable:
            yield f"kill {number}: unreadable: {unreadable}"
        found = next(iter(transcripts(story.id)), None)
        followed = follow(story, found[1]) if found else None
        before = kept_labels(story, followed.play) if followed and followed.play else []
        if followed and (followed.stopped or not followed.as_written) and "missing" not in str(followed.stopped):
            yield f"kill {number}: cannot be followed: {followed.stopped}"
        if found and found[1].ended and not expected:  # a new play of which nothing was chosen yet
            before = []
        elif differs(expected, before):
            yield f"kill {number}: acknowledged {expected}, kept {before}"
        for kept, _written in transcripts(story.id):
            for line in kept.path.read_bytes().split(b"\n")[:-1]:
                LINE.validate(json.loads(line))
        if found and found[1].ended:  # the next sitting begins anew
            before = []
    sys.stdout.write(f"{chosen} choices were shown, over {kills} kills\n")


if __name__ == "__main__":
    lost = list(losses(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
    sys.stdout.write("".join(f"{each}\n" for each in lost))
    sys.exit(bool(lost))
