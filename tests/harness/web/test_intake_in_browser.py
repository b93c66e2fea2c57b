"""An assessor at the keyboard, and on a telephone of 390 px: placing, post with photographs, calls."""

from __future__ import annotations

import base64
from datetime import date
from urllib.parse import unquote

import pytest

from harness.campaign.workspace import open_workspace

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
pytestmark = pytest.mark.needs("chromium")
AS_OF = date(2020, 11, 23)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def book_of(workbench):
    with open_workspace(workbench.home, as_of=AS_OF, by="林小姐") as workspace:
        return workspace.book()


def test_letters_are_placed_by_keys_alone(tab, workbench):
    tab.goto(f"{workbench.url}{workbench.c}/unplaced")
    first = tab.locator(".placing").get_attribute("action").split("/")[-2]
    tab.keyboard.press("1")
    tab.wait_for_selector("#effect strong")
    tab.select_option("#kind", "other")
    expect(tab.locator("#effect")).not_to_contain_text("待人工认定")
    tab.locator("h1").click()  # out of the field
    chosen = tab.locator(".choice input:checked").get_attribute("value")
    assert chosen in tab.locator("#effect").inner_text()
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".done")
    assert "归入" in tab.locator(".done").inner_text()
    expect(tab.locator("h1")).to_contain_text("还有 2 件")
    tab.keyboard.press("0")
    expect(tab.locator("h1")).to_contain_text("还有 1 件")
    filed = {each.arrival.id: each for each in book_of(workbench).filed}
    assert filed[unquote(first)].applications == (chosen,)


def test_a_room_brings_its_own_sheets_and_scripts_along(tab, workbench):
    """Links swap the body; what a room has in its head comes with it, and goes with it."""
    tab.goto(f"{workbench.url}{workbench.c}")
    tab.click("nav >> text=归卷")
    tab.wait_for_selector(".desk")
    expect(tab.locator(".desk")).to_have_css("display", "grid")
    expect(tab.locator("script[src*='intake.js']")).to_have_count(1)
    tab.click("nav >> text=总览")
    tab.wait_for_selector(".figures")
    expect(tab.locator("link[href*='intake.css']")).to_have_count(0)


def test_a_mail_is_framed_without_rights_and_asks_nobody(tab, workbench):
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{workbench.url}{workbench.c}/unplaced")
    tab.keyboard.press("m")
    frame = tab.frame_locator("dialog[open] iframe")
    frame.locator("body").wait_for()
    assert frame.locator("script").count() == 0
    assert all(each.startswith((workbench.url, "blob:", "data:")) for each in asked)


@pytest.fixture
def phone(browser, workbench):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="zh-CN"
    )
    page = context.new_page()
    page.goto(workbench.link)
    yield page
    context.close()


def test_post_is_photographed_and_registered_on_a_telephone(phone, workbench):
    phone.goto(f"{workbench.url}{workbench.c}/post")
    assert phone.locator("#pages").get_attribute("capture") == "environment"
    for at in range(2):  # a camera gives one at a time
        picture = {"name": "image.jpg", "mimeType": "image/png", "buffer": PIXEL + bytes([at])}
        phone.set_input_files("#pages", picture)
    assert phone.locator("[data-picked=pages] img").count() == 2
    phone.fill("#received", "2020-11-20")
    expect(phone.locator("#days-told")).to_contain_text("2020-11-20")
    button = phone.locator("section:has(#pages) [type=submit]")
    assert button.bounding_box()["height"] >= 44
    button.tap()
    phone.wait_for_selector(".done")
    assert "已登记" in phone.locator(".done").inner_text()
    (letter,) = [each for each in book_of(workbench).filed if each.stored.source_key == "纸件1"]
    assert letter.stored.on == date(2020, 11, 20) and len(letter.stored.files) == 1


@pytest.mark.parametrize(
    "place",
    [
        "unplaced",
        "arrivals",
        "arrivals/LJ001",
        "post",
        "calls?at=U001",
        "due?only=all",
        "case/U001-A",
    ],
)
def test_no_page_is_wider_than_a_telephone(phone, workbench, place):
    phone.goto(f"{workbench.url}{workbench.c}/{place}")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_files_are_dropped_anywhere_on_their_form(tab, workbench):
    tab.goto(f"{workbench.url}{workbench.c}/post")
    tab.evaluate(
        """() => {
        const carried = new DataTransfer();
        carried.items.add(new File(["x"], "第1页.pdf", { type: "application/pdf" }));
        const place = document.querySelector("label[for=pages]");
        place.dispatchEvent(new DragEvent("dragover", { dataTransfer: carried, bubbles: true, cancelable: true }));
        place.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
    }"""
    )
    assert tab.locator("[data-picked=pages]").inner_text().split() == ["pdf", "第1页.pdf"]


def test_a_number_is_pasted_and_its_letter_is_there(tab, workbench):
    letters = book_of(workbench).letters
    number, id = next((each.number, id) for id, each in letters.items() if each.number)
    tab.goto(f"{workbench.url}{workbench.c}/post")
    tab.keyboard.press("v")
    tab.keyboard.insert_text(number)
    tab.wait_for_selector(".numbered")
    assert id in tab.locator(".numbered").inner_text()


def test_a_call_is_timed_and_its_outcome_is_one_key(tab, workbench):
    tab.goto(f"{workbench.url}{workbench.c}/calls?at=U001")
    tab.keyboard.press("t")
    expect(tab.locator("[data-clock]")).not_to_have_text("0:00")
    tab.fill("#on", "2020-11-20")
    tab.locator("h1").click()
    tab.keyboard.press("3")
    tab.wait_for_selector(".done")
    made = [each.fact for each in book_of(workbench).calls if each.fact.on == date(2020, 11, 20)]
    assert [each.outcome.value for each in made] == ["busy"] and "计时" in made[0].note


def test_pages_of_intake_have_no_fault_of_accessibility(tab, workbench):
    from axe_playwright_python.sync_playwright import Axe

    for place in (
        "unplaced",
        "arrivals",
        "arrivals/LJ001",
        "post",
        "calls?at=U001",
        "due?only=all",
        "case/U001-A",
    ):
        tab.goto(f"{workbench.url}{workbench.c}/{place}")
        found = Axe().run(tab)
        assert found.violations_count == 0, f"{place}\n{found.generate_report()}"
