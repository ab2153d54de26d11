"""What the browser tests share: the system's Chromium, and the marks of a test that needs it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

pytest.importorskip("playwright", reason="the browser tests need the Python package playwright")
pytest.importorskip("axe_playwright_python", reason="the browser tests need the Python package axe-playwright-python")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect, sync_playwright

# to be imported from here: a machine without the packages skips the tests, and says so
__all__ = ["NEEDED", "Axe", "chromium", "expect"]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NEEDED = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium, chromium-browser or google-chrome on the PATH"),
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for the block. Only one can be open at a time."""
    sandbox = [] if os.getuid() else ["--no-sandbox"]  # Chromium's sandbox refuses to run as root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        yield browser
        browser.close()
