"""A page of ours as PDF, by WeasyPrint, where that is installed (the extra `pdf`).

Imports nothing of the engine. Nothing is fetched: a page of ours holds all it needs.
"""

import re
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NoReturn


class NoPdf(RuntimeError):  # noqa: N818 - named for what is not there
    """WeasyPrint is not installed, or what it needs of the system is not there."""


def has_pdf() -> bool:
    """Tell whether WeasyPrint is installed."""
    return find_spec("weasyprint") is not None


def pdf(source: str) -> bytes:
    """Return a page as PDF. Its pictures get the page's own style: WeasyPrint draws each of them by itself.

    Raises:
        NoPdf: it cannot be made here.

    """
    try:
        weasyprint: Any = import_module("weasyprint")
    except (ImportError, OSError) as error:  # without its libraries it raises OSError
        raise NoPdf(str(error)) from error
    made: bytes = weasyprint.HTML(string=_styled(source), url_fetcher=_refused).write_pdf()
    return made


def _styled(source: str) -> str:
    look = re.search(r"<style>.*?</style>", source, re.DOTALL)
    if look is None:
        return source
    return re.sub(r"(<svg [^>]*>)", lambda found: found[1] + look[0], source)


def _refused(url: str, *_more: object, **_others: object) -> NoReturn:
    message = f"a page of ours asks for nothing, and this asks for {url}"
    raise ValueError(message)
