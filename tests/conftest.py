"""One flag for every test that compares with a file: `--update-expected` rewrites what it expects.

And one rule: where everything needed is there (`CURBSIDE_ALL=1`, as in the gate), a skipped test is a failed test.
"""

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

os.environ["CURBSIDE_CACHE"] = "off"  # a test begins with nothing kept of a story, and leaves nothing of it
os.environ["CURBSIDE_DATA"] = "off"  # nor of a player; a test that is about that names a folder

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag; what it rewrote is to be read in the diff."""
    parser.addoption("--update-expected", action="store_true", help="rewrite the expected files, to review by diff")


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
