"""What holds for every run, whatever it was given."""

import re

from tests.boxed import CPU, UNFIT, Run
from tests.hostile import ALL

SECONDS = CPU if ALL else CPU / 4
MEMORY = 300
"""In MiB."""
MUCH = 200_000
"""How many characters 200 faults may take."""
FAULT = re.compile(r"^error\[[A-Z][0-9]{3}\]: \S", re.MULTILINE)
FAULTS = re.compile(r": [0-9]+ faults?\b.*\n\Z")


def assert_harmless(run: Run, *, much: int = MUCH, longest: int = 5000) -> None:
    """Assert what holds for any run: it came to an end by itself, soon, and wrote nothing that could do harm."""
    assert run.code in {0, 1, 2}, f"ended by signal {-run.code}: {run.err[-500:]}"
    assert "Traceback" not in run.err, run.err[-2000:]
    unfit = UNFIT.search(run.out + run.err)
    assert not unfit, f"{unfit[0]!r} comes through"
    assert len(run.out) + len(run.err) < much, "too much is said"
    assert max(map(len, (run.out + run.err).split("\n"))) < longest, "a line is too long"
    assert run.cpu < SECONDS, f"it took {run.cpu:.1f} s of a processor"
    assert run.memory < MEMORY, f"it took {run.memory:.0f} MiB"


def assert_told(run: Run) -> None:
    """Assert that a run is harmless, and says what is wrong."""
    assert_harmless(run)
    if run.code == 1:
        assert FAULT.search(run.out)
        assert FAULTS.search(run.out)
        assert not run.err
    else:
        assert run.code == 2
        assert run.err.startswith("There is no file, folder or bundled story called ")
