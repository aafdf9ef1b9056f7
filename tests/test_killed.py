"""Plays that are killed: every choice that was shown is there when the play goes on, and no file is unreadable."""

import os
import re
import subprocess
import sys

import pytest

from tests.screens import BARE, ROOT

KILLS = 250 if os.environ.get("CURBSIDE_ALL") == "1" else 40
"""How often each of the two stories is killed."""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no fork")
@pytest.mark.parametrize("story", ["scenes/boy-on-the-curb", "tests/stories/without-end"])
def test_nothing_that_was_shown_is_lost(story: str) -> None:
    """A kill at any moment loses at most the choice being made."""
    command = [sys.executable, "-m", "tests.killed", str(KILLS), "5", story]
    done = subprocess.run(command, cwd=ROOT, env=BARE, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    shown = re.search(r"^(\d+) choices were shown", done.stdout, re.MULTILINE)
    assert shown is not None
    assert int(shown[1]) > KILLS  # the moments were not all before the first choice
