"""A real server on the samples and a real Chromium, started once."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

# Chromium asks its maker for updates at start; without these flags the log fills with refused connections.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Name what needs a browser, so that it can be left out or run alone."""
    if Path(__file__).parent in item.path.parents:
        item.add_marker(pytest.mark.browser)


@contextmanager
def running_server(home: Path) -> Iterator[str]:
    """Serve the dashboard on *home* at a free local port; the address is ready when this yields."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (home / "server.log").open("wb")
    process = subprocess.Popen(
        [
            sys.executable, "-m", "streamlit", "run", "dashboard.py",
            "--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true",
        ],
        cwd=ROOT,
        env={**os.environ, "DASHBOARD_HOME": str(home), "PYTHONUTF8": "1"},
        stdout=log,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        end(process)
        log.close()


def end(process: subprocess.Popen[bytes]) -> None:
    """End the server; one that still waits for its visitors after some seconds is ended at once."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until_healthy(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the server answers; fail when it ended or stays silent."""
    for _ in range(600):
        assert process.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer within a minute")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        assert os.environ.get("CI") != "true", "CI must install Chromium before the tests"
        pytest.skip("Chromium is not installed on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def served_home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample home that the browser tests may change."""
    return Path(shutil.copytree(sample_home, tmp_path_factory.mktemp("served") / "home"))


@pytest.fixture(scope="session")
def server(served_home: Path) -> Iterator[str]:
    with running_server(served_home) as url:
        yield url


def new_context(
    browser: Browser, *, width: int = 1440, height: int = 900, scheme: str = "light"
) -> BrowserContext:
    """A browser as an office in Hải Phòng would have it; a phone below 600 px."""
    return browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if width < 600 else 1,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        color_scheme=scheme,  # type: ignore[arg-type]
    )


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = new_context(browser)
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = new_context(browser, width=390, height=844)
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def open_page(page: Page, url: str) -> None:
    """Go to *url* and wait until Streamlit has drawn its headline and stopped running."""
    page.goto(url)
    page.locator("h1").first.wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


# Answers the whole look once nothing is on its way: the script stands, no part is a grey box, no typeface or fade
# is under way, and two looks in a row were the same.
STILL = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const now = app && app.outerHTML + ' ' + document.body.innerText;
    const same = window.lastLook === now;
    window.lastLook = now;
    return same && app.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
        && document.fonts.status === 'loaded'
        && document.getAnimations().every(one => one.playState !== 'running');
}"""
SCHEME = "want => getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === want"


def still(page: Page) -> None:
    """Return when everything of the page is drawn and nothing changes any more."""
    page.evaluate("() => { window.lastLook = null }")
    page.wait_for_function(STILL, polling=100)


def in_scheme(page: Page, scheme: str) -> None:
    """Show the page in *scheme*, ``light`` or ``dark``, and return when it is drawn so."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.wait_for_function(SCHEME, arg=scheme)
    still(page)


def main_text(page: Page) -> str:
    """What the main part of the page says once its parts have arrived."""
    page.wait_for_load_state("networkidle")
    still(page)
    return page.locator("[data-testid=stMain]").inner_text()
