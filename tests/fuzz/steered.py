"""The fuzzer with atheris: starts `guided` in a process of its own, watches it, and brings home what it found."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.fuzz.running import Failure
from tests.screens import BARE, ROOT

Watch = Callable[[int], None]
"""What is told from time to time, with how many examples were run."""


def fuzz(corpus: list[bytes], limits: list[str], watch: Watch) -> tuple[dict[str, Any], list[bytes], list[Failure]]:
    """Fuzz within limits, which are libFuzzer's flags.

    Returns what `guided` reported last, the examples that reached something new, and what failed.
    """
    with tempfile.TemporaryDirectory() as name:
        at = Path(name)
        for folder in ("laid_out", "found", "seeds", "broken"):
            (at / folder).mkdir()
        for number, example in enumerate(corpus):
            (at / "seeds" / str(number)).write_bytes(example)
        places = [str(at / each) for each in ("state", "laid_out", "found", "seeds")]
        command = [sys.executable, "-m", "tests.fuzz.guided", *places, f"-artifact_prefix={at / 'broken'}/", *limits]
        with (at / "said").open("wb") as said:
            process = subprocess.Popen(command, cwd=ROOT, env=BARE, stdout=said, stderr=said)
            try:
                while process.poll() is None:
                    time.sleep(0.2)
                    watch(_state(at)["runs"])
            finally:
                process.terminate()
                process.wait()
        state = _state(at)
        failures = [Failure(cause, told, bytes.fromhex(example)) for cause, told, example in state["failures"]]
        broken = sorted((at / "broken").iterdir())
        failures += [Failure(f"ended the process: {file.name}", "", file.read_bytes()) for file in broken]
        if process.returncode and not broken:
            failures.append(Failure("the fuzzer itself", (at / "said").read_text(errors="replace")[-2000:], b""))
        return state, [file.read_bytes() for file in sorted((at / "found").iterdir())], failures


def _state(at: Path) -> dict[str, Any]:
    empty: dict[str, Any] = {"runs": 0, "took": 0.0, "slowest": "", "peak": 0.0, "failures": []}
    if not (at / "state").is_file():
        return empty
    found: dict[str, Any] = json.loads((at / "state").read_text(encoding="utf-8"))
    return found
