"""Labs to test with: one behind a real port, one without sockets."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tropo_lab import Lab

# what is practised here is nobody's progress; kernels of notebooks inherit it
_progress = TemporaryDirectory(prefix="tropo-lab-")
os.environ["TROPO_LAB_PROGRESS"] = str(Path(_progress.name) / "progress.json")


def pytest_unconfigure():
    _progress.cleanup()


@pytest.fixture
def lab():
    with Lab() as lab:
        yield lab


@pytest.fixture
def sealed():
    with Lab(sockets=False) as lab:
        yield lab


@pytest.fixture(params=["sockets", "sealed"])
def any_lab(request):
    with Lab(sockets=request.param == "sockets") as lab:
        yield lab


@pytest.fixture(scope="module")
def browser():
    """Chromium without a screen."""
    # imported here only: most tests need no browser, and not every machine has the packages
    from tests.chromium import chromium

    with chromium() as browser:
        yield browser


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where everything is said to be installed (`TROPO_LAB_REQUIRE_ALL`), a skipped test has failed."""
    report = yield
    if report.skipped and os.environ.get("TROPO_LAB_REQUIRE_ALL") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here, but this was: {report.longrepr[-1]}"
    return report
