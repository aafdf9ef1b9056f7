"""What a class is called: a code such as 5B, which tells no more of anybody than the teacher put into it.

May import the standard library.
"""

from typing import Final

LONGEST: Final = 20
"""How many characters a code may have."""


def is_code(text: str) -> bool:
    """Whether a class may be called so: 1 to 20 letters, digits and hyphens, the first no hyphen."""
    return (
        1 <= len(text) <= LONGEST
        and not text.startswith("-")
        and all(letter == "-" or letter.isalpha() or letter.isdecimal() for letter in text)
    )


def same(one: str, other: str) -> bool:
    """Whether two codes mean one class: 5b is 5B."""
    return one.casefold() == other.casefold()
