"""What all tests share: the corpus beside the checkout, and skips that count as failures in CI."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.crash.tally import Tally, table

if TYPE_CHECKING:
    from collections.abc import Generator

ROOT = Path(__file__).parents[1]
# Processes that tests start import this checkout, installed or not.
os.environ["PYTHONPATH"] = str(ROOT)

# How fast a machine is today is no property of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_SKIPS_FAIL = os.environ.get("BROADSHEET_SKIPS_FAIL") == "1"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages and posts, beside the checkout or named by BROADSHEET_SHARED."""
    beside = ROOT.parent / "shared"
    folder = Path(os.environ.get("BROADSHEET_SHARED", beside))
    if not (folder / "corpus").is_dir():
        pytest.skip("the corpus is not beside the checkout (set BROADSHEET_SHARED)")
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Shows what the writers have been through, also when all is well."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    calls = [report for report in reports if getattr(report, "when", "") == "call"]
    properties = [each for report in calls for each in report.user_properties]
    tallies = [Tally(**value) for name, value in properties if name == "tally"]
    if tallies:
        terminalreporter.section("system calls disturbed")
        for line in table(sorted(tallies, key=lambda tally: tally.writer)):
            terminalreporter.line(line)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if _SKIPS_FAIL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if _SKIPS_FAIL and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report
