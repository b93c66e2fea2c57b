"""What changes by itself on an open page, however one came to it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.needs("chromium")


def test_a_job_is_followed_by_who_came_from_the_list_of_campaigns(browser, shelf):
    """By links alone: the page is never loaded anew after the first, which is of no campaign."""
    context = browser.new_context(locale="zh-CN")
    tab = context.new_page()
    tab.goto(shelf.link)
    tab.click("main >> text=依申请公开")
    tab.click("header >> text=工作")
    expect(tab.locator("main")).to_contain_text("现在没有进行中的工作")
    jobs = shelf.app.state.desk.jobs
    jobs.start(shelf.key, "演练", "林小姐", "/", lambda told: ("核对了5项",))
    expect(tab.locator("main")).to_contain_text("核对了5项", timeout=15_000)
    context.close()
