"""Start to first choices: whole processes, from nothing to the first menu on standard output, input at its end."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tests.bench.peers import Peer, node
from tests.bench.rows import Row, Section, ms
from tests.bench.turns import NOTHING_KEPT, ROOT, Command, Cost, in_turn, once, python

BUNDLED: Final = "boy-on-the-curb"
BOUND: Final = "<= 1.5"
SLOW: Final = 2_000
"""From so many scenes on, compilers and the slowest peer are left out: they take tens of seconds."""
NOTHING: Final = "python -c pass"
_OURS, _SLOW, _FLOOR, _UNCHECKED = "curbside", "curbside without `fast`", "its floor", "its floor without a schema"
_KEPT, _KEPT_FLOOR, _KEPT_TYPED = "curbside, kept", "its floor, kept", "its floor, kept, typed"
_ON = "curbside, kept, going on with a play"
_NO_FAST: Final = "import sys; sys.modules['jsonschema_rs'] = None; from engine.cli import main; sys.exit(main())"


_FLOORS: Final = {
    _OURS: ((_FLOOR, BOUND), (_UNCHECKED, "")),
    _SLOW: ((_FLOOR, BOUND),),
    _KEPT: ((_KEPT_FLOOR, "<= 1.3"), (_KEPT_TYPED, "<= 1.3")),
    _ON: ((_KEPT_FLOOR, ""), (_KEPT_TYPED, "")),
}
_BOUNDS: Final = {_KEPT: "<= 6"}
"""What is compared with which floor, and with an empty process, and the bounds."""


def bundled(rounds: int) -> tuple[Section, dict[str, Cost]]:
    """Return the rows of the bundled story, and the costs they were made from."""
    folder = ROOT / "scenes" / BUNDLED
    files = [folder / "story.yaml", *sorted((folder / "chapters").glob("*.yaml"))]
    with tempfile.TemporaryDirectory() as kept:
        commands = {NOTHING: python("-c", "pass"), **_ours(BUNDLED, files, Path(kept))}
        costs = in_turn(commands, rounds, {_OURS: "1. ", _KEPT: "1. ", _ON: "You go on"})
    return Section(f"Start to first choices: {BUNDLED}", tuple(_rows(costs, [], bundled=True))), costs


def generated(folder: Path, scenes: int, peers: list[Peer], rounds: int) -> tuple[Section, dict[str, Cost]]:
    """Return the rows of a generated story, and the costs they were made from."""
    story = folder / f"story-{scenes}.yaml"
    ours = _ours(str(story), [story], folder / f"kept-{scenes}")
    commands = {NOTHING: python("-c", "pass"), **ours, **dict(_peers(folder, scenes, peers))}
    costs = in_turn(commands, rounds, dict.fromkeys(commands.keys() - {NOTHING, "node -e 0"}, "1. "))
    return Section(f"Start to first choices: {scenes:,} scenes", tuple(_rows(costs, peers))), costs


def compile_ahead(folder: Path, scenes: int, peers: list[Peer]) -> None:
    """Compile the generated story for the peers that are here and read compiled stories."""
    for peer in peers:
        if peer.version and peer.from_source:
            once(peer.compile(folder, scenes))


def can_run(peer: Peer, folder: Path, scenes: int) -> bool:
    """Return whether a peer is here, and the compiled story it reads: bink and inkpython need inkjs for that."""
    return bool(peer.version) and peer.story(folder, scenes).exists()


def _ours(story: str, files: list[Path], kept: Path) -> dict[str, Command]:
    paths = ", ".join(repr(str(file)) for file in files)
    play = ("play", story, "--plain", "--seed", "1")
    plays = _with_a_play(story, kept / "data")
    return {
        _OURS: Command(python("-m", "engine", *play).words, plays),
        _SLOW: Command(python("-c", _NO_FAST, *play).words, plays),
        _FLOOR: python("-c", f"from tests.bench.floors import start; start({paths})"),
        _UNCHECKED: python("-c", f"from tests.bench.floors import start_unchecked; start_unchecked({paths})"),
        _KEPT: Command(python("-m", "engine", *play).words, {"CURBSIDE_CACHE": str(kept), **plays}),
        _ON: Command(python("-m", "engine", *play[:3]).words, {"CURBSIDE_CACHE": str(kept), **plays}),
        _KEPT_FLOOR: python("-c", f"from tests.bench.floors import kept; kept({str(kept)!r}, {paths})"),
        _KEPT_TYPED: python("-c", f"from tests.bench.floors import kept_typed; kept_typed({str(kept)!r}, {paths})"),
    }


def _with_a_play(story: str, folder: Path) -> dict[str, str]:
    """Play the story a little, so that a play of it is kept, and return the environment in which it is."""
    environment = {"CURBSIDE_DATA": str(folder)}
    words = (sys.executable, "-m", "engine", "play", story, "--plain")
    subprocess.run(
        words,
        cwd=ROOT,
        env={**os.environ, **NOTHING_KEPT, **environment},
        input=b"1\n1\n1\n",
        capture_output=True,
        check=True,
    )
    assert len(list((folder / "plays").iterdir())) == 1
    return environment


def _peers(folder: Path, scenes: int, peers: list[Peer]) -> Iterator[tuple[str, Command]]:
    if empty := node():
        yield "node -e 0", empty
    for peer in peers:
        if not can_run(peer, folder, scenes) or (peer.name == "inkpython" and scenes > SLOW):
            continue
        yield f"{peer}, compiled ahead", peer.start(folder, scenes)
        if peer.from_source and scenes <= SLOW:
            yield f"{peer}, from source", peer.source(folder, scenes)


def kept(costs: Mapping[str, Mapping[str, Cost]]) -> Section:
    """Return the rows that compare the start of a kept story with that of the bundled one."""
    least = costs[BUNDLED][_KEPT].processor
    rows = (
        Row(f"{story}, kept", ms(each[_KEPT].processor), f"{BUNDLED}, kept", each[_KEPT].processor / least, "<= 2")
        for story, each in costs.items()
        if story != BUNDLED
    )
    return Section("What a kept story's size costs", tuple(rows))


def _rows(costs: Mapping[str, Cost], peers: list[Peer], *, bundled: bool = False) -> Iterator[Row]:
    nothing = costs[NOTHING].processor
    for name, cost in costs.items():
        yield Row(name, ms(cost.processor), NOTHING, cost.processor / nothing, _BOUNDS.get(name, "") if bundled else "")
        for floor, bound in _FLOORS.get(name, ()):
            yield Row(name, ms(cost.processor), floor, cost.processor / costs[floor].processor, bound)
    yield from missing(peers)


def missing(peers: list[Peer]) -> Iterator[Row]:
    """Yield a row for each peer that is not here."""
    for peer in peers:
        if not peer.version:
            yield Row(peer.name, "not installed")
