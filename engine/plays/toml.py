"""A TOML file in which one key gets another value, and everything else stays as somebody wrote it.

May import the standard library. Where a file is written too cleverly, what comes out may be none or say something
else: whoever asks must read it again.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

_TRIES: Final = 20
"""At how many places that look right it is tried whether they are; each costs a reading of all that stands before."""


def parsed(text: str) -> dict[str, Any]:
    """Return what a file says.

    Raises:
        ValueError: it is no TOML; the message may say `(at line 3, ...`.
        RecursionError: it is nested too deeply.

    """
    import tomllib  # noqa: PLC0415 - most players have no such file

    return tomllib.loads(text)


def with_key(text: str, key: str, value: str | None) -> str:
    """Return a file with another value for a key outside of all tables, or for None without the key.

    A comment behind the old value stays.
    """
    lines = re.split(r"(?<=\n)", text)
    end_of_line = "\r\n" if lines[0].endswith("\r\n") else "\n"
    row = f"{key} = {value}{end_of_line}" if value is not None else ""
    found = _statement(lines, key)
    if found is not None:
        start, end = found
        new = _exchanged("".join(lines[start:end]), value)
        return "".join([*lines[:start], row if new is None else new, *lines[end:]])
    top = _top(lines)
    before = "".join(lines[:top])
    gap = end_of_line if row and before and not before.endswith("\n") else ""
    return "".join([before, gap, row, *lines[top:]])


def _statement(lines: Sequence[str], key: str) -> tuple[int, int] | None:
    """Return where a key gets its value, from its first line to behind its last; None where that is not plain."""
    looks = (index for index, line in enumerate(lines) if re.match(rf"[ \t]*[\"']?{key}[\"']?[ \t]*=", line))
    for start in islice(looks, _TRIES):
        before = _up_to(lines, start)
        if before is not None and key not in before:
            end, read = _next_whole(lines, start)
            if key in read:
                return start, end
    return None


def _next_whole(lines: Sequence[str], start: int) -> tuple[int, dict[str, Any]]:
    """Return where the statement of a line ends, and what stands before that."""
    for end in range(start + 1, len(lines)):
        if (read := _up_to(lines, end)) is not None:
            return end, read
    return len(lines), parsed("".join(lines))


def _up_to(lines: Sequence[str], end: int) -> dict[str, Any] | None:
    """Return what the first lines say; None where the last of them stands inside a text or a list."""
    try:
        return parsed("".join(lines[:end]))
    except ValueError:
        return None


_PLAIN: Final = r"""([^=]*=[ \t]*)(?:"[^"\\\n]*"|'[^'\n]*'|[^\s#"'\[{]+)([ \t]*)(#[^\n]*\n?|\r?\n|)"""


def _exchanged(statement: str, value: str | None) -> str | None:
    """Return a statement with another value, or without one its comment; None where it is not plain."""
    found = re.fullmatch(_PLAIN, statement)
    if found is None:
        return None
    head, gap, tail = found.groups()
    if value is not None:
        return f"{head}{value}{gap}{tail}"
    return tail if tail.startswith("#") else ""


def _top(lines: Sequence[str]) -> int:
    """Return where a further key may stand: behind those that are in no table."""
    for index in islice(_headers(lines), _TRIES):
        if _up_to(lines, index) is not None:
            above = index
            while above and lines[above - 1].lstrip().startswith("#"):  # what is said of the table
                above -= 1
            return above
    return len(lines)


def _headers(lines: Sequence[str]) -> Iterator[int]:
    return (index for index, line in enumerate(lines) if line.lstrip(" \t").startswith("["))
