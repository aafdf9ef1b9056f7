"""A random story as the engine reads it, and all that the walker finds in it: for laws on what is told of stories."""

import tempfile
from pathlib import Path

from engine.reading.load import Loaded, load
from tests.properties.stories import Story, render
from tests.reference.everything import TooManyStates, World, everything

STATES = 400  # a story may have more; a law is then tried on others


def loaded(plain: Story) -> Loaded:
    """Load a story that is valid."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.yaml"
        path.write_text(render(plain), encoding="utf-8", newline="\n")
        found = load(path)
    assert found.story is not None, found.diagnostics
    return found


def world(plain: Story) -> World:
    """Return all that can happen in a story; nothing where that is too much."""
    try:
        return everything(plain, STATES)
    except TooManyStates:
        return World()
