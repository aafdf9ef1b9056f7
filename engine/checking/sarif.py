"""What is wrong with stories as SARIF 2.1.0: the format that code scanning services and editors' viewers read.

May import `codes` and `diagnostics`. A pure function to text; nothing in it depends on the machine or the day.
Section numbers are those of the SARIF standard.
"""

import json
import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Final, TypeAlias

from engine.codes import CODES, severity
from engine.diagnostics import Diagnostic, Span, showable

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int"

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def sarif(diagnostics: Sequence[Diagnostic], version: str) -> str:
    """Return a SARIF log with one run of Curbside in `version`: the rules that were broken, and each result.

    There are no fingerprints: GitHub reads only the one that its own upload makes from the file, and warns of another.
    """
    codes = sorted({each.code for each in diagnostics})
    driver: Json = {"name": "Curbside", "semanticVersion": version, "rules": [_rule(code) for code in codes]}
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes.index(each.code)) for each in diagnostics],
    }
    log: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def uri(path: PurePath) -> str:
    """Return a path as a URI: a relative one as a relative reference, an absolute one with `file:` before it."""
    name = _encoded(path.as_posix())
    if not path.is_absolute():
        return name
    lead = "///" if path.drive.endswith(":") else "" if path.drive else "//"  # C:/, //server/share, /
    return f"file:{lead}{name.replace('%3A', ':')}"


def _encoded(text: str) -> str:
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in text.encode())


def _rule(code: str) -> Json:
    slug = CODES[code]
    name = slug.replace("-", " ").capitalize()
    explain = f'Type "curbside explain {code}" to read what it means, with a wrong and a right example.'
    return {
        "id": code,
        "name": slug.title().replace("-", ""),
        "shortDescription": {"text": name},
        "fullDescription": {"text": f"{name}. {explain}"},
        "help": {"text": explain},
        "defaultConfiguration": {"level": severity(code)},
    }


def _result(diagnostic: Diagnostic, index: int) -> Json:
    result: dict[str, Json] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": diagnostic.severity,
        "message": {"text": _message(diagnostic)},
        "locations": [{"physicalLocation": _place(diagnostic.span)}],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _place(span), "message": {"text": _words(_sentence(message))}}
            for number, (span, message) in enumerate(diagnostic.related, 1)
        ]
    return result


def _place(span: Span) -> Json:
    return {
        "artifactLocation": {"uri": uri(PurePath(showable(span.file)))},
        "region": {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        },
    }


def _message(diagnostic: Diagnostic) -> str:
    """Return what is wrong and what to do, as sentences, with a link to each related place: GitHub shows no other."""
    text = _words(" ".join(_sentence(each) for each in (diagnostic.message, diagnostic.hint) if each))
    links = [f"[{_link(message)}]({number})" for number, (_, message) in enumerate(diagnostic.related, 1)]
    return f"{text} See also: {', '.join(links)}." if links else text


def _sentence(text: str) -> str:
    """Return words with a capital at their start and a mark at their end."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", ":", "…")) else ".")


def _words(text: str) -> str:
    """Return a text so that nothing in it is taken for a link (3.11.6) or for a place to fill in (3.11.5)."""
    text = showable(text)
    return _braces(re.sub(r"[\\\[\]]", r"\\\g<0>", text) if "](" in text else text)


def _link(text: str) -> str:
    return _braces(re.sub(r"[\\\[\]]", r"\\\g<0>", showable(text)))


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
