"""One flag for every test that compares with a file: `--update-expected` rewrites what it expects.

And two rules: where everything needed is there (`CURBSIDE_ALL=1`, as in the gate), a skipped test is a failed test; and
where it is not, a run of all tests takes a third of those of which there are hundreds, always the same.
"""

import os
from collections.abc import Generator
from typing import Final, TypeVar
from zlib import crc32

import pytest

os.environ["CURBSIDE_CACHE"] = "off"  # a test begins with nothing kept of a story, and leaves nothing of it
os.environ["CURBSIDE_DATA"] = "off"  # nor of a player; a test that is about that names a folder

MANY: Final = frozenset(
    f"test_{name}.py" for name in ("hostile", "hostile_letters", "live", "mutations", "source", "walks")
)
"""Each of these tries many files, or many keys in a terminal of its own."""
PART: Final = 3
WHOLE: Final = 50
"""A run of so many files is one of all tests; who names files gets all that is in them."""

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag; what it rewrote is to be read in the diff."""
    parser.addoption("--update-expected", action="store_true", help="rewrite the expected files, to review by diff")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out some of many, so that all tests take less than two minutes."""
    if os.environ.get("CURBSIDE_ALL") == "1" or len({item.path for item in items}) < WHOLE:
        return
    out = [item for item in items if item.path.name in MANY and crc32(item.name.encode()) % PART]
    config.hook.pytest_deselected(items=out)
    left_out = set(out)
    items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that is skipped where nothing may be."""
    return _not_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a file that is skipped as a whole."""
    return _not_skipped((yield))


def _not_skipped(report: Report) -> Report:
    if report.outcome == "skipped" and not hasattr(report, "wasxfail") and os.environ.get("CURBSIDE_ALL") == "1":
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped, and under CURBSIDE_ALL=1 nothing may be: {why}"
    return report
