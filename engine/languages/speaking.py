"""Which language our own sentences are in: the one that was asked for by its code, or else the system's.

May import floor 0 and, from its own room, `messages` and `pseudo`. A translation is only a file beside this one,
`<code>/LC_MESSAGES/curbside.mo`, as every editor of translations writes it from `curbside.pot`; gettext is imported
once there is one. Whatever stands in it, a play goes on: a sentence that does not fit is said in our own words.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.diagnostics import UNSHOWABLE
from engine.languages.messages import speak
from engine.languages.pseudo import CODE, pseudo, pseudo_of_count

if TYPE_CHECKING:
    from gettext import GNUTranslations

FOLDER: Final = Path(__file__).parent
OURS: Final = "en"
"""The language of the sentences as they stand in the program."""

_WITHOUT: Final = (OURS, "c", "posix")


def speak_in(code: str = "") -> bool:
    """Say our own sentences in a language from now on; return whether there is a translation, or else change nothing.

    `code` is such as `de` or `pt_BR`, which falls back to `pt`; `xx` is the pseudo-language. Without one, the first
    that the system asks for and that there is, as in GNU gettext; our own words, where there is none.
    """
    found = any(map(_speaks, [code] if code else _system()))
    if not found and not code:
        speak()
    return found or not code


def languages() -> list[str]:
    """Return the codes of the languages that there are, ours among them; the pseudo-language is none."""
    names = (file.parent.parent.name for file in FOLDER.glob("*/LC_MESSAGES/curbside.mo"))
    return sorted({OURS, *(name for name in names if _translation(name) is not None)})


def _system() -> list[str]:
    """Return what the system asks for, the dearest first.

    https://www.gnu.org/software/gettext/manual/html_node/Locale-Environment-Variables.html: the first of three that
    is set names the locale, and LANGUAGE goes before it, unless the locale is C.
    """
    named = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, named), "")
    listed = os.environ.get("LANGUAGE", "")
    return [locale] if not listed or locale in ("C", "POSIX") else listed.split(":")


def _speaks(code: str) -> bool:
    """Say our sentences in the language of a code, or in the nearest to it; return whether there is one."""
    for name in _names(code):
        if name == CODE:
            speak(pseudo, pseudo_of_count)
            return True
        if (found := _translation(name)) is not None:
            _speak_through(found)
            return True
        if name in _WITHOUT:
            speak()
            return True
    return False


def _names(code: str) -> Iterator[str]:
    """Yield the folders in which the translation for a code may stand, the nearest first: `pt_BR.UTF-8`, `pt-br`."""
    locale, _at, modifier = code.partition("@")
    parts = locale.partition(".")[0].replace("-", "_").split("_")
    if not all(part.isalnum() and part.isascii() for part in parts):
        return
    parts = [parts[0].lower(), *map(_cased, parts[1:])]
    for end in range(len(parts), 0, -1):
        name = "_".join(parts[:end])
        if modifier.isalnum() and modifier.isascii():
            yield f"{name}@{modifier.lower()}"
        yield name


def _cased(part: str) -> str:
    """Return a part of a code as it is written: a script such as Latn, or else a country such as BR."""
    return part.title() if len(part) == len("Latn") else part.upper()


def _translation(name: str) -> "GNUTranslations | None":
    """Return the translation in a folder; None where there is none that can be read."""
    try:
        stream = (FOLDER / name / "LC_MESSAGES" / "curbside.mo").open("rb")
    except OSError:
        return None
    from gettext import GNUTranslations  # noqa: PLC0415 - most players have none

    with stream:
        try:
            return GNUTranslations(stream)
        except Exception:  # noqa: BLE001 - a damaged file makes of its reader whatever it likes
            return None


def _speak_through(found: "GNUTranslations") -> None:
    """Say our sentences as a translation has them, each that fits."""

    def one(message: str) -> str:
        try:
            said = found.gettext(message) if message else message  # its own header stands at the empty one
            fits = said == message or (_fields(said) == _fields(message) and not UNSHOWABLE.search(said))
        except Exception:  # noqa: BLE001 - as above: its rule of plurals is asked here too
            return message
        return said if fits else message

    def several(singular: str, plural: str, count: int) -> str:
        ours = singular if count == 1 else plural
        try:
            said = found.ngettext(singular, plural, count)
            fits = _fields(said) <= _fields(singular) | _fields(plural) and not UNSHOWABLE.search(said)
        except Exception:  # noqa: BLE001 - as above
            return ours
        return said if fits else ours

    speak(one, several)


def _fields(message: str) -> set[tuple[str, str | None, str | None]]:
    """Return what is filled in into a sentence. Raises ValueError for braces that do not match."""
    from string import Formatter  # noqa: PLC0415 - as above

    parsed = Formatter().parse(message)
    return {(name, how, kind) for _text, name, how, kind in parsed if name is not None}
