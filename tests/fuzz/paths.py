"""Which paths through the engine examples take: every pair of lines that were run one behind the other.

Counted by `sys.settrace`, which every Python has. Where a function has shown nothing new for long, only some of its
calls are looked at, so that most of an example is run at full speed.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final, TypeAlias

import engine

ENGINE: Final = str(Path(engine.__file__).parent)
PATIENCE: Final = 100
"""How many calls of a function may show nothing new before only some of them are looked at."""
SOME: Final = 25
"""One of how many calls is looked at then."""

Way: TypeAlias = tuple[str, int, int]
"""A file of the engine, and two lines that were run one behind the other; for a first line, minus its function's."""
Trace = Callable[[FrameType, str, Any], Any]


class Paths:
    """The paths that were seen so far. Without `patience` every call is looked at."""

    def __init__(self, patience: int | None = PATIENCE) -> None:
        """Begin with none."""
        self.seen: set[Way] = set()
        self.patience = patience
        self._idle: Counter[CodeType] = Counter()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.seen)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Take in what is run within."""
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(before)

    def _called(self, frame: FrameType, event: str, _argument: object) -> Trace | None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(ENGINE):
            return None
        idle = self._idle[code] = self._idle[code] + 1
        wanted = self.patience is None or idle < self.patience or idle % SOME == 0
        return self._lines(code) if wanted else None

    def _lines(self, code: CodeType) -> Trace:
        name, last, seen = code.co_filename, -code.co_firstlineno, self.seen

        def line(frame: FrameType, event: str, _argument: object) -> Trace:
            nonlocal last
            if event == "line":
                path = (name, last, frame.f_lineno)
                if path not in seen:
                    seen.add(path)
                    self._idle[code] = 0
                last = frame.f_lineno
            return line

        return line
