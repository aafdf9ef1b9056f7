"""Every file below a folder, fed to the reading as it is: how many are plain values, and why the others are refused."""

import sys
from collections import Counter
from pathlib import Path

from engine.diagnostics import is_sound
from engine.reading import source
from tests.fuzz.running import Runner


def feed(folder: Path, runner: Runner) -> int:
    """Feed them all, say what came of it, and return the exit code: 1 where something broke."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    accepted, codes = 0, Counter[str]()
    for file in files:
        data = file.read_bytes()
        runner.run(data)
        document = source.read(file.name, data)
        accepted += document.root is not None and is_sound(document.diagnostics)
        codes.update({fault.code for fault in document.diagnostics})
    sys.stdout.write(f"{len(files):,} files read, {accepted:,} accepted as plain values\n")
    sys.stdout.writelines(f"{count:6,} with {code}\n" for code, count in sorted(codes.items()))
    for failure in runner.failures.values():
        sys.stdout.write(f"\n{failure.cause}\n{failure.told}{failure.example!r}\n")
    return 1 if runner.failures else 0
