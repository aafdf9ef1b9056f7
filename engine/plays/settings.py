"""The player's settings, in one TOML file.

May import floor 0, `languages/messages` and, from its own room, `places` and `toml`. What stands in the file is
believed only as far as it can be; what we do not know there stays as it is, comments as well.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engine.diagnostics import on_one_line
from engine.languages.messages import _
from engine.plays.places import settings_file, write_whole
from engine.plays.toml import parsed, with_key

NARROWEST: Final = 20
WIDEST: Final = 9999

_MOST: Final = 2**16
"""How many bytes such a file has at most."""

_KEYS: Final = {
    "width": "width",
    "plain": "plain",
    "markup": "markup",
    "spacing": "large_spacing",
    "waiting": "waiting",
    "language": "language",
}
"""What each setting is called in the file."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a player wants a story shown. `width` is None for the usual; `language` empty for the system's."""

    width: int | None = None
    plain: bool = False
    markup: bool = True
    large_spacing: bool = False
    waiting: bool = False
    language: str = ""


def settings() -> tuple[Settings, str]:
    """Return the settings that are kept, and in words what is wrong with them, or an empty text; the rest counts."""
    file = settings_file()
    if file is None:
        return Settings(), ""
    try:
        read = parsed(_text(file))
    except FileNotFoundError:
        return Settings(), ""
    except _UNREADABLE as error:
        return Settings(), _problem(file, error)
    found, wrong = _understood(read)
    return found, " ".join(_wrong(key, on_one_line(str(file))) for key in wrong)


def keep_settings(now: Settings) -> str:
    """Keep settings; return in words why they could not be, or an empty text.

    Only what has changed is written anew, and only what is not as usual needs to stand there.
    """
    file = settings_file()
    if file is None:
        return ""
    try:
        text = _text(file)
        after = _edited(text, now)
    except FileNotFoundError:
        text, after = "", _begun(now)
    except _UNREADABLE as error:
        return _problem(file, error)
    if after is None:
        said = _("The settings were not kept: {file} cannot be changed without harm. Change it by hand.")
        return said.format(file=on_one_line(str(file)))
    try:
        if after != text:
            write_whole(file, after.encode())
    except OSError as error:
        said = _("The settings were not kept: {file} cannot be written ({why}).")
        return said.format(file=on_one_line(str(file)), why=error.strerror)
    return ""


# What stands in the file


_UNREADABLE: Final = (OSError, ValueError, RecursionError)


def _text(file: Path) -> str:
    """Return what stands in a file; raises one of the unreadable. Some editors begin a file with a mark of UTF-8."""
    with file.open("rb") as stream:
        written = stream.read(_MOST + 1)
    if len(written) > _MOST:
        raise ValueError
    return written.decode("utf-8-sig")


def _problem(file: Path, error: Exception) -> str:
    name = on_one_line(str(file))
    if isinstance(error, OSError):
        said = _("The settings in {file} cannot be read ({why}), so all is as usual.")
        return said.format(file=name, why=error.strerror)
    line = _line(error)
    if not line:
        return _("The settings in {file} cannot be understood, so all is as usual.").format(file=name)
    return _("Line {line} of {file} cannot be understood, so all settings are as usual.").format(line=line, file=name)


def _line(error: Exception) -> int:
    """Return the line at which the parser stopped; 0 where it does not say."""
    if isinstance(error, UnicodeDecodeError):
        return error.object[: error.start].count(b"\n") + 1
    found = re.search(r"\(at line ([0-9]+)", str(error))
    return int(found[1]) if found else 0


def _understood(read: Mapping[str, Any]) -> tuple[Settings, list[str]]:
    """Return the settings, and the keys whose value is none that can be."""
    found: dict[str, Any] = {}
    wrong: list[str] = []
    for key, name in _KEYS.items():
        if key in read:
            try:
                found[name] = _value(key, read[key])
            except ValueError:
                wrong.append(key)
    return Settings(**found), wrong


def _value(key: str, written: object) -> int | bool | str:
    match key, written:
        case "width", int() if type(written) is int and NARROWEST <= written <= WIDEST:
            return written
        case "plain" | "markup" | "waiting", bool():
            return written
        case "spacing", "large" | "usual":
            return written == "large"
        case "language", str() if re.fullmatch(r"([A-Za-z0-9]{1,8}[_@-])*[A-Za-z0-9]{1,8}|", written):
            return written
    raise ValueError


def _wrong(key: str, file: str) -> str:
    match key:
        case "width":
            said = _("In {file}, {key} must be a whole number from 20 to 9999; until then it is as usual.")
        case "spacing":
            said = _('In {file}, {key} must be "large" or "usual"; until then it is as usual.')
        case "language":
            said = _('In {file}, {key} must be a code such as "de" or "pt_BR"; until then it is as usual.')
        case _:
            said = _("In {file}, {key} must be true or false; until then it is as usual.")
    return said.format(file=file, key=key)


# Changing the file


def _begun(now: Settings) -> str:
    """Return a new file; an empty text where all is as usual."""
    rows = [f"{key} = {value}\n" for key, value in _written(now).items()]
    about = _("How Curbside shows stories. What does not stand here is as usual.")
    return "".join([f"# {on_one_line(about)}\n", *rows]) if rows else ""


def _written(now: Settings) -> dict[str, str]:
    """Return what is not as usual, as it stands in the file."""
    usual, written = Settings(), dict[str, str]()
    for key, name in _KEYS.items():
        match getattr(now, name):
            case value if value == getattr(usual, name):
                pass
            case bool(value):
                written[key] = '"large"' if key == "spacing" else str(value).lower()
            case value:
                written[key] = f'"{value}"' if key == "language" else str(value)
    return written


def _edited(text: str, now: Settings) -> str | None:
    """Return a file with what has changed changed, and nothing else; None where it is written too cleverly for that."""
    read = parsed(text)
    before, _keys = _understood(read)
    for key, name in _KEYS.items():
        if getattr(before, name) != getattr(now, name):
            text = with_key(text, key, _written(now).get(key))
    try:
        after = parsed(text)
    except ValueError:
        return None
    kept = [repr({key: of[key] for key in of if key not in _KEYS}) for of in (read, after)]
    return text if _understood(after)[0] == now and kept[0] == kept[1] else None
