"""The sentences that stand everywhere the same.

May import `messages`.
"""

from engine.languages.messages import _


def honesty() -> str:
    """Return what stands on every page that looks back on a play."""
    return _("These are choices tried in a story. They do not measure empathy or character.")


def safety() -> str:
    """Return what stands wherever something is to be done outside the story."""
    return _("Notice, tell an adult you trust, be kind to people you know. Never go up to a stranger on your own.")
