"""The preview in a real browser: as a maintainer uses it, with the mouse, the keyboard and a screen reader."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from bot.flows import QUESTIONS

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page
    from previewed import Preview

pytestmark = pytest.mark.asyncio(loop_scope="session")

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AS_IT_WAS = "Has something about {{ your }} health changed or worried you?"
CHANGED, ONCE_MORE = "Is {{ your }} health on your mind?", "And how is {{ your }} health?"


def station(page: Page, place: str) -> Locator:
    """Find a place on the map."""
    return page.locator(f'[data-place="{place}"]')


async def jump(page: Page, place: str) -> None:
    """Choose a place on the map, and wait until it is lit."""
    await station(page, place).click()
    await expect(station(page, place)).to_have_attribute("aria-current", "location")


async def faults(page: Page) -> list[str]:
    """Give what axe finds."""
    found = await Axe().run(page, options={"runOnly": STANDARDS})
    return [f"{one['id']}: {node['html']}" for one in found.response["violations"] for node in one["nodes"]]


async def is_wider_than_its_window(page: Page) -> bool:
    """Say whether one would have to scroll to the side."""
    root = page.locator("html")
    wide: bool = await root.evaluate("root => root.scrollWidth > root.clientWidth")
    return wide


async def test_the_talk_is_led_by_tapping_and_typing(page: Page) -> None:
    chat = page.get_by_role("log", name="Messages")
    await expect(page.get_by_text("What can this bot do?")).to_be_visible()
    await page.get_by_role("button", name="Start", exact=True).click()
    await page.get_by_role("button", name="1 Start", exact=True).click()
    await page.get_by_role("button", name="1 Yes, remember them").click()
    await expect(chat).to_contain_text("Who is this for?")
    await page.get_by_role("textbox", name="Message").fill("someone else")
    await page.get_by_role("button", name="Send").click()
    await expect(chat).to_contain_text("You: someone else")
    await expect(chat).to_contain_text("Where do things stand with a second opinion?")
    await expect(page.locator(".keys")).to_have_count(1)


async def test_a_changed_sentence_is_there_within_a_second_and_the_place_is_kept(page: Page, preview: Preview) -> None:
    await jump(page, "reasons.health")
    before = await page.locator(".message").count()
    taken = []
    for old, new in ((AS_IT_WAS, CHANGED), (CHANGED, ONCE_MORE), (ONCE_MORE, AS_IT_WAS)):
        begun = time.perf_counter()
        preview.change("en/reasons.yaml", old, new)
        await expect(page.get_by_role("log")).to_contain_text(new.replace("{{ your }}", "your"))
        taken.append(time.perf_counter() - begun)
    # The best of three: what else the machine does at the moment is not the preview's doing.
    assert min(taken) < 1.0
    await expect(station(page, "reasons.health")).to_have_attribute("aria-current", "location")
    await expect(page.locator(".message")).to_have_count(before)


async def test_a_fault_is_a_card_with_its_cure_while_the_last_good_words_go_on(page: Page, preview: Preview) -> None:
    await jump(page, "reasons.health")
    preview.change("en/reasons.yaml", "    ask: Has something about", "    aks: Has something about")
    card = page.get_by_role("alert")
    await expect(card).to_contain_text("en/reasons.yaml, line")
    await expect(card).to_contain_text("questions.health.aks is not known here.")
    await expect(card).to_contain_text("Cure: did you mean 'ask'?")
    assert not await faults(page)
    await page.get_by_role("button", name="4 None of these").click()
    await expect(page.get_by_role("log")).to_contain_text("Has something you were told left you unsure?")
    preview.restore()
    await expect(card).to_be_empty()


async def test_the_map_leads_to_any_question_in_any_language_and_shows_the_place(page: Page) -> None:
    await page.get_by_label("Language").select_option("es")
    await page.get_by_label("someone else").check()
    for place in ("monitoring.before", "decision.result", "preparation.own-questions", "summary"):
        await jump(page, place)
    await expect(page.get_by_role("log")).to_have_attribute("lang", "es")
    await expect(page.locator("[aria-current]")).to_have_count(1)
    assert await page.locator("[data-place]").count() >= len(QUESTIONS)
    await expect(station(page, "opening.who")).to_contain_text("✓ Para alguien")


async def test_everything_is_done_with_the_keyboard_alone(page: Page) -> None:
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="To the chat")).to_be_focused()
    await page.keyboard.press("Enter")
    for name in ("Start", "1 Start"):
        await page.get_by_role("button", name=name, exact=True).wait_for()
        for _ in range(8):
            await page.keyboard.press("Tab")
            if await page.locator(":focus").inner_text() in {name, name.upper()}:
                break
        await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("May I remember")
    # The tapped button is gone; whoever cannot see must not be thrown back to the top of the page.
    await expect(page.locator(".message:focus")).to_contain_text("May I remember")
    await page.get_by_role("button", name="Menu").press("Enter")
    await expect(page.locator(":focus")).to_contain_text("/start")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Menu")).to_be_focused()


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_axe_finds_nothing(page: Page, theme: str) -> None:
    if theme == "light":
        assert not await faults(page)
    else:
        await page.get_by_role("button", name="Dark").click()
    await jump(page, "monitoring.match")
    await page.get_by_role("button", name="1 New spots").click()
    await expect(page.get_by_role("log")).to_contain_text("Is a blood result unclear?")
    await page.get_by_role("button", name="Menu").click()
    assert not await faults(page)


@pytest.mark.parametrize("width", [1280, 360])
async def test_text_of_twice_the_size_needs_no_scrolling_to_the_side(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 740})
    await jump(page, "reasons.health")
    size = await page.locator(".words").last.evaluate("words => getComputedStyle(words).fontSize")
    assert not await is_wider_than_its_window(page)
    for _ in range(4):
        await page.get_by_role("button", name="Larger text").click()
    await expect(page.locator("#size")).to_have_text("200 %")
    doubled = await page.locator(".words").last.evaluate("words => getComputedStyle(words).fontSize")
    assert float(doubled.removesuffix("px")) == 2 * float(size.removesuffix("px"))
    assert not await is_wider_than_its_window(page)


async def test_a_file_that_the_bot_sends_can_be_saved(page: Page) -> None:
    await jump(page, "reasons.health")
    await page.get_by_role("textbox", name="Message").fill("/privacy")
    await page.keyboard.press("Enter")
    async with page.expect_download() as saving:
        await page.locator("a.file").click()
    assert (await (await saving.value).path()).stat().st_size > 1000


async def test_the_sheet_is_clean_and_fits_a_phone(page: Page, preview: Preview) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.goto(f"{preview.address}sheets/en/reasons")
    await expect(page.get_by_role("heading", name="Review sheet")).to_be_visible()
    assert not await is_wider_than_its_window(page)
    assert not await faults(page)
