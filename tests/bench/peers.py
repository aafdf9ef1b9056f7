"""The peers: which of them are here, and how each is asked to start or to walk. Looked for, never required.

`BENCH_PYTHON` is a Python that has bink, inkpython or bardic; without it, the one that runs the bench. inkjs is looked
for in `BENCH_NODE_PATH`, a folder `node_modules`; without it in `NODE_PATH`, then in `node_modules` of this folder.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.turns import ROOT, Command

_SCRIPT: Final = str(Path(__file__).with_name("peers.js"))
_PYTHONS: Final = ("bink", "inkpython", "bardic")


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer. `version` is empty where it is not installed."""

    name: str
    version: str
    from_source: bool = False

    def __str__(self) -> str:
        """Its name and version."""
        return f"{self.name} {self.version}".rstrip()

    def story(self, folder: Path, scenes: int, *, compiled: bool = True) -> Path:
        """Return the file of a generated story that this peer reads."""
        form = "bard" if self.name == "bardic" else "ink"
        return folder / f"story-{scenes}.{form}{'.json' if compiled else ''}"

    def compile(self, folder: Path, scenes: int) -> Command:
        """Return what compiles a generated story, ahead of time."""
        source, made = self.story(folder, scenes, compiled=False), self.story(folder, scenes)
        if self.name == "inkjs":
            return Command((_node(), _SCRIPT, "compile", str(source), str(made)), _node_paths())
        return _driver(f"bardic_compile({str(source)!r}, {str(made)!r})", "bardic_compile")

    def start(self, folder: Path, scenes: int) -> Command:
        """Return what shows the first choices of a compiled story."""
        return self._asked("start", self.story(folder, scenes))

    def source(self, folder: Path, scenes: int) -> Command:
        """Return what compiles a story and shows its first choices."""
        return self._asked("source", self.story(folder, scenes, compiled=False))

    def walk(self, folder: Path, scenes: int) -> Command:
        """Return what takes the walk."""
        return self._asked("walk", self.story(folder, scenes))

    def _asked(self, what: str, story: Path) -> Command:
        if self.name == "inkjs":
            return Command((_node(), _SCRIPT, what, str(story)), _node_paths())
        return _driver(f"{self.name}_{what}({str(story)!r})", f"{self.name}_{what}")


def find() -> list[Peer]:
    """Return every peer, here or not."""
    return [Peer("inkjs", _inkjs_version(), from_source=True), *(map(_python_peer, _PYTHONS))]


def node() -> Command | None:
    """Return what starts node for nothing, or None without it."""
    return Command((_node(), "-e", "0")) if shutil.which(_node()) else None


def _driver(call: str, name: str) -> Command:
    return Command((_python(), "-c", f"from tests.bench.drivers import {name}; {call}"))


def _python() -> str:
    return os.environ.get("BENCH_PYTHON", sys.executable)


def _python_peer(name: str) -> Peer:
    ask = f"import {name}, importlib.metadata; print(importlib.metadata.version({name!r}))"
    return Peer(name, _said((_python(), "-c", ask)), from_source=name == "bardic")


def _inkjs_version() -> str:
    if not shutil.which(_node()):
        return ""
    ask = "require('inkjs/full'); const path = require.resolve('inkjs').replace(/dist.*/, 'package.json');"
    return _said((_node(), "-e", f"{ask} console.log(JSON.parse(fs.readFileSync(path)).version)"), _node_paths())


def _node() -> str:
    return os.environ.get("BENCH_NODE", "node")


def _node_paths() -> dict[str, str]:
    here = str(Path(__file__).with_name("node_modules"))
    return {"NODE_PATH": os.environ.get("BENCH_NODE_PATH") or os.environ.get("NODE_PATH") or here}


def _said(command: tuple[str, ...], environment: dict[str, str] | None = None) -> str:
    """Return what a command prints, or nothing where it fails."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
