"""The markup of a guide beyond that of all pages: words behind a word in bold, lines to write on, cards.

May import `map/markup`. Whatever comes from a story or a lesson is escaped here.
"""

from collections.abc import Iterable, Iterator

from engine.map.markup import attribute, text


def led(lead: str, words: str, kind: str = "") -> str:
    """Return a paragraph that begins with a word or two in bold."""
    return f"<p{_kind(kind)}><strong>{text(lead)}</strong> {text(words)}</p>"


def led_list(items: Iterable[tuple[str, str, Iterable[str]]], kind: str = "") -> Iterator[str]:
    """Yield a list: of each item what stands in bold, its words, and lines below them."""
    rows = list(items)
    if rows:
        yield f"<ul{_kind(kind)}>"
        for lead, words, more in rows:
            below = "".join(f'<br/><span class="soft">{text(each)}</span>' for each in more)
            yield f"<li><strong>{text(lead)}</strong> {text(words)}{below}</li>"
        yield "</ul>"


def contents(label: str, links: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a list of links within the page: anchors and titles."""
    yield f"<nav aria-label={attribute(label)}>\n<ul>"
    yield from (f"<li><a href={attribute('#' + name)}>{text(title)}</a></li>" for name, title in links)
    yield "</ul>\n</nav>"


def lines(count: int) -> str:
    """Return empty lines to write on."""
    return '<div class="lines">' + "<div></div>" * count + "</div>"


def cards(letters: Iterable[str]) -> Iterator[str]:
    """Yield cards to cut out, a large letter on each."""
    yield '<div class="cards">'
    yield from (f"<p>{text(letter)}</p>" for letter in letters)
    yield "</div>"


def _kind(kind: str) -> str:
    return f" class={attribute(kind)}" if kind else ""
