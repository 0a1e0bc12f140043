"""One preview and one browser for all the tests of a run."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright
from previewed import Preview, preview_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE_HERE = "NOT TESTED in a browser, as there is none here; install one, such as with: apt-get install -y chromium"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Preview]:
    """A preview that runs for as long as there are tests."""
    async with preview_at(tmp_path_factory.mktemp("preview")) as preview:
        yield preview


@pytest_asyncio.fixture(loop_scope="session")
async def preview(served: Preview) -> AsyncIterator[Preview]:
    """The preview with someone new at the phone; afterwards, the words are put back."""
    served.rehearsal.begin("en")
    yield served
    served.restore()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The browser of this machine."""
    async with async_playwright() as playwright:
        own = playwright.chromium.executable_path
        path = next(filter(None, map(shutil.which, NAMES)), own if Path(own).exists() else None)
        if path is None:
            pytest.skip(NONE_HERE)
        # Chromium runs as root only without its sandbox; it opens nothing here but the preview.
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(preview: Preview, browser: Browser) -> AsyncIterator[Page]:
    """The preview's page, which must load nothing from elsewhere and complain of nothing."""
    context = await browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    page = await context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(preview.address)
    await page.get_by_role("button", name="Start", exact=True).wait_for()
    yield page
    await context.close()
    assert not complaints
    assert not [url for url in asked if not url.startswith(preview.address)]
