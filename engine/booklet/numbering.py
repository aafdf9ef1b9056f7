"""Which number each entry of a booklet has: the start 1, all others in an order that says nothing of the story.

May import floors 0 and 1. The order is made from the story's id, so that a booklet printed again is the same.
"""

from hashlib import sha256

from engine.model import Choice, Story


def numbers(story: Story) -> dict[str, int]:
    """Return the number of each scene, and of each `scene.choice` that has an entry of its own, in their order."""
    names = [scene for scene in story.scenes if scene != story.start]
    names += [choice.name for scene in story.scenes.values() for choice in scene.choices if has_entry(choice)]
    names.sort(key=lambda name: sha256(f"{story.id}/{name}".encode()).hexdigest())
    return {name: number for number, name in enumerate([story.start, *names], 1)}


def has_entry(choice: Choice) -> bool:
    """Tell whether a choice is answered by words, which nobody should read who has not taken it."""
    return choice.reply is not None
