"""From plan to report as an assessor sees it, in a real browser: by keys, with faults beside what was typed,
and as everybody can use it (axe)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.needs("chromium")
PAGES = (
    "", "/plan", "/plan/tables", "/plan/settings", "/plan/applicants", "/plan/applicants/P1", "/reports/ledger",
    "/plan/letters?on=2020-09-22", "/plan/letters/U001-A", "/plan/send",
    "/plan/drill", "/plan/calendar", "/marks", "/marks/unit/U001", "/marks/what-if?no_confirmation=never",
    "/marks/sample", "/marks/objections", "/reports", "/history", "/jobs",
)  # fmt: skip


@pytest.fixture
def visitor(browser, shelf):
    """A tab in the home with the example."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    page.goto(shelf.link)
    yield page
    context.close()


PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def press(tab: Any, key: str) -> None:
    """As somebody does who has seen the page: before it is painted a browser drops what is typed."""
    tab.locator(f'[data-key="{key}"]').first.wait_for()
    tab.evaluate(PAINTED)
    tab.keyboard.press(key)


def faults(tab: Any) -> list[str]:
    found = Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("place", PAGES)
def test_every_page_can_be_used_by_everybody_and_on_a_phone(tab, workbench, place):
    tab.goto(workbench.url + workbench.c + place)
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert faults(tab) == [], scheme
    tab.set_viewport_size({"width": 390, "height": 844})
    assert tab.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.needs("smtp-sink")
def test_a_campaign_is_planned_frozen_printed_and_sent(visitor, shelf):
    from smtp_sink import sinking

    toml = shelf.home / "示例" / "campaign.toml"
    with sinking() as sink:
        text = toml.read_text(encoding="utf-8")
        toml.write_text(
            re.sub(r"smtp_port = \d+", f"smtp_port = {sink.port}", text), encoding="utf-8"
        )
        visitor.goto(f"{shelf.url}{shelf.c}")
        press(visitor, "g")  # the next step: to plan
        visitor.wait_for_url("**/plan")
        press(visitor, "w")
        visitor.get_by_role("heading", name="已定的申请").wait_for()
        visitor.goto(f"{shelf.url}{shelf.c}/plan/letters?on=2026-03-16")
        with visitor.expect_response(lambda came: came.request.method == "POST") as made:
            press(visitor, "m")
        assert made.value.status == 303, visitor.locator("#faults").inner_text()
        visitor.get_by_text("下载压缩包").wait_for()
        with visitor.expect_download() as came:
            visitor.get_by_text("下载压缩包").click()
        assert came.value.suggested_filename == "待寄-2026-03-16.zip"
        visitor.goto(f"{shelf.url}{shelf.c}/plan/send?on=2026-03-30")
        visitor.get_by_label("封数").fill("7")
        visitor.get_by_role("button", name="发送", exact=True).click()
        visitor.get_by_text("写的是发送7封").wait_for()
        assert visitor.get_by_label("封数").input_value() == "7"  # what was typed stays
        visitor.get_by_label("封数").fill("3")
        visitor.get_by_role("button", name="发送", exact=True).click()
        visitor.get_by_text("发出3封").wait_for()  # the job's line comes by itself
        assert len(sink.mails()) == 3


def test_faults_of_the_settings_leave_what_was_typed(visitor, shelf):
    visitor.goto(f"{shelf.url}{shelf.c}/plan/tables")
    visitor.locator("[data-text] summary").click()
    typed = visitor.locator("#text").input_value().replace("collect_until", "collect_untill")
    visitor.locator("#text").fill(typed)
    visitor.get_by_role("button", name="核对并保存").click()
    visitor.locator("#faults li").first.wait_for()
    assert "collect_untill" in visitor.locator("#faults").inner_text()
    assert visitor.locator("#text").input_value() == typed


def test_a_table_with_faults_is_told_on_the_page_from_which_it_was_sent(visitor, shelf, tmp_path):
    wrong = tmp_path / "units.xlsx"
    wrong.write_bytes(b"no table")
    visitor.goto(f"{shelf.url}{shelf.c}/plan/tables")
    visitor.locator('form[action$="units.xlsx"] input[type=file]').set_input_files(wrong)
    visitor.locator('form[action$="units.xlsx"] button').click()
    visitor.locator("#faults li").first.wait_for()
    assert "units.xlsx" in visitor.locator("#faults").inner_text()
