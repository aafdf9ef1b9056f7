"""A page that stands alone: nothing in it comes from outside, nothing in it runs, and it prints in black and white.

May import floors 0 to 2, `languages`, and `map/markup`. Knows nothing of what is on a page.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.resources import files

from engine.languages.sentences import honesty
from engine.map.markup import attribute, text


def page(title: str, body: Iterable[str], *, language: str = "en", style: str = "") -> str:
    """Return the page: `body` is lines of HTML between the header and the sentence on honesty, which ends every page.

    `language` is that of the story, whose words are most of what stands there. `style` is CSS that this page needs
    beside that of all pages. The page's own policy lets nothing run or load.
    """
    look = files("engine.pages").joinpath("page.css").read_text(encoding="utf-8") + style
    return "".join(f"{line}\n" for line in _rows(title, body, language, look))


def _rows(title: str, body: Iterable[str], language: str, look: str) -> Iterator[str]:
    allowed = f"'sha256-{b64encode(sha256(look.encode()).digest()).decode()}'"
    yield f'<!doctype html>\n<html lang={attribute(language)}>\n<head>\n<meta charset="utf-8">'
    policy = f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'"
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{text(title)}</title>\n<style>{look}</style>\n</head>\n<body>"
    yield f"<header>\n<h1>{text(title)}</h1>\n</header>\n<main>"
    yield from body
    yield f"</main>\n<footer>\n<p>{text(honesty())}</p>\n</footer>\n</body>\n</html>"
