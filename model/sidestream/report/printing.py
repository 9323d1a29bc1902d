"""A page on paper: printed to PDF by a browser that is there already."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from sidestream.errors import OutputError, UsageError

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
SECONDS = 180
QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-extensions",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


def browser_found(asked: str = "") -> str:
    """Return where a browser is that can print: the one that is asked for, else one that is known. Raises UsageError where there is none."""
    for name in [asked] if asked else [*BROWSERS, *PLACES]:
        if found := shutil.which(name):
            return found
    what = f"there is no program '{asked}'" if asked else "neither Chromium nor Chrome nor Edge was found"
    raise UsageError(
        f"--pdf prints with a browser, and {what}: install one, or leave --pdf away, open the page and print it from there"
    )


def printed(browser: str, page: Path, to: Path) -> None:
    """Print a page to a PDF file. Raises OutputError where the browser does not."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        own = (
            ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        )  # as root it does not start without
        words = [
            browser,
            *QUIET,
            *own,
            f"--user-data-dir={folder}",
            f"--print-to-pdf={to.resolve()}",
            page.resolve().as_uri(),
        ]
        try:
            said = subprocess.run(words, capture_output=True, text=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise OutputError(
                f"'{browser}' did not print the page within {SECONDS} s; the page itself is in '{page}'"
            ) from None
    if not to.exists():
        last = (said.stderr.strip().splitlines() or ["it does not say why"])[-1]
        raise OutputError(f"'{browser}' did not print the page: {last}; the page itself is in '{page}'")
