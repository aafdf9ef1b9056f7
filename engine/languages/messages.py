"""Our own sentences on their way to the player: through gettext, in the language that was asked for.

May import the standard library. Every sentence that a player meets passes `_` or `ngettext` when it is shown, never
when a module is imported: the language is known only then. What stands in braces is filled in behind it, so that a
translator can move it: `_("Taken back: {label}").format(label=label)`. A story's own words never pass.
"""

from collections.abc import Callable

_one: Callable[[str], str] = str
_several: Callable[[str, str, int], str] | None = None


def _(message: str) -> str:
    """Return a sentence in the player's language; as it is where there is no other."""
    return _one(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the sentence that fits a count, in the player's language."""
    if _several is None:
        return singular if count == 1 else plural
    return _several(singular, plural, count)


def speak(one: Callable[[str], str] = str, several: Callable[[str, str, int], str] | None = None) -> None:
    """Let all sentences pass through these from now on; through nothing where none are given."""
    global _one, _several  # one language for the whole process, as in gettext itself
    _one, _several = one, several
