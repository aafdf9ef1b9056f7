"""Words of a story as text of SVG and HTML.

Imports nothing of the engine.
"""

import re
from typing import Final
from xml.sax.saxutils import escape

_UNFIT: Final = re.compile(
    r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)
"""What XML cannot hold, and what turns the direction of other words."""


def text(words: str) -> str:
    """Return `words` as text of SVG or HTML: nothing in them is markup."""
    return escape(_UNFIT.sub("\N{REPLACEMENT CHARACTER}", words))


def attribute(words: str) -> str:
    """Return `words` as the value of an attribute, with its quotation marks."""
    return '"' + text(words).replace('"', "&quot;").replace("\n", " ") + '"'
